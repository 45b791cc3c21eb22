"""Calendars as files (iCalendar, RFC 5545) to which people subscribe.

An event keeps its UID for ever, whatever becomes of its days; SEQUENCE and time stamps come from
the stored step and never from the clock, so a schedule in which nothing changed gives the same
bytes. What fell away stays in the file as cancelled: a calendar that knows it is told.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import compare_digest
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.documents.calendar_feeds import Entry, write_feed

from ..kinds import name_of_kind
from ..models import CalendarSettings, Procedure, ProcedureEvent, ScheduledStep, TeamMember
from ..models.reminders import new_token
from ..words import name_of_event
from .due_dates import (
    WORKING,
    calendar_page,
    public_steps,
    steps_of_teams,
    takes_place_on_its_day,
    title_of_end,
)

LONG = timedelta(days=7)
"""From this length on a period is shown by its last day only, see docs/how-to."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as it goes out.

    Attributes:
        content: the file, UTF-8.
        changed_at: when the youngest of its entries changed; None without entries.
    """

    content: bytes
    changed_at: datetime | None

    @property
    def etag(self) -> str:
        """Weak, so that a proxy that compresses the file need not change it."""
        return f'W/"{hashlib.sha256(self.content).hexdigest()[:32]}"'


# Which steps


def procedure_feed(procedure: Procedure, *, whole: bool) -> Feed:
    """The calendar of one procedure, in the active language.

    Args:
        whole: all steps, for the team; else those that everybody may know.
    """
    steps = procedure.steps.all() if whole else procedure.steps.filter(public_steps())
    page = absolute_url(procedure.get_absolute_url())
    entries = [_of_step(step, page) for step in _in_order(steps)]
    return _feed(entries, name=procedure.title, page=page)


def personal_feed(user: User) -> Feed:
    """All procedures on whose team the account is, with what was recorded in them."""
    worked_on = _worked_on(user)
    entries = [
        _of_step(step, _page_of(step.procedure, worked_on))
        for step in _in_order(steps_of_teams(user))
    ]
    entries += [_of_event(event) for event in _recorded(worked_on)]
    name = _("My dates – %(site)s") % {"site": settings.SITE_NAME}
    return _feed(entries, name=name, page=absolute_url(reverse("due-dates")))


def _in_order(steps: QuerySet[ScheduledStep]) -> QuerySet[ScheduledStep]:
    return steps.select_related("procedure", "round").order_by("pk")


def _worked_on(user: User) -> frozenset[int]:
    members = TeamMember.objects.filter(user=user, role__in=WORKING)
    return frozenset(members.values_list("scheme", flat=True))


def _recorded(worked_on: Iterable[int]) -> QuerySet[ProcedureEvent]:
    events = ProcedureEvent.objects.filter(procedure__scheme__in=worked_on)
    return events.select_related("procedure", "round").order_by("pk")


def _page_of(procedure: Procedure, worked_on: frozenset[int]) -> str:
    """Who works on it gets to the calendar, others to the public page."""
    if procedure.scheme_id in worked_on:
        return absolute_url(calendar_page(procedure))
    return absolute_url(procedure.get_absolute_url())


# Entries


def _of_step(step: ScheduledStep, page: str) -> Entry:
    first, last = shown_days(step)
    return Entry(
        uid=_uid(f"step-{step.pk}"),
        sequence=step.sequence,
        changed_at=_last(step.changed_at, step.cancelled_at),
        is_cancelled=bool(step.cancelled_at),
        first_day=first,
        last_day=last,
        title=f"{_title(step, first)} – {step.procedure.title}",
        description=_description(step),
        category=name_of_kind(step.kind),
        url=page,
    )


def shown_days(step: ScheduledStep) -> tuple[date, date]:
    """First and last day of the entry in a calendar.

    A display is shown as the days on which one can read. Of any other period of a week or more,
    and of one without a first day, the last day is shown: that is what must not be missed.
    """
    if step.first_day is None or step.first_day > step.last_day or takes_place_on_its_day(step):
        return step.last_day, step.last_day
    is_long = step.last_day - step.first_day >= LONG - timedelta(days=1)
    if is_long and not step.step.endswith("display"):
        return step.last_day, step.last_day
    return step.first_day, step.last_day


def _title(step: ScheduledStep, first: date) -> str:
    return step.name if step.first_day == first else title_of_end(step)


def _description(step: ScheduledStep) -> str:
    lines = [step.explanation, *step.hints]
    if step.first_day and step.first_day < step.last_day and not takes_place_on_its_day(step):
        days = {"first": day_in_words(step.first_day), "last": day_in_words(step.last_day)}
        lines.insert(0, _("%(first)s to %(last)s.") % days)
    if step.overridden:
        computed = {"day": day_in_words(step.computed_last_day)}
        lines.append(_("This day was set by hand; computed: %(day)s.") % computed)
    if step.round:
        lines.append(_("Round: %(round)s") % {"round": step.round.title or step.round.number})
    if step.norms:
        lines.append(_("Legal ground: %(norms)s") % {"norms": "; ".join(step.norms)})
    return "\n\n".join(lines)


def _of_event(event: ProcedureEvent) -> Entry:
    title = _("Recorded: %(event)s") % {"event": name_of_event(event.procedure.kind, event.name)}
    return Entry(
        uid=_uid(f"event-{event.pk}"),
        sequence=int(bool(event.withdrawn_at)),
        changed_at=_last(event.at, event.withdrawn_at),
        is_cancelled=bool(event.withdrawn_at),
        first_day=event.day,
        last_day=event.day,
        title=f"{title} – {event.procedure.title}",
        description=_proof(event),
        category=_("recorded event"),
        url=absolute_url(calendar_page(event.procedure)),
    )


def _proof(event: ProcedureEvent) -> str:
    """Only its kind: where a proof is found may name people, and this file leaves the house."""
    return _("Proof: %(proof)s") % {"proof": event.get_proof_display()}


def _uid(name: str) -> str:
    """An identity that stays."""
    return f"{name}@{urlsplit(settings.BASE_URL).hostname}"


def _last(changed_at: datetime, cancelled_at: datetime | None) -> datetime:
    return max(changed_at, cancelled_at or changed_at)


def _feed(entries: list[Entry], *, name: str, page: str) -> Feed:
    language = (get_language() or "de")[:2]
    content = write_feed(entries, name=name, page=page, language=language)
    changed = max((entry.changed_at for entry in entries), default=None)
    return Feed(content, changed)


# The secret address


def settings_of(user: User) -> CalendarSettings:
    """Those of the account; unsaved ones with what everybody starts with, if it has none."""
    found = CalendarSettings.objects.filter(user=user).first()
    return found or CalendarSettings(user=user, token="")


def owner_of(token: str) -> User | None:
    """Whose calendar has this address; nobody's if it was renewed or the account was closed."""
    found = CalendarSettings.objects.filter(token=token).select_related("user").first()
    if found is None or not compare_digest(found.token.encode(), token.encode()):
        return None
    return found.user if found.user.is_active else None


@transaction.atomic
def renew_address(*, user: User) -> CalendarSettings:
    """Give the personal calendar a new secret address; the old one leads nowhere from now on."""
    found, _created = CalendarSettings.objects.update_or_create(
        user=user, defaults={"token": new_token()}
    )
    record("calendar.address_renewed", subject=user.actor, actor=user.actor)
    return found
