"""Urban land-use planning: two lengths at once, two laws at once, and silence as consent."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import schedule

today = st.dates(date(2023, 7, 7), date(2090, 12, 31))


def computed(variant="regular", *, land="NW", circumstances=(), **events):
    days = {
        name: day if isinstance(day, date) else date.fromisoformat(day)
        for name, day in events.items()
    }
    return schedule(
        "bauleitplan",
        land=land,
        eia=False,
        variant=variant,
        circumstances=circumstances,
        events=days,
    )


def hints(step):
    return " ".join(hint.de for hint in step.hints)


@settings(deadline=None)
@given(today)
def test_a_draft_is_published_for_thirty_days_at_least(start):
    step = computed(display_start=start).step("public_display")
    assert (step.minimum_last_day - start).days >= 29


def test_both_lengths_are_explained_and_the_later_one_decides():
    step = computed(display_start="2024-02-15").step("public_display")
    assert step.explanation_de == (
        "Die Veröffentlichung beginnt am Donnerstag, 15.02.2024. Der erste Tag zählt mit (§ 187 "
        "Abs. 2 BGB); 30 Tage (§ 3 Abs. 2 Satz 1 BauGB) enden mit Ablauf des 15.03.2024, einem "
        "Freitag (§ 188 Abs. 1 BGB). Zugleich gilt: ein Monat (§ 3 Abs. 2 Satz 1 BauGB) endet mit "
        "Ablauf des 14.03.2024, einem Donnerstag (§ 188 Abs. 2 BGB). Maßgeblich ist der spätere "
        "Tag, der 15.03.2024."
    )


def test_until_2023_it_is_a_display_and_then_a_publication():
    old = computed(display_start="2022-02-14").step("public_display")
    new = computed(display_start="2026-02-16").step("public_display")
    assert old.explanation_de.startswith("Die Auslegung beginnt")
    assert new.explanation_en.startswith("The publication begins")


def test_a_plan_begun_under_the_former_law_is_given_both_readings_of_the_notice():
    plan = computed(plan_resolution="2022-05-03", display_start="2024-03-04")
    assert [(one.last_day, one.chosen) for one in plan.step("notice").readings] == [
        (date(2024, 3, 3), False),
        (date(2024, 2, 25), True),
    ]


def test_where_silence_is_consent_the_earlier_day_is_the_safe_one():
    step = computed("consent", consent_requested="2026-03-08").step("consent")
    assert step.last_day == date(2026, 6, 8)
    moved = computed("consent", consent_requested="2026-03-06").step("consent")
    assert moved.last_day == date(2026, 6, 6)
    assert [(one.last_day, one.chosen) for one in moved.readings] == [
        (date(2026, 6, 6), True),
        (date(2026, 6, 8), False),
    ]


def test_a_decision_after_the_silence_comes_too_late():
    plan = computed("consent", consent_requested="2026-03-09", consent_decided="2026-06-15")
    assert "schon eingetreten" in hints(plan.step("consent"))


def test_more_than_a_month_of_participation_prolongs_by_one_month_only():
    plan = computed(
        "consent",
        consent_requested="2026-03-02",
        display_start="2026-03-16",
        display_end="2026-05-15",
    )
    assert plan.step("consent").last_day == date(2026, 7, 2)
    assert "höchstens einen Monat" in hints(plan.step("public_display"))


@pytest.mark.parametrize("variant", ["renewed", "simplified", "accelerated"])
def test_a_free_period_takes_the_end_as_announced(variant):
    plan = computed(variant, display_start="2026-03-02", display_end="2026-03-16")
    assert plan.step("public_display").last_day == date(2026, 3, 16)
    assert plan.step("objections").last_day == date(2026, 3, 16)


def test_a_preparatory_plan_is_not_open_to_judicial_review_by_this_route():
    plan = computed(in_force="2026-05-15", circumstances=["preparatory_plan"])
    assert plan.has("defects")
    assert not plan.has("lawsuit")


def test_a_round_after_a_change_is_a_renewed_participation():
    plan = computed(
        display_start="2026-03-02", display_end="2026-03-16", circumstances=["plan_change"]
    )
    assert plan.step("public_display").norms == ("§ 4a Abs. 3 BauGB",)


def test_of_two_ends_that_move_to_one_day_the_later_count_is_named():
    plan = schedule(
        "bauleitplan", land="NW", eia=None, events={"agencies_asked": date(2026, 1, 31)}
    )
    text = plan.step("agencies").explanation_de
    assert "30 Tage (§ 4 Abs. 2 Satz 2 BauGB) " in text or "30 Tage Zeit" in text
    assert "Maßgeblich ist der spätere Tag, der 02.03.2026." in text
