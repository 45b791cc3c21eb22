"""Out and in again gives the same; what is written the schema of the standard accepts."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from lxml import etree

from dialogwerk.cores.xbeteiligung import (
    Attachment,
    Author,
    Code,
    Receipt,
    Schemas,
    XBeteiligungError,
    read,
    write,
)
from dialogwerk.cores.xbeteiligung.errors import Invalid, NoSchemas, TooLarge, WrongValue
from dialogwerk.cores.xbeteiligung.values import Procedure

from .making import HEAD, message, messages, statement


@pytest.fixture(scope="module")
def schemas(real_data):
    return Schemas(real_data / "standards" / "xbeteiligung-1.2")


@given(messages)
def test_a_message_written_and_read_again_is_the_same(one):
    assert read(write(one)) == one


@settings(deadline=None)
@given(one=messages)
def test_every_message_that_is_written_is_valid(schemas, one):
    assert schemas.problems(write(one)) == []


@pytest.mark.parametrize("procedure", list(Procedure))
@pytest.mark.parametrize("is_update", [False, True])
def test_each_kind_of_procedure_names_its_step(schemas, procedure, is_update):
    one = replace(message(procedure=procedure), is_update=is_update)
    written = write(one)
    schemas.check(written)
    names = {etree.QName(element).localname for element in etree.fromstring(written).iter()}
    assert procedure.value in names
    assert read(written) == one


@pytest.mark.parametrize("errors", [(), ("Die Vorgangs-ID ist unbekannt.",), ("Eins", "zwei")])
@pytest.mark.parametrize("is_update", [False, True])
def test_receipts_say_ok_or_why_not(schemas, errors, is_update):
    one = Receipt(
        head=HEAD, process_id="v-1", statement_id="e-1", errors=errors, is_update=is_update
    )
    schemas.check(write(one))
    assert read(write(one)) == one
    assert one.is_ok is (not errors)


def test_the_words_travel_as_written_beside_those_the_standard_allows():
    written = write(message(text="„Nein“ – Ω", title="Brief"))
    root = etree.fromstring(written)
    assert root.findtext(".//{*}beschreibung") == '"Nein" - ?'
    assert root.findtext(".//dateiname") == "wortlaut.txt"
    assert read(written).statement.text == "„Nein“ – Ω"
    assert read(written).statement.attachments == ()


def test_a_wording_that_does_not_fit_the_text_is_an_attachment_like_any_other():
    written = write(message(text="„Nein“")).replace(b'"Nein"', b'"Doch"')
    got = read(written).statement
    assert (got.text, len(got.attachments)) == ('"Doch"', 1)


def test_a_test_message_is_marked_as_one(schemas):
    written = write(message(), is_test=True)
    schemas.check(written)
    assert b'test="true"' in written


def test_a_name_of_one_word_is_a_family_name():
    author = Author(family_name="Musterfrau")
    assert read(write(message(author=author))).statement.author == author
    assert Author(given_name="Erika", family_name="Muster").name == "Erika Muster"


def test_a_long_text_is_written_validated_and_read(schemas):
    one = message(text="Ein langer Brief über Lärm, „Zitate“ und mehr.\n" * 4_000)
    written = write(one)
    schemas.check(written)
    assert read(written) == one


@pytest.mark.parametrize("bad", ["", " x", "x ", "a  b", "a\nb", "ä"])
def test_an_identifier_that_is_no_token_is_refused(bad):
    with pytest.raises(WrongValue):
        statement(id=bad)
    with pytest.raises(WrongValue):
        Code(bad, "1")


def test_a_moment_without_zone_is_refused():
    naive = replace(HEAD, created_at=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(WrongValue):
        write(replace(message(), head=naive))


def test_more_than_128_megabytes_are_refused(monkeypatch):
    monkeypatch.setattr("dialogwerk.cores.xbeteiligung.names.MOST_BYTES", 2_000)
    file = Attachment(
        document_id="a", name="a.pdf", media_type="application/pdf", content=b"x" * 2_000
    )
    with pytest.raises(TooLarge):
        write(message(attachments=(file,)))


def test_a_message_that_breaks_the_standard_is_refused_with_its_line(schemas):
    broken = write(message()).replace(b"<xb:durchgang>1<", b"<xb:durchgang>null<")
    with pytest.raises(Invalid, match="durchgang"):
        schemas.check(broken)


def test_a_folder_without_the_schemas_is_refused(tmp_path):
    with pytest.raises(NoSchemas):
        Schemas(tmp_path)
    (tmp_path / "xbeteiligung.xsd").write_text("<kein schema")
    with pytest.raises(NoSchemas) as refused:
        Schemas(tmp_path)
    assert isinstance(refused.value, XBeteiligungError)
