"""The pages of the exchange: identifiers, messages out as a ZIP, in by way of a look."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.exchange.models import Link, Outgoing
from dialogwerk.apps.statements.models import Statement
from dialogwerk.cores.xbeteiligung import Author, read, write
from tests.factories import StatementFactory, UserFactory

from .test_receiving import message

pytestmark = pytest.mark.django_db

IDENTIFIERS = {
    "process_id": "vorgang-1",
    "plan_id": "plan-1",
    "participation_id": "beteiligung-1",
    "step": "6000",
    "step_version": "3",
    "substep": "1000",
    "substep_version": "3",
    "directory": "DVDV",
    "directory_version": "1",
    "our_key": "psw:05000000",
    "their_key": "psw:06000000",
    "their_name": "Planungsportal Musterland",
}


def address(name, procedure, *more):
    return reverse(name, args=[procedure.slug, *more])


def sent(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_identifiers_are_stored_and_slips_named(ours, procedure):
    page = address("xbeteiligung-link", procedure)
    assert ours.post(page, {**IDENTIFIERS, "process_id": "a  b"}).status_code == 422
    assert ours.post(page, IDENTIFIERS).status_code == 302
    assert Link.objects.get().their_name == "Planungsportal Musterland"
    assert "vorgang-1" in ours.get(address("xbeteiligung", procedure)).content.decode()


def test_letters_are_sent_as_a_zip(ours, procedure, link):
    StatementFactory.create_batch(2, procedure=procedure)
    response = ours.post(address("xbeteiligung-send", procedure), {"which": "new"})
    with sent(response) as archive:
        assert len(archive.namelist()) == 2
        assert read(archive.read(archive.namelist()[0])).process_id == link.process_id
    again = ours.post(address("xbeteiligung-send", procedure), {"which": "new"})
    assert again.status_code == 422
    assert Outgoing.objects.count() == 2


def test_one_letter_is_sent_by_its_code(ours, procedure, link):
    letter = StatementFactory.create_batch(2, procedure=procedure, named=True)[0]
    data = {"which": "one", "code": letter.code.lower(), "names": "on"}
    with sent(ours.post(address("xbeteiligung-send", procedure), data)) as archive:
        (name,) = archive.namelist()
        assert read(archive.read(name)).statement.author.name == letter.person.identity.name
    for slip in ({"which": "one"}, {"which": "one", "code": "E-0"}, {}):
        response = ours.post(address("xbeteiligung-send", procedure), slip)
        assert response.status_code == 422


def test_a_message_is_looked_at_then_taken_in_then_acknowledged(ours, procedure, link):
    author = Author(organisation="Wasserverband Musterbach")
    file = SimpleUploadedFile("nachricht.xml", write(message(link, author=author)))
    response = ours.post(address("xbeteiligung-receive", procedure), {"file": file})
    assert "Rotmilan" in ours.get(response.url).content.decode()
    assert not Statement.objects.exists()
    ours.post(response.url)
    letter = Statement.objects.get()
    assert letter.code in ours.get(response.url).content.decode()
    code = response.url.rstrip("/").rsplit("/", 1)[1]
    receipts = ours.get(address("xbeteiligung-receipts", procedure, code))
    with sent(receipts) as archive:
        assert read(archive.read(archive.namelist()[0])).is_ok


def test_a_file_without_a_message_is_refused_with_a_sentence(ours, procedure, link):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "nichts")
    file = SimpleUploadedFile("a.zip", target.getvalue())
    page = address("xbeteiligung-receive", procedure)
    response = ours.post(page, {"file": file}, follow=True)
    assert list(response.context["messages"])
    assert ours.post(page, {}).status_code == 302


def test_before_the_identifiers_are_known_nothing_can_be_sent_or_received(ours, procedure):
    StatementFactory(procedure=procedure)
    page = ours.get(address("xbeteiligung", procedure))
    assert address("xbeteiligung-link", procedure) in page.content.decode()
    assert ours.post(address("xbeteiligung-send", procedure), {"which": "new"}).status_code == 422


def test_a_folder_that_holds_no_schemas_is_said_and_breaks_no_page(ours, procedure, link, settings):
    settings.XBETEILIGUNG_SCHEMAS = "/nirgendwo"
    StatementFactory(procedure=procedure)
    assert ours.get(address("xbeteiligung", procedure)).status_code == 200
    response = ours.post(address("xbeteiligung-send", procedure), {"which": "new"})
    assert response.status_code == 422
    assert "/nirgendwo" in response.content.decode()


@pytest.mark.parametrize("role", [Role.EXPERT, Role.LAWYER, Role.DEVELOPER])
def test_others_on_the_team_exchange_nothing(client, procedure, link, role):
    client.force_login(UserFactory(roles=[role], on_team=procedure))
    assert client.get(address("xbeteiligung", procedure)).status_code == 403
    assert client.post(address("xbeteiligung-send", procedure)).status_code == 403


def test_the_page_needs_few_queries(ours, procedure, link, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        assert ours.get(address("xbeteiligung", procedure)).status_code == 200
