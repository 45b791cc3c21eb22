"""Registering: places, waiting list, cancelling, mails."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.events.errors import NoReason, NotRegistrable, WrongTimes
from dialogwerk.apps.events.models import Notice, Registration
from dialogwerk.apps.events.services.events import call_off, save_event
from dialogwerk.apps.events.services.forgetting import forget_names
from dialogwerk.apps.events.services.notices import note_reminders, send_notices
from dialogwerk.apps.events.services.registrations import (
    cancel,
    check_in,
    confirm,
    free_places,
    register,
)
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import erase
from tests.factories.dialogues import ContributionFactory
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
COMING, WAITING, CANCELLED = Registration.State.values


def come(event, name="Kim Beispiel", seats=1, **values):
    email = f"{name.split()[0].lower()}@beispiel.example"
    """Somebody registers and confirms the address."""
    made = register(event=event, name=name, email=email, seats=seats, now=timezone.now(), **values)
    confirm(registration=made, now=timezone.now())
    return made


def change(event, by, **values):
    fields = ["title", "description", "starts_at", "ends_at", "place", "online_url", "capacity"]
    said = {name: getattr(event, name) for name in fields}
    return save_event(event=event, now=timezone.now(), by=by, **{**said, **values})


def test_whoever_comes_when_all_places_are_taken_waits(evening):
    assert come(evening, "Kim Beispiel", 2).state == COMING
    assert come(evening, "Toni Muster", 2).state == WAITING
    assert come(evening, "Alex Probe", 1).state == COMING
    assert free_places(evening) == 0


def test_who_waits_moves_up_when_somebody_cancels_and_is_told(evening):
    first = come(evening, "Kim Beispiel", 3)
    second = come(evening, "Toni Muster", 2)
    cancel(registration=first, now=timezone.now())
    cancel(registration=first, now=timezone.now())
    second.refresh_from_db()
    assert second.state == COMING
    kinds = Notice.objects.filter(registration=second).values_list("kind", flat=True)
    assert list(kinds) == ["waiting", "moved_up"]


def test_more_places_let_people_move_up(evening, lead):
    come(evening, "Kim Beispiel", 3)
    second = come(evening, "Toni Muster")
    change(evening, lead, capacity=10)
    second.refresh_from_db()
    assert second.state == COMING


def test_nobody_gets_two_places_and_a_second_try_sends_the_mail_again(evening):
    first = come(evening)
    assert send_notices() == 1
    assert come(evening).pk == first.pk
    assert send_notices() == 1
    assert evening.registrations.count() == 1


def test_after_cancelling_one_can_register_again(evening):
    first = come(evening)
    cancel(registration=first, now=timezone.now())
    assert come(evening).pk != first.pk


@pytest.mark.parametrize(
    "values",
    [
        {"takes_registrations": False},
        {"cancelled_at": timezone.now()},
        {"register_until": timezone.now() - timedelta(days=1)},
        {"starts_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_nobody_registers_when_that_is_not_possible(values):
    with pytest.raises(NotRegistrable):
        come(EventFactory(**values))


@pytest.mark.parametrize("seats", [0, 11])
def test_a_party_of_nobody_or_of_very_many_is_refused(evening, seats):
    with pytest.raises(NotRegistrable):
        come(evening, seats=seats)


def test_the_confirmation_brings_the_calendar_and_the_link_to_cancel(evening):
    evening.online_url = "https://konferenz.beispiel.example/raum"
    evening.save()
    made = come(evening)
    send_notices()
    (message,) = mail.outbox
    assert message.to == ["kim@beispiel.example"]
    assert made.key in message.body
    assert evening.online_url in message.body
    (name, content, kind) = message.attachments[0]
    assert (name, kind) == ("termin.ics", "text/calendar")
    (entry,) = Calendar.from_ical(content).events
    assert entry["dtstart"].dt == evening.starts_at.replace(microsecond=0)
    assert send_notices() == 0


def test_a_new_place_is_told_with_a_higher_sequence_and_a_new_programme_is_not(evening, lead):
    come(evening)
    send_notices()
    change(evening, lead, description="Anders beschrieben.")
    assert send_notices() == 0
    change(evening, lead, place="Turnhalle")
    assert send_notices() == 1
    message = mail.outbox[-1]
    assert "Turnhalle" in message.body
    (entry,) = Calendar.from_ical(message.attachments[0][1]).events
    assert entry["sequence"] == 1


def test_calling_off_tells_everyone_why_and_stays_in_calendars(evening, lead):
    come(evening, "Kim Beispiel", 3)
    come(evening, "Toni Muster")
    send_notices()
    with pytest.raises(NoReason):
        call_off(event=evening, reason=" ", now=timezone.now(), by=lead)
    call_off(event=evening, reason="Der Saal ist überflutet.", now=timezone.now(), by=lead)
    assert send_notices() == 2
    assert "überflutet" in mail.outbox[-1].body
    (entry,) = Calendar.from_ical(mail.outbox[-1].attachments[0][1]).events
    assert entry["status"] == "CANCELLED"


def test_a_reminder_leaves_once_on_the_day_before_to_those_who_come(evening):
    come(evening, "Kim Beispiel", 3)
    come(evening, "Toni Muster")
    Notice.objects.all().delete()
    day_before = evening.starts_at - timedelta(days=1)
    note_reminders(day_before - timedelta(days=1))
    assert not Notice.objects.exists()
    note_reminders(day_before)
    note_reminders(day_before)
    assert send_notices() == 1
    assert mail.outbox[0].to == ["kim@beispiel.example"]


def test_an_address_that_nobody_confirmed_gets_the_first_mail_and_no_other(evening, lead, client):
    made = register(event=evening, name="Kim", email="kim@beispiel.example", now=timezone.now())
    assert send_notices() == 1
    assert made.key in mail.outbox[0].body
    change(evening, lead, place="Turnhalle")
    note_reminders(evening.starts_at - timedelta(days=1))
    assert send_notices() == 0
    page = client.get(made.get_absolute_url())
    assert 'value="confirm"' in page.text
    client.post(made.get_absolute_url(), {"deed": "confirm"})
    assert send_notices() == 2
    assert 'value="confirm"' not in client.get(made.get_absolute_url()).text


def test_whoever_was_erased_is_not_written_to(evening, lead):
    made = come(evening)
    erase(made.person, by=lead.actor, reason="auf Antrag")
    assert send_notices() == 0


def test_a_mail_that_fails_is_tried_again(evening, monkeypatch):
    come(evening)
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send", lambda _self: (_ for _ in ()).throw(OSError())
    )
    assert send_notices() == 0
    monkeypatch.undo()
    assert send_notices() == 1


def test_an_end_before_the_beginning_is_refused(evening, lead):
    with pytest.raises(WrongTimes):
        change(evening, lead, ends_at=evening.starts_at)


def test_the_journal_holds_code_numbers_and_no_names_and_no_keys(evening, lead):
    made = come(evening)
    check_in(registration=made, came=True, now=timezone.now(), by=lead)
    entries = JournalEntry.objects.filter(subject=made.code)
    actions = ["registration.made", "registration.confirmed", "registration.checked_in"]
    assert [entry.action for entry in entries] == actions
    said = str([(entry.subject, entry.payload) for entry in JournalEntry.objects.all()])
    assert "Kim" not in said
    assert made.key not in said


LATER = timedelta(days=91)


def test_names_go_some_time_after_the_event_and_numbers_stay(evening, lead, settings):
    settings.EVENT_NAMES_KEPT_DAYS = 90
    made = come(evening, "Kim Beispiel", 2)
    check_in(registration=made, came=True, now=timezone.now(), by=lead)
    assert forget_names(evening.ends_at + timedelta(days=89)) == 0
    assert forget_names(evening.ends_at + LATER) == 1
    assert forget_names(evening.ends_at + LATER) == 0
    assert not Identity.objects.filter(email="kim@beispiel.example").exists()
    assert evening.registrations.coming().seats() == 2
    assert evening.registrations.exclude(checked_in_at=None).count() == 1
    entry = JournalEntry.objects.get(action="event.names_forgotten")
    assert (entry.subject, entry.payload) == (evening.code, {"registrations": 1, "names": 1})


def test_a_name_that_something_else_needs_stays_and_the_registration_is_parted_from_it(evening):
    person = come(evening).person
    said = ContributionFactory(person=person)
    assert forget_names(evening.ends_at + LATER) == 1
    assert said.person.identity.name == "Kim Beispiel"
    assert not person.event_registrations.exists()


def test_whoever_also_comes_to_a_later_event_is_still_expected_there(evening):
    later = EventFactory(starts_at=evening.ends_at + LATER, ends_at=evening.ends_at + 2 * LATER)
    come(evening)
    second = come(later)
    assert forget_names(evening.ends_at + LATER) == 1
    second.refresh_from_db()
    assert second.person.identity.name == "Kim Beispiel"


def test_a_person_can_come_to_two_events(evening):
    come(evening)
    come(EventFactory())
    assert RegistrationFactory().state == COMING
