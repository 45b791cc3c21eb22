"""Real public notices against the computed days; the table in the docs is made from them."""

from datetime import date

import pytest

from dialogwerk.cores.deadlines import procedure_type, procedure_types

from . import tables
from .notice_cases import STEPS, TYPES, WORDS, question, verdicts


@pytest.fixture(scope="module")
def notices(real_data):
    return tables.notices(real_data)


def test_no_printed_day_is_without_explanation(notices):
    assert len(notices) == 49
    assert [found for entry in notices for found in tables.unexplained(entry)] == []


def test_the_table_in_the_docs_is_what_the_core_says(notices, real_data):
    assert tables.written("announcements.md") == tables.announcements(real_data)


def test_no_reason_is_given_for_a_day_that_nobody_printed(notices):
    printed = {(one.notice, one.what) for entry in notices for one in verdicts(entry)}
    assert set(tables.REASONS) <= printed


def test_nearly_all_displays_are_reproduced(notices):
    ends = [
        one
        for entry in notices
        for one in verdicts(entry, tables.FACTS.get(entry["id"]))
        if one.what in ("display_end", "objection_deadline")
    ]
    assert sum(one.code == "reproduced" for one in ends) > 0.7 * len(ends)


# Other notices of the same form


def notice(**fields):
    empty = dict.fromkeys(
        [
            "uvp",
            "published",
            "display_start",
            "display_end",
            "objection_deadline",
            "hearing",
            "hearing_announced",
            "litigation_deadline",
            "regime",
        ]
    )
    return {"id": "x", "state": "NW", "kind": "plan_display", **empty, **fields}


PROCEDURES = [
    ("Planfeststellung (PBefG)", "planfeststellung", "pbefg"),
    ("Planfeststellung (FStrG), Deckblatt", "planfeststellung", "fstrg"),
    ("Planfeststellung (AEG)", "planfeststellung", "aeg"),
    ("Planfeststellung (EnWG)", "planfeststellung", "enwg"),
    ("Planfeststellung (§ 22 NABEG)", "planfeststellung", "nabeg"),
    ("Planfeststellung (StrWG NRW)", "planfeststellung", "strwg"),
    ("Planfeststellung (NStrG)", "planfeststellung", "strwg"),
    ("Planfeststellung (Kreisstraße)", "planfeststellung", "strwg"),
    ("Planfeststellung (LuftVG)", "planfeststellung", "luftvg"),
    ("Planfeststellung (WaStrG)", "planfeststellung", "wastrg"),
    ("wasserrechtliche Planfeststellung", "planfeststellung", "whg"),
    ("Planfeststellung (WHG), Deich", "planfeststellung", "whg"),
    ("Planfeststellung (KrWG)", "planfeststellung", "vwvfg"),
    ("Planfeststellung", "planfeststellung", "vwvfg"),
    ("Bundesfachplanung (§ 9 NABEG)", "planfeststellung", "bundesfachplanung"),
    ("BImSchG-Genehmigung", "bimschg", "full"),
    ("BImSchG-Genehmigung (IED)", "bimschg", "ied"),
    ("Immissionsschutzrechtliche Genehmigung (§ 10 BImSchG)", "bimschg", "full"),
    ("Bauleitplanung § 3 Abs. 2 BauGB", "bauleitplan", "regular"),
    ("Bauleitplanung § 3 Abs. 1 BauGB (frühzeitig)", "bauleitplan", "regular"),
    ("Bauleitplanung § 13a/§ 3 Abs. 2 BauGB", "bauleitplan", "accelerated"),
    ("Bauleitplanung § 13 BauGB", "bauleitplan", "simplified"),
    ("Bauleitplanung (erneute Auslegung)", "bauleitplan", "renewed"),
    ("Bebauungsplan Nr. 1, § 4a Abs. 3 BauGB", "bauleitplan", "renewed"),
    ("Flächennutzungsplan, 84. Änderung", "bauleitplan", "regular"),
    ("Raumordnungsplan § 9 Abs. 2 ROG", "raumordnung", "plan"),
    ("Regionalplan", "raumordnung", "plan"),
    ("Raumverträglichkeitsprüfung", "raumvertraeglichkeit", "regular"),
    ("Raumordnungsverfahren (§ 15 ROG)", "raumvertraeglichkeit", "regular"),
    ("Flurbereinigung", None, ""),
]


@pytest.mark.parametrize(("words", "type_", "variant"), PROCEDURES)
def test_the_words_of_a_notice_lead_to_type_and_variant(words, type_, variant):
    asked = question(notice(procedure=words))
    assert (asked.type, asked.variant) == (type_, variant)
    if type_:
        assert variant in {one.id for one in procedure_type(type_).variants}


def test_every_type_and_step_of_the_mapping_is_on_file():
    variants = {(type_.id, one.id) for type_ in procedure_types() for one in type_.variants}
    assert {(type_, variant) for _, type_, variant in TYPES if type_} <= variants
    steps = {rule.step for type_ in procedure_types() for rule in type_.steps}
    assert set(STEPS.values()) <= steps


@pytest.mark.parametrize("words", [words for words, _, _ in PROCEDURES])
@pytest.mark.parametrize("state", ["NW", "BY", "DE (SH/NI)", "DE"])
@pytest.mark.parametrize("start", [date(2005, 5, 2), date(2018, 5, 2), date(2026, 3, 2)])
def test_any_notice_of_this_form_gets_a_verdict_for_each_day(words, state, start):
    days = {
        "published": "-02-10",
        "display_start": f"-{start:%m-%d}",
        "display_end": "-06-15",
        "objection_deadline": "-07-31",
        "hearing_announced": "-10-01",
        "hearing": "-11-02",
        "litigation_deadline": "-07-31",
    }
    printed = {field: f"{start.year}{day}" for field, day in days.items()}
    for kind in ("plan_display", "decision_display", "early_participation", "online_consultation"):
        for left_out in [(), *((field,) for field in printed), ("display_start", "display_end")]:
            fields = {name: day for name, day in printed.items() if name not in left_out}
            entry = notice(procedure=words, state=state, kind=kind, **fields)
            for one in verdicts(entry):
                assert one.code in WORDS
                assert one.code != "too_short", one


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (
            {"display_start": "2026-03-02", "display_end": "2026-03-31"},
            {"display_start": "starts", "display_end": "too_short"},
        ),
        (
            {"display_start": "2026-03-02", "published": "2026-03-02"},
            {"display_start": "starts", "published": "too_late"},
        ),
        (
            {"display_end": "2026-04-01", "objection_deadline": "2026-04-15"},
            {"display_end": "no_length", "objection_deadline": "reproduced"},
        ),
        (
            {"display_start": "2020-01-20", "objection_deadline": "2020-03-04", "uvp": True},
            {"display_start": "starts", "objection_deadline": "former_law"},
        ),
    ],
)
def test_a_wrong_or_incomplete_notice_is_told_from_a_right_one(fields, codes):
    found = verdicts(notice(procedure="Planfeststellung", **fields))
    assert {one.what: one.code for one in found} == codes
