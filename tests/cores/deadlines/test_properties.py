"""What must hold for every type of procedure, in every Land, whatever lawfully happened."""

import json
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dialogwerk.cores import deadlines
from dialogwerk.cores.deadlines import DeadlineError, procedure_type, procedure_types, schedule
from dialogwerk.cores.deadlines.citing import cite
from dialogwerk.cores.deadlines.declaring import always
from dialogwerk.cores.deadlines.holidays import LAENDER
from tests.strategies import courses, empty_courses, starting_events

from . import parsing, recount

slow = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
LANGUAGES = ("de", "en")


def texts(step):
    return {"de": step.explanation_de, "en": step.explanation_en}


def place_of(course):
    """The paper calendar of that place."""
    laender = LAENDER if course.land == "DE" else course.land.split("/")
    return "/".join(f"{one}:{course.municipality}".rstrip(":") for one in laender)


def trigger_day(plan, step):
    if step.trigger in plan.events:
        return plan.events[step.trigger]
    return plan.step(step.trigger).last_day if plan.has(step.trigger) else None


def days_of(step):
    return step.first_day, step.last_day, step.minimum_last_day, step.accept_until


# Later starts


@slow
@given(empty_courses(), st.data())
def test_a_later_start_never_ends_earlier(course, data):
    event = data.draw(st.sampled_from(starting_events(course.type)))
    day = data.draw(st.dates(date(1991, 1, 1), date(2090, 12, 31)))
    later = day + timedelta(days=data.draw(st.integers(0, 400)))
    compare(course.with_event(event, day).computed(), course.with_event(event, later).computed())


@slow
@given(courses(), st.data())
def test_an_event_that_comes_later_never_moves_an_end_forward(course, data):
    event = data.draw(st.sampled_from(sorted(course.events)))
    moved = course.events[event] + timedelta(days=data.draw(st.integers(1, 60)))
    compare(course.computed(), course.with_event(event, moved).computed())


def compare(early, late):
    """Ends under the same version of the law; a new law may well shorten a period."""
    assume(early is not None and late is not None)
    ours, theirs = ({step.step: step for step in plan.steps} for plan in (early, late))
    common = [name for name in ours if name in theirs]
    assume(all(ours[name].law_from == theirs[name].law_from for name in common))
    for name in common:
        one, other = ours[name], theirs[name]
        if one.trigger == other.trigger:
            assert one.last_day <= other.last_day, name
            assert one.minimum_last_day <= other.minimum_last_day, name


# Minimum


@cache
def entries_on_file(type_id):
    """The parameters as they stand in the file, read without the core."""
    folder = Path(deadlines.__file__).with_name("parameters")
    content = yaml.safe_load((folder / f"{type_id}.yaml").read_text("utf-8"))
    return [entry for entries in content.values() for entry in entries]


def applied(course, plan, step):
    """Entries of the file that the step names as its ground."""
    laender = plan.land.split("/")
    return [
        one
        for one in entries_on_file(course.type)
        if one["valid_from"] == step.law_from
        and one["land"] in ("DE", *laender)
        and course.variant in (one.get("variants") or [course.variant])
        and cite(one["norm"], laender[0]) in step.norms
        and not one.get("begun_before")
    ]


def least(start, step, entry):
    value, unit = parsing.in_months(entry["value"], entry["unit"])
    if step.first_day == start and step.norms.count("§ 187 Abs. 2 BGB"):
        return recount.from_first(start, value, unit)
    return recount.after(start, value, unit)


@slow
@given(courses())
def test_nobody_gets_less_than_the_minimum_in_the_file(course):
    plan = course.compute()
    for step in plan.steps:
        start, entries = trigger_day(plan, step), applied(course, plan, step)
        if start is None or not entries or step.kind not in ("right", "minimum"):
            continue
        if step.minimum_last_day < start:
            latest = max(recount.before(start, one["value"], one["unit"]) for one in entries)
            assert step.recorded or step.last_day <= latest, step.step
            continue
        needed = min(least(start, step, one) for one in entries)
        assert step.last_day >= needed or says_it_should_be_longer(step), step.step


def says_it_should_be_longer(step):
    return any("früher, als es sein soll" in hint.de for hint in step.hints)


@slow
@given(courses())
def test_rights_end_on_working_days_there(course):
    place = place_of(course)
    for step in course.compute().steps:
        if step.kind == "right":
            assert recount.shifted(step.accept_until, place) == step.accept_until, step.step
            assert step.accept_until >= step.last_day
            if not step.recorded and "§ 187 Abs. 1 BGB" in step.norms:
                assert step.accept_until == step.last_day, step.step


# Explanations


@slow
@given(courses())
def test_the_arithmetic_of_an_explanation_recomputes_to_the_day(course):
    place = place_of(course)
    for step in course.compute().steps:
        for language, text in texts(step).items():
            end = parsing.recomputed(text, language, place)
            if end is not None and not step.recorded:
                assert end == step.last_day, (step.step, text)


@slow
@given(courses())
def test_days_in_an_explanation_have_their_weekday_and_are_the_same_in_both_languages(course):
    for step in course.compute().steps:
        german, english = (parsing.days_in(text, lang) for lang, text in texts(step).items())
        assert [one.day for one in german] == [one.day for one in english], step.explanation_de
        assert all(one.weekday_is_true("de") for one in german), step.explanation_de
        assert all(one.weekday_is_true("en") for one in english), step.explanation_en
        assert step.last_day in {one.day for one in german}, step.explanation_de


@slow
@given(courses())
def test_explanations_and_hints_are_whole_sentences(course):
    for step in course.compute().steps:
        hints = [text for hint in step.hints for text in (hint.de, hint.en)]
        for text in (*texts(step).values(), *hints):
            assert text[:1].isupper() or text[:1].isdigit() or text[:1] == "§", text
            assert text.endswith("."), text
            assert not re.search(r"  |None|[{}]|\(\)|\(,| [.,;)]|\.\.|,,|\( |, \)", text), text
            assert text.count("(") == text.count(")"), text
        assert step.name.de
        assert step.name.en


@slow
@given(courses())
def test_explanations_name_the_ground_of_the_step_and_how_it_was_counted(course):
    for step in course.compute().steps:
        counting = {norm for norm in step.norms if re.search(r" (BGB|ZPO)$", norm)}
        for text in texts(step).values():
            for norm in {*step.norms[:1], *(counting & {*step.norms[-3:]})}:
                assert norm in text, (step.step, text)


# Values


@slow
@given(courses())
def test_a_schedule_is_the_same_each_time_and_leaves_its_input_alone(course):
    events, overrides = dict(course.events), dict(course.overrides)
    first, second = course.compute(), course.compute()
    assert first == second
    assert (course.events, course.overrides) == (events, overrides)
    assert dict(first.events) == events


@slow
@given(courses())
def test_steps_are_json_and_their_days_can_be_read_back(course):
    for step in course.compute().steps:
        back = json.loads(json.dumps(step.as_dict()))
        assert date.fromisoformat(back["last_day"]) == step.last_day
        assert date.fromisoformat(back["minimum_last_day"]) == step.minimum_last_day
        assert date.fromisoformat(back["accept_until"]) == step.accept_until
        assert (back["first_day"] and date.fromisoformat(back["first_day"])) == step.first_day
        assert back["norms"] == list(step.norms)
        assert len(back["readings"]) == len(step.readings)


@slow
@given(courses())
def test_days_lie_in_order(course):
    for step in course.compute().steps:
        assert step.first_day is None or step.first_day <= step.last_day, step.step
        ahead = step.first_day is None or step.first_day == step.last_day
        if step.kind in ("right", "minimum") and not ahead:
            assert step.minimum_last_day <= step.last_day, step.step


@slow
@given(courses())
def test_several_readings_have_one_that_is_chosen(course):
    for step in course.compute().steps:
        if step.readings:
            assert len(step.readings) > 1
            assert sum(one.chosen for one in step.readings) >= 1, step.step
            assert all(one.norm and one.text.de and one.text.en for one in step.readings)
            if not step.recorded:
                assert step.last_day in {one.last_day for one in step.readings if one.chosen}


@slow
@given(courses())
def test_the_version_applied_was_in_force_when_the_period_began(course):
    plan = course.compute()
    for step in plan.steps:
        start = trigger_day(plan, step)
        if start is not None and step.law_from is not None:
            assert step.law_from <= start, step.step


@slow
@given(courses())
def test_a_recorded_event_is_the_last_day_of_the_step_it_records(course):
    plan = course.compute()
    for step in plan.steps:
        rules = [rule for rule in procedure_type(course.type).steps if rule.step == step.step]
        recording = {rule.recorded for rule in rules if rule.recorded in course.events}
        if len(recording) == 1 and len(rules) == 1:
            assert step.last_day == course.events[recording.pop()], step.step
            assert step.recorded
        if step.recorded:
            assert step.last_day in course.events.values()


@slow
@given(courses(), st.data())
def test_setting_the_computed_day_by_hand_changes_nothing(course, data):
    plan = course.compute()
    step = data.draw(st.sampled_from(plan.steps))
    by_hand = schedule_with(course, {step.step: step.last_day})
    assert by_hand.steps == plan.steps


@slow
@given(courses(), st.data())
def test_a_day_set_by_hand_stays_with_the_computed_one_beside_it(course, data):
    plan = course.compute()
    step = data.draw(st.sampled_from(plan.steps))
    day = step.last_day + timedelta(days=data.draw(st.integers(1, 30)))
    try:
        by_hand = schedule_with(course, {step.step: day}).step(step.step)
    except DeadlineError:
        return
    assert (by_hand.last_day, by_hand.computed_last_day) == (day, step.last_day)
    assert by_hand.overridden
    assert by_hand.accept_until >= day


def schedule_with(course, overrides):
    return schedule(
        course.type,
        land=course.land,
        eia=course.eia,
        events=course.events,
        variant=course.variant,
        municipality=course.municipality,
        circumstances=course.circumstances,
        overrides=overrides,
    )


# Adding events


def reached_from(type_, event):
    """Steps that may count from an event, directly or through other steps."""
    reached, sources = set(), {event}
    while True:
        more = {
            rule.step
            for rule in type_.steps
            if sources & {*rule.trigger, rule.recorded, rule.first} and rule.step not in reached
        }
        if not more:
            return reached
        reached |= more
        sources |= more


@slow
@given(courses(most=3), st.data())
def test_an_event_moves_only_steps_that_count_from_it(course, data):
    type_ = procedure_type(course.type)
    event = data.draw(st.sampled_from([one.id for one in type_.events]))
    assume(event not in course.events)
    plan = course.compute()
    day = data.draw(st.sampled_from([step.last_day for step in plan.steps]))
    more = course.with_event(event, day).computed()
    assume(more is not None)
    opaque = {rule.step for rule in type_.steps if rule.when is not always or callable(rule.law)}
    for step in plan.steps:
        if step.step not in reached_from(type_, event) | reached_from_all(type_, opaque) | opaque:
            assert days_of(more.step(step.step)) == days_of(step), step.step


def reached_from_all(type_, steps):
    return {found for step in steps for found in reached_from(type_, step)}


# Wrong input

anything = st.one_of(
    st.dates(),
    st.datetimes(),
    st.text(max_size=12),
    st.integers(),
    st.none(),
    st.sampled_from(["2026-02-30", "30.02.2026", "", "%(event)s"]),
)
EVENT_IDS = sorted({event.id for type_ in procedure_types() for event in type_.events})
STEP_IDS = sorted({rule.step for type_ in procedure_types() for rule in type_.steps})
VARIANTS = sorted({one.id for type_ in procedure_types() for one in type_.variants})
FACTS = sorted({one.id for type_ in procedure_types() for one in type_.circumstances})


def word(*known):
    return st.one_of(st.sampled_from(known), st.text(max_size=8))


@settings(slow, max_examples=400)
@given(
    word(*[one.id for one in procedure_types()]),
    word("NW", "BY", "SH/NI", "nw , ni", "DE", "NW/", "%(land)s"),
    st.sampled_from([True, False, None]),
    st.dictionaries(word(*EVENT_IDS), st.one_of(st.dates(), anything), max_size=4),
    word("", *VARIANTS),
    word("", "catholic", "Augsburg"),
    st.lists(word("full_moon", *FACTS), max_size=2),
    st.dictionaries(word(*STEP_IDS), st.one_of(st.dates(), anything), max_size=2),
)
def test_wrong_input_is_answered_with_a_sentence(
    type_, land, eia, events, variant, town, facts, hand
):
    try:
        schedule(
            type_,
            land=land,
            eia=eia,
            events=events,
            variant=variant,
            municipality=town,
            circumstances=facts,
            overrides=hand,
        )
    except DeadlineError as error:
        check_sentences(error)


@settings(slow, max_examples=300)
@given(empty_courses(), st.data())
def test_any_days_at_all_are_counted_or_answered_with_a_sentence(course, data):
    names = [event.id for event in procedure_type(course.type).events]
    events = data.draw(st.dictionaries(st.sampled_from(names), st.dates(), min_size=1, max_size=6))
    begin = data.draw(st.dates(date(1995, 1, 1), date(2095, 1, 1)))
    if data.draw(st.booleans()):
        events = {n: begin + timedelta(days=d.toordinal() % 900) for n, d in events.items()}
    try:
        plan = schedule(
            course.type,
            land=course.land,
            eia=course.eia,
            events=events,
            variant=course.variant,
            municipality=course.municipality,
            circumstances=course.circumstances,
        )
    except DeadlineError as error:
        check_sentences(error)
    else:
        assert plan.steps


def check_sentences(error):
    for language in LANGUAGES:
        sentence = error.sentence(language)
        left = sentence
        for value in error.params.values():
            left = left.replace(str(value), "")
        assert sentence.endswith((".", ")"))
        assert "%(" not in left
        assert "None" not in left
    assert error.code
    assert error.sentence("de") != error.sentence("en")
