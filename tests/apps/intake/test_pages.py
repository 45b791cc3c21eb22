"""The pages of the intake: handing over, what became of each, and the quarantine."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.intake.models import Delivery, Item
from dialogwerk.apps.statements.models import Statement
from tests.cores.incoming import making
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def upload(*files):
    return {
        "files": [SimpleUploadedFile(name, content) for name, content in files],
        "channel": "post",
        "received_at": "2026-03-05T08:00",
    }


@pytest.fixture
def refused(hand_over):
    return hand_over(("brief.rtf", b"{\\rtf1 Zu laut}")).items.get()


def at(name, procedure, *parts):
    return reverse(name, args=[procedure.slug, *parts])


def test_files_are_handed_over_and_what_became_of_each_is_shown(
    clerk, procedure, django_capture_on_commit_callbacks
):
    files = upload(("a.eml", making.mail()), ("böse.pdf", b"MZ\x90\x00\x01"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk.post(at("deliveries", procedure), files)
    delivery = Delivery.objects.get()
    assert answer.url == at("delivery", procedure, delivery.code)
    page = clerk.get(answer.url).content.decode()
    assert Statement.objects.get().code in page
    assert "böse.pdf" in page
    assert "Dateien dieser Art werden nicht angenommen" in page
    assert "a.eml" in clerk.get(answer.url + "?state=taken_in").content.decode()
    assert "a.eml" in clerk.get(at("deliveries", procedure)).content.decode()


def test_without_files_the_form_says_so(clerk, procedure):
    answer = clerk.post(at("deliveries", procedure), {"channel": "post"})
    assert answer.status_code == 422
    assert "Wählen Sie mindestens eine Datei" in answer.content.decode()


def test_the_quarantine_lists_reasons_and_gives_files_harmlessly(clerk, procedure, refused):
    page = clerk.get(at("quarantine", procedure)).content.decode()
    assert "brief.rtf" in page
    assert "rtf" in page
    answer = clerk.get(at("quarantine-file", procedure, refused.code))
    assert b"".join(answer.streaming_content) == b"{\\rtf1 Zu laut}"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_refused_letter_is_typed_in_and_keeps_its_bytes_and_its_day(clerk, procedure, refused):
    answer = clerk.post(
        at("quarantine-type-in", procedure, refused.code),
        {
            "text": "Zu laut",
            "channel": "post",
            "received_at": "2026-03-05T08:00",
            "name": "Ina Beispiel",
        },
    )
    letter = Statement.objects.get()
    assert answer.url == at("captured", procedure, letter.code)
    assert bytes(letter.original.body) == b"{\\rtf1 Zu laut}"
    refused.refresh_from_db()
    assert (refused.state, refused.statement) == ("taken_in", letter)
    again = clerk.post(
        at("quarantine-type-in", procedure, refused.code),
        {"text": "Zu laut", "channel": "post", "received_at": "2026-03-05T08:00"},
    )
    assert again.status_code == 422
    assert Statement.objects.count() == 1


def test_discarding_needs_a_reason_and_can_be_taken_back(clerk, procedure, refused):
    address = at("quarantine-discard", procedure, refused.code)
    assert clerk.post(address, {"why": ""}).status_code == 422
    clerk.post(address, {"why": "Werbung"})
    refused.refresh_from_db()
    assert (refused.state, refused.why) == ("discarded", "Werbung")
    assert "Werbung" in clerk.get(at("quarantine", procedure) + "?state=discarded").content.decode()
    clerk.post(at("quarantine-restore", procedure, refused.code))
    refused.refresh_from_db()
    assert refused.state == "quarantined"
    actions = JournalEntry.objects.filter(subject=refused.code).order_by("pk")
    assert [one.action for one in actions] == [
        "intake.quarantined",
        "intake.discarded",
        "intake.quarantined",
    ]


@pytest.mark.parametrize("name", ["deliveries", "quarantine"])
def test_only_the_authority_sees_the_intake(client, procedure, refused, name):
    assert client.get(at(name, procedure)).status_code == 302
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    assert client.get(at(name, procedure)).status_code == 403
    assert client.get(at("quarantine-file", procedure, refused.code)).status_code == 403


def test_things_of_other_procedures_are_not_found(clerk, procedure, refused):
    from tests.factories import ProcedureFactory

    other = ProcedureFactory()
    Item.objects.update(delivery=refused.delivery)
    Delivery.objects.update(procedure=other)
    assert clerk.get(at("quarantine-item", procedure, refused.code)).status_code == 404
