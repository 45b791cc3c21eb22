"""From when to when something was so, and whether it was so on a day: yes, perhaps or no."""

from datetime import date
from enum import StrEnum

from dialogwerk.apps.base.dates import UncertainDate, from_day
from dialogwerk.apps.base.edtf import Interval, Point

When = UncertainDate | date


class Certainty(StrEnum):
    """Whether something was so on a day."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def on_day(begun: UncertainDate | None, ended: UncertainDate | None, day: date) -> Certainty:
    """Whether something that began and ended then was so on this day.

    Certain is only what holds for every reading of both dates. A begin that nobody knows makes it
    "perhaps"; no end on record means that it goes on. Begin and end belong to it.

    >>> from dialogwerk.apps.base.dates import parse
    >>> on_day(parse("Anfang 2010"), parse("2012"), date(2010, 3, 1))
    <Certainty.PERHAPS: 'perhaps'>
    >>> on_day(parse("Anfang 2010"), None, date(2010, 5, 1))
    <Certainty.YES: 'yes'>
    >>> on_day(None, parse("30.06.2011"), date(2011, 7, 1))
    <Certainty.NO: 'no'>
    """
    not_yet = begun is not None and begun.earliest is not None and day < begun.earliest
    over = ended is not None and ended.latest is not None and day > ended.latest
    if not_yet or over:
        return Certainty.NO
    has_begun = begun is not None and begun.latest is not None and begun.latest <= day
    goes_on = ended is None or (ended.earliest is not None and day <= ended.earliest)
    return Certainty.YES if has_begun and goes_on else Certainty.PERHAPS


def as_begin(when: When | None) -> UncertainDate | None:
    """The point at which something began: "seit 2010" began in 2010, and keeps its words."""
    return _point(when, open_end="end")


def as_end(when: When | None) -> UncertainDate | None:
    """The point at which something ended: "bis 2012" ended in 2012, and keeps its words."""
    return _point(when, open_end="start")


def _point(when: When | None, *, open_end: str) -> UncertainDate | None:
    value = from_day(when) if isinstance(when, date) else when
    if value is None:
        return None
    reading = value.reading
    if isinstance(reading, Interval) and not isinstance(getattr(reading, open_end), Point):
        known = reading.start if open_end == "end" else reading.end
        if isinstance(known, Point):
            return UncertainDate(known.text, value.as_said)
    return value


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
