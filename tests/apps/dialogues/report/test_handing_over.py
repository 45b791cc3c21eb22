"""The result goes to the authority: recorded, on the timeline, in the calendar, confirmed."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.errors import NotAllowedNow
from dialogwerk.apps.dialogues.services import handing_over as service
from dialogwerk.apps.dialogues.services.processes import save_phase
from dialogwerk.apps.dialogues.services.report import publish_report
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.interlock import interlock_of
from dialogwerk.apps.schemes.models import DialogueDate, ProcedureEvent
from tests.factories import (
    OrganisationFactory,
    ProcedureEventFactory,
    ProcedureFactory,
    UserFactory,
)
from tests.factories.dialogues import ProcessFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n"


@pytest.fixture
def procedure():
    return ProcedureFactory()


@pytest.fixture
def process(procedure):
    return ProcessFactory(slug="marktplatz", scheme=procedure.scheme)


@pytest.fixture
def report(process, lead):
    published = timezone.now() - timedelta(days=10)
    return publish_report(process=process, by=lead, now=published)


def hand_over(process, report, by, **said):
    given = {"day": timezone.localdate(), "recipient": "Bezirksregierung", **said}
    return service.hand_over(process=process, report=report, by=by, **given)


def test_the_day_stands_on_the_process_and_on_each_phase(process, report, lead, procedure):
    today = timezone.localdate()
    phase = save_phase(
        process=process,
        phase=None,
        by=lead,
        title="Sammeln",
        purpose="Hören, was zu beachten ist.",
        first_day=today - timedelta(days=60),
        last_day=today - timedelta(days=30),
    )
    made = hand_over(process, report, lead, procedure=procedure)
    process.refresh_from_db()
    phase.dialogue_date.refresh_from_db()
    assert timezone.localtime(process.handed_over_at).date() == made.day
    assert phase.dialogue_date.result_handed_over == made.day
    entry = JournalEntry.objects.get(action="result.handed_over")
    assert entry.payload["sha256"] == report.sha256
    assert entry.procedure == procedure.slug


def test_the_interlock_sees_it(process, report, lead, procedure):
    today = timezone.localdate()
    phase = save_phase(
        process=process,
        phase=None,
        by=lead,
        title="Sammeln",
        purpose="Hören.",
        first_day=today - timedelta(days=60),
        last_day=today - timedelta(days=30),
    )

    phase.dialogue_date.kind = DialogueDate.Kind.EARLY_PARTICIPATION
    phase.dialogue_date.save()
    ProcedureEventFactory(procedure=procedure, round=None, name="early_start", day=phase.first_day)

    def findings():
        phase.dialogue_date.refresh_from_db()
        checked = interlock_of([procedure], [phase.dialogue_date]).dates
        return {finding.code for one in checked for _procedure, finding in one.findings}

    assert "result_due" in findings()
    hand_over(process, report, lead)
    assert "result_due" not in findings()


def test_the_first_day_counts(process, report, lead):
    today = timezone.localdate()
    hand_over(process, report, lead, day=today)
    hand_over(process, report, lead, day=today - timedelta(days=3))
    hand_over(process, report, lead, day=today)
    process.refresh_from_db()
    assert timezone.localtime(process.handed_over_at).date() == today - timedelta(days=3)


@pytest.mark.parametrize(
    "said",
    [
        {"recipient": " "},
        {"day": timezone.localdate() + timedelta(days=2)},
        {"day": timezone.localdate() - timedelta(days=20)},
    ],
)
def test_what_cannot_be_is_refused(process, report, lead, said):
    with pytest.raises(NotAllowedNow):
        hand_over(process, report, lead, **said)
    assert not process.hand_overs.exists()


def test_versions_and_procedures_of_others_are_refused(process, report, lead):
    with pytest.raises(NotAllowedNow):
        hand_over(process, report, lead, procedure=ProcedureFactory())
    with pytest.raises(NotAllowedNow):
        hand_over(ProcessFactory(), report, lead)


def test_it_stands_in_the_calendar_of_the_procedure(process, report, lead, procedure):
    made = hand_over(process, report, lead, procedure=procedure)
    assert service.put_into_calendar(made, by=lead) == ""
    event = ProcedureEvent.objects.get(procedure=procedure, name=service.EVENT)
    assert event.day == made.day
    assert "Bezirksregierung" in event.proof_text
    assert service.put_into_calendar(made, by=lead) != ""


def test_the_team_records_it_and_everyone_reads_it(client, process, report, procedure):
    clerk = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    client.force_login(clerk)
    authority = OrganisationFactory(name="Bezirksregierung", kind=Organisation.Kind.AUTHORITY)
    address = reverse("result-hand-over", args=[process.slug])
    answers = {
        "report": report.pk,
        "day": timezone.localdate().isoformat(),
        "procedure": procedure.pk,
        "organisation": authority.pk,
        "in_calendar": "on",
    }
    assert client.post(address, {**answers, "organisation": ""}).status_code == 422
    assert client.post(address, answers).status_code == 302
    assert ProcedureEvent.objects.filter(name=service.EVENT).exists()
    client.logout()
    page = client.get(reverse("report", args=[process.slug])).content.decode()
    assert "Bezirksregierung" in page
    assert procedure.title in page


def test_the_confirmation_is_kept(client, process, report, lead):
    made = hand_over(process, report, lead)
    client.force_login(lead)
    address = reverse("result-acknowledge", args=[process.slug, made.code])
    today = timezone.localdate().isoformat()
    assert client.post(address, {"day": today}).status_code == 422
    broken = io.BytesIO(b"no picture")
    broken.name = "x.pdf"
    assert client.post(address, {"day": today, "file": broken}).status_code == 422
    client.post(address, {"day": today, "text": "Eingang am selben Tag."})
    made.refresh_from_db()
    assert (made.acknowledgement, made.acknowledged_on.isoformat()) == (
        "Eingang am selben Tag.",
        today,
    )
    file = reverse("result-confirmation", args=[process.slug, made.code])
    assert client.get(file).status_code == 404
    assert JournalEntry.objects.filter(action="result.acknowledged").exists()


def test_nothing_is_handed_over_before_it_is_published(client, process, lead):
    client.force_login(lead)
    address = reverse("result-hand-over", args=[process.slug])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
