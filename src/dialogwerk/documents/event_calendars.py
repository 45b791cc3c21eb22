"""Events with a time of day as a calendar file (iCalendar, RFC 5545).

Times are written in UTC, so that no program has to know our time zone; each shows its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Event

from .calendar_feeds import published_calendar


@dataclass(frozen=True, slots=True)
class TimedEntry:
    """One event.

    Attributes:
        uid: stays for ever.
        sequence: counts what changed for readers.
        changed_at: when it last changed.
        starts_at, ends_at: moments, in any time zone.
        location: where, or the address for taking part online; "" for none.
        url: page on which one can read more.
    """

    uid: str
    sequence: int
    changed_at: datetime
    is_cancelled: bool
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    location: str
    url: str


def write_events(entries: Iterable[TimedEntry], *, name: str, page: str, language: str) -> bytes:
    """The file, UTF-8; the same values give the same bytes.

    Args:
        page: address of the page that shows the same events.
        language: of the texts, as in ``de``.
    """
    calendar = published_calendar("Events", name=name, page=page, language=language)
    for entry in entries:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: TimedEntry) -> Event:
    changed = entry.changed_at.astimezone(UTC)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("description", entry.description)
    if entry.location:
        event.add("location", entry.location)
    event.add("url", entry.url)
    return event
