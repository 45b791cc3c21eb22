"""Parliamentary inquiries: from when the period counts, and on which day the answer is safe."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, procedure_type, schedule

days = st.dates(date(2017, 6, 1), date(2090, 12, 31))


def answer(variant="kleine", **events):
    return schedule("kleine_anfrage", land="NW", eia=None, variant=variant, events=events).step(
        "answer"
    )


@settings(deadline=None)
@given(days, st.integers(0, 10))
def test_not_knowing_the_transmission_never_gives_a_later_day(lodged, wait):
    transmitted = lodged + timedelta(days=wait)
    assert answer(lodged=lodged).last_day <= answer(lodged=lodged, transmitted=transmitted).last_day


@settings(deadline=None)
@given(days)
def test_an_answer_is_due_on_the_same_weekday_four_weeks_later(transmitted):
    assert answer(transmitted=transmitted).last_day == transmitted + timedelta(weeks=4)


def test_on_a_holiday_both_readings_are_given_and_the_earlier_is_chosen():
    step = answer(transmitted=date(2026, 3, 9))
    assert [(one.last_day, one.chosen) for one in step.readings] == [
        (date(2026, 4, 6), True),
        (date(2026, 4, 7), False),
    ]
    assert "vorsorglich wird der frühere Tag angegeben" in step.explanation_de


def test_that_only_the_receipt_is_known_is_said():
    step = answer(lodged=date(2026, 3, 2))
    assert "der Tag der Übermittlung ist nicht eingetragen" in step.explanation_de
    assert "To be safe, the earlier day counts" in step.explanation_en


def test_another_parliament_gets_a_sentence_that_helps():
    with pytest.raises(DeadlineError) as caught:
        schedule("kleine_anfrage", land="NI", eia=None, events={"lodged": date(2026, 3, 2)})
    assert "nur für NW hinterlegt" in caught.value.sentence("de")


def test_an_inquiry_has_neither_rounds_nor_an_assessment():
    declared = procedure_type("kleine_anfrage")
    assert (declared.has_rounds, declared.has_eia) == (False, False)
