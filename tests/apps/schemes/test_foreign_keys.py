"""The key of a record leads nowhere under the address of another procedure or for another team."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Notice, ProcedureEvent, StepOverride
from tests.factories import ProcedureFactory, UserFactory

from .calendars import dialogue_date, planned_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return planned_procedure()


@pytest.fixture
def other():
    return planned_procedure()


def records_of(procedure):
    """Addresses of what belongs to this procedure, under the address that is named."""
    day = timezone.localdate()
    event = ProcedureEvent.objects.create(
        procedure=procedure, name="application", day=day, proof_file="proofs/x.pdf"
    )
    override = StepOverride.objects.create(
        procedure=procedure, step="hearing", day=day, computed_day=day, reason="x"
    )
    draft = Notice.objects.create(
        procedure=procedure, kind="display", title="Entwurf", text="Der Plan liegt aus."
    )
    step = procedure.steps.standing().first()
    return [
        ("event-withdraw", [event.pk]),
        ("proof", [event.pk]),
        ("override-withdraw", [override.pk]),
        ("step-override", [step.pk]),
        ("notice", [draft.pk]),
        ("notice-waive", [draft.pk]),
        ("notice-file", [draft.pk, "pdf"]),
    ]


def test_a_key_of_another_procedure_is_not_found_under_mine(client, mine, other):
    user = UserFactory(roles=[Role.CASE_WORKER, Role.LAWYER], on_team=mine)
    client.force_login(user)
    for name, rest in records_of(other):
        assert client.get(reverse(name, args=[mine.slug, *rest])).status_code == 404, name
    one = dialogue_date(other)
    found = client.get(reverse("dialogue-date-edit", args=[mine.scheme.slug, one.pk]))
    assert found.status_code == 404


@pytest.mark.parametrize("role", [Role.LAWYER, Role.CASE_WORKER, Role.EXPERT])
def test_staff_of_another_project_are_refused(client, mine, other, role):
    client.force_login(UserFactory(roles=[role], on_team=other))
    for name, rest in records_of(mine):
        assert client.get(reverse(name, args=[mine.slug, *rest])).status_code == 403, name
    mine.scheme.is_public = False
    mine.scheme.save()
    assert client.get(reverse("calendar", args=[mine.slug])).status_code == 404
    assert client.get(reverse("procedure-feed", args=[mine.slug])).status_code == 404


def test_a_developer_sees_neither_drafts_nor_proofs_nor_internal_duties(client, mine):
    client.force_login(UserFactory(roles=[Role.DEVELOPER], on_team=mine))
    for name, rest in records_of(mine):
        assert client.get(reverse(name, args=[mine.slug, *rest])).status_code == 403, name
    feed = client.get(reverse("procedure-feed", args=[mine.slug])).content.decode()
    anonymous = Client().get(reverse("procedure-feed", args=[mine.slug]))
    assert feed == anonymous.content.decode()


def test_a_draft_has_no_public_page(client, mine):
    draft = Notice.objects.create(procedure=mine, kind="display", title="Entwurf", text="x")
    assert client.get(draft.get_absolute_url()).status_code == 404
    draft.published_on, draft.published_at = timezone.localdate(), timezone.now()
    draft.save()
    assert client.get(draft.get_absolute_url()).status_code == 200
    stranger = ProcedureFactory()
    foreign = reverse("public-notice", args=[stranger.slug, draft.pk])
    assert client.get(foreign).status_code == 404
