"""Reminders of coming dates: who gets them, when, once, and what happens if the mail fails."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes import periodic
from dialogwerk.apps.schemes.models import CalendarSettings, Reminder, ScheduledStep
from dialogwerk.apps.schemes.services import reminders
from dialogwerk.apps.schemes.services.reminders import (
    due_reminders,
    save_settings,
    send_reminders,
)
from tests.factories import ProcedureFactory, ScheduledStepFactory, UserFactory

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 1, 5, 12, tzinfo=timezone.get_default_timezone())
MORNING = datetime(2026, 5, 4, 6, 30, tzinfo=timezone.get_default_timezone())
TODAY = MORNING.date()


def days(number):
    return timedelta(days=number)


def step_in(number, **fields):
    """A duty that ends in so many days."""
    fields = {"owed": True, "changed_at": LONG_AGO, **fields}
    return ScheduledStepFactory(last_day=TODAY + days(number), **fields)


def member(place, *roles, **fields):
    return UserFactory(roles=list(roles or [Role.CASE_WORKER]), on_team=place.procedure, **fields)


def mails_over(first, last):
    """Do the job every day; on which days a mail left."""
    found = []
    for number in range(first, last + 1):
        mail.outbox.clear()
        if send_reminders(at=MORNING + days(number)):
            found.append(number)
    return found


# When


def test_a_reminder_comes_fourteen_and_three_days_before_and_on_the_day():
    member(step_in(20))
    assert mails_over(0, 30) == [6, 17, 20]


def test_each_account_chooses_its_own_days():
    step = step_in(20)
    user = member(step)
    save_settings(user=user, mail=True, days_before=[1, 7])
    assert mails_over(0, 30) == [13, 19]


def test_who_switched_reminders_off_gets_none():
    user = member(step_in(3))
    save_settings(user=user, mail=False, days_before=[3])
    assert send_reminders(at=MORNING) == 0
    save_settings(user=user, mail=True, days_before=[3])
    assert send_reminders(at=MORNING) == 1


def test_an_account_that_only_has_an_address_is_reminded_as_everyone():
    step = step_in(14)
    CalendarSettings.objects.create(user=member(step))
    assert send_reminders(at=MORNING) == 1


def test_the_same_day_brings_no_second_mail():
    member(step_in(3))
    assert [send_reminders(at=MORNING + timedelta(hours=hour)) for hour in range(4)] == [1, 0, 0, 0]
    assert len(mail.outbox) == 1


def test_a_date_that_comes_to_light_after_the_mail_waits_for_the_next_morning():
    user = member(step_in(3))
    send_reminders(at=MORNING)
    late = step_in(3)
    late.procedure.scheme.team.create(user=user, role=Role.OFFICE)
    assert send_reminders(at=MORNING + timedelta(hours=5)) == 0
    assert send_reminders(at=MORNING + days(1)) == 1
    assert late.procedure.title in mail.outbox[-1].body


def test_a_moved_date_reminds_anew():
    step = step_in(3)
    member(step)
    assert mails_over(0, 1) == [0]
    ScheduledStep.objects.update(last_day=TODAY + days(16), changed_at=MORNING)
    assert mails_over(2, 20) == [2, 13, 16]


def test_a_missed_day_is_caught_up_once():
    member(step_in(20))
    assert mails_over(8, 9) == [8]
    assert mails_over(18, 19) == [18]
    assert mails_over(22, 30) == [22]


def test_what_ended_long_before_is_not_caught_up():
    member(step_in(20))
    assert mails_over(24, 30) == []


def test_an_end_that_was_in_the_past_when_it_was_recorded_reminds_nobody():
    member(step_in(-1, changed_at=MORNING))
    assert send_reminders(at=MORNING) == 0


def test_a_date_that_turns_up_close_before_its_end_brings_one_mail_not_two():
    member(step_in(2))
    assert mails_over(0, 5) == [0, 2]


def test_a_step_that_fell_away_reminds_nobody():
    member(step_in(3, cancelled_at=MORNING))
    assert send_reminders(at=MORNING) == 0


@given(
    chosen=st.sets(st.integers(0, 40), min_size=1, max_size=4),
    at_work=st.lists(st.booleans(), min_size=60, max_size=60),
)
def test_whatever_days_are_missed_each_mark_is_used_once_and_in_time(chosen, at_work):
    """The rule alone, without a database: which marks a mail stands for on each day worked."""
    step = ScheduledStep(last_day=TODAY + days(45))
    used, mails = set(), []
    for number, is_at_work in enumerate(at_work[:46]):
        marks = reminders._marks(step, TODAY + days(number), tuple(chosen))
        if is_at_work and marks and min(marks) not in used:
            mails.append(number)
            used |= set(marks)
    assert len(mails) <= len(chosen)
    for mark in chosen:
        worked = [number for number in range(45 - mark, 46) if at_work[number]]
        assert (mark in used) == bool(worked)


# Who


@pytest.mark.parametrize(
    ("role", "is_reminded"),
    [
        (Role.CASE_WORKER, True),
        (Role.OFFICE, True),
        (Role.LAWYER, True),
        (Role.EXPERT, False),
        (Role.DEVELOPER, False),
    ],
)
def test_those_in_duty_are_reminded(role, is_reminded):
    member(step_in(3), role)
    assert send_reminders(at=MORNING) == is_reminded


def test_the_developer_is_reminded_of_what_the_developer_owes():
    owed = step_in(3, actor="developer")
    other = step_in(3, procedure=owed.procedure, step="agencies", name_de="Stellungnahme der TöB")
    user = member(owed, Role.DEVELOPER)
    send_reminders(at=MORNING)
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    assert other.name_de not in sent.body
    assert Reminder.objects.get(days_before=3).step == owed


def test_who_is_on_no_team_or_has_a_closed_account_is_not_reminded():
    step = step_in(3)
    UserFactory(roles=[Role.CASE_WORKER])
    member(step, is_active=False)
    assert send_reminders(at=MORNING) == 0


def test_two_roles_on_one_team_bring_one_mail():
    member(step_in(3), Role.CASE_WORKER, Role.OFFICE, Role.DEVELOPER)
    assert send_reminders(at=MORNING) == 1
    assert len(mail.outbox) == 1


def test_everybody_gets_a_mail_of_their_own():
    step = step_in(3)
    users = [member(step) for _number in range(3)]
    assert send_reminders(at=MORNING) == 3
    assert [sent.to for sent in mail.outbox] == [[user.email] for user in users]
    assert all(not sent.cc and not sent.bcc for sent in mail.outbox)


def test_what_is_due_takes_the_same_number_of_queries_for_many(django_assert_num_queries):
    procedure = ProcedureFactory()
    for number in range(10):
        step = step_in(3, procedure=procedure, step=f"step_{number}")
        member(step)
    with django_assert_num_queries(4):
        assert len(due_reminders(TODAY)) == 10


# What


def test_one_mail_names_all_dates_by_procedure_with_norm_and_ways_on(settings):
    settings.BASE_URL = "https://dialog.musterhausen.example"
    first = step_in(3, procedure__title="Windpark <Hohe> & Tiefe Heide")
    user = member(first)
    second = step_in(0, procedure=first.procedure, step="hearing", name_de="Erörterungstermin")
    third = step_in(14)
    third.procedure.scheme.team.create(user=user, role=Role.LAWYER)
    assert send_reminders(at=MORNING) == 1
    (sent,) = mail.outbox
    ((html, kind),) = sent.alternatives
    assert kind == "text/html"
    assert sent.body.count(first.procedure.title) == 1
    assert "&lt;Hohe&gt; &amp; Tiefe" in html
    for step in (first, second, third):
        assert step.name_de in sent.body
        assert step.name_de in html
        assert step.norms[0] in sent.body
    for text in (sent.body, html):
        for name in ("due-dates", "reminder-settings"):
            assert settings.BASE_URL + reverse(name) in text
    assert sent.body.index(second.name_de) < sent.body.index(first.name_de)
    assert "Montag, 4. Mai 2026" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_subject_is_one_line_whatever_the_title():
    step = step_in(3, procedure__title="Windpark\nBcc: x@beispiel.example")
    member(step)
    assert send_reminders(at=MORNING) == 1
    (sent,) = mail.outbox
    assert "\n" not in sent.subject
    assert step.name_de in sent.subject
    assert sent.recipients() == sent.to


# When the mail fails


class Failing(locmem.EmailBackend):
    """A mail server that refuses the first mails with these errors."""

    errors: list = []

    def send_messages(self, messages):
        if self.errors:
            raise self.errors.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    Failing.errors = []
    yield Failing.errors
    Failing.errors = []


def test_a_lost_mail_server_leaves_nothing_marked_and_it_is_tried_again(failing):
    member(step_in(3))
    failing.append(SMTPServerDisconnected("lost"))
    with pytest.raises(OSError, match="lost"):
        send_reminders(at=MORNING)
    assert not Reminder.objects.exists()
    assert send_reminders(at=MORNING + timedelta(hours=1)) == 1


def test_who_got_the_mail_before_the_server_was_lost_gets_no_second_one(failing):
    step = step_in(3)
    first, second = member(step), member(step)
    real, calls = Failing.send_messages, []

    def lost_after_one(self, messages):
        calls.append(messages)
        if len(calls) == 2:
            raise SMTPServerDisconnected("lost")
        return real(self, messages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Failing, "send_messages", lost_after_one)
        with pytest.raises(OSError, match="lost"):
            send_reminders(at=MORNING)
    send_reminders(at=MORNING + timedelta(hours=1))
    assert [sent.to for sent in mail.outbox] == [[first.email], [second.email]]


def test_one_refused_address_keeps_nobody_waiting(failing, caplog):
    step = step_in(3)
    refused, fine = member(step), member(step)
    failing.append(SMTPRecipientsRefused({refused.email: (550, b"unknown")}))
    assert send_reminders(at=MORNING) == 1
    assert [sent.to for sent in mail.outbox] == [[fine.email]]
    assert {row.user_id for row in Reminder.objects.all()} == {fine.pk}
    assert refused.email not in caplog.text
    assert str(refused.pk) in caplog.text


def test_a_process_that_is_stopped_while_it_sends_leaves_nothing_marked(failing):
    member(step_in(3))
    failing.append(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        send_reminders(at=MORNING)
    assert not Reminder.objects.exists()


def test_two_processes_at_once_send_one_mail(monkeypatch):
    """The other one noted the reminder between our look and our note."""
    step = step_in(3)
    user = member(step)
    found = due_reminders(TODAY)
    for mark in (14, 3):
        Reminder.objects.create(step=step, user=user, last_day=step.last_day, days_before=mark)
    monkeypatch.setattr(reminders, "due_reminders", lambda _day: found)
    assert send_reminders(at=MORNING) == 0
    assert mail.outbox == []
    assert Reminder.objects.count() == 2


def test_a_reminder_is_noted_once_for_one_day_of_a_step():
    step = step_in(3)
    row = {"step": step, "user": member(step), "last_day": step.last_day, "days_before": 3}
    Reminder.objects.create(**row)
    with pytest.raises(IntegrityError):
        Reminder.objects.create(**row)


# Every day


def test_the_periodic_command_sends_in_the_morning_and_not_at_night(monkeypatch):
    member(step_in(3))
    with monkeypatch.context() as patch:
        patch.setattr(periodic, "timezone", Clock(MORNING - timedelta(hours=6)))
        periodic.remind_of_dates()
        assert mail.outbox == []
        patch.setattr(periodic, "timezone", Clock(MORNING))
        periodic.remind_of_dates()
    assert len(mail.outbox) == 1


class Clock:
    """A clock that stands still."""

    def __init__(self, moment):
        self.moment = moment

    def localtime(self):
        return self.moment


def test_the_periodic_command_outlives_a_lost_mail_server(monkeypatch, failing, caplog):
    member(step_in(3))
    failing.append(ConnectionRefusedError("no"))
    monkeypatch.setattr(periodic, "timezone", Clock(MORNING))
    periodic.remind_of_dates()
    assert "ConnectionRefusedError" in caplog.text
    periodic.remind_of_dates()
    assert len(mail.outbox) == 1


# Choosing


@pytest.mark.parametrize("days_before", [[-1], [91], [3, 400]])
def test_days_that_make_no_sense_are_refused_and_change_nothing(days_before):
    user = UserFactory()
    with pytest.raises(ValueError, match="0 to 90"):
        save_settings(user=user, mail=True, days_before=days_before)
    assert not CalendarSettings.objects.exists()


def test_what_was_chosen_is_kept_in_order_and_journalled_and_leaves_the_address_alone():
    user = UserFactory()
    first = save_settings(user=user, mail=True, days_before=[0, 7, 7])
    second = save_settings(user=user, mail=False, days_before=[30, 1])
    assert (first.days_before, second.days_before) == ([7, 0], [30, 1])
    assert first.token == second.token != ""
    payload = JournalEntry.objects.filter(action="reminders.chosen").last().payload
    assert payload == {"mail": False, "days_before": [30, 1]}
