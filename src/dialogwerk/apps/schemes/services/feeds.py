"""Calendars as files (iCalendar, RFC 5545) to which people subscribe.

An event keeps its UID for ever, whatever becomes of its days; SEQUENCE and time stamps come from
the stored step and never from the clock, so a schedule in which nothing changed gives the same
bytes. What fell away stays in the file as cancelled: a calendar that knows it is told.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import compare_digest
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words

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
ASK_AGAIN_AFTER = timedelta(hours=6)


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


def _of_step(step: ScheduledStep, page: str) -> Event:
    first, last = shown_days(step)
    entry = _entry(f"step-{step.pk}", step.changed_at, step.cancelled_at, step.sequence)
    _set_days(entry, first, last)
    entry.add("summary", f"{_title(step, first)} – {step.procedure.title}")
    entry.add("description", _description(step))
    entry.add("categories", [name_of_kind(step.kind)])
    entry.add("url", page)
    return entry


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


def _of_event(event: ProcedureEvent) -> Event:
    entry = _entry(f"event-{event.pk}", event.at, event.withdrawn_at, bool(event.withdrawn_at))
    _set_days(entry, event.day, event.day)
    title = _("Recorded: %(event)s") % {"event": name_of_event(event.procedure.kind, event.name)}
    entry.add("summary", f"{title} – {event.procedure.title}")
    entry.add("description", _proof(event))
    entry.add("categories", [_("recorded event")])
    entry.add("url", absolute_url(calendar_page(event.procedure)))
    return entry


def _proof(event: ProcedureEvent) -> str:
    """Only its kind: where a proof is found may name people, and this file leaves the house."""
    return _("Proof: %(proof)s") % {"proof": event.get_proof_display()}


def _entry(name: str, changed_at: datetime, cancelled_at: datetime | None, sequence: int) -> Event:
    """What every entry has: an identity that stays, and when and how often it changed."""
    changed = max(changed_at, cancelled_at or changed_at).astimezone(UTC)
    entry = Event()
    entry.add("uid", f"{name}@{urlsplit(settings.BASE_URL).hostname}")
    entry.add("sequence", int(sequence))
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("status", "CANCELLED" if cancelled_at else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    return entry


def _set_days(entry: Event, first: date, last: date) -> None:
    """All day; DTEND names the first day that is over (RFC 5545, 3.6.1)."""
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))


def _feed(entries: list[Event], *, name: str, page: str) -> Feed:
    calendar = Calendar()
    calendar.add("prodid", f"-//Dialogwerk//Dates//{(get_language() or 'de')[:2].upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("url", page)
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT6H"))
    for entry in entries:
        calendar.add_component(entry)
    changed = max(filter(None, (entry.LAST_MODIFIED for entry in entries)), default=None)
    return Feed(calendar.to_ical(), changed)


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
