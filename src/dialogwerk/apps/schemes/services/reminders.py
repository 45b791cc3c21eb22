"""Reminders of coming dates by e-mail: one mail per person and day, never twice for one day.

A reminder is noted before its mail leaves, so that two processes never send the same one, and the
note is taken back if the mail server does not take the mail. Whoever has missed the right day
(the server was off) is reminded on the next one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.mails import mail_server
from dialogwerk.apps.base.sites import absolute_url

from ..models import CalendarSettings, Reminder, ScheduledStep, TeamMember
from ..models.reminders import new_token
from .due_dates import IN_DUTY, days_from, title_of_end

logger = getLogger(__name__)

DAYS_BEFORE = (14, 3, 0)
"""When accounts are reminded that have chosen nothing else."""
LONGEST_BEFORE = 90
CATCH_UP = timedelta(days=3)
"""For so long after a last day its reminder is still sent if that day was missed."""
LANGUAGE = "de"
"""Of the mails: the house does not know which language an account reads."""

Sent = frozenset[tuple[int, int, date, int]]


@dataclass(frozen=True, slots=True)
class Due:
    """One date of which one person has to be told now.

    Attributes:
        step: with its procedure.
        marks: for which numbers of days before the end this mail stands.
    """

    step: ScheduledStep
    marks: tuple[int, ...]


def save_settings(*, user: User, mail: bool, days_before: Sequence[int]) -> CalendarSettings:
    """Whether and how many days before an end the account is reminded.

    Raises:
        ValueError: a number of days below 0 or above `LONGEST_BEFORE`.
    """
    if any(not 0 <= days <= LONGEST_BEFORE for days in days_before):
        raise ValueError(f"Reminders go out 0 to {LONGEST_BEFORE} days before an end.")
    chosen = {"mail": mail, "days_before": sorted(set(days_before), reverse=True)}
    with transaction.atomic():
        saved, _created = CalendarSettings.objects.update_or_create(
            user=user, defaults=chosen, create_defaults={**chosen, "token": new_token()}
        )
        record("reminders.chosen", subject=user.actor, actor=user.actor, payload=chosen)
    return saved


# What is due


def due_reminders(day: date) -> dict[User, list[Due]]:
    """Of what whom to remind on this day; a fixed number of queries, nothing is sent or noted."""
    steps = list(_ending_around(day))
    choices = _choices()
    sent = _sent(steps)
    found: dict[User, list[Due]] = defaultdict(list)
    for step, user in _concerned(steps):
        marks = _marks(step, day, choices.get(user.pk, DAYS_BEFORE))
        if marks and (step.pk, user.pk, step.last_day, min(marks)) not in sent:
            open_marks = (n for n in marks if (step.pk, user.pk, step.last_day, n) not in sent)
            found[user].append(Due(step, tuple(open_marks)))
    return dict(found)


def _ending_around(day: date) -> Iterator[ScheduledStep]:
    """Standing steps near their end; of passed ones those that stood already when they ended."""
    steps = ScheduledStep.objects.standing().ending_between(
        day - CATCH_UP, day + timedelta(days=LONGEST_BEFORE)
    )
    for step in steps.select_related("procedure__scheme").order_by("last_day", "position", "pk"):
        if step.last_day >= day or timezone.localdate(step.changed_at) <= step.last_day:
            yield step


def _choices() -> dict[int, tuple[int, ...]]:
    """Days before an end per account; none for those who switched reminders off."""
    rows = CalendarSettings.objects.values_list("user", "mail", "days_before")
    return {user: tuple(days or DAYS_BEFORE) if mail else () for user, mail, days in rows}


def _sent(steps: Sequence[ScheduledStep]) -> Sent:
    rows = Reminder.objects.filter(step__in=[step.pk for step in steps])
    return frozenset(rows.values_list("step", "user", "last_day", "days_before"))


def _concerned(steps: Sequence[ScheduledStep]) -> Iterator[tuple[ScheduledStep, User]]:
    """Each step with each active account in duty; the developer only for what developers owe."""
    members = TeamMember.objects.filter(
        scheme__in={step.procedure.scheme_id for step in steps},
        role__in=[*IN_DUTY, Role.DEVELOPER],
        user__is_active=True,
    ).select_related("user")
    official: dict[int, dict[int, User]] = defaultdict(dict)
    everyone: dict[int, dict[int, User]] = defaultdict(dict)
    for member in members.order_by("pk"):
        everyone[member.scheme_id][member.user_id] = member.user
        if member.role in IN_DUTY:
            official[member.scheme_id][member.user_id] = member.user
    for step in steps:
        users = everyone if step.actor == "developer" else official
        yield from ((step, user) for user in users[step.procedure.scheme_id].values())


def _marks(step: ScheduledStep, day: date, days_before: Sequence[int]) -> tuple[int, ...]:
    """The chosen numbers of days whose day has come."""
    left = (step.last_day - day).days
    return tuple(chosen for chosen in days_before if left <= chosen)


# Sending


def send_reminders(*, at: datetime) -> int:
    """Send what is due at this moment; whoever had a mail on this day waits for the next one.

    Returns:
        How many mails were handed over.

    Raises:
        OSError: the mail server cannot be reached or was lost; what it did not take is due again.
    """
    day = timezone.localdate(at)
    served = set(Reminder.objects.filter(sent_at__date=day).values_list("user", flat=True))
    due = {user: found for user, found in due_reminders(day).items() if user.pk not in served}
    if not due:
        return 0
    with mail_server() as server:
        return sum(_send(user, found, at, server) for user, found in due.items())


def _send(user: User, due: Sequence[Due], at: datetime, server: BaseEmailBackend) -> bool:
    """Whether the mail left. One address that is refused must not keep others waiting."""
    message = _mail(user, due, timezone.localdate(at), server)
    try:
        with _noted(user, due, at):
            message.send()
    except IntegrityError:
        return False
    except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
        logger.warning("No reminder for account %s: %s", user.pk, type(error).__name__)
        return False
    return True


@contextmanager
def _noted(user: User, due: Sequence[Due], at: datetime) -> Iterator[None]:
    """Note the reminders as sent, and take the notes back if what happens inside fails.

    Raises:
        IntegrityError: another process has noted one of them, and is sending it.
    """
    rows = [
        Reminder(user=user, step=one.step, last_day=one.step.last_day, days_before=mark, sent_at=at)
        for one in due
        for mark in one.marks
    ]
    with transaction.atomic():
        noted = Reminder.objects.bulk_create(rows)
    try:
        yield
    except BaseException:
        Reminder.objects.filter(pk__in=[row.pk for row in noted]).delete()
        raise


def _mail(
    user: User, due: Sequence[Due], day: date, server: BaseEmailBackend
) -> EmailMultiAlternatives:
    with override(LANGUAGE):
        subject = " ".join(_subject(due, day).split())
        context = {
            "subject": subject,
            "procedures": _by_procedure(due, day),
            "number": len(due),
            "dates_url": absolute_url(reverse("due-dates")),
            "settings_url": absolute_url(reverse("reminder-settings")),
            "site_name": settings.SITE_NAME,
        }
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("schemes/mail/reminder.txt", context),
            to=[user.email],
            connection=server,
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(
            render_to_string("schemes/mail/reminder.html", context), "text/html"
        )
    return message


def _subject(due: Sequence[Due], day: date) -> str:
    first = due[0].step
    when = days_from(first.last_day, day)
    if len(due) == 1:
        return _("%(when)s: %(step)s – %(procedure)s") % {
            "when": when[:1].upper() + when[1:],
            "step": title_of_end(first),
            "procedure": first.procedure.title,
        }
    return _("%(number)s dates, the first %(when)s: %(step)s") % {
        "number": len(due),
        "when": when,
        "step": title_of_end(first),
    }


def _by_procedure(due: Sequence[Due], day: date) -> list[Mapping[str, object]]:
    """The dates in their order, put together by procedure."""
    grouped: dict[int, list[ScheduledStep]] = defaultdict(list)
    for one in due:
        grouped[one.step.procedure_id].append(one.step)
    return [
        {
            "procedure": steps[0].procedure,
            "url": absolute_url(reverse("due-dates")) + f"?procedure={steps[0].procedure.slug}",
            "dates": [_line(step, day) for step in steps],
        }
        for steps in grouped.values()
    ]


def _line(step: ScheduledStep, day: date) -> Mapping[str, object]:
    when = days_from(step.last_day, day)
    return {"step": step, "title": title_of_end(step), "when": when}
