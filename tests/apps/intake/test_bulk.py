"""Many letters handed in by an organiser: checked first, taken in whole, a receipt for everyone."""

import io
import json
import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.protection import new_token
from dialogwerk.apps.intake.models import BulkUpload, Slip
from dialogwerk.apps.intake.services import bulk as service
from dialogwerk.apps.intake.services import bulk_format
from dialogwerk.apps.intake.services.bulk_format import UnfitUpload, checked, example
from dialogwerk.apps.statements.models import ImportBatch, Statement
from dialogwerk.apps.statements.services import imports
from tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


def hand_in(procedure, content=None, name="schreiben.csv"):
    made = service.hand_in(
        procedure=procedure,
        upload=checked(io.BytesIO(content or example("csv")), name),
        organiser="Initiative Beispiel",
        contact="initiative@beispiel.example",
        title="Gegen den Windpark",
        key=uuid.uuid4(),
        received_at=timezone.now(),
    )
    imports.take_in_rows(made.table, by="public")
    service.finish_uploads()
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_our_own_examples_fit_the_format(ending):
    assert checked(io.BytesIO(example(ending)), f"x.{ending}").letters == 2


def test_letters_become_like_those_sent_alone_and_the_table_is_forgotten(procedure):
    made = hand_in(procedure)
    letters = Statement.objects.filter(table=made.table).order_by("pk")
    assert [one.person.identity.name for one in letters] == ["Ina Beispiel", "Udo Muster"]
    assert {one.channel for one in letters} == {"web"}
    assert "Ina" not in bytes(letters[0].original.body).decode()
    made.table.refresh_from_db()
    assert not made.table.file


def test_every_signatory_gets_a_receipt_and_the_organiser_none(procedure, client):
    made = hand_in(procedure)
    first, second = Statement.objects.order_by("pk")
    assert [one.to for one in mail.outbox] == [["ina@beispiel.example"]]
    assert first.receipt in mail.outbox[0].body
    assert "Initiative" not in mail.outbox[0].body + mail.outbox[0].subject
    page = client.get(reverse("bulk-upload", args=[procedure.slug, made.code])).content.decode()
    assert first.receipt not in page
    assert second.receipt not in page
    service.send_receipts()
    assert len(mail.outbox) == 1


def test_a_slip_is_exchanged_once_and_its_owner_learns_of_it(procedure, client):
    made = hand_in(procedure)
    second = Statement.objects.order_by("pk").last()
    code = service.slip_code(made, second.pk)
    answer = client.post(reverse("redeem"), {"code": code.lower().replace("-", " ")})
    assert answer.url.startswith(reverse("receipt", args=[second.receipt]))
    again = client.post(reverse("redeem"), {"code": code})
    assert again.status_code == 422
    assert "eingelöst" in again.content.decode()
    assert client.post(reverse("redeem"), {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert code not in json.dumps(list(Slip.objects.values()), default=str)


def test_slips_are_printed_for_the_organiser_for_a_while(procedure, client, settings):
    from pypdf import PdfReader

    made = hand_in(procedure)
    address = reverse("bulk-slips", args=[procedure.slug, made.code, 1])
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(client.get(address).content)).pages
    )
    for letter in Statement.objects.all():
        assert service.slip_code(made, letter.pk) in text
        assert letter.receipt not in text
    BulkUpload.objects.update(receipts_ready_at=timezone.now() - 2 * service.SLIPS_FOR)
    assert client.get(address).status_code == 404


def test_nobody_is_flooded_with_mails_by_an_organiser(procedure):
    head, row = example("csv").decode("utf-8-sig").splitlines()[:2]
    rows = [
        row.replace("Ina Beispiel", f"Ina Beispiel {n}").replace(";17", f";{n}") for n in range(9)
    ]
    hand_in(procedure, "\n".join([head, *rows]).encode())
    assert Statement.objects.count() == 9
    assert len(mail.outbox) == service.MAILS_PER_ADDRESS_AND_HOUR


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Text;Name\nZu laut;Ina\n", "fehlen"),
        (b"Text;Name;Stra\xc3\x9fe;PLZ;Ort\nZu laut;;A 1;12345;X\n", "Name"),
        (b"Text;Name;Stra\xc3\x9fe;PLZ;Ort;E-Mail\nZu laut;Ina;A 1;12345;X;kein\n", "E-Mail"),
        (b"Text;Name;Stra\xc3\x9fe;PLZ;Ort\n", "kein"),
        (b"%PDF-1.7", "PDF"),
        (b'{"format": "anderes", "letters": []}', "format"),
        (b'{"format": "dialogwerk-letters-1", "letters": [{"text": 1}]}', "Text"),
        (b'{"format": "dialogwerk-letters-1", "letters": [{"fremd": "x"}]}', "Feld"),
        (b"[" * 100_000, "JSON"),
        (b'{"format"', "JSON"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_row_by_row_and_nothing_is_taken_in(content, says):
    with pytest.raises(UnfitUpload) as refusal:
        checked(io.BytesIO(content), "x")
    said = str(refusal.value) + "".join(f.field + f.sentence for f in refusal.value.faults)
    assert says.lower() in said.lower()
    assert ImportBatch.objects.count() == 0


def test_too_many_letters_are_refused(settings):
    settings.BULK_MAX_LETTERS = 1
    with pytest.raises(UnfitUpload):
        checked(io.BytesIO(example("csv")), "x.csv")


def test_the_schema_names_every_field_and_accepts_the_example():
    schema = bulk_format.schema()
    letter = schema["properties"]["letters"]["items"]
    assert set(letter["properties"]) == set(bulk_format.NAMES)
    for one in json.loads(example("json"))["letters"]:
        assert set(letter["required"]) <= set(one) <= set(letter["properties"])


def post(client, procedure, content=None, **changes):
    key = uuid.uuid4()
    data = {
        "files": SimpleUploadedFile("schreiben.csv", content or example("csv")),
        "title": "Gegen den Windpark",
        "organiser": "Initiative",
        "contact": "initiative@beispiel.example",
        "declared": "on",
        "submission_key": key,
        "token": new_token(key, place=procedure.slug),
        **changes,
    }
    return client.post(reverse("bulk", args=[procedure.slug]), data)


@pytest.fixture
def patient(monkeypatch):
    from datetime import timedelta

    from dialogwerk.apps.base import protection

    monkeypatch.setattr(protection, "SOONEST", timedelta(0))


def test_the_form_hands_in_and_leads_to_the_page_of_the_upload(client, procedure, patient):
    answer = post(client, procedure)
    made = BulkUpload.objects.get()
    assert answer.url == reverse("bulk-upload", args=[procedure.slug, made.code])
    assert "Gegen den Windpark" in client.get(answer.url).content.decode()


def test_without_the_declaration_or_too_quickly_nothing_is_taken_in(client, procedure):
    assert post(client, procedure, declared="").status_code == 422
    assert post(client, procedure).status_code == 422
    assert BulkUpload.objects.count() == 0


def test_rows_that_do_not_fit_are_shown_beside_the_form(client, procedure, patient):
    answer = post(client, procedure, "Text;Name;Straße;PLZ;Ort\nZu laut;;A 1;1;X\n".encode())
    assert answer.status_code == 422
    assert "Die Angabe fehlt." in answer.content.decode()


def test_too_many_files_an_hour_are_refused(client, procedure, patient, settings):
    settings.BULK_UPLOADS_PER_HOUR = 1
    assert post(client, procedure).status_code == 302
    assert post(client, procedure).status_code == 422


def test_the_format_is_served(client):
    assert client.get(reverse("bulk-schema")).json()["title"] == "dialogwerk-letters-1"
    assert client.get(reverse("bulk-example", args=["csv"])).content == example("csv")
    assert client.get(reverse("bulk-example", args=["exe"])).status_code == 404


def test_a_table_that_an_organiser_handed_in_is_not_thrown_away(procedure):
    from dialogwerk.apps.statements.errors import NotAllowedNow

    made = hand_in(procedure)
    ImportBatch.objects.update(state="failed", rows_done=0)
    made.table.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        imports.discard(made.table)
    assert ImportBatch.objects.exists()
