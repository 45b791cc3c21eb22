"""What if, and planning backwards: exact to the day, forwards and back."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, procedure_types, schedule, working_days
from dialogwerk.cores.deadlines.latest_days import SLACK
from dialogwerk.cores.deadlines.planning import plan_backwards, what_if

DAY = timedelta(days=1)
PLAIN = {"land": "NW", "eia": False}
START = {"display_start": date(2026, 3, 2)}
days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
laender = st.sampled_from(["NW", "BY", "NI", "SH/NI", "DE"])
knowledge = st.sampled_from([True, False, None])


def plan(*, wish, day, type_="planfeststellung", **kwargs):
    return plan_backwards(type_, **{**PLAIN, **kwargs}, wish=wish, day=day)


def objections(start, **kwargs):
    found = schedule("planfeststellung", **{**PLAIN, **kwargs}, events={"display_start": start})
    return found.step("objections").accept_until


# --- backwards ------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(days, laender, knowledge)
def test_the_found_day_meets_the_wish_for_a_hearing_and_the_day_after_does_not(day, land, eia):
    latest = plan(wish="hearing", day=day, land=land, eia=eia).latest["display_start"]
    assert objections(latest, land=land, eia=eia) < day
    assert objections(latest + DAY, land=land, eia=eia) >= day


@settings(max_examples=20, deadline=None)
@given(days, knowledge)
def test_an_end_of_objections_is_met_and_not_from_a_day_later(day, eia):
    found = plan_backwards("planfeststellung", land="NW", eia=eia, objections_end=day)
    latest = found.latest["display_start"]
    assert objections(latest, eia=eia) <= day < objections(latest + DAY, eia=eia)


@settings(max_examples=10, deadline=None)
@given(days, laender, knowledge)
def test_no_later_day_than_the_found_one_would_do(day, land, eia):
    """The walk back in leaps finds the same day as trying each one."""
    latest = plan(wish="hearing", day=day, land=land, eia=eia).latest["display_start"]
    tried = day
    while objections(tried, land=land, eia=eia) >= day:
        tried -= DAY
    assert tried == latest


@settings(max_examples=100, deadline=None)
@given(days, st.integers(1, 60), knowledge)
def test_an_end_never_moves_by_more_days_than_the_walk_allows_for(start, ahead, eia):
    later = start + timedelta(days=ahead)
    moved = (objections(later, eia=eia) - objections(start, eia=eia)).days
    assert 0 <= moved <= ahead + SLACK


@settings(max_examples=12, deadline=None)
@given(days)
def test_the_whole_plan_computes_forwards_without_an_error_and_one_late_notice_breaks_it(day):
    found = plan(wish="hearing", day=day)
    events = {**found.latest, "hearing": day}
    again = schedule("planfeststellung", **PLAIN, events=events)
    assert [step.as_dict() for step in again.steps] == [step.as_dict() for step in found.steps]
    for event in ("published", "hearing_published", "application"):
        assert found.latest[event] < day
    late = events | {"hearing_published": found.latest["hearing_published"] + DAY}
    with pytest.raises(DeadlineError, match="too late"):
        schedule("planfeststellung", **PLAIN, events=late)
    late = events | {"published": found.latest["published"] + DAY}
    with pytest.raises(DeadlineError):
        schedule("planfeststellung", **PLAIN, events=late)


def every_wish():
    for one in procedure_types():
        for event in one.events:
            for variant in one.variants:
                yield pytest.param(one.id, variant.id, event.id, id=f"{variant.id}-{event.id}")


@pytest.mark.parametrize(("type_", "variant", "wish"), list(every_wish()))
def test_every_wish_gets_a_plan_that_holds_or_a_sentence(type_, variant, wish):
    day = date(2027, 9, 1)
    try:
        found = plan(type_=type_, variant=variant, wish=wish, day=day, eia=None)
    except DeadlineError as error:
        found, sentences = None, {error.sentence("de"), error.sentence("en")}
    if found is None:
        assert len(sentences) == 2
        return
    assert found.milestones
    assert all(one.latest <= day for one in found.milestones)
    assert all(one.text.de and one.text.en for one in found.milestones)
    assert all(one.latest_working_day <= one.latest for one in found.milestones)
    json.dumps(found.as_dict())


def test_a_decision_leaves_time_for_report_hearing_objections_and_display():
    found = plan(wish="decision", day=date(2026, 9, 1))
    order = ["application", "display_start", "hearing", "hearing_closed"]
    assert [found.latest[name] for name in order] == sorted(found.latest[name] for name in order)
    assert found.latest["hearing_closed"] == date(2026, 8, 1)
    assert found.latest["display_start"] == date(2026, 6, 18)


def test_four_weeks_before_an_answer():
    found = plan(type_="kleine_anfrage", wish="answer", day=date(2026, 9, 1))
    assert found.latest["transmitted"] == date(2026, 8, 4)


def test_what_is_fixed_already_is_kept_if_it_is_early_enough():
    found = plan(wish="hearing", day=date(2026, 9, 1), events=START)
    (milestone,) = [one for one in found.milestones if one.event == "display_start"]
    assert (milestone.is_fixed, milestone.latest) == (True, date(2026, 3, 2))


def test_what_is_fixed_too_late_gets_the_earliest_day_to_wish_for():
    with pytest.raises(DeadlineError) as caught:
        plan(wish="hearing", day=date(2026, 4, 15), events=START)
    assert caught.value.code == "wish_impossible"
    assert "16.04.2026" in str(caught.value)
    assert plan(wish="hearing", day=date(2026, 4, 16), events=START).milestones


@settings(max_examples=8, deadline=None)
@given(days, st.integers(0, 400))
def test_a_wish_that_comes_too_early_is_refused_with_the_first_day_that_does_not(day, before):
    not_before = day - timedelta(days=before)
    arguments = {**PLAIN, "not_before": not_before}
    latest = plan_backwards("planfeststellung", **PLAIN, objections_end=day).latest
    if min(latest.values()) >= not_before:
        assert plan_backwards("planfeststellung", **arguments, objections_end=day).latest == latest
        return
    with pytest.raises(DeadlineError) as caught:
        plan_backwards("planfeststellung", **arguments, objections_end=day)
    assert caught.value.code == "wish_too_early"
    shown = str(caught.value.params["earliest"])
    first = date(int(shown[6:]), int(shown[3:5]), int(shown[:2]))
    assert first > day
    assert plan_backwards("planfeststellung", **arguments, objections_end=first)
    with pytest.raises(DeadlineError):
        plan_backwards("planfeststellung", **arguments, objections_end=first - DAY)


@pytest.mark.parametrize("start", [date(2026, 11, 13), date(2026, 12, 14)])
def test_what_had_to_precede_a_recorded_day_is_not_planned_into_the_past(start):
    today = date(2026, 11, 22)
    found = plan_backwards(
        "planfeststellung",
        land="NW",
        eia=False,
        events={"display_start": start},
        hearing=date(2027, 6, 8),
        not_before=today,
    )
    planned = [one for one in found.milestones if not one.is_fixed]
    assert planned
    assert all(one.latest >= today for one in planned)
    assert "application" not in {one.event for one in found.milestones}


def test_a_wish_on_a_holiday_is_pointed_out():
    (hint,) = plan(wish="hearing", day=date(2026, 10, 3)).hints
    assert "Tag der Deutschen Einheit" in hint.de
    assert plan(wish="hearing", day=date(2026, 10, 5)).hints == ()


def test_the_last_working_day_is_named_as_well():
    found = plan(wish="hearing", day=date(2026, 9, 1))
    for one in found.milestones:
        assert working_days("NW")(one.latest_working_day)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({}, "no_wish"),
        ({"hearing": date(2026, 9, 1), "decision": date(2026, 12, 1)}, "no_wish"),
        ({"wish": "hearing"}, "no_wish"),
        ({"wish": "tea", "day": date(2026, 9, 1)}, "wish_unknown"),
        ({"wish": "hearing", "day": "2026-09-01"}, "wrong_date"),
        ({"hearing": date(1, 1, 2)}, None),
    ],
)
def test_a_wish_that_makes_no_sense_gets_a_sentence(wishes, code):
    with pytest.raises(DeadlineError) as caught:
        plan_backwards("planfeststellung", **PLAIN, **wishes)
    assert caught.value.code == code or code is None


# --- what if --------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(days, st.integers(-300, 300), knowledge)
def test_moving_an_event_gives_what_computing_anew_gives(start, by, eia):
    found = what_if(
        "planfeststellung",
        land="NW",
        eia=eia,
        events={"display_start": start},
        event="display_start",
        days=by,
    )
    moved = {"display_start": start + timedelta(days=by)}
    anew = schedule("planfeststellung", land="NW", eia=eia, events=moved)
    assert {one.step: one.after for one in found} == {s.step: s.last_day for s in anew.steps}
    assert found.is_possible
    assert len(found) == len(anew.steps)


@settings(max_examples=30, deadline=None)
@given(days, st.integers(1, 300))
def test_there_and_back_changes_nothing(start, by):
    assume(start.year < 2059)
    arguments = {**PLAIN, "event": "display_start"}
    there = what_if("planfeststellung", events={"display_start": start}, days=by, **arguments)
    back = what_if(
        "planfeststellung", events={"display_start": there.to_day}, days=-by, **arguments
    )
    assert [(one.step, one.before, one.after) for one in there] == [
        (one.step, one.after, one.before) for one in back
    ]


def test_what_is_recorded_stays_and_says_so():
    events = START | {"objections_end": date(2026, 5, 4)}
    found = what_if("planfeststellung", **PLAIN, events=events, event="display_start", days=7)
    change = {one.step: one for one in found}["objections"]
    assert (change.stays, change.moves, change.after) == (True, False, date(2026, 5, 4))
    assert change.text.de == "bleibt, weil eingetragen"
    assert {one.step: one for one in found}["public_display"].text.de == "7 Tage später"


def test_a_recorded_day_that_would_become_unlawful_is_named_and_computed_anew():
    events = START | {"objections_end": date(2026, 4, 15)}
    found = what_if("planfeststellung", **PLAIN, events=events, event="display_start", days=7)
    assert not found.is_possible
    assert found.released == ("objections_end",)
    assert "22.04.2026" in found.conflicts[0].sentence("de")
    assert {one.step: one.after for one in found}["objections"] == date(2026, 4, 22)


def test_a_notice_that_appears_too_late_says_what_it_would_take():
    events = START | {"hearing": date(2026, 6, 1), "hearing_published": date(2026, 5, 24)}
    arguments = {**PLAIN, "events": events, "event": "hearing_published"}
    assert what_if("planfeststellung", **arguments, days=-1).is_possible
    found = what_if("planfeststellung", **arguments, days=1)
    assert [one.code for one in found.conflicts] == ["notice_too_late"]
    assert "02.06.2026" in found.conflicts[0].sentence("en")
    assert found.changes == ()


def test_an_event_that_has_not_happened_yet_can_be_tried():
    found = what_if(
        "planfeststellung", **PLAIN, events=START, event="hearing", day=date(2026, 7, 1)
    )
    assert found.from_day is None
    changes = {one.step: one for one in found}
    assert changes["hearing_notice"].text.en == "is new"
    assert changes["hearing_notice"].before is None


def test_a_day_set_by_hand_stays():
    found = what_if(
        "planfeststellung",
        **PLAIN,
        events=START,
        overrides={"objections": date(2026, 6, 1)},
        event="display_start",
        days=1,
    )
    change = {one.step: one for one in found}["objections"]
    assert change.text.de == "bleibt, weil von Hand gesetzt"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"event": "tea", "days": 1}, "unknown_event"),
        ({"event": "hearing", "days": 1}, "nothing_to_move"),
        ({"event": "display_start"}, "no_move"),
        ({"event": "display_start", "days": 1, "day": date(2026, 1, 1)}, "no_move"),
        ({"event": "display_start", "days": 10**9}, "move_too_far"),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_sentence(arguments, code):
    with pytest.raises(DeadlineError) as caught:
        what_if("planfeststellung", **PLAIN, events=START, **arguments)
    assert caught.value.code == code


def test_the_answer_is_there_for_programs():
    events = START | {"objections_end": date(2026, 4, 15)}
    found = what_if("planfeststellung", **PLAIN, events=events, event="display_start", days=7)
    read = json.loads(json.dumps(found.as_dict()))
    assert (read["from"], read["to"], read["is_possible"]) == ("2026-03-02", "2026-03-09", False)
    assert len(read["changes"]) == len(found)
