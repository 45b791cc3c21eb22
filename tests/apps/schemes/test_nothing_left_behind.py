"""What fails in the middle leaves nothing behind; what two people do at once is not lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Notice, Procedure, ProcedureEvent
from dialogwerk.apps.schemes.services import (
    events,
    open_round,
    proofs,
    record_event,
    save_procedure,
)
from dialogwerk.apps.schemes.services.procedures import Course
from dialogwerk.apps.schemes.services.schemes import OrganisationDraft
from tests.factories import ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def record_with_file(procedure):
    proof = proofs.Proof(
        kind=ProcedureEvent.Proof.LETTER, file=SimpleUploadedFile("beleg.png", PICTURE)
    )
    return record_event(
        procedure=procedure,
        name="application",
        day=timezone.localdate(),
        by=UserFactory(),
        proof=proof,
    )


def kept_files(folder):
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_proof_is_kept_with_its_event(procedure, tmp_path):
    event = record_with_file(procedure)
    assert default_storage.open(event.proof_file.name).read() == PICTURE
    assert len(kept_files(tmp_path)) == 1


@pytest.mark.parametrize("step", ["recalculate", "_write"])
def test_no_file_stays_behind_when_a_later_step_fails(procedure, tmp_path, monkeypatch, step):
    def fail(*_args, **_kwargs):
        raise RuntimeError(step)

    monkeypatch.setattr(events, step, fail)
    with pytest.raises(RuntimeError):
        record_with_file(procedure)
    assert not ProcedureEvent.objects.exists()
    assert not JournalEntry.objects.exists()
    assert not kept_files(tmp_path)


def test_no_file_stays_behind_when_its_event_cannot_be_saved(procedure, tmp_path, monkeypatch):
    def fail(self, **kwargs):
        raise RuntimeError("lost")

    event = ProcedureEvent.objects.create(
        procedure=procedure, name="application", day=timezone.localdate()
    )
    monkeypatch.setattr(ProcedureEvent, "save", fail)
    file = proofs.checked(SimpleUploadedFile("beleg.png", PICTURE))
    with pytest.raises(RuntimeError):
        proofs.keep_file(event, file)
    assert not kept_files(tmp_path)


def saved(procedure, **facts):
    """The procedure as the form saves it, with other facts."""
    return save_procedure(
        procedure=procedure,
        scheme=procedure.scheme,
        title="Ein anderer Titel",
        reference="",
        course=Course(**facts),
        authority=OrganisationDraft(kind=procedure.authority.kind, name=procedure.authority.name),
        by="user:1",
    )


def test_other_facts_never_shorten_a_period_that_was_announced():
    procedure, user = ProcedureFactory(eia=True), UserFactory()
    one = open_round(procedure=procedure, display_start=date(2026, 3, 2), by=user.actor)
    told = one.objections_until
    about = {"procedure": procedure, "round": one, "by": user}
    record_event(name="published", day=date(2026, 2, 20), **about)
    with pytest.raises(ValidationError):
        saved(procedure, eia=False)
    one.refresh_from_db()
    assert one.objections_until == told
    assert Procedure.objects.get().eia is True
    record_event(name="objections_end", day=told, **about)
    saved(procedure, eia=False)
    one.refresh_from_db()
    assert (one.objections_until, Procedure.objects.get().eia) == (told, False)


def test_before_it_is_announced_a_period_follows_the_facts():
    procedure = ProcedureFactory(eia=True)
    one = open_round(procedure=procedure, display_start=date(2026, 3, 2), by="user:1")
    saved(procedure, eia=False)
    told = one.objections_until
    one.refresh_from_db()
    assert one.objections_until < told


def test_changing_a_procedure_keeps_what_others_did_to_it_meanwhile(procedure):
    on_the_screen = Procedure.objects.get(pk=procedure.pk)
    now = timezone.now()
    Procedure.objects.filter(pk=procedure.pk).update(weighing_closed_at=now)
    saved(on_the_screen, eia=False)
    procedure.refresh_from_db()
    assert (procedure.title, procedure.weighing_closed_at) == ("Ein anderer Titel", now)


def test_a_notice_can_still_be_read_when_its_procedure_has_no_such_kind_any_more(client):
    procedure = ProcedureFactory(kind="bimschg", variant="full")
    notice = Notice.objects.create(
        procedure=procedure, kind="display", title="Auslegung", text="Der Plan liegt aus."
    )
    Procedure.objects.filter(pk=procedure.pk).update(variant="simplified")
    client.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))
    page = client.get(reverse("notice", args=[procedure.slug, notice.pk]))
    assert page.status_code == 200
    assert page.context["trouble"]
    assert page.context["blocked"]
