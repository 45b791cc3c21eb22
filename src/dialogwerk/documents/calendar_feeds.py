"""Dates as a calendar file (iCalendar, RFC 5545) to which people subscribe.

Programs fetch such a file again and again, and most of its entries stay as they were: what an entry
looks like in the file follows from its values alone, so it is written once and remembered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, vText

ASK_AGAIN_AFTER = timedelta(hours=6)
REMEMBERED = 4_096
"""Entries, of about two kilobytes each."""
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One or several whole days.

    Attributes:
        uid: stays for ever.
        sequence: counts what changed for readers.
        changed_at: when it last changed, in any time zone.
        last_day: included.
        url: page on which one can read more.
    """

    uid: str
    sequence: int
    changed_at: datetime
    is_cancelled: bool
    first_day: date
    last_day: date
    title: str
    description: str
    category: str
    url: str


def write_feed(entries: Iterable[Entry], *, name: str, page: str, language: str) -> bytes:
    """The file, UTF-8; the same values give the same bytes.

    Args:
        page: address of the page that shows the same dates.
        language: of the texts, as in ``de``.
    """
    calendar = published_calendar("Dates", name=name, page=page, language=language)
    head = calendar.to_ical().removesuffix(END)
    return b"".join([head, *map(_written, entries), END])


def published_calendar(what: str, *, name: str, page: str, language: str) -> Calendar:
    """A calendar without entries yet, for people to subscribe to.

    Args:
        what: of which it consists, in English, for the name of the writing program.
        page: address of the page that shows the same.
        language: of the texts, as in ``de``.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Dialogwerk//{what}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("url", page)
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT6H"))
    return calendar


@lru_cache(maxsize=REMEMBERED)
def _written(entry: Entry) -> bytes:
    """All day; DTEND names the first day that is over (RFC 5545, 3.6.1)."""
    changed = entry.changed_at.astimezone(UTC)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", entry.first_day)
    event.add("dtend", entry.last_day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("categories", [entry.category])
    event.add("url", entry.url)
    written: bytes = event.to_ical()
    return written
