"""A draft has all it must have, and says what is still missing for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, schedule
from dialogwerk.cores.deadlines.notices import (
    MissingFacts,
    UnknownNotice,
    check,
    draft,
    facts_from,
    kinds,
    latest_publication,
    mandatory_hints,
)

from .making import TOLD, invented_facts, invented_schedule

VARIANTS = [
    *[("planfeststellung", v) for v in ("vwvfg", "fstrg", "aeg", "enwg", "nabeg", "strwg")],
    ("planfeststellung", "bundesfachplanung"),
    *[("bimschg", v) for v in ("full", "ied", "simplified")],
    *[("bauleitplan", v) for v in ("regular", "simplified", "accelerated", "renewed")],
    ("raumordnung", "plan"),
    ("raumvertraeglichkeit", "regular"),
]
NOTICES = [(t, v, kind.id) for t, v in VARIANTS for kind in kinds(t, v)]
CIRCUMSTANCES = st.frozensets(
    st.sampled_from(
        ["more_than_50", "hearing_waived", "preparatory_plan", "municipal_display", "plansig",
         "transboundary", "no_display"]
    ),
    max_size=2,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    notice=st.sampled_from(NOTICES),
    land=st.sampled_from(["NW", "NI", "BY", "SH", "BW", "HE", "SH/NI"]),
    eia=st.booleans(),
    circumstances=CIRCUMSTANCES,
    start=st.dates(date(2008, 1, 1), date(2030, 12, 31)),
)
def test_a_draft_passes_its_own_check(notice, land, eia, circumstances, start):
    procedure_type, variant, kind = notice
    facts = invented_facts(
        kind, procedure_type, variant, land=land, eia=eia, circumstances=circumstances, start=start
    )
    drafted = draft(kind, facts)
    assert check(kind, drafted.text, facts) == ()
    carried = [name for paragraph in drafted.paragraphs for name in paragraph.hint_ids]
    assert sorted(carried) == sorted(hint.id for hint in mandatory_hints(kind, facts))


@pytest.mark.parametrize("eia", [True, False])
@pytest.mark.parametrize("start", [date(2024, 3, 4), date(2026, 1, 30), date(2026, 4, 30)])
def test_a_draft_from_the_computed_schedule_passes_its_own_check(eia, start):
    computed = schedule("planfeststellung", land="NW", eia=eia, events={"display_start": start})
    facts = facts_from(computed, publish_on=start - timedelta(days=3), **TOLD)
    assert check("display", draft("display", facts).text, facts) == ()


def test_a_draft_names_the_days_with_weekday_and_hour():
    text = draft("display", invented_facts("display", "planfeststellung", "strwg")).text
    assert "von Montag, dem 02.03.2026, bis einschließlich Mittwoch, dem 01.04.2026" in text
    assert "bis einschließlich Mittwoch, den 15.04.2026, 24:00 Uhr" in text


def test_everything_that_is_missing_is_named_at_once():
    facts = facts_from(invented_schedule("planfeststellung", "strwg", eia=None))
    with pytest.raises(MissingFacts) as caught:
        draft("display", facts)
    german, english = caught.value.sentence("de"), caught.value.sentence("en")
    assert all(word in german for word in ("Bezeichnung", "Orte der Auslegung", "Umwelt"))
    assert all(word in english for word in ("title", "places of the display", "assessment"))
    assert isinstance(caught.value, DeadlineError)


def test_a_missing_day_is_among_what_is_missing():
    facts = invented_facts("hearing", "planfeststellung", "strwg")
    without = replace(facts, schedule=replace(facts.schedule, steps=(), events={}))
    with pytest.raises(MissingFacts, match="day of the hearing"):
        draft("hearing", without)


def test_a_target_of_the_schedule_is_no_day_of_a_hearing():
    computed = schedule(
        "planfeststellung", land="NW", eia=False, events={"display_start": date(2026, 3, 2)}
    )
    assert facts_from(computed).day("hearing") is None


def test_a_notice_that_a_procedure_does_not_know_is_refused():
    facts = invented_facts("display", "raumvertraeglichkeit")
    with pytest.raises(UnknownNotice, match="display"):
        draft("hearing", facts)


@pytest.mark.parametrize(
    ("procedure_type", "variant"), [("kleine_anfrage", ""), ("bauleitplan", "consent")]
)
def test_some_procedures_have_no_notices(procedure_type, variant):
    assert kinds(procedure_type, variant) == ()


def test_the_latest_day_of_publication_keeps_every_rule():
    assert latest_publication("display", invented_facts("display", "bimschg")) == date(2026, 2, 22)
    hearing = invented_facts("hearing", "planfeststellung")
    assert latest_publication("hearing", hearing) == hearing.day("hearing") - timedelta(days=8)
