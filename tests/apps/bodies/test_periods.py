"""Yes, perhaps or no on a day: certain is only what holds for every reading of both dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.base.dates import from_day, parse
from dialogwerk.apps.bodies.periods import Certainty, as_begin, as_end, months_before, on_day

YES, PERHAPS, NO = Certainty.YES, Certainty.PERHAPS, Certainty.NO
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))
said = st.sampled_from(
    ["2010", "Anfang 2010", "2008-09", "10.06.2009", "etwa 2010", "2010er-Jahre", "unbekannt"]
)


@pytest.mark.parametrize(
    ("begun", "ended", "day", "answer"),
    [
        ("10.06.2009", None, date(2009, 6, 9), NO),
        ("10.06.2009", None, date(2009, 6, 10), YES),
        ("10.06.2009", "30.06.2011", date(2011, 6, 30), YES),
        ("10.06.2009", "30.06.2011", date(2011, 7, 1), NO),
        ("2010", "2012", date(2010, 6, 1), PERHAPS),
        ("2010", "2012", date(2011, 6, 1), YES),
        ("2010", "2012", date(2012, 6, 1), PERHAPS),
        ("2010", "unbekannt", date(2020, 1, 1), PERHAPS),
        (None, None, date(2020, 1, 1), PERHAPS),
        ("unbekannt", "2012", date(2013, 1, 1), NO),
    ],
)
def test_somebody_held_a_role_on_a_day_yes_perhaps_or_no(begun, ended, day, answer):
    first, last = (parse(text) if text else None for text in (begun, ended))
    assert on_day(first, last, day) is answer


def test_since_2010_is_a_begin_in_2010_and_keeps_its_words():
    begun = as_begin(parse("seit 2010"))
    assert (begun.edtf, begun.as_said) == ("2010", "seit 2010")
    assert on_day(begun, None, date(2011, 1, 1)) is YES


def test_until_2012_is_an_end_in_2012_and_keeps_its_words():
    ended = as_end(parse("bis 2012"))
    assert (ended.edtf, ended.as_said) == ("2012", "bis 2012")
    assert on_day(parse("2010"), ended, date(2013, 1, 1)) is NO


def test_a_span_with_two_ends_stays_what_was_said():
    assert as_begin(parse("Anfang Oktober 2010")) == parse("Anfang Oktober 2010")
    assert as_end(None) is None
    assert as_begin(date(2010, 1, 2)) == from_day(date(2010, 1, 2))


@given(begun=said, day=days)
def test_what_is_certain_on_a_day_stays_certain_while_no_end_is_on_record(begun, day):
    if on_day(parse(begun), None, day) is YES:
        assert on_day(parse(begun), None, day + timedelta(days=1)) is YES


@given(begun=said, ended=said, day=days)
def test_an_end_never_makes_anything_more_certain(begun, ended, day):
    order = {NO: 0, PERHAPS: 1, YES: 2}
    without = on_day(parse(begun), None, day)
    assert order[on_day(parse(begun), parse(ended), day)] <= order[without]


@given(day=days, months=st.integers(0, 240))
def test_months_before_lie_so_many_months_back(day, months):
    found = months_before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)
