"""Results of dialogues have to be considered before the weighing is closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.models import ProcessMember
from dialogwerk.apps.dialogues.services.handing_over import hand_over
from dialogwerk.apps.dialogues.services.report import publish_report
from dialogwerk.apps.statements.errors import GateClosed, NotAllowedNow
from dialogwerk.apps.statements.models import DialogueResultConsidered
from dialogwerk.apps.statements.services import dialogue_results as service
from dialogwerk.apps.statements.services.gate import close_weighing, open_items
from tests.factories import ProcedureFactory, UserFactory
from tests.factories.dialogues import ContributionFactory, ProcessFactory, ProcessMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory()


@pytest.fixture
def clerk(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)


@pytest.fixture
def process(procedure):
    return ProcessFactory(slug="markt", title="Neuer Markt", scheme=procedure.scheme)


@pytest.fixture
def lead(process):
    return ProcessMemberFactory(process=process, role=ProcessMember.Role.LEAD).user


@pytest.fixture
def given(process, procedure, lead):
    return give(process, procedure, lead)


def give(process, procedure, lead):
    known = process.reports.newest_first().first()
    report = known or publish_report(process=process, by=lead, now=timezone.now())
    return hand_over(
        process=process,
        report=report,
        day=timezone.localdate(),
        recipient="Bezirksregierung",
        procedure=procedure,
        by=lead,
    )


def page(name, procedure, given):
    return reverse(name, args=[procedure.slug, given.code])


def test_results_that_nobody_considered_keep_the_gate_closed(procedure, given, clerk):
    assert open_items(procedure).unconsidered_results == 1
    with pytest.raises(GateClosed):
        close_weighing(procedure=procedure, by=clerk.actor)
    service.consider(procedure=procedure, hand_over=given, where="Kapitel 4.2", by=clerk)
    assert open_items(procedure).everything_is_answered
    close_weighing(procedure=procedure, by=clerk.actor)


def test_a_procedure_without_dialogue_has_nothing_to_consider(procedure):
    assert open_items(procedure).unconsidered_results == 0
    assert service.weighed(procedure) == []


def test_of_each_dialogue_the_latest_version_counts(process, procedure, lead, given, clerk):
    service.consider(procedure=procedure, hand_over=given, where="Kapitel 4.2", by=clerk)
    ContributionFactory(format__process=process)
    publish_report(process=process, by=lead, now=timezone.now())
    later = give(process, procedure, lead)
    assert [one.hand_over for one in service.weighed(procedure)] == [later]
    assert open_items(procedure).unconsidered_results == 1


def test_what_comes_after_the_end_does_not_open_it_again(process, procedure, lead, clerk):
    close_weighing(procedure=procedure, by=clerk.actor)
    procedure.refresh_from_db()
    type(procedure).objects.filter(pk=procedure.pk).update(
        weighing_closed_at=timezone.now() - timedelta(seconds=5)
    )
    given = give(process, procedure, lead)
    procedure.refresh_from_db()
    assert open_items(procedure).everything_is_answered
    with pytest.raises(NotAllowedNow):
        service.consider(procedure=procedure, hand_over=given, where="x", by=clerk)


def test_it_is_said_once_with_words_and_for_this_procedure(procedure, given, clerk):
    for wrong in ({"where": " "}, {"procedure": ProcedureFactory()}):
        said = {"procedure": procedure, "hand_over": given, "where": "4.2", **wrong}
        with pytest.raises(NotAllowedNow):
            service.consider(by=clerk, **said)
    service.consider(procedure=procedure, hand_over=given, where="4.2", by=clerk)
    with pytest.raises(NotAllowedNow):
        service.consider(procedure=procedure, hand_over=given, where="4.3", by=clerk)
    assert JournalEntry.objects.filter(action="result.considered").count() == 1


def test_taken_back_it_is_open_again_and_stays_on_record(procedure, given, clerk):
    row = service.consider(procedure=procedure, hand_over=given, where="4.2", by=clerk)
    with pytest.raises(NotAllowedNow):
        service.take_back(considered=row, because="", by=clerk)
    service.take_back(considered=row, because="Falsches Kapitel", by=clerk)
    assert open_items(procedure).unconsidered_results == 1
    service.consider(procedure=procedure, hand_over=given, where="4.3", by=clerk)
    assert DialogueResultConsidered.objects.count() == 2


def test_the_clerk_notes_it_on_the_page_of_the_gate(client, procedure, given, clerk):
    client.force_login(clerk)
    gate = reverse("gate", args=[procedure.slug])
    assert "Neuer Markt" in client.get(gate).content.decode()
    address = page("dialogue-result-consider", procedure, given)
    client.post(address, {"where": ""})
    assert not DialogueResultConsidered.objects.exists()
    client.post(address, {"where": "Begründung, Kapitel 4.2"})
    assert "Kapitel 4.2" in client.get(gate).content.decode()
    client.post(page("dialogue-result-take-back", procedure, given), {"because": "Irrtum"})
    assert not DialogueResultConsidered.objects.standing().exists()


def test_nobody_else_notes_it(client, procedure, given):
    address = page("dialogue-result-consider", procedure, given)
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    assert client.post(address, {"where": "x"}).status_code == 403
    other = ProcedureFactory()
    client.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=other))
    assert client.post(page("dialogue-result-consider", other, given)).status_code == 404


def test_ledger_and_synopsis_name_it(client, procedure, process, given, clerk):
    client.force_login(clerk)
    address = reverse("report-version", args=[process.slug, 1])
    assert address in client.get(reverse("ledger", args=[procedure.slug])).content.decode()
    service.consider(procedure=procedure, hand_over=given, where="Kapitel 4.2", by=clerk)
    data = client.get(reverse("synopsis-file", args=[procedure.slug, "json"]))
    note = b"".join(data.streaming_content if data.streaming else [data.content]).decode()
    assert address in note
    assert "Kapitel 4.2" in note
    process.is_public = False
    process.save()
    assert service.public_lines(procedure) == []
