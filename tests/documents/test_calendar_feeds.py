"""Calendar files from values: read back with another program's parser."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from dialogwerk.documents.calendar_feeds import Entry, write_feed

ENTRY = Entry(
    uid="step-1@example.org",
    sequence=2,
    changed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    is_cancelled=False,
    first_day=date(2026, 3, 2),
    last_day=date(2026, 4, 1),
    title="Auslegung",
    description="Einen Monat, § 73 Abs. 3 Satz 1 VwVfG.",
    category="Pflicht",
    url="https://example.org/",
)
HEAD = {"name": "Fristen", "page": "https://example.org/", "language": "de"}
line_ends_are_one = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n")
)


def read(content):
    return Calendar.from_ical(content).events


def test_days_are_whole_and_the_end_is_the_first_day_that_is_over():
    (found,) = read(write_feed([ENTRY], **HEAD))
    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2026, 3, 2), date(2026, 4, 2))
    assert (found["uid"], found["sequence"], found["status"]) == (ENTRY.uid, 2, "CONFIRMED")


def test_an_entry_written_before_is_written_the_same_and_a_changed_one_anew():
    once = write_feed([ENTRY], **HEAD)
    moved = replace(ENTRY, last_day=date(2026, 4, 2), sequence=3)
    cancelled = replace(moved, is_cancelled=True)
    assert write_feed([ENTRY], **HEAD) == once
    found = read(write_feed([ENTRY, moved, cancelled], **HEAD))
    assert [one["sequence"] for one in found] == [2, 3, 3]
    assert [one["status"] for one in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_same_moment_in_another_zone_gives_the_same_bytes():
    elsewhere = ENTRY.changed_at.astimezone(timezone(timedelta(hours=9)))
    assert write_feed([replace(ENTRY, changed_at=elsewhere)], **HEAD) == write_feed([ENTRY], **HEAD)


def test_a_file_without_entries_is_a_whole_calendar():
    content = write_feed([], **HEAD)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert read(content) == []


@settings(deadline=None)
@given(line_ends_are_one, line_ends_are_one)
def test_any_text_comes_back_and_no_line_is_too_long(title, description):
    content = write_feed([replace(ENTRY, title=title, description=description)], **HEAD)
    (found,) = read(content)
    assert (str(found["summary"]), str(found["description"])) == (title, description)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
