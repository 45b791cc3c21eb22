"""What a plan approval says beside its days: courses, special laws, hints, words."""

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, law, procedure_type, schedule
from dialogwerk.cores.deadlines.procedures import planfeststellung

TYPE = procedure_type("planfeststellung")
VARIANTS = [one.id for one in TYPE.variants]
WHOLE = {
    "early_start": date(2025, 5, 5),
    "result_handed_over": date(2025, 9, 1),
    "application": date(2025, 9, 15),
    "complete": date(2025, 11, 3),
    "agencies_asked": date(2025, 11, 20),
    "plan_received": date(2025, 12, 1),
    "published": date(2025, 12, 10),
    "display_start": date(2026, 1, 12),
    "hearing_published": date(2026, 5, 4),
    "hearing": date(2026, 5, 19),
    "hearing_closed": date(2026, 5, 20),
    "decision": date(2026, 9, 1),
    "decision_published": date(2026, 9, 2),
    "decision_posted": date(2026, 9, 8),
    "decision_display_start": date(2026, 9, 14),
}
COURSE = [
    "early_participation",
    "participation",
    "display_duty",
    "notice",
    "public_display",
    "objections",
    "agencies",
    "hearing_notice",
    "hearing",
    "report",
    "environmental_summary",
    "decision",
    "decision_notice",
    "decision_display",
    "service",
    "individual_service",
    "lawsuit",
    "lawsuit_served",
    "expiry",
]


def plan(variant="", *, land="NW", eia=False, facts=(), **events):
    return schedule(
        TYPE.id, land=land, eia=eia, events=events, variant=variant, circumstances=facts
    )


def ids(found):
    return [step.step for step in found.steps]


def german_hints(step):
    return " ".join(hint.de for hint in step.hints)


def test_a_whole_procedure_has_its_steps_in_order():
    assert ids(plan(eia=True, **WHOLE)) == COURSE


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_special_law_counts_from_each_event_that_starts(variant):
    for event in TYPE.events:
        if event.starts:
            assert plan(variant, land="NI", **{event.id: date(2026, 6, 1)}).steps, event.id


@pytest.mark.parametrize(
    ("variant", "act"),
    [
        ("fstrg", "FStrG"),
        ("aeg", "AEG"),
        ("wastrg", "WaStrG"),
        ("enwg", "EnWG"),
        ("nabeg", "NABEG"),
    ],
)
def test_special_laws_are_cited_where_they_say_something(variant, act):
    steps = {step.step: step for step in plan(variant, land="NI", eia=True, **WHOLE).steps}
    for name in ("public_display", "decision_display", "service", "expiry"):
        assert any(act in norm for norm in steps[name].norms), name
    assert act in german_hints(steps["lawsuit"])
    assert steps["public_display"].actor == "authority"


@pytest.mark.parametrize("variant", ["vwvfg", "pbefg", "strwg", "whg", "luftvg"])
def test_elsewhere_the_municipality_displays_by_the_general_act(variant):
    display = plan(variant, display_start=date(2026, 1, 12)).step("public_display")
    assert display.actor == "municipality"
    assert display.norms[0] == "§ 73 Abs. 3 Satz 1 VwVfG NRW"


def test_roads_were_displayed_by_the_municipality_until_the_act_of_2023():
    before = plan("fstrg", display_start=date(2023, 12, 28)).step("public_display")
    after = plan("fstrg", display_start=date(2023, 12, 29)).step("public_display")
    assert (before.actor, after.actor) == ("municipality", "authority")
    assert "§ 17a Abs. 3 FStrG" not in before.norms
    assert "§ 17a Abs. 3 FStrG" in after.norms


def test_federal_authorities_cite_the_federal_act_in_every_land():
    waterway = plan("wastrg", display_start=date(2026, 1, 12)).step("public_display")
    road = plan("strwg", display_start=date(2026, 1, 12)).step("public_display")
    assert waterway.norms[0] == "§ 73 Abs. 3 Satz 1 VwVfG"
    assert road.norms[0] == "§ 73 Abs. 3 Satz 1 VwVfG NRW"


def test_schleswig_holstein_and_bavaria_have_numbers_of_their_own():
    days = {"display_start": date(2026, 1, 12)}
    assert plan(land="SH", **days).step("notice").norms[0] == "§ 140 Abs. 5 Satz 1 LVwG"
    assert plan(land="BY", **days).step("notice").norms[0] == "Art. 73 Abs. 5 Satz 1 BayVwVfG"


def test_until_2013_the_hearing_was_only_meant_to_be_closed_in_time():
    old = plan(land="NI", display_start=date(2013, 3, 4)).step("hearing").explanation_de
    new = plan(land="NI", display_start=date(2013, 6, 10)).step("hearing").explanation_de
    assert "Die Erörterung soll binnen drei Monaten danach abgeschlossen sein" in old
    assert "Die Erörterung ist binnen drei Monaten danach abzuschließen" in new


def test_north_rhine_westphalia_has_a_timeline_of_its_own():
    service = [
        plan(decision_display_end=day).step("service").norms[0]
        for day in (date(2024, 6, 28), date(2025, 6, 30))
    ]
    assert service == ["§ 74 Abs. 4 Satz 3 VwVfG NRW", "§ 74 Abs. 4 Satz 4 VwVfG NRW"]
    federal = plan(land="NI", decision_display_end=date(2024, 6, 28)).step("service")
    assert federal.norms[0] == "§ 74 Abs. 4 Satz 4 VwVfG"


@pytest.mark.parametrize(
    ("land", "day", "words"),
    [
        ("NW", date(2024, 3, 4), "2024 noch nicht"),
        ("NW", date(2025, 3, 3), "vermutlich|Angenommen ist"),
        ("BY", date(2024, 3, 4), "erst, seit das Land sie übernommen hat"),
        ("NI", date(2024, 3, 4), ""),
        ("NW", date(2026, 3, 2), ""),
    ],
)
def test_what_is_uncertain_about_the_internet_display_is_said_while_it_matters(land, day, words):
    hints = german_hints(plan(land=land, display_start=day).step("public_display"))
    assert bool(re.search(words, hints)) if words else "27a" not in hints


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2020, 5, 28), False),
        (date(2020, 5, 29), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_the_plansig_is_mentioned_while_it_ran(day, said):
    hints = german_hints(plan(display_start=day).step("public_display"))
    assert ("§ 3 PlanSiG" in hints) is said


def test_an_online_consultation_takes_the_place_of_the_hearing():
    found = plan(
        facts=("online_consultation",),
        land="NI",
        display_start=date(2026, 1, 12),
        hearing_published=date(2026, 5, 4),
        online_start=date(2026, 5, 18),
        online_end=date(2026, 5, 29),
    )
    assert found.step("hearing").last_day == date(2026, 5, 29)
    assert found.step("online_consultation").kind == "right"
    assert found.step("report").last_day == date(2026, 6, 29)
    assert "nicht geklärt" in german_hints(found.step("hearing_notice"))


def test_a_late_notice_of_an_online_consultation_is_no_error():
    notice = plan(
        facts=("online_consultation",),
        land="NI",
        hearing_published=date(2026, 5, 15),
        online_start=date(2026, 5, 18),
    ).step("hearing_notice")
    assert notice.recorded
    assert "später, als es sein soll" in german_hints(notice)


def test_events_of_a_change_may_come_after_the_hearing():
    days = {"hearing": date(2026, 5, 19), "objections_end": date(2026, 8, 3)}
    changed = plan(facts=("plan_change",), change_notified=date(2026, 7, 1), **days)
    assert changed.step("hearing").last_day == date(2026, 5, 19)
    with pytest.raises(DeadlineError, match="must come after"):
        plan(display_start=date(2026, 6, 1), **days)


def test_an_assessment_that_is_not_known_keeps_both_readings_on_a_change():
    step = plan(facts=("plan_change",), eia=None, display_start=date(2026, 1, 12)).step(
        "objections"
    )
    assert [one.last_day for one in step.readings] == [date(2026, 2, 25), date(2026, 3, 11)]
    assert step.last_day == date(2026, 3, 11)


def test_a_shortened_period_on_a_change_is_not_called_too_short():
    step = plan(
        facts=("plan_change",),
        eia=True,
        application=date(2022, 5, 2),
        display_start=date(2026, 1, 12),
        objections_end=date(2026, 2, 25),
    ).step("objections")
    assert "zu kurz" not in step.explanation_de
    assert "angemessen verkürzen" in german_hints(step)


def test_the_work_begun_in_time_or_late_is_noted():
    early = plan(decision_served=date(2020, 3, 2), construction_started=date(2023, 5, 2))
    late = plan(decision_served=date(2020, 3, 2), construction_started=date(2025, 5, 2))
    assert "rechtzeitig" in early.step("expiry").explanation_de
    assert "überschritten" in german_hints(late.step("expiry"))


def test_a_posted_decision_that_was_served_counts_from_the_record_of_service():
    found = plan(decision_posted=date(2026, 9, 8), decision_served=date(2026, 9, 10))
    assert found.step("individual_service").last_day == date(2026, 9, 10)
    assert found.step("lawsuit").last_day == date(2026, 10, 12)
    assert not found.has("lawsuit_served")


def test_reasons_of_a_lawsuit_are_named_by_the_special_law():
    day = {"decision_served": date(2026, 9, 10)}
    assert "§ 6 UmwRG" in german_hints(plan(**day).step("lawsuit"))
    assert "§ 17e Abs. 3 FStrG" in german_hints(plan("fstrg", **day).step("lawsuit"))
    assert "UmwRG" not in german_hints(plan("fstrg", **day).step("lawsuit"))


def test_every_event_says_what_day_is_meant():
    for event in TYPE.events:
        assert event.help.de, event.id
        assert event.help.en, event.id
        assert event.name.de != event.name.en or event.id == "scoping"


def test_every_order_names_events_that_exist():
    known = {event.id for event in TYPE.events}
    for order in TYPE.order:
        assert {order.earlier, order.later} <= known
        assert not order.unless or order.unless in {one.id for one in TYPE.circumstances}


def test_every_parameter_on_file_is_asked_for():
    folder = Path(planfeststellung.__file__).parent
    code = "".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    assert [name for name in law.parameters(TYPE.id) if f'"{name}"' not in code] == []


FACTS = [(), *[(one.id,) for one in TYPE.circumstances]]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(list(product(VARIANTS, FACTS))),
    st.sampled_from(["NW", "NI", "BW", "SH/NI", "BY"]),
    st.sampled_from([True, False, None]),
    st.integers(0, 9000),
)
def test_a_whole_procedure_can_be_counted_at_any_time_since_2000(kind, land, eia, ahead):
    variant, facts = kind
    shift = date(2001, 1, 1) - WHOLE["early_start"]
    events = {}
    for name, day in WHOLE.items():
        events[name] = date.fromordinal((day + shift).toordinal() + ahead)
    if too_old(variant, events):
        with pytest.raises(DeadlineError, match="is in force on"):
            plan(variant, land=land, eia=eia, facts=facts, **events)
        return
    for step in plan(variant, land=land, eia=eia, facts=facts, **events).steps:
        assert step.name.de
        assert step.name.en
        assert all(norm in step.explanation_de for norm in step.norms), step.step


def too_old(variant, events):
    """Before the NABEG there was no corridor planning."""
    return variant == "bundesfachplanung" and events["complete"] < date(2011, 8, 5)


def test_what_cannot_be_checked_is_not_shown_as_a_duty():
    found = plan(display_start=date(2026, 1, 12), agencies_asked=date(2026, 1, 5))
    assert not found.has("display_duty")
    assert not found.has("participation")


def test_a_late_online_consultation_leaves_the_target_where_it_is():
    found = plan(
        facts=("online_consultation",),
        land="NI",
        display_start=date(2026, 1, 12),
        online_start=date(2026, 9, 7),
    )
    assert found.step("hearing").first_day is None
    assert found.step("hearing").last_day == date(2026, 5, 26)


def test_the_day_of_receipt_is_not_called_the_day_of_completeness():
    days = {"complete": date(2025, 1, 7), "plan_received": date(2025, 1, 9)}
    text = plan(land="NI", variant="enwg", **days).step("display_duty").explanation_de
    assert text.startswith("Bei der Stelle, die ihn auslegt, ging der Plan ein am Donnerstag, 09")


def test_a_holiday_after_a_saturday_is_not_one_more_holiday():
    text = plan(display_start=date(2026, 3, 5)).step("public_display").explanation_de
    assert "ein Samstag; der 06.04.2026 ist ein gesetzlicher Feiertag (Ostermontag)" in text


def test_the_hint_at_the_former_law_names_its_day():
    step = plan(eia=True, display_start=date(2017, 9, 18), display_end=date(2017, 10, 17)).step(
        "objections"
    )
    assert any("zwei Wochen, also bis 02.11.2017 (§ 74 Abs. 2 UVPG)" in h.de for h in step.hints)


def test_an_end_that_needs_an_unmoved_display_says_so():
    step = plan(display_start=date(2026, 3, 5), objections_end=date(2026, 4, 20)).step("objections")
    assert "nur, wenn auch die Auslegung schon mit ihrem Mindestende endet" in step.explanation_de
    assert "zu kurz" not in step.explanation_de
