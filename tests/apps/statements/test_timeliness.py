"""In time or late, to the second, and what that means in words."""

from datetime import date, datetime

import pytest
from django.utils import translation

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.timeliness import consequence, exclusion, late_letter, unbroken
from tests.factories import ProcedureFactory, RoundFactory, StatementFactory

pytestmark = pytest.mark.django_db


def round_until(day, **facts):
    procedure = ProcedureFactory(**facts)
    days = dict.fromkeys(("display_start", "display_end", "objections_until"), day)
    return RoundFactory(procedure=procedure, **days)


@pytest.mark.parametrize(
    ("last_day", "arrives", "is_in_time"),
    [
        # The night in which the clocks go forward (29 March 2026): the day has 23 hours.
        (date(2026, 3, 28), "2026-03-28T22:59:59+00:00", True),
        (date(2026, 3, 28), "2026-03-28T23:00:00+00:00", False),
        (date(2026, 3, 29), "2026-03-29T21:59:59+00:00", True),
        (date(2026, 3, 29), "2026-03-29T22:00:00+00:00", False),
        # The night in which the clocks go back (25 October 2026): the day has 25 hours.
        (date(2026, 10, 24), "2026-10-24T21:59:59+00:00", True),
        (date(2026, 10, 24), "2026-10-24T22:00:00+00:00", False),
        (date(2026, 10, 25), "2026-10-25T22:59:59+00:00", True),
        (date(2026, 10, 25), "2026-10-25T23:00:00+00:00", False),
        # The hour that there is twice is in time both times.
        (date(2026, 10, 25), "2026-10-25T00:30:00+00:00", True),
        (date(2026, 10, 25), "2026-10-25T01:30:00+00:00", True),
    ],
)
def test_a_period_ends_with_its_last_second_in_both_nights_of_the_clock(
    last_day, arrives, is_in_time
):
    assert round_until(last_day).accepts_in_time(datetime.fromisoformat(arrives)) is is_in_time


def test_an_announced_sunday_cuts_nobody_off_before_monday_midnight():
    one = round_until(date(2026, 4, 12))
    one.accepted_until = date(2026, 4, 13)
    assert one.accepts_in_time(datetime.fromisoformat("2026-04-13T21:59:59+00:00"))
    assert not one.accepts_in_time(datetime.fromisoformat("2026-04-13T22:00:00+00:00"))


def test_a_late_letter_is_excluded_in_the_procedure_but_not_in_court_where_that_stays_open():
    one = round_until(date(2026, 4, 15), eia=True)
    in_procedure, in_court = late_letter(one.procedure, one)
    assert "In diesem Verfahren ist es damit ausgeschlossen" in in_procedure
    assert "§\u00a021 Abs.\u00a04 UVPG" in in_procedure
    assert "zu klagen, geht dadurch nicht verloren" in in_court


def test_under_the_law_before_2017_a_late_letter_hears_that_the_court_was_closed():
    one = round_until(date(2016, 4, 15), eia=False)
    assert "auch vor Gericht" in late_letter(one.procedure, one)[1]


def test_who_may_still_write_hears_besides_what_one_can_do():
    one = round_until(date(2026, 4, 15), eia=True)
    *_meaning, advice = exclusion(one.procedure, one)
    assert "Wiedereinsetzung" in advice
    assert exclusion(one.procedure, None) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_letter_hears_it_in_its_readers_language(language):
    one = round_until(date(2026, 4, 15), eia=True)
    punctual = StatementFactory(procedure=one.procedure, round=one)
    late = StatementFactory(procedure=one.procedure, round=one, late=True)
    words = {"de": ("rechtzeitig", "ausgeschlossen"), "en": ("in time", "excluded")}[language]
    with translation.override(language):
        assert words[0] in consequence(punctual)
        assert words[1] not in consequence(punctual)
        assert words[1] in consequence(late)


def test_a_late_letter_that_is_here_is_not_asked_to_be_sent():
    one = round_until(date(2026, 4, 15), eia=True)
    late = StatementFactory(procedure=one.procedure, round=one, late=True)
    assert "Schicken Sie" not in consequence(late)
    assert "Wiedereinsetzung" in consequence(late)


def test_without_a_period_nothing_is_said():
    assert consequence(StatementFactory(round=None)) == ""


def test_a_procedure_whose_law_is_not_on_file_says_the_day_and_no_more():
    one = round_until(date(2026, 4, 15))
    Procedure.objects.update(variant="unbekannt")
    one.procedure.refresh_from_db()
    late = StatementFactory(procedure=one.procedure, round=one, late=True)
    assert "15.04.2026" in consequence(late)
    assert "§" not in consequence(late)


def test_norms_are_not_torn_at_the_end_of_a_line():
    assert unbroken("§ 73 Abs. 4 Satz 3 und Art. 5 Nr. 2") == (
        "§\u00a073 Abs.\u00a04 Satz\u00a03 und Art.\u00a05 Nr.\u00a02"
    )
