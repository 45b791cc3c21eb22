"""Processes, phases and formats: begun, changed, shown, ended."""

from datetime import date
from itertools import pairwise

import pytest
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.courses import courses
from dialogwerk.apps.dialogues.errors import EmptyContribution, GateClosed, KeyReused, NotOpen
from dialogwerk.apps.dialogues.gates import Standing, gate_is_open, is_open, phases_on
from dialogwerk.apps.dialogues.models import Contribution, Phase, Process, State
from dialogwerk.apps.dialogues.services import processes as service
from dialogwerk.apps.dialogues.services.contributions import Said, contribute
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.schemes.models import DialogueDate
from tests.factories import (
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
    PhaseFactory,
    ProcessFactory,
    SchemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

JUNE = date(2026, 6, 15)
SAID = {
    "title": "Verkehrskonzept Musterhausen",
    "summary": "Wie kommen wir künftig voran?",
    "goal": "Eine Liste von Maßnahmen",
    "open_matters": "Wege und Haltestellen",
    "settled_matters": "",
    "decided_by": "Rat der Stadt",
    "rules_of_play": "",
    "place_name": "Musterhausen",
    "area": None,
}


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_a_process_begins_with_the_phases_of_its_course(office):
    process = service.begin_process(
        by=office, first_day=date(2026, 6, 1), course_key="konzept", **SAID
    )
    phases = list(process.phases.all())
    assert [one.title for one in phases] == [
        "Sammeln",
        "Gewichten",
        "Entwurf besprechen",
        "Rückmeldung",
    ]
    assert phases[0].first_day == date(2026, 6, 1)
    for one, following in pairwise(phases):
        assert (following.first_day - one.last_day).days == 1
    assert office.has_perm("dialogues.edit", process)
    assert not process.is_public


def test_every_course_on_file_can_be_laid_out(office):
    for course in courses():
        process = service.begin_process(by=office, first_day=JUNE, course_key=course.key, **SAID)
        for phase in process.phases.all():
            phase.full_clean(exclude=["dialogue_date"])


def test_only_the_team_sees_a_process_that_is_not_shown(office):
    process = service.begin_process(by=office, first_day=JUNE, **SAID)
    stranger = UserFactory()
    assert process not in Process.objects.visible_to(stranger)
    assert process in Process.objects.visible_to(office)
    service.publish(process=process, is_public=True, by=office)
    assert process in Process.objects.visible_to(stranger)


def test_a_process_of_a_hidden_scheme_is_hidden_too():
    process = ProcessFactory(scheme=SchemeFactory(is_public=False))
    assert process not in Process.objects.public()


def test_phases_of_a_scheme_stand_on_its_timeline(office):
    process = service.begin_process(
        by=office, first_day=JUNE, scheme=SchemeFactory(), course_key="konflikt", **SAID
    )
    service.publish(process=process, is_public=True, by=office)
    dates = list(DialogueDate.objects.filter(scheme=process.scheme))
    assert len(dates) == process.phases.count() == 3
    assert all(one.says_no_objection and one.is_public for one in dates)
    phase = process.phases.first()
    service.save_phase(process=process, phase=phase, by=office, last_day=date(2026, 7, 31))
    phase.dialogue_date.refresh_from_db()
    assert phase.dialogue_date.last_day == date(2026, 7, 31)
    service.remove_phase(phase=phase, by=office)
    assert DialogueDate.objects.filter(scheme=process.scheme).count() == 2


def test_a_change_stands_in_the_journal_without_the_words(office):
    process = ProcessFactory()
    service.change_process(process=process, by=office, summary="Ganz andere Worte")
    entry = JournalEntry.objects.about(process.code).get(action="process.changed")
    assert set(entry.payload["changed"]) == {"summary"}
    assert "andere Worte" not in str(entry.payload)


def test_the_next_phase_waits_for_the_results_of_the_one_before(office):
    first = PhaseFactory(gate=Phase.Gate.RESULTS_PUBLISHED, first_day=date(2026, 5, 1))
    second = PhaseFactory(process=first.process, first_day=date(2026, 6, 1))
    standing = {row.phase: row for row in phases_on(first.process, JUNE)}
    assert standing[second].standing is Standing.WAITING
    assert standing[second].waits_for == first
    service.publish_results(phase=first, results="Zwölf Bäume", now=timezone.now(), by=office)
    standing = {row.phase: row for row in phases_on(first.process, JUNE)}
    assert standing[second].standing is Standing.RUNNING


def test_the_gate_opens_when_everything_is_answered():
    phase = PhaseFactory(gate=Phase.Gate.ALL_ANSWERED)
    contribution = ContributionFactory(format=FormatFactory(process=phase.process, phase=phase))
    assert not gate_is_open(phase)
    OutcomeFactory(contribution=contribution)
    assert gate_is_open(phase)


def test_refused_and_withdrawn_contributions_need_no_answer():
    phase = PhaseFactory(gate=Phase.Gate.ALL_ANSWERED)
    way = FormatFactory(process=phase.process, phase=phase)
    ContributionFactory(format=way, state=State.REFUSED)
    ContributionFactory(format=way, state=State.WITHDRAWN)
    assert gate_is_open(phase)


def test_a_gate_is_waived_only_with_a_reason(office):
    phase = PhaseFactory(gate=Phase.Gate.RESULTS_PUBLISHED)
    with pytest.raises(GateClosed):
        service.waive_gate(phase=phase, reason="  ", by=office)
    service.waive_gate(phase=phase, reason="Die Frist drängt.", by=office)
    assert gate_is_open(phase)


@pytest.mark.parametrize(
    ("own", "day", "open_then"),
    [
        ({}, date(2026, 5, 31), False),
        ({}, date(2026, 6, 1), True),
        ({}, date(2026, 6, 30), True),
        ({}, date(2026, 7, 1), False),
        ({"first_day": date(2026, 6, 10)}, date(2026, 6, 9), False),
        ({"last_day": date(2026, 6, 20)}, date(2026, 6, 21), False),
    ],
)
def test_a_format_is_open_within_its_phase_and_its_own_days(own, day, open_then):
    phase = PhaseFactory()
    assert is_open(FormatFactory(process=phase.process, phase=phase, **own), day) is open_then


def test_nothing_is_open_in_a_process_that_has_ended(office):
    way = FormatFactory()
    assert is_open(way, JUNE)
    service.end_process(process=way.process, now=timezone.now(), by=office)
    assert not is_open(way, JUNE)


def test_a_contribution_needs_no_name_and_leaves_none_in_the_journal():
    contribution = contribute(format=FormatFactory(), said=Said(text="Mehr Bäume"), by="public")
    assert contribution.person is None
    assert contribution.state == State.PUBLIC
    entry = JournalEntry.objects.about(contribution.code).get()
    assert entry.action == "contribution.received"
    assert "Mehr" not in str(entry.payload)


def test_the_name_of_an_author_goes_into_the_vault():
    said = Said(
        text="Mehr Bäume", author=IdentityDraft(name="Erika Beispiel", email="e@example.org")
    )
    contribution = contribute(format=FormatFactory(), said=said, by="public")
    assert contribution.person.identity.name == "Erika Beispiel"
    assert contribution.public_name == ""


def test_the_same_form_sent_twice_is_one_contribution():
    way = FormatFactory()
    said = Said(text="Mehr Bäume", submission_key="web:1")
    assert contribute(format=way, said=said, by="public") == contribute(
        format=way, said=said, by="public"
    )
    with pytest.raises(KeyReused):
        contribute(format=way, said=Said(text="Anders", submission_key="web:1"), by="public")
    assert Contribution.objects.count() == 1


def test_nothing_is_taken_in_that_says_nothing_or_comes_when_closed():
    with pytest.raises(EmptyContribution):
        contribute(format=FormatFactory(), said=Said(text="  "), by="public")
    phase = PhaseFactory(first_day=date(2020, 1, 1))
    closed = FormatFactory(process=phase.process, phase=phase)
    with pytest.raises(NotOpen):
        contribute(format=closed, said=Said(text="Zu spät"), by="public")
    on_paper = Said(text="Kam rechtzeitig", channel="paper")
    assert contribute(format=closed, said=on_paper, by="user:1").state == State.PUBLIC


def test_contributions_wait_where_the_format_says_so():
    way = FormatFactory(moderated_first=True)
    assert contribute(format=way, said=Said(text="Mehr"), by="public").state == State.HELD
