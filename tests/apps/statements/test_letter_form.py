"""The public letter form: what it takes, what it refuses, and that nothing gets lost on the way."""

import base64
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.base.protection import client_of, new_challenge, proves_work
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.schemes.models import Round
from dialogwerk.apps.statements.models import Statement
from tests.factories import ProcedureFactory, SchemeFactory

from .letter_posts import SENDER, post_letter, proved_form, solved, unproved_form

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%invented"


@pytest.fixture(autouse=True)
def _easy_puzzles(settings):
    settings.PROOF_OF_WORK_MAX_NUMBER = 50


def errors_of(response):
    return response.context["form"].errors


def test_a_letter_gets_its_receipt_and_stands_in_journal_and_vault(client, procedure):
    response = post_letter(client, procedure, proved_form(procedure, title="Lärm"))
    statement = Statement.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("receipt", args=[statement.receipt]) + "?neu=1"
    assert (statement.title, statement.channel, statement.is_late) == ("Lärm", "web", False)
    assert JournalEntry.objects.about(statement.code).count() == 1
    assert Identity.objects.get(person=statement.person).name == SENDER["name"]


def test_line_endings_become_one_kind_and_nothing_else_changes(client, procedure):
    text = "  Erste Zeile\r\n\r\n🌬️ zweite \u202eZeile <b>fett</b>\r"
    post_letter(client, procedure, proved_form(procedure, text=text))
    statement = Statement.objects.get()
    assert statement.text == "  Erste Zeile\n\n🌬️ zweite \u202eZeile <b>fett</b>\n"
    assert bytes(statement.original.body).decode() == statement.text


def test_the_same_form_sent_twice_gives_the_same_receipt(client, procedure):
    fields = proved_form(procedure)
    first, second = (post_letter(client, procedure, fields) for _ in range(2))
    assert first.url == second.url
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Ganz andere Worte."},
        {"name": "Max Beispiel"},
        {"title": "Anderer Betreff"},
        {"files": SimpleUploadedFile("foto.pdf", PDF)},
    ],
    ids=["words", "sender", "subject", "files"],
)
def test_a_spent_form_with_other_content_is_no_repetition(client, procedure, change):
    key = uuid.uuid4()
    post_letter(client, procedure, proved_form(procedure, key=key))
    response = post_letter(client, procedure, proved_form(procedure, key=key, **change))
    assert response.status_code == 422
    assert response.context["key"] != key, "sending again has to make a letter of its own"
    assert Statement.objects.count() == 1


def test_a_form_refused_for_an_error_keeps_its_key_and_its_text(client, procedure):
    key = uuid.uuid4()
    response = post_letter(client, procedure, proved_form(procedure, key=key, name=""))
    assert response.status_code == 422
    assert response.context["key"] == key
    assert "name" in errors_of(response)
    assert "Der Lärm raubt uns den Schlaf." in response.content.decode()


@pytest.mark.parametrize("field", ["name", "street", "postal_code", "city"])
def test_name_and_address_are_asked_for(client, procedure, field):
    response = post_letter(client, procedure, proved_form(procedure, **{field: " "}))
    assert list(errors_of(response)) == [field]


def test_an_organisation_gives_its_name(client, procedure):
    response = post_letter(client, procedure, proved_form(procedure, kind="organisation"))
    assert list(errors_of(response)) == ["organisation"]
    fields = proved_form(procedure, kind="public_agency", organisation="Forstamt Musterwald")
    post_letter(client, procedure, fields)
    person = Statement.objects.get().person
    assert person.kind == "public_agency"
    assert person.identity.organisation == "Forstamt Musterwald"


def test_a_letter_without_text_needs_a_file(client, procedure):
    assert "text" in errors_of(post_letter(client, procedure, proved_form(procedure, text=" \n")))
    fields = proved_form(procedure, text="", files=SimpleUploadedFile("brief.pdf", PDF))
    assert post_letter(client, procedure, fields).status_code == 302
    assert Statement.objects.get().attachments.get().name == "brief.pdf"


def test_several_files_are_kept(client, procedure):
    files = [SimpleUploadedFile("a.pdf", PDF + b"a"), SimpleUploadedFile("b.txt", b"Guten Tag")]
    post_letter(client, procedure, proved_form(procedure, files=files))
    kept = Statement.objects.get().attachments.values_list("name", "media_type")
    assert set(kept) == {("a.pdf", "application/pdf"), ("b.txt", "text/plain")}


def test_each_refused_file_is_named_with_its_reason(client, procedure):
    files = [
        SimpleUploadedFile("gut.pdf", PDF),
        SimpleUploadedFile("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("leer.pdf", b""),
    ]
    response = post_letter(client, procedure, proved_form(procedure, files=files))
    messages = " ".join(errors_of(response)["files"])
    assert "bild.svg" in messages
    assert "leer.pdf" in messages
    assert Statement.objects.count() == 0


def test_files_are_asked_for_again_when_something_else_is_wrong(client, procedure):
    fields = proved_form(procedure, city="", files=SimpleUploadedFile("brief.pdf", PDF))
    response = post_letter(client, procedure, fields)
    assert "brief.pdf" in " ".join(errors_of(response)["files"])


def test_a_text_of_absurd_length_is_refused_with_its_length(client, procedure, settings):
    settings.STATEMENT_MAX_CHARACTERS = 100
    response = post_letter(client, procedure, proved_form(procedure, text="a" * 101))
    assert "101" in errors_of(response)["text"][0]


def test_a_place_needs_both_coordinates(client, procedure):
    post_letter(client, procedure, proved_form(procedure, longitude="7.9", latitude="51.5"))
    post_letter(client, procedure, proved_form(procedure, longitude="7.9", text="Zweiter Brief"))
    places = Statement.objects.order_by("pk").values_list("longitude", "latitude")
    assert list(places) == [(7.9, 51.5), (None, None)]


def test_a_late_letter_is_taken_and_marked_and_told_so(client, procedure):
    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.update(display_end=yesterday, objections_until=yesterday)
    page = client.get(reverse("write", args=[procedure.slug])).content.decode()
    assert "§\u00a073 Abs.\u00a04 Satz\u00a03 VwVfG" in page
    post_letter(client, procedure, proved_form(procedure))
    assert Statement.objects.get().is_late


def test_without_a_round_there_is_no_form(client):
    procedure = ProcedureFactory()
    response = client.get(reverse("write", args=[procedure.slug]))
    assert "form" not in response.context
    assert post_letter(client, procedure, proved_form(procedure)).status_code == 200
    assert Statement.objects.count() == 0


def test_a_hidden_scheme_takes_no_letters_from_the_public(client):
    procedure = ProcedureFactory(scheme=SchemeFactory(is_public=False), open_round=True)
    assert post_letter(client, procedure, proved_form(procedure)).status_code == 404


def test_without_javascript_a_form_open_for_some_seconds_is_taken(client, procedure, monkeypatch):
    fields = unproved_form(procedure, monkeypatch, ago=timedelta(seconds=5))
    assert post_letter(client, procedure, fields).status_code == 302


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(hours=25)], ids=["at once", "after a day"])
def test_without_javascript_the_form_has_its_time(client, procedure, monkeypatch, ago):
    response = post_letter(client, procedure, unproved_form(procedure, monkeypatch, ago=ago))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_the_trap_catches_machines_but_not_a_browser_that_worked(client, procedure, monkeypatch):
    caught = unproved_form(procedure, monkeypatch, website="https://kauf.example")
    assert post_letter(client, procedure, caught).status_code == 422
    worked = proved_form(procedure, website="https://kauf.example")
    assert post_letter(client, procedure, worked).status_code == 302


def test_letters_without_proof_are_limited_per_connection(client, procedure, monkeypatch, settings):
    settings.UNPROVED_LETTERS_PER_HOUR = 2
    codes = [
        post_letter(client, procedure, unproved_form(procedure, monkeypatch)).status_code
        for _letter in range(3)
    ]
    assert codes == [302, 302, 422]
    assert post_letter(client, procedure, proved_form(procedure)).status_code == 302
    other = unproved_form(procedure, monkeypatch)
    assert post_letter(client, procedure, other, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_proof_holds_for_one_form_only():
    key, other = uuid.uuid4(), uuid.uuid4()
    proof = solved(new_challenge(key, place="heide", now=timezone.now()))
    assert proves_work(proof, key, place="heide")
    assert not proves_work(proof, other, place="heide")
    assert not proves_work(proof, key, place="moor")


def test_an_expired_proof_is_none():
    key = uuid.uuid4()
    challenge = new_challenge(key, place="heide", now=timezone.now() - timedelta(days=2))
    assert not proves_work(solved(challenge), key, place="heide")


DEEP = base64.b64encode(b"[" * 3700).decode()


@pytest.mark.parametrize("rubbish", ["", "x", "bnVsbA==", "e30=", "WzFd", "eyJzYWx0Ijo1fQ==", DEEP])
def test_rubbish_is_no_proof(rubbish):
    assert not proves_work(rubbish, uuid.uuid4(), place="heide")


def test_a_client_key_hides_the_address_and_joins_an_ipv6_network(rf, settings):
    def key(address, day="2026-11-22", **headers):
        return client_of(rf.get("/", REMOTE_ADDR=address, headers=headers), day=day)

    assert key("2001:db8::1") == key("2001:db8::2") != key("2001:db8:0:1::1")
    assert key("192.0.2.1") != key("192.0.2.2")
    assert key("192.0.2.1") != key("192.0.2.1", day="2026-11-23")
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    forwarded = key("10.0.0.1", **{"X-Forwarded-For": "203.0.113.5, 192.0.2.1"})
    settings.CLIENT_ADDRESS_HEADER = ""
    assert forwarded == key("192.0.2.1")


def test_the_form_costs_few_queries(client, procedure, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(reverse("write", args=[procedure.slug]))


def test_taking_a_letter_in_costs_few_queries(client, procedure, django_assert_max_num_queries):
    fields = proved_form(procedure)
    with django_assert_max_num_queries(18):
        post_letter(client, procedure, fields)


def test_the_form_is_never_kept_in_a_cache(client, procedure):
    response = client.get(reverse("write", args=[procedure.slug]))
    assert "no-store" in response.headers["Cache-Control"]
