"""What legal counsel lets stand in a notice holds for what was seen, and for nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Notice, NoticeWaiver, ProcedureEvent
from dialogwerk.apps.schemes.services import notices as service
from dialogwerk.apps.schemes.services import open_round, override_step, record_event
from tests.factories import ProcedureFactory, UserFactory

from .test_notices import TOLD

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory(eia=False)


@pytest.fixture
def staff(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)


@pytest.fixture
def lawyer(procedure):
    return UserFactory(roles=[Role.LAWYER], on_team=procedure)


@pytest.fixture
def drafted(procedure, staff):
    start = timezone.localdate() + timedelta(days=10)
    open_round(procedure=procedure, display_start=start, by=staff.actor)
    procedure.refresh_from_db()
    return service.draft_notice(procedure=procedure, kind="display", told=TOLD, by=staff)


def blocking(notice):
    return [one for one in service.checked(notice) if one.blocks]


def edited(notice, text, staff):
    return service.edit_notice(notice=notice, title=notice.title, text=text, by=staff)


def without_hint(notice, staff, words="ausgeschlossen"):
    parts = [part for part in notice.text.split("\n\n") if words not in part]
    return edited(notice, "\n\n".join(parts), staff)


def all_waived(notice, lawyer):
    for one in blocking(notice):
        service.waive_finding(notice=notice, finding=one.key, reason="Gewollt.", by=lawyer)
    assert not blocking(notice)
    return notice


def test_what_is_added_does_not_touch_a_waiver(drafted, staff, lawyer):
    notice = all_waived(without_hint(drafted, staff), lawyer)
    more = edited(notice, service.with_sentence(notice.text, "Der Rat tagt öffentlich."), staff)
    assert not blocking(more)


def test_a_missing_hint_blocks_again_when_a_paragraph_that_was_read_is_gone(drafted, staff, lawyer):
    notice = all_waived(without_hint(drafted, staff), lawyer)
    shorter = edited(notice, "\n\n".join(notice.text.split("\n\n")[1:]), staff)
    again = [one for one in blocking(shorter) if one.hint]
    assert again
    assert NoticeWaiver.objects.exists()
    with pytest.raises(ValidationError):
        service.publish_notice(notice=shorter, on=timezone.localdate(), by=staff)
    all_waived(shorter, lawyer)
    assert NoticeWaiver.objects.count() > len(again)


def test_a_waiver_for_one_printed_day_does_not_hold_for_another(drafted, staff, lawyer, procedure):
    end = procedure.rounds.get().objections_until
    printed = f"{end:%d.%m.%Y}"
    wrong = drafted.text.replace(printed, f"{end - timedelta(days=1):%d.%m.%Y}")
    notice = all_waived(edited(drafted, wrong, staff), lawyer)
    worse = drafted.text.replace(printed, f"{end - timedelta(days=7):%d.%m.%Y}")
    assert blocking(edited(notice, worse, staff))


def test_a_waiver_does_not_cover_the_same_fault_in_a_second_place(drafted, staff, lawyer):
    wrong = service.with_sentence(drafted.text, "Am 30.02.2027 ist das Rathaus zu.")
    notice = all_waived(edited(drafted, wrong, staff), lawyer)
    twice = service.with_sentence(notice.text, "Am 31.04.2027 ist das Bürgerbüro zu.")
    assert len(blocking(edited(notice, twice, staff))) == 1


def test_a_waiver_falls_away_with_the_day_of_the_calendar_that_was_seen(
    drafted, staff, lawyer, procedure
):
    one = procedure.rounds.get()
    wrong = drafted.text.replace(
        f"{one.objections_until:%d.%m.%Y}", f"{one.objections_until - timedelta(days=1):%d.%m.%Y}"
    )
    notice = all_waived(edited(drafted, wrong, staff), lawyer)
    later = one.objections_until + timedelta(days=14)
    record_event(procedure=procedure, name="objections_end", day=later, round=one, by=staff)
    found = service.checked(Notice.objects.get(pk=notice.pk))
    assert any(one.finding.subject == "objections_end" for one in found)
    assert not any(one.waiver for one in found if one.finding.subject == "objections_end")


def test_the_reason_stands_in_the_record_and_not_in_the_journal(drafted, staff, lawyer):
    all_waived(without_hint(drafted, staff), lawyer)
    for entry in JournalEntry.objects.filter(action="notice.finding_waived"):
        assert "Gewollt" not in str(entry.payload)


def test_the_message_names_what_blocks(drafted, staff):
    notice = without_hint(drafted, staff)
    with pytest.raises(ValidationError) as caught:
        service.publish_notice(notice=notice, on=timezone.localdate(), by=staff)
    assert str(blocking(notice)[0].finding.text.de) in caught.value.message


def parallel(works):
    def one(work):
        try:
            work()
        except ValidationError:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.fixture
def _at_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows one writer only")


@pytest.mark.usefixtures("_at_once")
@pytest.mark.django_db(transaction=True)
def test_a_notice_is_published_once_whoever_is_faster(drafted, staff):
    today = timezone.localdate()
    done = parallel([lambda: service.publish_notice(notice=drafted, on=today, by=staff)] * 6)
    assert done.count(True) == 1
    assert ProcedureEvent.objects.filter(name="published").count() == 1
    assert JournalEntry.objects.filter(action="notice.published").count() == 1


@pytest.mark.usefixtures("_at_once")
@pytest.mark.django_db(transaction=True)
def test_a_notice_that_is_edited_meanwhile_is_published_as_it_was_checked(drafted, staff):
    bad = "Der Plan liegt aus."
    works = [
        lambda: service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff),
        lambda: edited(drafted, bad, staff),
    ] * 3
    parallel(works)
    notice = Notice.objects.get()
    assert notice.is_published == (notice.text != bad)


@pytest.mark.usefixtures("_at_once")
@pytest.mark.django_db(transaction=True)
def test_recording_overriding_and_publishing_at_once_end_without_a_deadlock(
    drafted, staff, lawyer, procedure
):
    one = procedure.rounds.get()
    last = one.objections_until + timedelta(days=30)

    def override():
        override_step(
            procedure=procedure, step="objections", round=one, day=last, reason="x", by=lawyer
        )

    def record(name, day):
        return lambda: record_event(procedure=procedure, name=name, day=day, round=one, by=staff)

    today = timezone.localdate()
    done = parallel(
        [
            lambda: service.publish_notice(notice=drafted, on=today, by=staff),
            override,
            record("agencies_asked", today),
            lambda: service.publish_notice(notice=drafted, on=today, by=staff),
            record("agencies_asked", today),
            override,
        ]
    )
    assert done.count(True) >= 2
    assert ProcedureEvent.objects.standing().filter(name="agencies_asked").count() == 1
    one.refresh_from_db()
    assert one.objections_until == last
