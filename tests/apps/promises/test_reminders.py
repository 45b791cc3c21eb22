"""Who looks after a promise is reminded before it is due, and once when it is overdue."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.dates import from_day, parse
from dialogwerk.apps.promises.services import break_promise, move_due_date
from dialogwerk.apps.promises.services.reminders import send_reminders
from dialogwerk.apps.schemes.services.reminders import save_settings
from tests.factories import PromiseFactory, UserFactory
from tests.factories.promises import day

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 5, 4, 6, 30, tzinfo=timezone.get_default_timezone())


def due_in(number, **fields):
    due = from_day(MORNING.date() + timedelta(days=number))
    return PromiseFactory(made_on=parse("2020"), due=due, **fields)


def mails_over(first, last):
    """Do the job every day; on which days a mail left."""
    found = []
    for number in range(first, last + 1):
        mail.outbox.clear()
        if send_reminders(at=MORNING + timedelta(days=number)):
            found.append(number)
    return found


def test_a_reminder_comes_thirty_and_seven_days_before_on_the_day_and_the_day_after(clerk, scheme):
    due_in(40, scheme=scheme)
    assert mails_over(0, 50) == [10, 33, 40, 41]


def test_whoever_is_named_is_reminded_and_nobody_else(clerk, scheme, office):
    due_in(5, scheme=scheme, responsible=office)
    assert send_reminders(at=MORNING) == 1
    assert mail.outbox[0].to == [office.email]


def test_without_a_scheme_the_office_is_reminded(clerk, office):
    promise = due_in(5, scheme=None)
    assert send_reminders(at=MORNING) == 1
    assert mail.outbox[0].to == [office.email]
    assert promise.code in mail.outbox[0].subject
    assert promise.get_absolute_url() in mail.outbox[0].body


def test_several_promises_come_in_one_mail(office):
    for number in (5, 6):
        due_in(number, scheme=None)
    due_in(-2, scheme=None)
    assert send_reminders(at=MORNING) == 1
    assert "3 Zusagen" in mail.outbox[0].subject
    assert send_reminders(at=MORNING) == 0


def test_who_switched_reminders_off_gets_none(office):
    save_settings(user=office, mail=False, days_before=[3])
    due_in(5, scheme=None)
    assert send_reminders(at=MORNING) == 0


def test_settled_promises_and_those_without_a_date_remind_nobody(office):
    break_promise(promise=due_in(5, scheme=None), on=parse("2021"), reason="Darum.", by="user:1")
    PromiseFactory(scheme=None, due=None)
    assert send_reminders(at=MORNING) == 0


def test_what_was_overdue_long_ago_is_known(office):
    due_in(-60, scheme=None)
    assert send_reminders(at=MORNING) == 0


def test_a_moved_date_reminds_anew(office):
    promise = due_in(5, scheme=None)
    assert mails_over(0, 4) == [0]
    move_due_date(
        promise=promise,
        due=from_day(MORNING.date() + timedelta(days=20)),
        reason="Später.",
        by="user:1",
    )
    assert mails_over(5, 21) == [5, 13, 20, 21]


def test_accounts_that_are_locked_get_no_mail(scheme):
    UserFactory(roles=[Role.CASE_WORKER], on_team=scheme, is_active=False)
    PromiseFactory(scheme=scheme, due=day(2))
    assert send_reminders(at=timezone.now()) == 0
