"""Rows become contributions, or findings that say row, field and why not."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.contributions import Columns, Reader, Source, propose
from dialogwerk.cores.contributions.cells import moment, plain
from dialogwerk.cores.contributions.states import outcome_of

TABLE = Columns({"id": "id", "title": "title", "text": "text", "url": "url"}, ("Rad", "Fuß"))
FULL = Columns(
    {name: name for name in ("id", "title", "text", "date", "latitude", "longitude", "support")}
    | {"state": "state", "answer": "answer", "decided_on": "decided_on"}
)


def read(columns=FULL, source=Source.TABLE, **values):
    names = {*columns.of.values(), *columns.themes}
    row = dict.fromkeys(names, "") | {"id": "7", "text": "Zu eng."} | values
    return Reader(columns, source).read(2, row)


def codes(reading):
    return [one.code for one in reading.findings]


def test_a_row_becomes_a_contribution():
    reading = read(
        title="Brücke", date="03.05.2021 10:15", latitude="50,7", longitude="7.1", support="12"
    )
    assert reading.findings == ()
    found = reading.given
    assert (found.external_id, found.title, found.text, found.support) == (
        "7",
        "Brücke",
        "Zu eng.",
        12,
    )
    assert (found.longitude, found.latitude) == (7.1, 50.7)
    assert found.said_at == datetime(2021, 5, 3, 10, 15)  # noqa: DTZ001 - the table names no zone


def test_theme_columns_say_which_themes_apply():
    assert read(TABLE, Rad="1", Fuß="0").given.themes == ("Rad",)
    refused = read(TABLE, Rad="ja")
    assert refused.given is None
    assert (codes(refused), refused.findings[0].field) == (["bad_label"], "themes")


def test_what_is_wrong_is_said_with_row_and_field():
    reading = read(date="irgendwann", latitude="500", longitude="7", support="viele")
    assert reading.given is None
    assert [(one.row, one.field, one.code) for one in reading.findings] == [
        (2, "longitude", "bad_place"),
        (2, "date", "bad_date"),
        (2, "support", "bad_count"),
    ]
    assert "irgendwann" in reading.findings[1].sentence


def test_an_empty_row_is_refused():
    assert codes(read(text="", title=" ")) == ["empty"]


def test_a_title_alone_is_a_contribution():
    assert read(text="", title="Mehr Bänke").given.text == ""


def test_a_number_that_stands_twice_is_taken_once():
    reader = Reader(TABLE)
    row = {"id": "7", "title": "", "text": "a", "url": "", "Rad": "", "Fuß": ""}
    assert reader.read(2, row).given
    again = reader.read(3, {**row, "text": "b"})
    assert again.given is None
    assert again.findings[0].params == {"value": "7", "first": 2}


def test_a_row_without_a_number_is_refused_where_others_have_one():
    assert codes(read(id="")) == ["no_id"]


def test_dangerous_addresses_are_left_out():
    reading = read(TABLE, url="javascript:alert(1)")
    assert reading.given.url == ""
    assert codes(reading) == ["bad_url"]


def test_accepted_and_rejected_become_outcomes_with_the_answer_given():
    accepted = read(state="accepted", answer="Wird 2022 gebaut.", decided_on="2021-07-01").given
    assert accepted.decided.outcome == "adopted"
    assert accepted.decided.reason == "Wird 2022 gebaut."
    assert accepted.decided.on == date(2021, 7, 1)
    rejected = read(state="Abgelehnt", answer="Zu teuer.").given
    assert (rejected.decided.outcome, rejected.decided.on) == ("refused", None)


def test_reasons_are_never_invented():
    reading = read(state="rejected", answer="")
    assert reading.given.decided is None
    assert codes(reading) == ["no_reason"]


def test_a_contribution_under_evaluation_has_no_outcome():
    reading = read(state="evaluating", answer="Wir prüfen das.")
    assert (reading.given.decided, codes(reading)) == (None, [])


def test_a_state_that_means_nothing_here_is_told():
    assert codes(read(state="Phase 3")) == ["state_unknown"]


def test_what_its_author_withdrew_is_not_taken_in():
    reading = read(state="withdrawn")
    assert (reading.given, codes(reading), reading.is_refused) == (None, ["withdrawn"], False)


def test_html_of_decidim_becomes_text():
    header = ["id", "title/de", "body/de", "body/en", "state", "reference", "withdrawn"]
    columns = propose(header, Source.DECIDIM)
    values = dict.fromkeys(header, "") | {"id": "4", "title/de": "Poller", "withdrawn": "false"}
    reader = Reader(columns, Source.DECIDIM)
    found = reader.read(2, {**values, "body/de": "<p>Zu eng &amp; laut</p><p>Bitte ändern</p>"})
    assert found.given.text == "Zu eng & laut\n\nBitte ändern"
    english = reader.read(3, {**values, "id": "5", "body/en": "Too narrow"})
    assert english.given.text == "Too narrow"


def test_signs_that_are_no_tags_stay():
    assert plain("Tempo < 30 und > 10") == "Tempo < 30 und > 10"


def test_moments_keep_their_zone():
    assert moment("2021-05-03 10:22:45 UTC") == datetime(2021, 5, 3, 10, 22, 45, tzinfo=UTC)
    assert moment("2021-05-03T10:22:45.123+02:00").utcoffset().seconds == 7200
    assert moment("3000000") is None


@given(st.dictionaries(st.sampled_from(list(FULL.of.values())), st.text(max_size=80)))
def test_no_row_breaks_the_reader(values):
    reading = read(**values)
    assert reading.given is not None or reading.findings


@given(st.text())
def test_only_known_words_are_outcomes(word):
    assert outcome_of(word) in (None, "adopted", "refused")
