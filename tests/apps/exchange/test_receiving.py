"""Messages in as letters: kept as they came, acknowledged, never twice, refused with a reason."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.exchange.errors import NotLinked, Refused
from dialogwerk.apps.exchange.models import Incoming, Outgoing, Parcel
from dialogwerk.apps.exchange.services import parcels, receiving, sending
from dialogwerk.apps.exchange.services.receiving import receipt_for, take_parcel
from dialogwerk.apps.exchange.services.sentences import MESSAGES, REASONS, sentence
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.statements.models import Statement
from dialogwerk.cores.xbeteiligung import (
    Attachment,
    Author,
    Receipt,
    Schemas,
    StatementMessage,
    errors,
    read,
    write,
)
from tests.cores.xbeteiligung.making import HEAD, statement
from tests.cores.xbeteiligung.test_reading import BOMB
from tests.factories import LinkFactory, ProcedureFactory, StatementFactory

from .conftest import BY

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 Beispiel"


def message(link, *, head=HEAD, is_update=False, **changes):
    said = statement(plan_id=link.plan_id, participation_id=link.participation_id, **changes)
    return StatementMessage(
        head=head, process_id=link.process_id, statement=said, is_update=is_update
    )


def brought(procedure, content, name="nachricht.xml"):
    return parcels.keep_parcel(procedure=procedure, file=io.BytesIO(content), name=name, by=None)


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def lines(parcel):
    return list(receiving.lines_of(parcel))


def take(parcel):
    (one,) = take_parcel(parcel=parcel, by=BY)
    return one


def test_looking_at_a_message_changes_nothing(procedure, link):
    (line,) = lines(brought(procedure, write(message(link))))
    assert (line.number, line.is_taken, line.reason) == ("0701", True, "")
    assert not Statement.objects.exists()


def test_a_message_becomes_a_letter_that_keeps_it_byte_for_byte(procedure, link):
    author = Author(
        organisation="Wasserverband Musterbach", unit="Referat 3", street="Am Bach 1", city="Bach"
    )
    xml = write(message(link, author=author, text="„Nein“ – so nicht.", title="Stellungnahme"))
    taken = take(brought(procedure, xml))
    letter = taken.statement
    assert bytes(letter.original.body) == xml
    assert letter.original.media_type == "application/xml"
    assert (letter.text, letter.title, letter.channel) == (
        "„Nein“ – so nicht.",
        "Stellungnahme",
        "import",
    )
    assert letter.external_id == "E-12345-67890"
    assert letter.person.kind == Person.Kind.PUBLIC_AGENCY
    assert letter.person.identity.organisation == "Wasserverband Musterbach, Referat 3"
    assert JournalEntry.objects.filter(action="statement.received", subject=letter.code).exists()


def test_a_private_person_goes_into_the_vault_as_one(procedure, link):
    author = Author(family_name="Musterfrau", given_name="Erika", is_private=True)
    letter = take(brought(procedure, write(message(link, author=author)))).statement
    assert letter.person.kind == Person.Kind.NATURAL
    assert letter.person.identity.name == "Erika Musterfrau"


def test_letters_out_come_in_again_as_they_were(procedure, link, checked):
    letter = StatementFactory(
        procedure=procedure, named=True, text="„Zitat“ – Ω\n\nEnde.", title="Mein Brief"
    )
    how = sending.Sending(procedure=procedure, by=BY, with_names=True)
    (out,) = sending.messages(procedure.statements.all(), how)
    there = ProcedureFactory(open_round=True)
    LinkFactory(procedure=there, process_id=link.process_id)
    got = take(brought(there, out.xml)).statement
    assert (got.text, got.title, got.external_id) == (letter.text, letter.title, letter.code)
    assert got.person.identity.name == letter.person.identity.name
    assert got.person.identity.email == letter.person.identity.email


def test_the_same_message_a_second_time_adds_nothing(procedure, link):
    xml = write(message(link))
    first = take(brought(procedure, xml))
    again = brought(procedure, zipped(eins_xml=xml))
    (line,) = lines(again)
    assert (line.known, line.is_taken) == (first.statement, False)
    assert take(again).statement == first.statement
    assert brought(procedure, xml) == first.parcel
    take_parcel(parcel=first.parcel, by=BY)
    assert Statement.objects.count() == 1
    assert Incoming.objects.count() == 2


def test_an_update_is_a_further_letter_because_the_first_one_stays(procedure, link):
    take(brought(procedure, write(message(link))))
    head = replace(HEAD, uuid="99999999-1234-4321-8765-123456789abc")
    xml = write(message(link, head=head, is_update=True, text="Nun mit Gutachten."))
    letter = take(brought(procedure, xml)).statement
    assert Statement.objects.filter(external_id=letter.external_id).count() == 2


def test_a_new_message_about_a_known_statement_is_known(procedure, link):
    first = take(brought(procedure, write(message(link)))).statement
    head = replace(HEAD, uuid="99999999-1234-4321-8765-123456789abc")
    (line,) = lines(brought(procedure, write(message(link, head=head))))
    assert line.known == first


def test_attachments_come_from_the_message_or_beside_it(procedure, link):
    inside = Attachment(
        document_id="a", name="eins.pdf", media_type="application/pdf", content=PDF, size=len(PDF)
    )
    beside = Attachment(document_id="b", name="zwei.pdf", media_type="application/pdf")
    xml = write(message(link, attachments=(inside, beside)))
    letter = take(brought(procedure, zipped(n_xml=xml, ordner__zwei_pdf=PDF), "n.zip")).statement
    assert sorted(letter.attachments.values_list("name", flat=True)) == ["eins.pdf", "zwei.pdf"]


def test_attachments_that_cannot_be_taken_are_named_and_the_letter_comes_in(procedure, link):
    strange = Attachment(
        document_id="a", name="seite.html", media_type="text/html", content=b"<script>"
    )
    gone = Attachment(document_id="b", name="fehlt.pdf", media_type="application/pdf")
    linked = Attachment(
        document_id="", name="", media_type="application/pdf", link="https://amt.example/a.pdf"
    )
    parcel = brought(procedure, write(message(link, attachments=(strange, gone, linked))))
    (line,) = lines(parcel)
    assert len(line.notes) == 3
    assert take(parcel).statement.attachments.count() == 0


def test_a_file_that_is_not_the_one_spoken_of_is_refused(procedure, link):
    wrong = Attachment(
        document_id="a",
        name="a.pdf",
        media_type="application/pdf",
        content=PDF,
        sha256="0" * 64,
    )
    taken = take(brought(procedure, write(message(link, attachments=(wrong,)))))
    assert taken.state == Incoming.State.REFUSED
    assert "a.pdf" in taken.reason


@pytest.mark.parametrize("content", [b"Guten Tag", BOMB, b"<x/>", b"<x>"])
def test_what_is_no_message_stays_in_the_list_with_its_reason(procedure, link, content):
    taken = take(brought(procedure, content))
    assert (taken.state, taken.statement) == (Incoming.State.REFUSED, None)
    assert taken.reason.endswith(".")
    assert receipt_for(taken) is None
    assert JournalEntry.objects.filter(action="xbeteiligung.refused").exists()


def test_one_bad_message_does_not_hold_up_the_others(procedure, link):
    content = zipped(a_xml=b"<kaputt", b_xml=write(message(link)), c_txt=b"egal")
    results = take_parcel(parcel=brought(procedure, content, "n.zip"), by=BY)
    assert [one.state for one in results] == ["refused", "taken"]


def test_a_message_of_another_procedure_is_refused_and_acknowledged_as_such(
    procedure, link, real_data
):
    xml = write(replace(message(link), process_id="ganz-anders"))
    taken = take(brought(procedure, xml))
    assert "ganz-anders" in taken.reason
    receipt = receipt_for(taken)
    Schemas(real_data / "standards" / "xbeteiligung-1.2").check(receipt)
    said = read(receipt)
    assert (said.is_ok, said.statement_id) == (False, "E-12345-67890")
    assert said.head.reader == HEAD.author


def test_what_was_taken_in_is_acknowledged_the_same_each_time(procedure, link, real_data):
    taken = take(brought(procedure, write(message(link))))
    receipt = receipt_for(taken)
    Schemas(real_data / "standards" / "xbeteiligung-1.2").check(receipt)
    assert read(receipt).is_ok
    assert receipt_for(Incoming.objects.get()) == receipt


def test_acknowledgements_of_the_partner_are_noted_on_our_message(procedure, link):
    letter = StatementFactory(procedure=procedure)
    how = sending.Sending(procedure=procedure, by=BY)
    list(sending.messages(procedure.statements.all(), how))
    for errors_, answer in (((), "ok"), (("Unbekannt.",), "nok")):
        receipt = Receipt(
            head=replace(HEAD, uuid=f"{len(errors_)}" * 8 + HEAD.uuid[8:]),
            process_id=link.process_id,
            statement_id=letter.code,
            errors=errors_,
        )
        assert take(brought(procedure, write(receipt))).state == "taken"
        assert Outgoing.objects.get().answer == answer
    assert Outgoing.objects.get().answer_text == "Unbekannt."


def test_an_acknowledgement_of_nothing_is_refused(procedure, link):
    receipt = Receipt(head=HEAD, process_id=link.process_id, statement_id="E-nie-gesandt")
    assert take(brought(procedure, write(receipt))).state == "refused"


def test_the_schema_refuses_where_it_is_installed(procedure, link, checked):
    xml = write(message(link)).replace(b"<xb:durchgang>1<", b"<xb:durchgang> 1 <")
    assert lines(brought(procedure, xml))[0].reason == ""
    xml = write(message(link)).replace(b"<xb:planID>", b"<xb:titel>x</xb:titel><xb:planID>")
    assert "titel" in lines(brought(procedure, xml))[0].reason


def test_an_empty_statement_is_refused(procedure, link):
    assert lines(brought(procedure, write(message(link, text=""))))[0].reason


def test_the_day_of_arrival_decides_on_lateness(procedure, link):
    parcel = brought(procedure, write(message(link)))
    late = timezone.now() + timedelta(days=400)
    take_parcel(parcel=parcel, by=BY, received_at=late)
    assert Statement.objects.get().is_late
    assert Statement.objects.get().received_at == late


def test_without_identifiers_nothing_is_taken(procedure):
    parcel = Parcel(procedure=procedure)
    with pytest.raises(NotLinked):
        lines(parcel)


@pytest.mark.parametrize("content", [b"PK\x03\x04kaputt", zipped(a_txt=b"keine Nachricht"), b"PK"])
def test_a_broken_or_empty_zip_is_refused(procedure, content):
    with pytest.raises(Refused):
        brought(procedure, content, "n.zip")
    assert not Parcel.objects.exists()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(procedure, monkeypatch):
    monkeypatch.setattr(parcels, "MOST_UNPACKED", 10_000)
    with pytest.raises(Refused):
        brought(procedure, zipped(a_xml=b"<x>" + b"0" * 100_000 + b"</x>"), "n.zip")


def test_every_sentence_of_the_core_is_translated():
    kinds = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.XBeteiligungError)
    ]
    assert {one.message for one in kinds} == set(MESSAGES)
    assert sentence(errors.Dangerous(reason=REASONS[0])).endswith(".")


def test_a_day_in_the_head_is_kept_with_its_zone():
    assert read(write(StatementMessage(head=HEAD, process_id="v", statement=statement()))).head == (
        replace(HEAD, created_at=datetime(2026, 11, 30, 18, 5, 7, 123000, tzinfo=UTC))
    )
