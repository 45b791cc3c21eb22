from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.base.dates import (
    UNKNOWN,
    UncertainDate,
    UnreadableDate,
    from_day,
    from_stored,
    overlaps,
    parse,
)

from .strategies import edtf_texts

uncertain_dates = edtf_texts.map(UncertainDate)

SAID = [
    ("Anfang 2010", "2010-37", "2010-01-01", "2010-04-30"),
    ("Mitte 2010", "2010-38", "2010-05-01", "2010-08-31"),
    ("Ende 2010", "2010-39", "2010-09-01", "2010-12-31"),
    ("zu Beginn des Jahres 2010", "2010-37", "2010-01-01", "2010-04-30"),
    ("seit 2010", "2010/..", "2010-01-01", None),
    ("seit Mai 2010", "2010-05/..", "2010-05-01", None),
    ("2010 bis heute", "2010/..", "2010-01-01", None),
    ("bis zum 31. Dezember 2012", "../2012-12-31", None, "2012-12-31"),
    ("vor 2010", "../2009", None, "2009-12-31"),
    ("vor März 2010", "../2010-02", None, "2010-02-28"),
    ("nach dem 10.6.2009", "2009-06-11/..", "2009-06-11", None),
    ("2012/", "2012/", "2012-01-01", None),
    ("Oktober 2010", "2010-10", "2010-10-01", "2010-10-31"),
    ("Okt. 2010", "2010-10", "2010-10-01", "2010-10-31"),
    ("im Februar 2012", "2012-02", "2012-02-01", "2012-02-29"),
    ("10. Juni 2009", "2009-06-10", "2009-06-10", "2009-06-10"),
    ("10.06.2009", "2009-06-10", "2009-06-10", "2009-06-10"),
    ("06/2009", "2009-06", "2009-06-01", "2009-06-30"),
    ("2008-09", "2008-09", "2008-09-01", "2008-09-30"),
    ("2008–2010", "2008/2010", "2008-01-01", "2010-12-31"),
    ("2008-2010", "2008/2010", "2008-01-01", "2010-12-31"),
    ("2010/11", "2010/2011", "2010-01-01", "2011-12-31"),
    ("von Juni bis August 2010", "2010-06/2010-08", "2010-06-01", "2010-08-31"),
    ("10. bis 12. Juni 2009", "2009-06-10/2009-06-12", "2009-06-10", "2009-06-12"),
    ("10./11. Juni 2009", "2009-06-10/2009-06-11", "2009-06-10", "2009-06-11"),
    ("Juni/Juli 2009", "2009-06/2009-07", "2009-06-01", "2009-07-31"),
    ("ca. 2010", "2010~", "2010-01-01", "2010-12-31"),
    ("2010 (?)", "2010?", "2010-01-01", "2010-12-31"),
    ("vermutlich etwa 2010", "2010%", "2010-01-01", "2010-12-31"),
    ("Anfang Oktober 2010", "2010-10-01~/2010-10-10~", "2010-10-01", "2010-10-10"),
    ("Ende Februar 2010", "2010-02-21~/2010-02-28~", "2010-02-21", "2010-02-28"),
    ("1. Halbjahr 2010", "2010-40", "2010-01-01", "2010-06-30"),
    ("III. Quartal 2010", "2010-35", "2010-07-01", "2010-09-30"),
    ("Q4 2010", "2010-36", "2010-10-01", "2010-12-31"),
    ("im Sommer 2010", "2010-22", "2010-06-01", "2010-08-31"),
    ("Winter 2010/11", "2010-24", "2010-12-01", "2011-02-28"),
    ("2010er Jahre", "201X", "2010-01-01", "2019-12-31"),
    ("unbekannt", "XXXX", None, None),
    ("", "XXXX", None, None),
    ("2010-XX", "2010-XX", "2010-01-01", "2010-12-31"),
    ("early 2010", "2010-37", "2010-01-01", "2010-04-30"),
    ("since June 2009", "2009-06/..", "2009-06-01", None),
    ("June 10, 2009", "2009-06-10", "2009-06-10", "2009-06-10"),
]


@pytest.mark.parametrize(("said", "edtf", "earliest", "latest"), SAID)
def test_what_people_say_is_understood(said, edtf, earliest, latest):
    when = parse(said)
    bounds = [day and day.isoformat() for day in (when.earliest, when.latest)]
    assert (when.edtf, *bounds) == (edtf, earliest, latest)


@pytest.mark.parametrize("said", [said for said, *_ in SAID if said and "XX" not in said])
def test_what_was_said_is_shown_as_it_was_said(said):
    when = parse(said)
    assert str(when) in (said, when.wording("de"))
    assert when.as_said == said or when.edtf == said


@pytest.mark.parametrize(
    "text",
    [
        *("Quatsch", "10.06.09", "31.02.2010", "2010-13", "5. Quartal 2010", "3. Halbjahr 2010"),
        *("2010/2009", "../..", "0000", "bis heute", "2010/13", "XXXX-05", "Winter 2010/12"),
        *("vor 0001", "2010-37-01", "2010-XX-10", "XXXX/2010", "2010 | 2011", "x" * 300),
    ],
)
def test_what_is_no_date_gets_examples_of_dates(text):
    with pytest.raises(UnreadableDate) as refused:
        parse(text)
    assert "2010" in str(refused.value)


@given(edtf_texts)
def test_edtf_reads_back_as_written(text):
    assert parse(text) == UncertainDate(text)


@given(uncertain_dates, st.sampled_from(["de", "en"]))
def test_our_wording_means_the_same_date(when, language):
    assert parse(when.wording(language)).edtf == when.edtf


@given(uncertain_dates)
def test_our_german_wording_need_not_be_kept_beside_the_meaning(when):
    assert parse(when.wording("de")) == when


@given(uncertain_dates, st.text(st.characters(blacklist_characters="\r\n"), max_size=30))
def test_a_stored_date_reads_back_with_its_words(when, said):
    kept = UncertainDate(when.edtf, said)
    assert from_stored(kept.stored) == kept


@given(uncertain_dates)
def test_the_earliest_day_is_not_after_the_latest(when):
    assert (when.earliest or date.min) <= (when.latest or date.max)


@given(st.lists(uncertain_dates))
def test_dates_sort_by_their_first_day_and_the_unknown_comes_last(dates):
    ordered = sorted(dates)
    known = [when for when in ordered if not when.is_unknown]
    assert ordered[: len(known)] == known
    firsts = [when.earliest or date.min for when in known]
    assert firsts == sorted(firsts)


@given(uncertain_dates, uncertain_dates)
def test_overlapping_is_mutual_and_the_unknown_overlaps_everything(one, other):
    assert overlaps(one, other) == overlaps(other, one)
    assert overlaps(one, one)
    assert overlaps(one, UNKNOWN)


def test_spans_that_only_follow_each_other_do_not_overlap():
    assert not overlaps(parse("bis 2009"), parse("seit 2010"))
    assert overlaps(parse("bis 2010"), parse("seit 2010"))


def test_a_known_day_is_written_in_words():
    day = from_day(date(2009, 6, 10))
    assert day.as_said == "10. Juni 2009"
    assert day.wording("en") == "10 June 2009"
    assert day.wording("fr") == "10 June 2009"


def test_a_value_cannot_be_made_from_what_is_no_edtf():
    with pytest.raises(UnreadableDate):
        UncertainDate("Anfang 2010")


def test_a_season_at_the_end_of_time_still_ends():
    assert UncertainDate("9999-24").latest == date.max


def test_a_date_is_not_compared_with_other_things():
    with pytest.raises(TypeError):
        assert UNKNOWN < "2010"
