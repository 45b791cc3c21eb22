"""The permit under immission control law: its words, its doubts, its circumstances."""

from datetime import date

import pytest

from dialogwerk.cores.deadlines import DeadlineError, schedule


def computed(variant="full", *, eia=False, land="NW", circumstances=(), **events):
    days = {name: date.fromisoformat(day) for name, day in events.items()}
    return schedule(
        "bimschg", land=land, eia=eia, variant=variant, circumstances=circumstances, events=days
    )


def hints(step):
    return " ".join(hint.de for hint in step.hints)


def test_an_explanation_a_clerk_would_sign():
    step = computed(decision_published="2026-10-01").step("decision_display")
    assert step.explanation_de == (
        "Die Entscheidung ist am Donnerstag, 01.10.2026 bekannt gemacht. Der Bescheid ist vom Tag "
        "danach an zwei Wochen auszulegen (§ 10 Abs. 8 Satz 3 BImSchG). Der erste Tag zählt mit "
        "(§ 187 Abs. 2 BGB); zwei Wochen (§ 10 Abs. 8 Satz 3 BImSchG) enden mit Ablauf des "
        "15.10.2026, einem Donnerstag (§ 188 Abs. 2 BGB)."
    )


def test_an_extension_is_added_to_the_end_as_counted():
    step = computed(application="2026-01-05", circumstances=["check_extended"]).step("completeness")
    assert (
        "Two weeks are added (§ 7 Abs. 1 Satz 2 9. BImSchV, § 190 BGB); so the period ends on "
        "Thursday, 19 February 2026."
    ) in step.explanation_en


def test_both_readings_are_given_while_nobody_knows_of_an_assessment():
    step = computed(eia=None, display_start="2026-03-02").step("objections")
    assert [(one.last_day, one.chosen) for one in step.readings] == [
        (date(2026, 4, 15), False),
        (date(2026, 5, 4), True),
    ]


def test_an_installation_under_the_directive_needs_no_answer_on_the_assessment():
    unknown = computed("ied", eia=None, display_start="2026-03-02").step("objections")
    known = computed("ied", eia=True, display_start="2026-03-02").step("objections")
    assert unknown.last_day == known.last_day
    assert unknown.readings == ()


@pytest.mark.parametrize("circumstance", ["wind", "hydrogen"])
def test_wind_and_hydrogen_should_do_without_a_hearing(circumstance):
    step = computed(display_start="2026-03-02", circumstances=[circumstance]).step("hearing")
    assert "verzichtet werden" in hints(step)


def test_being_late_is_never_called_a_loss_in_court():
    step = computed(display_start="2026-03-02").step("objections")
    assert "für das Genehmigungsverfahren ausgeschlossen" in hints(step)
    assert "Klage" not in hints(step)


def test_days_of_participation_in_a_simplified_procedure_are_named_as_without_effect():
    plan = computed("simplified", application="2026-01-05", display_start="2026-03-02")
    assert not plan.has("public_display")
    assert "ohne Wirkung" in hints(plan.step("decision"))


@pytest.mark.parametrize(
    ("land", "words"), [("NW", "§ 110 JustG NRW"), ("NI", "richtet sich nach Landesrecht")]
)
def test_whether_an_objection_comes_first_depends_on_the_land(land, words):
    plan = computed("simplified", land=land, decision_served="2026-04-01")
    assert words in hints(plan.step("lawsuit"))


def test_a_display_that_begins_late_counts_from_its_real_beginning():
    plan = computed(decision_published="2026-05-01", decision_display_start="2026-05-04")
    step = plan.step("decision_display")
    assert (step.first_day, step.minimum_last_day) == (date(2026, 5, 4), date(2026, 5, 17))
    assert "am Tag nach der Bekanntmachung" in hints(step)


def test_a_display_of_the_permit_cannot_begin_before_its_notice():
    with pytest.raises(DeadlineError, match=r"§ 10 Abs\. 8 Satz 3 BImSchG"):
        computed(decision_published="2026-05-04", decision_display_start="2026-05-04")


def test_a_participation_across_the_border_is_named_in_the_notice():
    plan = computed(display_start="2026-03-02", circumstances=["transboundary"])
    assert "§ 11a 9. BImSchV" in hints(plan.step("notice"))


def test_the_result_of_early_participation_should_come_with_the_application():
    early = {"early_start": "2025-10-01", "application": "2026-01-05"}
    late = computed(**early, result_handed_over="2026-01-09").step("early_participation")
    assert late.norms[0] == "§ 25a VwVfG NRW"
    assert "überschritten" in hints(late)
    assert not computed(application="2026-01-05").has("early_participation")


def test_a_change_of_the_project_shortens_nothing():
    plan = computed(display_start="2026-03-02", circumstances=["plan_change"])
    assert plan.step("public_display").last_day == date(2026, 4, 1)
    assert "§ 8 Abs. 2 9. BImSchV" in hints(plan.step("public_display"))
