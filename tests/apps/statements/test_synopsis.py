"""The synopsis: arguments beside answers, in every format, with names only for the authority."""

import io
import json
import zipfile

import pypdfium2
import pytest
import typer
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from typer.testing import CliRunner

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.people.models import VaultLook
from dialogwerk.apps.statements.models import Segment
from dialogwerk.apps.statements.services import synopsis
from dialogwerk.apps.statements.services.masking import masked
from dialogwerk.apps.statements.services.synopsis import Reader, Wanted
from dialogwerk.cli import statements_synopsis
from dialogwerk.documents.synopsis import FORMATS
from tests.factories import (
    ArgumentFactory,
    CampaignFactory,
    IdentityFactory,
    OccurrenceFactory,
    PersonFactory,
    ProcedureFactory,
    SegmentFactory,
    UserFactory,
)

from .answered_letters import make_answered, make_point, make_talkative

pytestmark = pytest.mark.django_db
BY = "user:1"
AUTHORITY = Reader(Audience.AUTHORITY, by=BY)
DEVELOPER = Reader(Audience.DEVELOPER, by=BY, with_names=True)
NAMES = Reader(Audience.AUTHORITY, by=BY, with_names=True)


def rows(procedure, reader=AUTHORITY):
    return list(synopsis.synopsis(procedure, reader=reader).rows)


def words_in(content, ending):
    """Everything that can be read in such a file."""
    if ending in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    if ending == "pdf":
        pages = pypdfium2.PdfDocument(content)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        return text.replace("\ufffe", "").replace("\xad", "").replace("\r\n", " ")
    return content.decode("utf-8-sig")


def file_of(procedure, ending, reader):
    target = io.BytesIO()
    synopsis.write_file(target, procedure, ending, reader=reader)
    return words_in(target.getvalue(), ending)


def test_a_row_counts_people_and_letters_and_quotes_campaigns_first(procedure):
    argument = make_answered(procedure, text="Wir drosseln.")
    person = PersonFactory()
    for _number in range(2):
        make_point(procedure, person, argument)
    campaign = CampaignFactory(procedure=procedure)
    shared = SegmentFactory(
        statement=None, campaign=campaign, procedure=procedure, tied=True, argument=argument
    )
    point = make_point(procedure, PersonFactory(), argument)
    OccurrenceFactory(segment=shared, statement=point.statement)
    (row,) = rows(procedure)
    assert (row.persons, row.letters, row.answer) == (2, 3, "Wir drosseln.")
    assert str(campaign.number) in row.passages[0].author
    assert row.passages[1].author == person.code


def test_arguments_nobody_raised_are_left_out(procedure):
    ArgumentFactory(procedure=procedure)
    make_point(ProcedureFactory(), PersonFactory())
    assert rows(procedure) == []


def test_more_passages_than_it_quotes_are_counted_still(procedure):
    argument = make_answered(procedure)
    for _number in range(8):
        make_point(procedure, PersonFactory(), argument)
    (row,) = rows(procedure)
    assert (len(row.passages), row.letters) == (synopsis.PASSAGES, 8)


def test_many_arguments_come_in_order_and_few_queries(procedure, django_assert_max_num_queries):
    numbers = [
        make_point(procedure, PersonFactory(), make_answered(procedure)).segment.argument.number
        for _number in range(6)
    ]
    with django_assert_max_num_queries(8):
        found = rows(procedure)
    assert [row.number for row in found] == [str(number) for number in sorted(numbers)]


def test_it_is_narrowed_by_result_kind_and_words(procedure):
    followed = make_answered(procedure, result="followed", text="Wir pflanzen Hecken.")
    still_open = ArgumentFactory(procedure=procedure, kind="study", title="Fledermäuse zählen")
    for argument in (followed, still_open):
        make_point(procedure, PersonFactory(), argument)
    for wanted, expected in (
        (Wanted(result="followed"), followed),
        (Wanted(result="open"), still_open),
        (Wanted(kind="study"), still_open),
        (Wanted(words="hecken"), followed),
        (Wanted(words=str(still_open.number)), still_open),
    ):
        assert list(synopsis.arguments_of(procedure, wanted)) == [expected]


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_the_developer_gets_no_name_even_when_asking(procedure, ending):
    secrets = make_talkative(procedure)
    told = file_of(procedure, ending, DEVELOPER)
    assert "Lärm" in told
    for secret in secrets:
        assert secret not in told
    assert not VaultLook.objects.exists()  # hiding a name shows it to nobody


def test_the_public_gets_no_passages(procedure):
    make_talkative(procedure)
    told = file_of(procedure, "json", Reader(Audience.PUBLIC, by="public", with_names=True))
    assert json.loads(told)["arguments"][0]["passages"] == []
    assert not VaultLook.objects.exists()


def test_the_authority_gets_code_numbers_unless_it_asks(procedure):
    make_talkative(procedure)
    person = procedure.statements.get().person
    told = json.loads(file_of(procedure, "json", AUTHORITY))
    assert told["arguments"][0]["passages"][0]["author"] == person.code
    assert not VaultLook.objects.exists()


def test_names_are_shown_to_the_authority_and_the_look_is_logged(procedure):
    make_talkative(procedure)
    told = json.loads(file_of(procedure, "json", NAMES))
    assert told["arguments"][0]["passages"][0]["author"] == "Frieda Musterfrau"
    look = VaultLook.objects.get()
    assert (look.purpose, look.actor, look.count) == ("synopsis", BY, 1)
    entry = JournalEntry.objects.get(action="synopsis.written")
    assert entry.payload == {"format": "json", "names": True, "audience": "authority"}


def test_the_file_speaks_the_language_asked_for(procedure):
    make_point(procedure, PersonFactory(), make_answered(procedure))
    english = synopsis.synopsis(procedure, reader=AUTHORITY, lang="en")
    assert english.title == "Synopsis of the statements"
    assert len(list(english.rows)) == 1


class TestMasking:
    def test_it_hides_what_the_vault_knows_however_it_is_written(self):
        identity = IdentityFactory.build(
            person=None,
            name="Erika  Beispiel-Muster",
            organisation="Heideverein",
            street="Musterweg 1",
            phone="0211 / 123-45",
        )
        text = (
            "erika beispiel-muster vom HEIDEVEREIN, Musterweg 1. Frau Beispiel-Muster,"
            " Beispiel-Muster, Erika, 021112345, Erikas Heide am Musterweg 12."
        )
        assert masked(text, identity) == (
            "[Name] vom [Name], [Anschrift]. Frau [Name], [Telefon], [Name] Heide am Musterweg 12."
        )

    def test_without_identity_only_mail_addresses_go(self):
        assert masked("Erika, e.b@beispiel.example", None) == "Erika, [E-Mail]"


class TestPage:
    @pytest.fixture
    def as_role(self, client, procedure):
        def log_in(role):
            client.force_login(UserFactory(roles=[role], on_team=procedure))

        return log_in

    def test_the_developer_opens_the_synopsis_and_nothing_else(self, client, procedure, as_role):
        secrets = make_talkative(procedure)
        procedure.handed_over_at = timezone.now()
        procedure.save()
        as_role(Role.DEVELOPER)
        page = client.get(reverse("synopsis", args=[procedure.slug]), {"names": "yes"})
        text = page.content.decode()
        assert page.status_code == 200
        assert "Lärm" in text
        for secret in secrets:
            assert secret not in text
        for name in ("inbox", "ledger", "replies", "gate", "arguments"):
            address = reverse(name, args=[procedure.slug])
            assert client.get(address).status_code == 403, name
            assert f'href="{address}"' not in text, name

    def test_the_authority_sees_names_when_it_asks(
        self, client, procedure, as_role, django_assert_max_num_queries
    ):
        make_talkative(procedure)
        as_role(Role.CASE_WORKER)
        address = reverse("synopsis", args=[procedure.slug])
        assert "(Frieda Musterfrau)" not in client.get(address).content.decode()
        with django_assert_max_num_queries(15):
            page = client.get(address, {"names": "yes"})
        assert "(Frieda Musterfrau)" in page.content.decode()

    @pytest.mark.parametrize("ending", sorted(FORMATS))
    def test_files_are_downloaded(self, client, procedure, as_role, ending):
        make_point(procedure, PersonFactory(), make_answered(procedure))
        as_role(Role.EXPERT)
        answer = client.get(reverse("synopsis-file", args=[procedure.slug, ending]))
        assert answer["Content-Type"] == FORMATS[ending].media_type
        assert f".{ending}" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)

    def test_there_is_no_other_format(self, client, procedure, as_role):
        as_role(Role.CASE_WORKER)
        assert client.get(reverse("synopsis-file", args=[procedure.slug, "exe"])).status_code == 404

    def test_others_get_nothing(self, client, procedure, as_role):
        as_role(Role.PARTICIPANT)
        assert client.get(reverse("synopsis", args=[procedure.slug])).status_code == 403


class TestCommand:
    @pytest.fixture
    def run(self):
        app = typer.Typer()
        app.command("synopsis")(statements_synopsis.synopsis)
        app.command("letters")(statements_synopsis.letters)

        def call(*arguments):
            with override("de"):  # the command speaks English and would go on doing so here
                return CliRunner().invoke(app, [str(one) for one in arguments])

        return call

    def test_it_writes_what_the_ending_says(self, run, procedure, tmp_path):
        make_talkative(procedure)
        out = tmp_path / "synopse.xlsx"
        done = run("synopsis", procedure.slug, out, "--names")
        assert done.exit_code == 0, done.output
        assert "Frieda Musterfrau" in words_in(out.read_bytes(), "xlsx")
        assert VaultLook.objects.get().actor == "system:command"
        assert list(tmp_path.iterdir()) == [out]

    @pytest.mark.parametrize("name", ["synopse", "synopse.exe"])
    def test_an_unknown_ending_gets_a_sentence(self, run, procedure, tmp_path, name):
        done = run("synopsis", procedure.slug, tmp_path / name)
        assert done.exit_code == 2
        assert ".xlsx" in done.stderr
        assert not list(tmp_path.iterdir())

    def test_an_unknown_procedure_gets_a_sentence(self, run, procedure, tmp_path):
        done = run("synopsis", "gibt-es-nicht", tmp_path / "synopse.csv")
        assert done.exit_code == 2
        assert procedure.slug in done.stderr

    def test_letters_are_saved_with_a_list(self, run, procedure, tmp_path):
        make_point(procedure, PersonFactory(named=True), make_answered(procedure))
        done = run("letters", procedure.slug, tmp_path / "briefe")
        assert done.exit_code == 0, done.output
        reply = procedure.replies.get()
        pdf = tmp_path / "briefe" / f"{reply.code}.pdf"
        assert pdf.read_bytes().startswith(b"%PDF-")
        listed = (tmp_path / "briefe" / "letters.csv").read_text("utf-8-sig").splitlines()
        assert listed[1].split(";") == [reply.code, pdf.name, "2", reply.sha256, "email"]


def test_the_passage_stays_as_it_was(procedure):
    make_talkative(procedure)
    rows(procedure, DEVELOPER)
    assert "Frieda Musterfrau" in Segment.objects.get().text
