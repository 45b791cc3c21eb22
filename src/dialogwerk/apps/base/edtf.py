"""Reading EDTF, the Extended Date/Time Format of ISO 8601-2 (https://www.loc.gov/standards/datetime/).

Levels 0 and 1 without times, negative and long years; of level 2 the divisions of a year, because
people say "early 2010" and "third quarter". Beginning, middle and end of a year are its thirds
(quadrimesters, 37 to 39); seasons are meteorological ones of the north, winter ends a year later.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

OPEN = ".."
NOT_KNOWN = ""
UNKNOWN = "XXXX"

SEASONS = range(21, 25)
QUARTERS = range(33, 37)
THIRDS = range(37, 40)
HALVES = range(40, 42)

_FIRST_MONTHS = {
    3: {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10},
    4: {37: 1, 38: 5, 39: 9},
    6: {40: 1, 41: 7},
}
_FIRST_MONTH_AND_LENGTH = {
    division: (first, length)
    for length, first_months in _FIRST_MONTHS.items()
    for division, first in first_months.items()
}

_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[~?%]?)"
)


class NotEdtf(ValueError):
    """A text that is no EDTF, or none of the kinds kept here; the text says why."""


@dataclass(frozen=True)
class Point:
    """A day, month, part of a year, year, decade or century; parts as written."""

    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""

    @property
    def text(self) -> str:
        return "-".join(filter(None, (self.year, self.month, self.day))) + self.qualifier

    @property
    def division(self) -> int | None:
        """Which part of the year the month's place names: season, quarter, third or half."""
        return int(self.month) if self.month.isdigit() and int(self.month) > 12 else None

    @property
    def is_unknown(self) -> bool:
        return self.year == UNKNOWN

    @property
    def earliest(self) -> date | None:
        if self.is_unknown:
            return None
        year = max(1, int(self.year.replace("X", "0")))
        if self.division:
            return date(year, _FIRST_MONTH_AND_LENGTH[self.division][0], 1)
        return date(year, _number(self.month) or 1, _number(self.day) or 1)

    @property
    def latest(self) -> date | None:
        if self.is_unknown:
            return None
        year, month = int(self.year.replace("X", "9")), _number(self.month) or 12
        if self.division:
            first, length = _FIRST_MONTH_AND_LENGTH[self.division]
            month = first + length - 1
            year, month = (year, month) if month <= 12 else (year + 1, month - 12)
        if year > date.max.year:
            return date.max
        return date(year, month, _number(self.day) or monthrange(year, month)[1])


@dataclass(frozen=True)
class Interval:
    """From one point to another; an end may be open (``..``) or not known (empty)."""

    start: Point | str
    end: Point | str

    @property
    def text(self) -> str:
        return f"{_text(self.start)}/{_text(self.end)}"

    @property
    def is_unknown(self) -> bool:
        return False

    @property
    def earliest(self) -> date | None:
        return self.start.earliest if isinstance(self.start, Point) else None

    @property
    def latest(self) -> date | None:
        return self.end.latest if isinstance(self.end, Point) else None


def _number(part: str) -> int | None:
    return int(part) if part.isdigit() else None


def _text(end: Point | str) -> str:
    return end.text if isinstance(end, Point) else end


@lru_cache(maxsize=4096)
def read(text: str) -> Point | Interval:
    """The point or interval that an EDTF text names.

    Raises:
        NotEdtf: it names none.
    """
    if "/" not in text:
        return _point(text)
    start, _slash, end = text.partition("/")
    interval = Interval(_end(start), _end(end))
    if isinstance(interval.start, str) and isinstance(interval.end, str):
        raise NotEdtf(f"“{text}” has neither beginning nor end.")
    if interval.earliest and interval.latest and interval.earliest > interval.latest:
        raise NotEdtf(f"“{text}” ends before it begins.")
    return interval


def _end(text: str) -> Point | str:
    if text in (OPEN, NOT_KNOWN):
        return text
    point = _point(text)
    if point.is_unknown:
        raise NotEdtf("In an interval, an unknown end is left empty.")
    return point


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise NotEdtf(f"“{text}” is not written as EDTF.")
    point = Point(match["year"], match["month"] or "", match["day"] or "", match["qualifier"])
    if problem := _problem(point):
        raise NotEdtf(f"“{text}”: {problem}")
    return point


def _problem(point: Point) -> str | None:
    if point.year == "0000":
        return "there is no year 0."
    if "X" in point.year and (point.month or (point.is_unknown and point.qualifier)):
        return "more cannot be said about a year that is not known."
    if point.division:
        known = point.division in _FIRST_MONTH_AND_LENGTH and not point.day
        return None if known else "there is no such part of a year."
    if point.month == "XX" and point.day not in ("", "XX"):
        return "a day needs its month."
    return None if _exists(point) else "there is no such day or month."


def _exists(point: Point) -> bool:
    try:
        return point.earliest is None or point.latest is not None
    except ValueError:
        return False


def just_before(point: Point) -> Point | None:
    """The point of the same precision just before; None for other than day, month and year."""
    return _of_same_precision(point, point.earliest, -1)


def just_after(point: Point) -> Point | None:
    """The point of the same precision just after; None for other than day, month and year."""
    return _of_same_precision(point, point.latest, 1)


def _of_same_precision(point: Point, day: date | None, step: int) -> Point | None:
    is_plain = point.text.replace("-", "").isdigit() and not point.division
    if not is_plain or day is None or day in (date.min, date.max):
        return None
    return _point((day + timedelta(step)).isoformat()[: len(point.text)])
