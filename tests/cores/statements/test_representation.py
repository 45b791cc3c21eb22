"""Who speaks for many, step by step."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.representation import (
    SPEAKS,
    STEPS,
    Act,
    Record,
    Standing,
    obstacles,
    possible,
)

DAY = date(2026, 11, 30)
WHOLE = Record(
    day=DAY,
    has_person=True,
    reason="Der Vertreter ist verzogen.",
    answer_by=DAY + timedelta(days=28),
    published_on=DAY,
)


def walk(*acts, people=60, record=WHOLE, answer_by=None):
    """Where these acts lead from a list that names nobody."""
    standing = Standing.UNNAMED
    for act in acts:
        assert not obstacles(standing, act, record, people=people, answer_by=answer_by)
        standing = STEPS[standing, act].to
    return standing


def test_a_name_in_the_list_speaks_once_it_is_confirmed():
    assert walk(Act.NAME) not in SPEAKS
    assert walk(Act.NAME, Act.CONFIRM) in SPEAKS


def test_whoever_is_called_upon_and_stays_silent_gets_a_representative_from_the_authority():
    past = DAY - timedelta(days=1)
    assert walk(Act.CALL, Act.APPOINT, answer_by=past) is Standing.APPOINTED


@pytest.mark.parametrize(
    ("standing", "act", "norm"),
    [
        (Standing.UNNAMED, Act.CALL, "§ 18 Abs. 1 Satz 1 VwVfG"),
        (Standing.ENDED, Act.CALL, "§ 17 Abs. 4 Satz 1 und 2 VwVfG"),
        (Standing.CALLED, Act.APPOINT, "§ 17 Abs. 4 Satz 3 VwVfG"),
        (Standing.CONFIRMED, Act.END, "§ 17 Abs. 3 Satz 1 VwVfG"),
        (Standing.DOUBTFUL, Act.SET_ASIDE, "§ 17 Abs. 2 Satz 1 und 2 VwVfG"),
    ],
)
def test_each_step_has_its_norm(standing, act, norm):
    assert norm in STEPS[standing, act].norms


def test_nobody_is_appointed_while_the_time_set_runs():
    found = obstacles(Standing.CALLED, Act.APPOINT, WHOLE, people=60, answer_by=DAY)
    assert found == ("time_runs",)


@pytest.mark.parametrize("act", [Act.CALL, Act.SET_ASIDE])
def test_fifty_people_are_too_few_for_what_the_law_allows_with_more(act):
    assert obstacles(Standing.UNNAMED, act, WHOLE, people=50, answer_by=None) == ("too_few",)
    assert not obstacles(Standing.UNNAMED, act, WHOLE, people=51, answer_by=None)


def test_only_a_natural_person_represents():
    club = Record(day=DAY, has_person=True, is_natural_person=False)
    assert obstacles(Standing.UNNAMED, Act.NAME, club, people=60, answer_by=None) == (
        "not_natural",
    )


def test_nothing_is_set_aside_before_it_was_announced():
    silent = Record(day=DAY, reason="Kein Vertreter auf Blatt 3.")
    found = obstacles(Standing.UNNAMED, Act.SET_ASIDE, silent, people=60, answer_by=None)
    assert found == ("published_on_missing",)
    ahead = Record(day=DAY, reason="Wie oben.", published_on=DAY + timedelta(days=1))
    found = obstacles(Standing.UNNAMED, Act.SET_ASIDE, ahead, people=60, answer_by=None)
    assert found == ("notice_ahead",)


def test_a_time_that_is_past_is_not_set():
    past = Record(day=DAY, reason="Zu viele.", answer_by=DAY)
    assert "time_is_past" in obstacles(Standing.ENDED, Act.CALL, past, people=60, answer_by=None)


@given(st.sampled_from(Standing), st.sampled_from(Act))
def test_what_is_not_a_step_is_not_possible(standing, act):
    found = obstacles(standing, act, WHOLE, people=60, answer_by=None)
    assert ("not_possible" in found) == (act not in possible(standing))


@given(st.sampled_from(Standing))
def test_from_everywhere_something_can_follow(standing):
    assert possible(standing)
