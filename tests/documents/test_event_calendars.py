"""Events with a time of day as calendar files, read back with another program's parser."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from dialogwerk.documents.event_calendars import TimedEntry, write_events

BERLIN = ZoneInfo("Europe/Berlin")
ENTRY = TimedEntry(
    uid="event-1@example.org",
    sequence=3,
    changed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    is_cancelled=False,
    starts_at=datetime(2026, 7, 1, 18, tzinfo=BERLIN),
    ends_at=datetime(2026, 7, 1, 20, tzinfo=BERLIN),
    title="Dialogabend",
    description="Fragen; und Gespräch,\nmit Pause.",
    location="Gemeindehaus, Am Anger 2",
    url="https://example.org/",
)
HEAD = {"name": "Dialog", "page": "https://example.org/", "language": "de"}


def read(*entries):
    return Calendar.from_ical(write_events(entries, **HEAD)).events


def test_times_are_the_same_moments_in_utc():
    (found,) = read(ENTRY)
    assert found["dtstart"].dt == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert found["dtend"].dt == datetime(2026, 7, 1, 18, tzinfo=UTC)


def test_words_are_read_back_as_they_were_written():
    (found,) = read(ENTRY)
    assert (found["summary"], found["description"]) == (ENTRY.title, ENTRY.description)
    assert (found["location"], found["sequence"]) == (ENTRY.location, 3)


def test_a_called_off_event_says_so_and_no_place_is_no_line():
    (found,) = read(replace(ENTRY, is_cancelled=True, location=""))
    assert found["status"] == "CANCELLED"
    assert "location" not in found


def test_the_same_values_give_the_same_bytes():
    assert write_events([ENTRY], **HEAD) == write_events([replace(ENTRY)], **HEAD)
