"""Dialogue beside a procedure: what goes together, and what has to be said."""

import doctest
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import promising, schedule
from dialogwerk.cores.deadlines.interlock import DialogueFormat, check_dialogue, opportunities
from dialogwerk.cores.deadlines.opportunities import window_holds
from dialogwerk.cores.deadlines.promising import anticipating, formal_name, misnamed

APPLIED = date(2026, 2, 2)
START = date(2026, 3, 2)
LAST = date(2026, 4, 15)


def plan(type_="planfeststellung", **kwargs):
    arguments = {"land": "NW", "eia": False, "events": {"display_start": START}} | kwargs
    return schedule(type_, **arguments)


def one(**kwargs):
    given_ = {
        "id": "7",
        "title": "Dialogabend Hohe Heide",
        "kind": "event",
        "first_day": date(2026, 3, 10),
        "last_day": date(2026, 3, 10),
        "says_no_objection": True,
    }
    return DialogueFormat(**(given_ | kwargs))


def early(**kwargs):
    days = {"first_day": date(2025, 11, 3), "last_day": date(2025, 11, 5)}
    return one(**({"kind": "early_participation"} | days | kwargs))


def codes(found, subject="7"):
    return {finding.code for finding in found if finding.subject == subject}


def applied(**events):
    return plan(events={"application": APPLIED, "display_start": START} | events)


def test_a_format_that_keeps_to_the_rules_gets_no_finding():
    assert codes(check_dialogue(plan(), [one()])) == set()


def test_a_missing_early_participation_is_advice_about_the_procedure():
    (finding,) = [f for f in check_dialogue(applied(), []) if f.code == "early_missing"]
    assert (finding.severity, finding.subject) == ("advice", "")
    assert "02.02.2026" in finding.text.de
    assert finding.norms == ("§ 25a VwVfG NRW",)
    assert "early_missing" not in codes(check_dialogue(applied(), [early()]), "")


def test_the_norm_of_early_participation_follows_land_and_day():
    old = plan(events={"display_start": date(2019, 3, 4)})
    assert check_dialogue(old, [])[0].norms == ("§ 25 Abs. 3 VwVfG NRW",)
    bavarian = plan(land="BY")
    assert check_dialogue(bavarian, [])[0].norms == ("Art. 25 Abs. 3 BayVwVfG",)


@pytest.mark.parametrize(
    ("handed_over", "expected"),
    [
        (None, {"result_missing"}),
        (date(2026, 2, 3), {"result_late"}),
        (APPLIED, set()),
        (date(2025, 12, 1), set()),
    ],
)
def test_the_result_is_due_with_the_application(handed_over, expected):
    found = check_dialogue(applied(), [early(result_handed_over=handed_over)])
    assert codes(found) == expected
    assert all(finding.severity == "error" for finding in found if finding.subject)


def test_a_recorded_handing_over_counts_as_well():
    found = check_dialogue(applied(result_handed_over=date(2026, 1, 7)), [early()])
    assert codes(found) == set()


def test_before_there_is_an_application_the_result_is_only_pointed_at():
    assert codes(check_dialogue(plan(), [early()])) == {"result_due"}


def test_early_participation_after_the_application_is_late():
    late = early(first_day=APPLIED, last_day=date(2026, 2, 10))
    found = {f.code: f for f in check_dialogue(applied(), [late])}
    assert found["early_late"].severity == "warning"
    assert "unverzüglich" in found["result_due"].text.de


@pytest.mark.parametrize(
    ("first", "last", "is_found"),
    [
        (START - timedelta(days=9), START - timedelta(days=1), False),
        (START - timedelta(days=9), START, True),
        (LAST, LAST + timedelta(days=3), True),
        (LAST + timedelta(days=1), LAST + timedelta(days=3), False),
        (START - timedelta(days=9), LAST + timedelta(days=9), True),
    ],
)
def test_beside_the_objection_period_it_must_say_that_it_is_none(first, last, is_found):
    silent = one(first_day=first, last_day=last, says_no_objection=False)
    found = [f for f in check_dialogue(plan(), [silent]) if f.code == "overlap_without_hint"]
    assert bool(found) == is_found
    if is_found:
        assert found[0].severity == "error"
        assert "15.04.2026" in found[0].advice.de
    hinting = one(first_day=first, last_day=last)
    assert codes(check_dialogue(plan(), [hinting])) == set()


@pytest.mark.parametrize(("days", "is_found"), [(-1, False), (0, False), (1, True)])
def test_contributions_taken_longer_than_objections_are_warned_of(days, is_found):
    found = check_dialogue(plan(), [one(answer_by=LAST + timedelta(days=days))])
    assert ("answer_by_after_objections" in codes(found)) == is_found


def test_a_format_after_the_objections_may_take_its_time():
    later = one(first_day=LAST + timedelta(days=1), last_day=date(2026, 9, 1))
    late = check_dialogue(
        plan(),
        [one(first_day=later.first_day, last_day=later.last_day, answer_by=date(2026, 9, 1))],
    )
    assert codes(late) == set()


def test_the_name_of_a_formal_period_belongs_to_the_procedure():
    found = check_dialogue(plan(), [one(title="Einwendungsfrist für alle")])
    assert [f.severity for f in found if f.code == "formal_name_in_title"] == ["error"]
    found = check_dialogue(plan(), [one(summary="Unsere Einwendungsfrist endet am 30.04.2026.")])
    assert "formal_name_in_summary" in codes(found)
    right = one(summary="Die Einwendungsfrist des Verfahrens endet am 15.04.2026.")
    assert codes(check_dialogue(plan(), [right])) == set()
    denied = one(summary="Das ist keine Einwendungsfrist.")
    assert codes(check_dialogue(plan(), [denied])) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Die Trasse wird genehmigt.",
        "Die Trasse wird auf jeden Fall so gebaut.",
        "Wir garantieren, dass kein Baum gefällt wird.",
        "Das garantieren wir.",
        "Wir können garantieren, dass die Leitung unter die Erde kommt.",
        "Es ist verbindlich zugesagt, dass die Trasse nach Osten rückt.",
        "Wir sagen Ihnen verbindlich zu, dass der Windpark kommt.",
        "Die Entscheidung ist nur noch eine Formsache.",
        "Der Planfeststellungsbeschluss wird im Herbst erlassen und das Vorhaben genehmigt.",
        "Einwendungen werden zurückgewiesen.",
        "Die Variante Ost steht fest.",
        "Die Trasse wird nicht gebaut, das steht fest.",
        "Der Antrag wird abgelehnt.",
        "The project will definitely be approved.",
        "We guarantee that the route will move.",
    ],
)
def test_a_promise_that_anticipates_the_decision_is_found(text):
    assert anticipating(text)
    (finding,) = [
        f
        for f in check_dialogue(plan(variant="fstrg"), [one(promises=f"Gut so. {text}")])
        if f.subject
    ]
    assert (finding.code, finding.severity) == ("promise_anticipates", "warning")
    assert "§ 17a Abs. 8 FStrG" in finding.norms
    assert "§ 74 Abs. 1 und 2 VwVfG NRW" in finding.norms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wir prüfen eine Trasse weiter östlich.",
        "Ob die Trasse genehmigt wird, entscheidet die Bezirksregierung.",
        "Der Vorhabenträger beantragt die Variante Ost.",
        "Die Unterlagen werden am 3. Mai im Rathaus gezeigt.",
        "Die Variante steht noch nicht fest.",
        "Wir können nicht garantieren, dass die Trasse verlegt wird.",
        "Das garantieren wir nicht.",
        "Über den Plan wird der Rat im Herbst beschließen.",
        "Wir legen der Behörde Ihre Vorschläge vor.",
        "Wenn die Behörde dem folgt, wird die Leitung verlegt.",
        "Das Protokoll wird allen zugesandt.",
        "We shall put your ideas to the authority.",
        "Whether the plan will be approved is open.",
    ],
)
def test_what_leaves_the_decision_open_is_left_alone(text):
    assert anticipating(text) == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_written_is_read_to_the_end(text):
    assert " ".join(anticipating(text).split()) in " ".join(text.split())
    assert isinstance(misnamed(text, (LAST,)), str)
    assert isinstance(formal_name(text), str)


def test_long_texts_are_read_quickly():
    text = "Die Trasse wird " * 5_000
    assert isinstance(anticipating(text), str)


def test_a_hearing_needs_a_recorded_notice():
    held = plan(events={"display_start": START, "hearing": date(2026, 6, 1)})
    (finding,) = [f for f in check_dialogue(held, []) if f.code == "hearing_without_notice"]
    assert "24.05.2026" in finding.text.de
    noticed = plan(
        events={
            "display_start": START,
            "hearing": date(2026, 6, 1),
            "hearing_published": date(2026, 5, 20),
        }
    )
    assert "hearing_without_notice" not in codes(check_dialogue(noticed, []), "")


def test_after_a_plan_change_the_dialogue_is_about_the_change_only():
    changed = plan(circumstances=("plan_change",))
    assert "only_the_change" in codes(check_dialogue(changed, [one()]))
    told = one(title="Dialogabend zur Planänderung")
    assert "only_the_change" not in codes(check_dialogue(changed, [told]))


def local(**kwargs):
    return plan("bauleitplan", **kwargs)


def test_a_dialogue_before_the_draft_may_stand_for_early_participation():
    before = one(first_day=date(2026, 1, 7), last_day=date(2026, 1, 8), kind="workshop")
    found = {f.code: f for f in check_dialogue(local(), [before])}
    assert found["early_may_be_left_out"].norms == ("§ 3 Abs. 1 BauGB",)
    assert "Teilnehmerkreis" in found["early_may_be_left_out"].advice.de
    assert "early_may_be_left_out" not in codes(check_dialogue(local(), [one()]))


def test_mediation_may_be_entrusted_to_third_parties():
    found = check_dialogue(local(), [one(kind="mediation")])
    assert [f.norms for f in found if f.code == "mediation"] == [("§ 4b BauGB",)]


def test_comments_prolong_the_consent_of_the_municipality():
    consent = plan("bauleitplan", variant="consent", events={"consent_requested": date(2026, 3, 2)})
    assert "consent_prolonged" in codes(check_dialogue(consent, [one()]))
    assert [o.id for o in opportunities(consent)] == ["before_consent"]


def test_in_spatial_impact_assessment_everything_has_to_be_said_again():
    assert "say_it_again" in codes(check_dialogue(plan("raumvertraeglichkeit"), [one()]))


def test_the_gravest_comes_first_and_the_order_of_the_formats_does_not_matter():
    formats = [
        one(id="1", says_no_objection=False, promises="Das garantieren wir."),
        early(id="2"),
    ]
    found = check_dialogue(applied(), formats)
    assert found == check_dialogue(applied(), formats[::-1])
    ranks = [("error", "warning", "advice").index(f.severity) for f in found]
    assert ranks == sorted(ranks)
    for finding in found:
        assert finding.text.de
        assert finding.text.en
        assert finding.advice.de
        assert finding.advice.en
        assert finding.norms
        assert json.dumps(finding.as_dict())


def test_a_parliamentary_question_knows_no_dialogue():
    asked = plan("kleine_anfrage", events={"transmitted": START})
    assert check_dialogue(asked, [one(says_no_objection=False)]) == ()
    assert opportunities(asked) == ()


@pytest.mark.parametrize(
    "type_", ["planfeststellung", "bimschg", "bauleitplan", "raumordnung", "raumvertraeglichkeit"]
)
def test_every_procedure_has_places_for_dialogue(type_):
    found = opportunities(plan(type_))
    assert len(found) >= 2
    beside = next(o for o in found if o.id == "beside_objections")
    assert beside.first_day == START
    for place in found:
        assert all((place.name.de, place.name.en, place.purpose.de, place.purpose.en))
        assert all((place.advice.de, place.advice.en))
        if place.first_day and place.last_day:
            assert window_holds(place, place.first_day)
        assert json.dumps(place.as_dict())


def test_the_windows_follow_the_days_of_the_procedure():
    found = {o.id: o for o in opportunities(applied(hearing=date(2026, 6, 1)))}
    assert found["before_application"].last_day == APPLIED - timedelta(days=1)
    assert found["before_hearing"].first_day == LAST + timedelta(days=1)
    assert found["before_hearing"].last_day == date(2026, 5, 31)


def test_the_independence_of_dialogue_is_cited_only_since_it_is_law():
    new = plan(variant="fstrg")
    old = plan(variant="fstrg", events={"display_start": date(2019, 3, 4)})
    assert "§ 17a Abs. 8 FStrG" in opportunities(new)[1].norms
    assert "§ 17a Abs. 8 FStrG" not in opportunities(old)[1].norms


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(promising).failed == 0
