"""Events planned, changed and called off; everyone who registered is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.dialogues.models import Format

from ..errors import NoReason, WrongTimes
from ..models import Event, Notice
from .registrations import fill_up, tell

FOR_CALENDARS = ("title", "starts_at", "ends_at", "place", "online_url")
"""What has to be told to everyone who registered when it changes."""


@transaction.atomic
def save_event(
    *, event: Event | None, format: Format | None = None, now: datetime, by: User, **said: Any
) -> Event:
    """Plan an event, or change one. Whoever registered is told of a new time or place.

    Args:
        format: to which a new event belongs; None for one that stands alone.
        said: fields of `Event`.

    Raises:
        WrongTimes: it would end before it begins.
    """
    if said["ends_at"] <= said["starts_at"]:
        raise WrongTimes(_("The event ends before it begins. Please check both times."))
    kept = Event(format=format) if event is None else _locked(event)
    changed = [name for name, value in said.items() if getattr(kept, name) != value]
    if event is not None and not changed:
        return kept
    for name, value in said.items():
        setattr(kept, name, value)
    moved = event is not None and any(name in changed for name in FOR_CALENDARS)
    kept.sequence += int(moved)
    kept.changed_at = now
    kept.save()
    _say("event.changed" if event else "event.planned", kept, by, {"changed": sorted(changed)})
    if moved:
        tell(kept.registrations.standing(), Notice.Kind.CHANGED, kept, now)
    if event is not None:
        fill_up(kept, now)
    return kept


@transaction.atomic
def call_off(*, event: Event, reason: str, now: datetime, by: User) -> None:
    """Call an event off; it stays in calendars as called off, and everyone is told why.

    Raises:
        NoReason: nothing is said.
    """
    if not reason.strip():
        raise NoReason(_("Please say why the event does not take place."))
    kept = _locked(event)
    if kept.cancelled_at is not None:
        return
    kept.cancelled_at, kept.cancelled_because = now, reason.strip()
    kept.sequence += 1
    kept.changed_at = now
    kept.save()
    _say("event.called_off", kept, by, {})
    tell(kept.registrations.standing(), Notice.Kind.CALLED_OFF, kept, now)


@transaction.atomic
def note_afterwards(
    *,
    event: Event,
    attended: int | None,
    summary: str,
    groups: Mapping[str, int],
    by: User,
) -> None:
    """How many came, from which groups, and what came out of it. Nobody is named."""
    kept = _locked(event)
    kept.attended, kept.summary = attended, summary.strip()
    kept.save(update_fields=["attended", "summary"])
    kept.groups.all().delete()
    for name, people in groups.items():
        kept.groups.create(name=name, people=people)
    _say("event.noted", kept, by, {"attended": attended, "groups": len(groups)})


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk)


def _say(action: str, event: Event, by: User, payload: dict[str, Any]) -> None:
    process = event.process
    details = {**payload, "process": process.code if process else ""}
    record(action, subject=event.code, actor=by.actor, payload=details)
