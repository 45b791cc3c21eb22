"""The data of the hints is whole, and the reference shows what is on file."""

from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from dialogwerk.cores.deadlines.notices import all_hints, kinds, mandatory_hints
from dialogwerk.cores.deadlines.notices.mistakes import mistakes
from dialogwerk.cores.deadlines.notices.table import hint_tables

from .making import invented_facts

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "notices.md"
OFFICIAL = ("https://www.gesetze-im-internet.de/", "https://recht.nrw.de/")


def test_the_reference_shows_every_hint_on_file():
    assert hint_tables() in PAGE.read_text("utf-8")


@pytest.mark.parametrize("hint", all_hints(), ids=lambda hint: hint.id)
def test_every_hint_has_its_norm_source_and_confidence(hint):
    assert hint.norms
    assert hint.source.startswith(OFFICIAL)
    assert hint.confidence in {"A", "B", "C"}
    assert hint.weight in {"must", "should"}
    assert hint.recognised or hint.printed
    assert hint.name.de
    assert hint.why.en
    if hint.valid_from and hint.valid_to:
        assert hint.valid_from <= hint.valid_to
    assert all(name != "" for _text, name, _spec, _conv in Formatter().parse(hint.text_de))


def test_every_kind_of_notice_has_hints_today():
    for procedure_type in ("planfeststellung", "bimschg", "bauleitplan", "raumordnung"):
        for kind in kinds(procedure_type):
            facts = invented_facts(kind.id, procedure_type)
            assert mandatory_hints(kind.id, facts), (procedure_type, kind.id)


def test_no_hint_is_wanted_in_two_versions_at_once():
    facts = invented_facts("display", "planfeststellung", "fstrg", eia=True)
    ids = [hint.id for hint in mandatory_hints("display", facts)]
    assert len(ids) == len(set(ids))


def test_norms_are_cited_as_the_land_does():
    def norms(land):
        facts = invented_facts("display", "planfeststellung", "strwg", land=land)
        return {h.id: h.norms for h in mandatory_hints("display", facts)}["absence"]

    assert norms("NW") == ("§ 73 Abs. 5 Satz 2 Nr. 3 VwVfG NRW",)
    assert norms("NI") == ("§ 73 Abs. 5 Satz 2 Nr. 3 VwVfG",)
    assert norms("BY") == ("Art. 73 Abs. 5 Satz 2 Nr. 3 BayVwVfG",)


def test_the_federal_network_agency_acts_under_federal_law_in_every_land():
    facts = invented_facts("display", "planfeststellung", "nabeg", land="NW", eia=True)
    hints = {hint.id: hint for hint in mandatory_hints("display", facts)}
    assert "§ 22 Abs. 3 Satz 4 Nr. 4 NABEG" in hints["easy_access"].norms
    assert not any("NRW" in norm for hint in hints.values() for norm in hint.norms)


def test_a_procedure_begun_before_the_cut_off_stays_under_the_former_assessment_act():
    new = invented_facts("display", "planfeststellung", "strwg", eia=True)
    schedule = new.schedule
    from dataclasses import replace

    old = replace(
        new, schedule=replace(schedule, events={**schedule.events, "scoping": date(2015, 5, 4)})
    )
    assert "eia_report" in {hint.id for hint in mandatory_hints("display", new)}
    assert "eia_report" not in {hint.id for hint in mandatory_hints("display", old)}


def test_every_mistake_says_why_in_both_languages():
    for mistake in mistakes():
        assert mistake.text.de
        assert mistake.text.en
        assert mistake.norms
        assert mistake.code in {"consequence", "law_not_in_force"}
