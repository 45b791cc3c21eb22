"""Receipts of letters that staff took in: in the reader, as a table, as slips to cut out."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.services import import_portions, imports, receipt_lists
from dialogwerk.apps.statements.services.signature_lists import take_in_list
from tests.documents.pdf_gate import check_pdf, plain_text
from tests.factories import ProcedureFactory, StatementFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADER = "Nr;Name;Ort;Eingang;Stellungnahme"
ERIKA = "=1+1;Erika Beispiel;Musterhausen;01.02.2026;Zu laut."
OTTO = "2;Otto Muster;Musterhausen;02.02.2026;Der Wald bleibt."


class StoppingAtOnce:
    """Whoever asks to stop after the first portion."""

    def advance(self, done, message="", *, total=None):
        pass

    def should_stop(self):
        return True


def imported(procedure, *rows, name="briefe.csv"):
    content = io.BytesIO("\n".join([HEADER, *rows]).encode())
    batch = imports.stage(procedure=procedure, file=content, name=name, by="user:1")
    imports.check(batch)
    return imports.take_in_rows(batch, by="user:1")


def signed(procedure, *names):
    letters = take_in_list(
        procedure=procedure,
        title="Liste Heideruh",
        text="Der Wald bleibt.",
        signatories=[IdentityDraft(name=name) for name in names],
        received_at=timezone.now(),
        channel="post",
        by="user:1",
    )
    return letters[0].signature_list


def address(name, bundle, *more):
    return reverse(name, args=[bundle.procedure.slug, bundle.code, *more])


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_table_of_an_import_names_source_row_letter_and_receipt(clerk, procedure):
    batch = imported(procedure, ERIKA, OTTO)
    first, second = procedure.statements.order_by("pk")
    header, *rows = rows_of(clerk.get(address("import-receipts-file", batch)))
    assert header == ["Nummer in der Quelle", "Zeile", "Schreiben", "Beleg", "Eingegangen"]
    assert rows == [
        ["'=1+1", "2", first.code, first.receipt, "2026-02-01"],
        ["2", "3", second.code, second.receipt, "2026-02-02"],
    ]


def test_a_table_holds_only_the_letters_that_came_with_it(procedure):
    StatementFactory(procedure=procedure)
    earlier = imported(procedure, ERIKA)
    later = imported(procedure, ERIKA, OTTO)
    imported(procedure, "3;Ada Beispiel;Musterhausen;03.02.2026;Nein.", name="briefe.csv, 2.csv")
    imported(ProcedureFactory(open_round=True), OTTO)
    ids = [
        [one.external_id for one in receipt_lists.of_import(batch).letters]
        for batch in (earlier, later)
    ]
    assert ids == [["=1+1"], ["2"]]


def test_letters_of_a_stopped_import_have_their_receipts_too(procedure, monkeypatch):
    monkeypatch.setattr(import_portions, "ROWS_PER_TRANSACTION", 1)
    content = io.BytesIO("\n".join([HEADER, ERIKA, OTTO]).encode())
    batch = imports.stage(procedure=procedure, file=content, name="briefe.csv", by="user:1")
    imports.check(batch)
    imports.take_in_rows(batch, by="user:1", progress=StoppingAtOnce())
    assert batch.state == "stopped"
    assert [one.external_id for one in receipt_lists.of_import(batch).letters] == ["=1+1"]


def test_a_file_of_receipts_is_noted_in_the_journal_without_a_receipt(clerk, procedure):
    batch = imported(procedure, ERIKA, OTTO)
    clerk.get(address("import-receipts-file", batch))
    clerk.get(address("import-receipts-slips", batch, 1))
    entries = JournalEntry.objects.about(batch.code).with_action("receipts.exported")
    assert [one.payload for one in entries.order_by("pk")] == [
        {"as": "csv", "letters": 2},
        {"as": "pdf", "letters": 2},
    ]
    assert all(one.actor.startswith("user:") for one in entries)


def test_slips_show_the_code_of_each_letter_on_accessible_pages(clerk, procedure):
    signatures = signed(procedure, "Erika Beispiel", "Otto Muster")
    response = clerk.get(address("captured-receipts-slips", signatures, 1))
    text = plain_text(response.content)
    assert check_pdf(response.content) == ()
    assert "Belege zu Liste Heideruh" in text
    for letter in Statement.objects.filter(signature_list=signatures):
        assert letter.receipt in text
        assert letter.code in text
    assert "Beispiel" not in text


def test_many_slips_come_in_several_files(clerk, procedure, monkeypatch):
    monkeypatch.setattr(receipt_lists, "SLIPS_PER_FILE", 2)
    signatures = signed(procedure, *(f"Erika Beispiel {n}" for n in range(5)))
    page = clerk.get(address("captured-receipts", signatures)).text
    assert "Abschnitte 5 bis 5 (PDF)" in page
    last = list(Statement.objects.order_by("pk"))[-1]
    text = plain_text(clerk.get(address("captured-receipts-slips", signatures, 3)).content)
    assert last.receipt in text
    assert text.count(last.receipt[:4]) == 1
    for part in (0, 4):
        missing = clerk.get(address("captured-receipts-slips", signatures, part))
        assert missing.status_code == 404


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_lists_receipts_and_leads_to_the_files(
    clerk, procedure, language, django_assert_max_num_queries
):
    batch = imported(procedure, ERIKA, OTTO)
    clerk.cookies["django_language"] = language
    with django_assert_max_num_queries(15):
        page = clerk.get(address("import-receipts", batch)).text
    for letter in procedure.statements.all():
        assert letter.receipt in page
    assert address("import-receipts-file", batch) in page
    assert address("import-receipts-slips", batch, 1) in page
    assert address("import-receipts", batch) in clerk.get(address("import", batch)).text


def test_the_page_of_a_captured_list_leads_to_all_its_receipts(clerk, procedure):
    signatures = signed(procedure, "Erika Beispiel", "Otto Muster")
    page = clerk.get(address("captured", signatures)).text
    assert address("captured-receipts", signatures) in page
    assert "2" in clerk.get(address("captured-receipts", signatures)).text


def test_a_table_without_new_letters_has_no_receipts(clerk, procedure):
    imported(procedure, OTTO)
    again = imported(procedure, OTTO)
    page = clerk.get(address("import-receipts", again)).text
    assert "Damit kam kein Schreiben herein." in page
    assert address("import-receipts-file", again) not in page


@pytest.mark.parametrize("role", [Role.EXPERT, Role.DEVELOPER])
def test_receipts_are_only_for_those_who_take_letters_in(client, procedure, role):
    batch, signatures = imported(procedure, ERIKA), signed(procedure, "Otto Muster")
    client.force_login(UserFactory(roles=[role], on_team=procedure))
    for bundle, kind in ((batch, "import-receipts"), (signatures, "captured-receipts")):
        for name, more in ((kind, ()), (f"{kind}-file", ()), (f"{kind}-slips", (1,))):
            assert client.get(address(name, bundle, *more)).status_code in (403, 404)
    assert not JournalEntry.objects.with_action("receipts.exported").exists()


def test_receipts_are_not_found_under_another_procedure(clerk, procedure):
    other = ProcedureFactory(open_round=True)
    batch = imported(other, ERIKA)
    here = reverse("import-receipts", args=[procedure.slug, batch.code])
    assert clerk.get(here).status_code == 404


def test_the_reader_shows_the_receipt_to_those_who_take_letters_in(client, clerk, procedure):
    letter = StatementFactory(procedure=procedure)
    here = reverse("reader", args=[procedure.slug, letter.code])
    assert letter.receipt in clerk.get(here).text
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    page = client.get(here)
    assert page.status_code == 200
    assert letter.receipt not in page.text


def test_the_header_follows_the_language(procedure):
    batch = imported(procedure, OTTO)
    target = io.BytesIO()
    with override("en"):
        count = receipt_lists.write_table(target, receipt_lists.of_import(batch), by="user:1")
    assert count == 1
    assert target.getvalue().decode("utf-8-sig").startswith("Number in the source;Row;Letter")


def test_days_are_those_of_the_place(procedure):
    late = timezone.localtime().replace(hour=23, minute=30) - timedelta(days=2)
    signatures = signed(procedure, "Otto Muster")
    Statement.objects.update(received_at=late)
    target = io.BytesIO()
    receipt_lists.write_table(target, receipt_lists.of_list(signatures), by="user:1")
    assert late.date().isoformat() in target.getvalue().decode()
