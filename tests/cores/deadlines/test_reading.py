"""Cases as people write them."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.deadlines import DeadlineError, procedure_types, reading, reading_names
from dialogwerk.cores.deadlines.holidays import LAENDER
from dialogwerk.cores.deadlines.reading import read_case, read_day, read_eia, read_land

CASE = {
    "type": "planfeststellung",
    "land": "NW",
    "eia": False,
    "events": {"display_start": "2026-03-02"},
}


@pytest.mark.parametrize("module", [reading, reading_names])
def test_the_examples_in_the_docstrings_are_true(module):
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("given_", "meaning"),
    [
        *((word, True) for word in (True, "yes", "YES", "ja", "Ja ", "true", 1, "mit UVP")),
        *((word, False) for word in (False, "no", "nein", "false", 0, "ohne")),
        *((word, None) for word in (None, "unknown", "unbekannt", "", "null")),
    ],
)
def test_an_assessment_is_yes_no_or_unknown_in_many_words(given_, meaning):
    assert read_eia(given_) is meaning


@pytest.mark.parametrize("given_", ["perhaps", 2, [], 0.5, {}])
def test_what_is_neither_is_refused(given_):
    with pytest.raises(DeadlineError, match="true, false or null"):
        read_eia(given_)


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ("nw", "NW"),
        ("NRW", "NW"),
        ("Nordrhein-Westfalen", "NW"),
        ("nordrhein westfalen", "NW"),
        ("DE-NW", "NW"),
        ("Land Hessen", "HE"),
        ("Baden-Württemberg", "BW"),
        ("Baden-Wuerttemberg", "BW"),
        ("Thüringen", "TH"),
        ("Sachsen-Anhalt", "ST"),
        ("Sachsen", "SN"),
        ("DE (SH/NI)", "SH/NI"),
        ("SH/NI", "SH/NI"),
        ("sh, ni", "SH/NI"),
        ("Schleswig-Holstein und Niedersachsen", "SH/NI"),
        (["SH", "Niedersachsen"], "SH/NI"),
        ("NW/NW", "NW"),
        ("Bund", "DE"),
        ("DE", "DE"),
    ],
)
def test_a_land_has_many_names(given_, code):
    assert read_land("planfeststellung", given_) == code


def test_every_code_reads_as_itself_in_any_case():
    for code in LAENDER:
        assert read_land("planfeststellung", code.lower()) == code


def test_only_a_parliamentary_inquiry_needs_no_land():
    assert read_land("kleine_anfrage", None) == "NW"
    with pytest.raises(DeadlineError, match="land"):
        read_land("planfeststellung", None)


def test_every_variant_is_known_by_id_name_and_norm():
    for one in procedure_types():
        for choice in one.variants:
            for words in (choice.id, choice.id.upper(), choice.name.de, choice.name.en):
                assert reading.read_variant(one.id, words) == choice.id


@pytest.mark.parametrize(
    ("given_", "variant"),
    [
        ("FStrG", "fstrg"),
        ("§ 17 FStrG", "fstrg"),
        ("§§ 17, 17a FStrG", "fstrg"),
        ("AEG § 18", "aeg"),
        ("VwVfG NRW", "vwvfg"),
        ("LVwVfG", "vwvfg"),
        ("StrWG NRW", "strwg"),
        ("NStrG", "strwg"),
        ("§ 43 EnWG", "enwg"),
        ("NABEG", "nabeg"),
        ("§ 9 NABEG", "bundesfachplanung"),
        ("§ 22 NABEG", "nabeg"),
        ("Art. 73 BayVwVfG", "vwvfg"),
        ("PBefG", "pbefg"),
        ("Bundesfernstraßengesetz", "fstrg"),
        ("", ""),
    ],
)
def test_a_special_law_is_known_with_and_without_its_section(given_, variant):
    assert read_case(CASE | {"variant": given_})["variant"] == variant


@pytest.mark.parametrize(
    ("given_", "variant"),
    [("§ 13a BauGB", "accelerated"), ("§ 13 Abs. 2 BauGB", "simplified"), ("§ 3 BauGB", "regular")],
)
def test_a_letter_after_the_section_matters(given_, variant):
    assert reading.read_variant("bauleitplan", given_) == variant


def test_an_unknown_variant_is_left_for_the_schedule_to_refuse():
    assert read_case(CASE | {"variant": "moon law"})["variant"] == "moon law"


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("Planfeststellung", ("planfeststellung", "")),
        ("Bundesfachplanung", ("planfeststellung", "bundesfachplanung")),
        ("BImSchG", ("bimschg", "")),
        ("Kleine Anfrage", ("kleine_anfrage", "")),
        ("Große Anfrage", ("kleine_anfrage", "grosse")),
    ],
)
def test_a_type_may_be_named_as_people_name_it(type_, expected):
    found = read_case(CASE | {"type": type_, "events": {}})
    assert (found["procedure_type"], found["variant"]) == expected


@pytest.mark.parametrize(
    ("given_", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        (" 2026-03-02 ", date(2026, 3, 2)),
        ("02.03.2026", date(2026, 3, 2)),
        ("2.3.2026", date(2026, 3, 2)),
        ("Montag, 02.03.2026", date(2026, 3, 2)),
        ("2026-03-02T10:00:00", date(2026, 3, 2)),
        ("2026-03-02T23:30:00+00:00", date(2026, 3, 3)),
        ("2026-02-30", None),
        ("30.02.2026", None),
        ("02.03.26", None),
        ("02/03/2026", None),
        ("0000-01-01", None),
        ("tomorrow", None),
        (20260302, None),
        (True, None),
        ("9" * 5000, None),
    ],
)
def test_a_day_is_iso_or_german_and_nothing_else(given_, day):
    assert read_day(given_) == day


@given(st.dates())
def test_every_day_reads_back_as_it_was_written(day):
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%d.%m.}{day.year:04d}") == day


def test_what_is_null_has_not_happened():
    events = {"display_start": "2026-03-02", "hearing": None, "objections_end": ""}
    assert read_case(CASE | {"events": events})["events"] == {"display_start": date(2026, 3, 2)}


def test_events_may_have_their_names_instead_of_ids():
    events = {"Display-Start": "2026-03-02", "Letzter Tag für Einwendungen": "2026-05-04"}
    found = read_case(CASE | {"events": events})["events"]
    assert set(found) == {"display_start", "objections_end"}


def test_the_same_event_with_two_days_is_refused():
    events = {"display_start": "2026-03-02", "DISPLAY_START": "2026-03-03"}
    with pytest.raises(DeadlineError, match="given twice"):
        read_case(CASE | {"events": events})


@pytest.mark.parametrize("given_", [["more_than_50"], "more_than_50", {"more_than_50": True}])
def test_circumstances_may_be_a_list_words_or_an_object(given_):
    assert read_case(CASE | {"circumstances": given_})["circumstances"] == ("more_than_50",)
    assert read_case(CASE | {"circumstances": {"more_than_50": False}})["circumstances"] == ()


def test_days_set_by_hand_are_read_like_events():
    found = read_case(CASE | {"overrides": {"objections": "04.05.2026", "hearing": None}})
    assert found["overrides"] == {"objections": date(2026, 5, 4)}
    with pytest.raises(DeadlineError, match="set by hand"):
        read_case(CASE | {"overrides": {"objections": "2026-02-30"}})


@pytest.mark.parametrize(("key", "meant"), [("event", "events"), ("varient", "variant")])
def test_a_misspelt_key_is_not_passed_over(key, meant):
    with pytest.raises(DeadlineError, match=f"Did you mean “{meant}”"):
        read_case(CASE | {key: {}})


def test_other_keys_are_left_alone():
    assert read_case(CASE | {"id": 7, "source": "Amtsblatt", "notes": []}) == read_case(CASE)


def test_a_sentence_never_repeats_more_than_a_line_of_what_was_given():
    with pytest.raises(DeadlineError) as caught:
        read_case(CASE | {"type": "x" * 100_000})
    assert len(str(caught.value)) < 400
