"""Reminding those who look after promises before they are due, and once when they are overdue.

One mail per person and day at most; whoever has switched reminders off (see `schemes`) gets none.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from logging import getLogger
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.accounts.models import Role, RoleAssignment, User
from dialogwerk.apps.base.mails import mail_server
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.schemes.models import CalendarSettings, TeamMember
from dialogwerk.apps.schemes.services.due_dates import days_from

from ..models import Promise, PromiseReminder

logger = getLogger(__name__)

DAYS_BEFORE = (30, 7, 0)
OVERDUE = -1
"""Mark of the mail that says that the day has passed."""
CATCH_UP = timedelta(days=14)
"""For so long after its last day an overdue promise is still told of; older ones are known."""
LANGUAGE = "de"
"""Of the mails: the house does not know which language an account reads."""


@dataclass(frozen=True, slots=True)
class Due:
    """One promise of which one person has to be told now, and for which marks."""

    promise: Promise
    marks: tuple[int, ...]


def due_reminders(day: date) -> dict[User, list[Due]]:
    """Of what whom to remind on this day; a fixed number of queries, nothing is sent or noted."""
    promises = list(
        Promise.objects.due_between(day - CATCH_UP, day + timedelta(days=max(DAYS_BEFORE)))
        .select_related("scheme", "owner", "responsible")
        .order_by("due_latest", "pk")
    )
    sent = frozenset(
        PromiseReminder.objects.filter(promise__in=[one.pk for one in promises]).values_list(
            "promise", "user", "due_latest", "days_before"
        )
    )
    silent = set(CalendarSettings.objects.filter(mail=False).values_list("user", flat=True))
    found: dict[User, list[Due]] = defaultdict(list)
    for promise, user in _concerned(promises):
        marks = _marks(promise, day)
        known = {n for n in marks if (promise.pk, user.pk, promise.due_latest, n) in sent}
        if marks and user.pk not in silent and min(marks) not in known:
            found[user].append(Due(promise, tuple(n for n in marks if n not in known)))
    return dict(found)


def _marks(promise: Promise, day: date) -> tuple[int, ...]:
    """The marks whose day has come."""
    assert promise.due_latest is not None  # noqa: S101 - `due_between` finds no others
    left = (promise.due_latest - day).days
    return tuple(mark for mark in (*DAYS_BEFORE, OVERDUE) if left <= mark)


def _concerned(promises: Sequence[Promise]) -> Iterator[tuple[Promise, User]]:
    """Each promise with who looks after it: by name, as team of the scheme, or as the office."""
    teams: dict[int, dict[int, User]] = defaultdict(dict)
    members = TeamMember.objects.filter(
        scheme__in={one.scheme_id for one in promises if one.scheme_id},
        role__in=[Role.CASE_WORKER, Role.OFFICE],
        user__is_active=True,
    )
    for member in members.select_related("user").order_by("pk"):
        teams[member.scheme_id][member.user_id] = member.user
    office = RoleAssignment.objects.filter(role=Role.OFFICE, user__is_active=True)
    of_office = [one.user for one in office.select_related("user").order_by("pk")]
    for promise in promises:
        named = promise.responsible
        if named and named.is_active:
            yield promise, named
        elif promise.scheme_id:
            yield from ((promise, user) for user in teams[promise.scheme_id].values())
        else:
            yield from ((promise, user) for user in of_office)


def send_reminders(*, at: datetime) -> int:
    """Send what is due at this moment; whoever had a mail on this day waits for the next one.

    Returns:
        How many mails were handed over.

    Raises:
        OSError: the mail server cannot be reached or was lost; what it did not take is due again.
    """
    day = timezone.localdate(at)
    today = PromiseReminder.objects.filter(sent_at__date=day)
    served = set(today.values_list("user", flat=True))
    due = {user: found for user, found in due_reminders(day).items() if user.pk not in served}
    if not due:
        return 0
    with mail_server() as server:
        return sum(_send(user, found, at, server) for user, found in due.items())


def _send(user: User, due: Sequence[Due], at: datetime, server: BaseEmailBackend) -> bool:
    """Whether the mail left. One address that is refused must not keep others waiting."""
    try:
        with _noted(user, due, at):
            _mail(user, due, timezone.localdate(at), server).send()
    except IntegrityError:
        return False
    except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
        logger.warning("No reminder for account %s: %s", user.pk, type(error).__name__)
        return False
    return True


@contextmanager
def _noted(user: User, due: Sequence[Due], at: datetime) -> Iterator[None]:
    """Note the reminders as sent together with what happens inside.

    Raises:
        IntegrityError: another process has noted one of them, and is sending it.
    """
    with transaction.atomic():
        PromiseReminder.objects.bulk_create(
            PromiseReminder(
                user=user,
                promise=one.promise,
                due_latest=one.promise.due_latest,
                days_before=mark,
                sent_at=at,
            )
            for one in due
            for mark in one.marks
        )
        yield


def _mail(
    user: User, due: Sequence[Due], day: date, server: BaseEmailBackend
) -> EmailMultiAlternatives:
    with override(LANGUAGE):
        late = sum(OVERDUE in one.marks for one in due)
        subject = _subject(due, late)
        context = {
            "subject": subject,
            "number": len(due),
            "lines": [_line(one.promise, day) for one in due],
            "promises_url": absolute_url(reverse("promises-kept")) + "?show=mine",
            "settings_url": absolute_url(reverse("reminder-settings")),
            "site_name": settings.SITE_NAME,
        }
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("promises/mail/reminder.txt", context),
            to=[user.email],
            connection=server,
            headers={"Auto-Submitted": "auto-generated"},
        )
        html = render_to_string("promises/mail/reminder.html", context)
        message.attach_alternative(html, "text/html")
    return message


def _subject(due: Sequence[Due], late: int) -> str:
    if len(due) == 1:
        code = due[0].promise.code
        said = _("Promise %(code)s is overdue") if late else _("Promise %(code)s comes due")
        return said % {"code": code}
    return _("%(number)s promises come due or are overdue") % {"number": len(due)}


def _line(promise: Promise, day: date) -> dict[str, object]:
    assert promise.due_latest is not None  # noqa: S101 - as above
    return {
        "promise": promise,
        "when": days_from(promise.due_latest, day),
        "url": absolute_url(promise.get_absolute_url()),
    }
