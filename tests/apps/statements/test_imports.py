import io
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry, Run
from dialogwerk.apps.base.runs import stop_run
from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import (
    ImportBatch,
    ImportMapping,
    SignatureList,
    Statement,
    UnclearSignature,
)
from dialogwerk.apps.statements.periodic import discard_abandoned_tables
from dialogwerk.apps.statements.services import import_portions, imports
from dialogwerk.apps.statements.services.grouping_runs import start_grouping
from dialogwerk.apps.statements.services.import_fields import UnfitMapping, by_synonyms
from dialogwerk.apps.statements.services.import_rows import read_moment
from dialogwerk.cores.tables import read_table
from tests.factories import ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADER = "Nr;Name;Straße;PLZ;Ort;E-Mail;Eingang;Betreff;Stellungnahme"
ERIKA = (
    "1;Erika Beispiel;Heideweg 1;12345;Musterhausen;erika@beispiel.example;01.02.2026;Lärm;Zu laut."
)
OTTO = "2;Otto Muster;Heideweg 2;12345;Musterhausen;;2026-02-02 14:30;Wald;Der Wald bleibt."


def staged(*rows, procedure=None, header=HEADER, encoding="utf-8", name="briefe.csv", **options):
    procedure = procedure or ProcedureFactory(open_round=True)
    content = io.BytesIO("\n".join([header, *rows]).encode(encoding))
    return imports.stage(procedure=procedure, file=content, name=name, by="user:1", **options)


def taken_in(*rows, **options):
    batch = staged(*rows, **options)
    imports.check(batch)
    return imports.take_in_rows(batch, by="user:1")


def codes(batch):
    return [(one["row"], one["code"]) for one in batch.findings]


class Stopping:
    """Whoever asks to stop after some portions."""

    def __init__(self, after):
        self.left = after

    def advance(self, done, message="", *, total=None):
        self.left -= 1

    def should_stop(self):
        return self.left <= 0


# Columns


def test_columns_are_proposed_by_german_and_english_names():
    assert staged(ERIKA).mapping == {
        "id": "Nr",
        "name": "Name",
        "street": "Straße",
        "postal_code": "PLZ",
        "city": "Ort",
        "email": "E-Mail",
        "received_on": "Eingang",
        "title": "Betreff",
        "text": "Stellungnahme",
    }
    assert by_synonyms(["ID", "First name", "Surname", "Comment", "Date of birth"]) == {
        "id": "ID",
        "given_name": "First name",
        "family_name": "Surname",
        "text": "Comment",
        "birth_date": "Date of birth",
    }


def test_the_mapping_last_used_for_a_header_is_proposed_again():
    batch = staged(ERIKA)
    imports.set_mapping(batch, {"text": "Betreff", "id": "Nr"})
    assert staged(OTTO).mapping == {"text": "Betreff", "id": "Nr"}
    assert ImportMapping.objects.count() == 1


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"id": "Nr"}, "Stellungnahme"),
        ({"text": "Inhalt"}, "Inhalt"),
        ({"text": "Betreff", "colour": "Nr"}, "colour"),
        ({"text": "Betreff", "left_out": ["Betreff"]}, "Betreff"),
    ],
)
def test_an_unfit_mapping_is_refused_with_its_reason(mapping, says):
    with override("en"), pytest.raises(UnfitMapping, match=says):
        imports.set_mapping(staged(ERIKA), mapping)


def test_a_table_that_nobody_takes_in_is_discarded_after_thirty_days():
    old, young, begun = staged(ERIKA), staged(ERIKA), staged(ERIKA)
    imports.check(old)
    long_ago = timezone.now() - timedelta(days=31)
    ImportBatch.objects.filter(pk__in=[old.pk, begun.pk]).update(created_at=long_ago)
    ImportBatch.objects.filter(pk=begun.pk).update(rows_done=1, state="stopped")
    name, storage = old.file.name, old.file.storage
    discard_abandoned_tables()
    assert set(ImportBatch.objects.all()) == {young, begun}
    assert not storage.exists(name)
    assert storage.exists(young.file.name)


def test_an_old_table_that_is_being_checked_is_not_discarded():
    batch = staged(ERIKA)
    run = Run.objects.create(kind="import-check", title="Dry run", state="running")
    ImportBatch.objects.update(
        created_at=timezone.now() - timedelta(days=31), run_code=run.public_id
    )
    assert imports.discard_abandoned(timezone.now()) == 0
    assert ImportBatch.objects.get() == batch


# Taking in


def test_a_row_becomes_a_letter_with_receipt_original_and_journal_entry():
    batch = taken_in(ERIKA, OTTO)
    erika, otto = Statement.objects.order_by("pk")
    assert (batch.added, batch.known, batch.refused, batch.state) == (2, 0, 0, "done")
    assert (erika.text, erika.title, erika.external_id) == ("Zu laut.", "Lärm", "1")
    assert timezone.localtime(otto.received_at).isoformat() == "2026-02-02T14:30:00+01:00"
    assert erika.receipt
    assert JournalEntry.objects.filter(action="statement.received").count() == 2
    assert JournalEntry.objects.get(action="import.done").payload["added"] == 2


def test_names_go_into_the_vault_and_nowhere_else():
    batch = taken_in(ERIKA)
    statement = Statement.objects.get()
    identity = Identity.objects.get()
    assert (identity.name, identity.street, identity.city) == (
        "Erika Beispiel",
        "Heideweg 1",
        "Musterhausen",
    )
    original = bytes(statement.original.body).decode()
    assert original == (
        '{"Betreff":"Lärm","Eingang":"01.02.2026","Nr":"1","Stellungnahme":"Zu laut."}'
    )
    batch.refresh_from_db()
    assert not batch.file
    assert "Erika" not in str(batch.findings) + str(batch.summary)


def test_findings_hold_nothing_that_belongs_into_the_vault():
    row = (
        "1;" + "Erika" * 60 + ";" + "Weg" * 80 + ";123456789012345;" + "Ort" * 40 + ";erika;;;Nein"
    )
    batch = taken_in(row)
    assert {one["code"] for one in batch.findings} == {"shortened", "bad_email"}
    for private in ("Erika", "erika", "Weg", "Ort", "12345678"):
        assert private not in str(batch.findings)


def test_a_table_without_names_is_kept():
    batch = taken_in("Zu laut.", header="Text")
    assert batch.file.storage.exists(batch.file.name)


def test_columns_marked_personal_are_in_no_original():
    batch = staged("Zu laut.;01.01.1970;1;grün", header="Text;Geburtsdatum;IBAN;Farbe")
    imports.check(batch)
    imports.take_in_rows(batch, by="user:1")
    assert Identity.objects.get().birth_date == date(1970, 1, 1)
    assert (
        bytes(Statement.objects.get().original.body).decode()
        == '{"Farbe":"grün","Text":"Zu laut."}'
    )


def test_several_letters_of_one_person_have_one_person():
    taken_in(ERIKA, ERIKA.replace("1;", "9;", 1))
    assert Statement.objects.count() == 2
    assert Person.objects.count() == 1


def test_given_and_family_name_and_house_number_are_put_together():
    taken_in(
        "Erika;Beispiel;Heideweg;1a;Musterhausen;Zu laut.",
        header="Vorname;Nachname;Strasse;Hausnr.;Ort;Text",
    )
    identity = Identity.objects.get()
    assert (identity.name, identity.street) == ("Erika Beispiel", "Heideweg 1a")


def test_a_sender_without_a_name_but_with_an_organisation_is_one():
    taken_in("Naturfreunde Musterhausen;Nein.", header="Organisation;Text")
    assert Person.objects.get().kind == Person.Kind.ORGANISATION


def test_rows_of_a_signature_list_are_tied_to_it():
    procedure = ProcedureFactory(open_round=True)
    rows = ("1;Liste Nord;Nein", "2;Liste Nord;Nein", "3;;Nein")
    taken_in(*rows, header="Nr;Unterschriftenliste;Text", procedure=procedure)
    assert SignatureList.objects.get().statements.count() == 2
    assert procedure.statements.filter(signature_list=None).count() == 1


def test_signatures_of_a_list_that_nobody_can_read_are_listed():
    procedure = ProcedureFactory(open_round=True)
    rows = (
        "Liste Nord;Ida Muster;Heideweg 1;Musterhausen;Nein",
        "Liste Nord;unleserlich;Heideweg 2;Musterhausen;Nein",
        "Liste Nord;Ole Probe;;;Nein",
        ";???;Heideweg 3;Musterhausen;Nein",
    )
    header = "Unterschriftenliste;Name;Strasse;Ort;Text"
    taken_in(*rows, header=header, procedure=procedure)
    found = UnclearSignature.objects.order_by("line").values_list("line", "lack")
    assert list(found) == [(3, "name"), (4, "address")]


def test_place_address_and_channel_are_read():
    taken_in(
        "1;7,1;50.7;https://beispiel.example/1;Brief;Am Bach;Hier.",
        header="Nr;Längengrad;Breitengrad;URL;Kanal;Lage;Text",
    )
    letter = Statement.objects.get()
    assert (letter.longitude, letter.latitude, letter.place_name) == (7.1, 50.7, "Am Bach")
    assert (letter.channel, letter.source_url) == ("post", "https://beispiel.example/1")


def test_rows_without_a_date_take_that_of_the_import():
    received = timezone.make_aware(datetime.fromisoformat("2026-03-01"))
    batch = staged("Zu laut.", header="Text", received_at=received)
    imports.check(batch)
    imports.take_in_rows(batch, by="user:1")
    assert Statement.objects.get().received_at == received


def test_letters_after_the_last_day_are_taken_in_as_late():
    procedure = ProcedureFactory(open_round=True)
    until = procedure.rounds.get().objections_until
    procedure.rounds.update(objections_until=until - timedelta(days=300))
    day = timezone.localdate() - timedelta(days=1)
    taken_in(f"{day};Zu spät", header="Datum;Text", procedure=procedure)
    assert Statement.objects.get().is_late


# Known rows, repeated files


@pytest.mark.parametrize("header", ["Nr;Text", "Farbe;Text"])
def test_the_same_file_twice_adds_nothing(header):
    procedure = ProcedureFactory(open_round=True)
    rows = ("1;Nein", "2;Nein", "3;Ja", "3;Ja") if header == "Farbe;Text" else ("1;Nein", "2;Nein")
    first = taken_in(*rows, header=header, procedure=procedure)
    second = taken_in(*rows, header=header, procedure=procedure)
    assert first.added == len(rows)
    assert (second.added, second.known) == (0, len(rows))
    assert procedure.statements.count() == len(rows)


def test_equal_rows_without_a_number_stay_two_letters():
    assert taken_in("Nein", "Nein", header="Text").added == 2


def test_the_same_rows_as_other_file_format_add_nothing():
    procedure = ProcedureFactory(open_round=True)
    taken_in("rot;Nein", header="Farbe;Text", procedure=procedure)
    again = taken_in("Nein\trot", header="Text\tFarbe", procedure=procedure, encoding="utf-16")
    assert (again.added, again.known) == (0, 1)


def test_the_same_number_in_another_procedure_is_another_letter():
    taken_in("1;Nein", header="Nr;Text")
    assert taken_in("1;Nein", header="Nr;Text").added == 1


def test_a_known_number_with_another_text_is_a_conflict_and_changes_nothing():
    procedure = ProcedureFactory(open_round=True)
    taken_in("1;Nein", header="Nr;Text", procedure=procedure)
    batch = taken_in("1;Doch", header="Nr;Text", procedure=procedure)
    assert codes(batch) == [(2, "conflict")]
    assert (batch.added, batch.refused) == (0, 1)
    assert procedure.statements.get().text == "Nein"


def test_only_new_rows_of_a_longer_file_are_added():
    procedure = ProcedureFactory(open_round=True)
    taken_in("1;Nein", header="Nr;Text", procedure=procedure)
    batch = taken_in("1;Nein", "2;Ja", header="Nr;Text", procedure=procedure)
    assert (batch.added, batch.known) == (1, 1)
    assert codes(batch) == [(2, "known")]


# Stopping, killing, going on


def test_an_import_goes_on_where_it_was_stopped(monkeypatch):
    monkeypatch.setattr(import_portions, "ROWS_PER_TRANSACTION", 2)
    batch = staged(*("Nein" for _ in range(7)), header="Text")
    imports.check(batch)
    imports.take_in_rows(batch, by="user:1", progress=Stopping(after=2))
    assert (batch.state, batch.rows_done, Statement.objects.count()) == ("stopped", 4, 4)
    batch = ImportBatch.objects.get()
    imports.take_in_rows(batch, by="user:1")
    assert (batch.state, batch.added, Statement.objects.count()) == ("done", 7, 7)


def test_a_portion_that_breaks_off_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(import_portions, "ROWS_PER_TRANSACTION", 2)
    batch = staged(*("Nein" for _ in range(5)), header="Text")
    imports.check(batch)
    calls, really = [], imports.take_in_many

    def breaks_off_at_the_second(**options):
        taken = really(**options)
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return taken

    monkeypatch.setattr(imports, "take_in_many", breaks_off_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        imports.take_in_rows(batch, by="user:1")
    batch = ImportBatch.objects.get()
    assert (batch.rows_done, Statement.objects.count()) == (2, 2)
    monkeypatch.undo()
    imports.take_in_rows(batch, by="user:1")
    assert Statement.objects.count() == 5
    assert JournalEntry.objects.filter(action="statement.received").count() == 5


def test_two_workers_do_not_take_in_the_same_table():
    batch = staged("Nein", header="Text")
    imports.check(batch)
    other = ImportBatch.objects.get()
    imports.take_in_rows(batch, by="user:1")
    with pytest.raises(NotAllowedNow):
        imports.take_in_rows(other, by="user:1")
    assert Statement.objects.count() == 1


def test_an_import_killed_after_removing_its_file_is_finished():
    batch = taken_in(ERIKA)
    ImportBatch.objects.update(state="running")
    batch = ImportBatch.objects.get()
    assert imports.take_in_rows(batch, by="user:1").state == "done"


def test_a_done_import_does_not_start_again():
    batch = taken_in("Nein", header="Text")
    with pytest.raises(NotAllowedNow):
        imports.start(batch, by="user:1")


def test_the_run_takes_in_and_starts_the_search_for_campaigns(
    django_capture_on_commit_callbacks,
):
    batch = staged(ERIKA, OTTO)
    imports.check(batch)
    with django_capture_on_commit_callbacks(execute=True):
        run = imports.start(batch, by="user:1")
    run.refresh_from_db()
    assert (run.state, run.result) == ("done", {"added": 2, "known": 0, "refused": 0})
    assert Run.objects.filter(kind="group").exists()


def test_a_run_stopped_while_waiting_can_start_again():
    batch = staged(ERIKA)
    imports.check(batch)
    stop_run(imports.start(batch, by="user:1"))
    assert imports.start(ImportBatch.objects.get(), by="user:1").state == "waiting"
    with pytest.raises(NotAllowedNow):
        imports.start(ImportBatch.objects.get(), by="user:1")


def test_an_upload_that_was_not_taken_in_can_be_discarded():
    batch = staged(ERIKA)
    path, storage = batch.file.name, batch.file.storage
    imports.discard(batch)
    assert not ImportBatch.objects.exists()
    assert not storage.exists(path)
    with pytest.raises(NotAllowedNow):
        imports.discard(taken_in(ERIKA))


# Dates


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-01", "2026-03-01T00:00:00+01:00"),
        ("01.03.2026", "2026-03-01T00:00:00+01:00"),
        ("1.3.2026 14:30", "2026-03-01T14:30:00+01:00"),
        ("01.07.2026, 08:05 Uhr", "2026-07-01T08:05:00+02:00"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00+00:00"),
        ("1.3.26", "2026-03-01T00:00:00+01:00"),
    ],
)
def test_dates_are_read_as_people_write_them(written, read):
    assert read_moment(written).isoformat() == read


@pytest.mark.parametrize("written", ["gestern", "31.02.2026", "0001-01-01", "März", "32"])
def test_what_is_no_date_is_not_guessed(written):
    assert read_moment(written) is None


# Real data


@pytest.mark.parametrize(("city", "rows"), [("bonn", 2163), ("ehrenfeld", 366)])
def test_real_contributions_come_in_once(real_data, city, rows):
    path = real_data / "dialogues" / f"raddialog-{city}-2017.csv"
    procedure = ProcedureFactory(open_round=True)
    outcomes = []
    for _time in range(2):
        with path.open("rb") as file:
            batch = imports.stage(procedure=procedure, file=file, name=path.name, by="user:1")
        imports.check(batch)
        imports.take_in_rows(batch, by="user:1")
        outcomes.append((batch.added, batch.known, batch.refused))
    assert outcomes == [(rows, 0, 0), (0, rows, 0)]
    assert procedure.statements.count() == rows
    first = next(iter(read_table(path).rows())).values
    letter = procedure.statements.get(external_id=first["id"])
    assert (letter.text, letter.title) == (first["text"], first["title"])
    assert letter.source_url == first["url"]


# Pages


@pytest.fixture
def clerk(client, procedure):
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    client.force_login(user)
    return client


def upload(client, procedure, *rows, header=HEADER, name="briefe.csv"):
    file = io.BytesIO("\n".join([header, *rows]).encode())
    file.name = name
    return client.post(reverse("imports", args=[procedure.slug]), {"file": file}, follow=True)


def test_a_clerk_imports_a_table_page_by_page(clerk, procedure, django_capture_on_commit_callbacks):
    response = upload(clerk, procedure, ERIKA, OTTO, "3;;;;;;;;")
    batch = ImportBatch.objects.get()
    here = reverse("import", args=[procedure.slug, batch.code])
    assert "Erika Beispiel" in response.text
    fields = {
        f"column-{n}": f
        for n, f in enumerate(
            ["id", "name", "street", "postal_code", "city", "email", "received_on", "title", "text"]
        )
    }
    response = clerk.post(here + "spalten/", {**fields, "channel": "post"}, follow=True)
    batch.refresh_from_db()
    assert batch.summary["new"] == 2
    assert batch.summary["refused"] == 1
    assert "3" in response.text
    with django_capture_on_commit_callbacks(execute=True):
        response = clerk.post(here + "starten/", {"group_after": "on"}, follow=True)
    batch.refresh_from_db()
    assert (batch.state, batch.added) == ("done", 2)
    assert set(procedure.statements.values_list("channel", flat=True)) == {"post"}
    assert clerk.get(here).status_code == 200


def test_progress_is_shown_and_renewed_until_the_run_ends(clerk, procedure):
    batch = staged(ERIKA, procedure=procedure)
    imports.check(batch)
    run = imports.start(batch, by="user:1")
    here = reverse("import", args=[procedure.slug, batch.code])
    assert 'hx-trigger="every 2s"' in clerk.get(here).text
    part = clerk.get(here, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    clerk.post(here + "anhalten/")
    run.refresh_from_db()
    assert run.state == "stopped"
    assert clerk.get(here, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert reverse("import-start", args=[procedure.slug, batch.code]) in clerk.get(here).text


def test_a_field_chosen_twice_is_pointed_out(clerk, procedure):
    batch = staged("a;b", header="A;B", procedure=procedure)
    here = reverse("import-columns", args=[procedure.slug, batch.code])
    choice = {"column-0": "text", "column-1": "text", "channel": "import"}
    response = clerk.post(here, choice)
    assert response.status_code == 422
    assert "column-1" in response.context["form"].errors


def test_findings_are_downloaded_with_safe_cells(clerk, procedure):
    batch = staged("1;=1+1;Nein", header="Nr;Eingang;Text", procedure=procedure)
    imports.check(batch)
    response = clerk.get(reverse("import-findings", args=[procedure.slug, batch.code]))
    rows = [row.values for row in read_table(io.BytesIO(response.content)).rows()]
    assert len(rows) == 1
    assert "=1+1" in list(rows[0].values())[3]


def test_discarding_is_asked_for_first(clerk, procedure):
    batch = staged(ERIKA, procedure=procedure)
    here = reverse("import-discard", args=[procedure.slug, batch.code])
    assert clerk.get(here).status_code == 200
    assert ImportBatch.objects.exists()
    assert clerk.post(here).status_code == 302
    assert not ImportBatch.objects.exists()


def test_import_pages_ask_few_questions_of_the_database(
    clerk, procedure, django_assert_max_num_queries
):
    batch = staged(ERIKA, OTTO, procedure=procedure)
    imports.check(batch)
    for name, args in [
        ("imports", [procedure.slug]),
        ("import", [procedure.slug, batch.code]),
        ("runs", [procedure.slug]),
        ("capture", [procedure.slug]),
    ]:
        with django_assert_max_num_queries(15):
            assert clerk.get(reverse(name, args=args)).status_code == 200


def test_others_see_neither_imports_nor_findings(client, procedure):
    batch = staged(ERIKA, procedure=procedure)
    for name in ("import", "import-findings", "import-discard"):
        page = reverse(name, args=[procedure.slug, batch.code])
        assert client.get(page).status_code == 302
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    for name in ("import", "import-findings", "import-discard"):
        assert client.get(reverse(name, args=[procedure.slug, batch.code])).status_code == 403


def test_an_import_is_not_found_under_another_procedure(clerk, procedure):
    batch = staged(ERIKA)
    assert clerk.get(reverse("import", args=[procedure.slug, batch.code])).status_code == 404


# Runs


def test_runs_of_the_procedure_are_listed_with_their_state(clerk, procedure):
    batch = staged(ERIKA, procedure=procedure)
    imports.check(batch)
    run = imports.start(batch, by="user:1")
    assert run.public_id in clerk.get(reverse("runs", args=[procedure.slug])).text
    page = clerk.get(reverse("run", args=[run.public_id]))
    assert 'hx-trigger="every 2s"' in page.text
    clerk.post(reverse("run-stop", args=[run.public_id]))
    run.refresh_from_db()
    assert run.state == "stopped"
    response = clerk.post(reverse("run-resume", args=[run.public_id]))
    assert Run.objects.filter(kind="import").count() == 2
    assert response.status_code == 302


def test_two_stopped_groupings_that_go_on_become_one(clerk, procedure):
    stopped = []
    for _twice in range(2):
        stopped.append(start_grouping(procedure, by="user:1"))
        stop_run(stopped[-1])
    for run in stopped:
        assert clerk.post(reverse("run-resume", args=[run.public_id])).status_code == 302
    assert len({run.pk for run in stopped}) == 2
    assert Run.objects.filter(kind="group").unfinished().count() == 1


def test_runs_of_other_procedures_stay_hidden(clerk):
    batch = staged(ERIKA)
    imports.check(batch)
    run = imports.start(batch, by="user:1")
    assert clerk.get(reverse("run", args=[run.public_id])).status_code in (403, 404)


def test_an_expert_sees_runs_but_does_not_stop_them(client, procedure):
    batch = staged(ERIKA, procedure=procedure)
    imports.check(batch)
    run = imports.start(batch, by="user:1")
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    assert client.get(reverse("run", args=[run.public_id])).status_code == 200
    assert client.post(reverse("run-stop", args=[run.public_id])).status_code == 403
