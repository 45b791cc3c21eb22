"""Mails to whoever registered: confirmation, reminder, change; each with the calendar file."""

from datetime import datetime, timedelta
from logging import getLogger

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dialogwerk.apps.base.sites import absolute_url

from ..models import Event, Notice
from .calendars import calendar_of
from .registrations import tell

logger = getLogger(__name__)
MAILS_AT_ONCE = 200
LANGUAGE = "de"
"""Of the mails: the house does not know which language somebody reads."""
NEWS = (Notice.Kind.CONFIRMED, Notice.Kind.MOVED_UP, Notice.Kind.CHANGED, Notice.Kind.CALLED_OFF)
"""Mails that bring the calendar file along."""


def note_reminders(at: datetime) -> None:
    """Note a reminder to everyone with a place in an event of the next day."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    for event in Event.objects.taking_place().on_day(tomorrow):
        told_already = Notice.objects.filter(
            kind=Notice.Kind.REMINDER, registration__event=event
        ).values("registration")
        waiting = event.registrations.coming().exclude(pk__in=told_already)
        tell(waiting, Notice.Kind.REMINDER, event, at)


def send_notices() -> int:
    """Send what is noted, oldest first, some at a time; returns how many mails left.

    Each is marked as sent before it leaves, so that two processes never send the same one; the
    mark is taken back when the mail server does not take it. Whoever was erased gets none, and
    before somebody has confirmed the address nothing leaves but the first mail, which asks for it.
    """
    waiting = Notice.objects.due().select_related(
        "registration__event__format__process", "registration__person__identity"
    )[:MAILS_AT_ONCE]
    found = list(waiting)
    if not found:
        return 0
    with get_connection() as connection:
        return sum(_send(notice, connection) for notice in found)


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    marked = Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=timezone.now())
    if not marked:
        return False
    try:
        _mail(notice, connection).send()
    except Exception as error:  # whatever the mail server says; it is tried again
        logger.warning("A participant could not be told: %s", type(error).__name__)
        Notice.objects.filter(pk=notice.pk).update(sent_at=None)
        return False
    return True


def _mail(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    registration = notice.registration
    event = registration.event
    with translation.override(LANGUAGE):
        context = {
            "event": event,
            "registration": registration,
            "kind": notice.kind,
            "address": absolute_url(event.get_absolute_url()),
            "cancel_address": absolute_url(registration.get_absolute_url()),
            "site_name": settings.SITE_NAME,
        }
        subject = f"{_SUBJECTS[Notice.Kind(notice.kind)]()}: {event.title}"
        message = EmailMessage(
            " ".join(subject.split()),
            render_to_string("events/mail/notice.txt", context),
            to=[registration.person.identity.email],
            connection=connection,
            headers={"Auto-Submitted": "auto-generated"},
        )
        if notice.kind in NEWS:
            content = calendar_of(
                [event],
                name=event.title,
                page=event.get_absolute_url(),
                for_registered=notice.kind != Notice.Kind.CALLED_OFF,
            )
            message.attach("termin.ics", content.decode(), "text/calendar")
    return message


_SUBJECTS = {
    Notice.Kind.CONFIRMED: lambda: _("You are registered"),
    Notice.Kind.WAITING: lambda: _("You are on the waiting list"),
    Notice.Kind.MOVED_UP: lambda: _("You have a place"),
    Notice.Kind.CANCELLED: lambda: _("Your registration is cancelled"),
    Notice.Kind.CHANGED: lambda: _("Time or place has changed"),
    Notice.Kind.CALLED_OFF: lambda: _("Does not take place"),
    Notice.Kind.REMINDER: lambda: _("Tomorrow"),
}
