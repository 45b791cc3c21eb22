"""German dates in running text: where they stand, what they say, whether they exist."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from .folding import Folded, fold

_MONTHS = {
    "januar": 1, "jaenner": 1, "jan": 1, "februar": 2, "feber": 2, "feb": 2, "maerz": 3, "marz": 3,
    "mrz": 3, "maer": 3, "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7,
    "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10,
    "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
_WEEKDAYS = {
    "montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5,
    "sonnabend": 5, "sonntag": 6, "mo.": 0, "di.": 1, "mi.": 2, "do.": 3, "fr.": 4, "sa.": 5,
    "so.": 6,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = "|".join(re.escape(name) for name in sorted(_WEEKDAYS, key=len, reverse=True))
_WEEKDAY = rf"(?:(?<![a-z])(?P<weekday{{n}}>{_DAYS})\s?,?\s?(?:de[mnr]\s|am\s|zum\s)?)?"
_FULL = (
    r"(?:(?<![\d.§])(?P<d{n}>\d{{1,2}})\s?\.\s?"
    rf"(?:(?P<name{{n}}>{_NAMES})(?![a-z])\.?|(?P<m{{n}}>\d{{{{1,2}}}})\s?\.)"
    r"(?:\s?(?P<y{n}>\d{{4}}|\d{{2}})(?![\d:]|[.,]\d|\suhr))?"
    rf"(?:\s?\((?P<after{{n}}>{_DAYS})\))?)"
)
_ISO = r"(?<![\d-])(?P<iso{n}>\d{{4}}-\d{{2}}-\d{{2}})(?![\d-])"
_START = rf"(?:{_ISO}|{_WEEKDAY}(?:{_FULL}|(?<![\d.§])(?P<only{{n}}>\d{{{{1,2}}}})\.))"
_END = rf"(?:{_ISO}|{_WEEKDAY}{_FULL})"
_HOUR = r"(?:,?\s?(?:um |ab |von )?\d{1,2}(?:[.:]\d{2})? uhr\b)?"
_ASIDE = r"(?:\([^()]{0,40}\)\s?)?"
_FOR_A_TIME = r"(?:fuer (?:die dauer |die zeit )?(?:\w{1,15} ){1,3})?"
_UP_TO = (
    r"(?:\(?(?:einschliesslich|einschl\.|inklusive|inkl\.|incl\.|spaetestens|zum|ablauf|ende|des|mit"
    r"|und|auf|,)\)?\s?){0,4}"
)
_BETWEEN = rf"{_HOUR}\s?[,|]?\s?{_ASIDE}{_FOR_A_TIME}(?:-|bis:?)\s?{_UP_TO}"
_AND_ENDS = (
    rf"{_HOUR}\s?,?\s?{_ASIDE}(?:und|sie|er)\s(?:\w{{1,20}}\s){{0,3}}?"
    rf"endet\s(?:am |mit |zum )?{_UP_TO}"
)
_AND = rf"{_HOUR}\s?,?\s?(?:und|bis)\s(?:dem |zum |einschliesslich ){{0,2}}"
_FIRST, _LAST = _START.format(n="_a"), _END.format(n="_b")
_WHOLE_FIRST = _END.format(n="_a")
_RANGES = (
    re.compile(_FIRST + _BETWEEN + _LAST),
    re.compile(_WHOLE_FIRST + _AND_ENDS + _LAST),
    re.compile(r"\bzwischen (?:dem )?" + _FIRST + _AND + _LAST),
)
_SINGLE = re.compile(_END.format(n="_b"))
_ANNOUNCED = re.compile(
    r"(?:\bam|\bvom|\bvon|\bab|\bbis|\bzum|\bdem|\bden|\bseit|einschliesslich|,)\s?$"
)
_NUMBERED = re.compile(r"(?:plan\w{0,3}|nr\.|nummer|az\.:?|aktenzeichen:?|ziffer)\s?$")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as printed.

    Attributes:
        where: start and end in the text.
        day: the calendar day; None if there is no such day or no year.
        impossible: True for a day that does not exist, such as 30 February.
        weekday: the weekday printed with it, Monday is 0; None if none is.
    """

    where: tuple[int, int]
    day: date | None
    impossible: bool = False
    weekday: int | None = None

    @property
    def wrong_weekday(self) -> bool:
        """True if a weekday is printed that the day does not have."""
        return self.day is not None and self.weekday not in (None, self.day.weekday())


@dataclass(frozen=True, slots=True)
class FoundRange:
    """A period as printed, from a first to a last day."""

    where: tuple[int, int]
    first: FoundDate
    last: FoundDate

    @property
    def is_reversed(self) -> bool:
        """True if the last day lies before the first."""
        return bool(self.first.day and self.last.day and self.last.day < self.first.day)


class Places:
    """Passages of a text that do not overlap, to ask whether a position lies in one of them.

    >>> 5 in Places([(0, 3), (4, 9)]), 3 in Places([(0, 3), (4, 9)])
    (True, False)
    """

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._places = sorted(places)
        self._starts = [start for start, _end in self._places]

    def __contains__(self, position: int) -> bool:
        number = bisect_right(self._starts, position) - 1
        return number >= 0 and position < self._places[number][1]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Day, month and year as printed; None where they are left out."""

    d: int
    m: int | None
    y: int | None
    weekday: int | None


def find_dates(text: str | Folded, around: date | None = None) -> tuple[FoundDate, ...]:
    """All dates in a text, those within periods included, in order.

    Args:
        text: running text, or the same folded.
        around: a date without year is taken to be the one nearest to this day.

    >>> [str(found.day) for found in find_dates("vom 2. März bis einschließlich 1. April 2026")]
    ['2026-03-02', '2026-04-01']
    """
    folded = text if isinstance(text, Folded) else fold(text)
    ranges = find_ranges(folded, around)
    inside = Places(found.where for found in ranges)
    singles = (_found(folded, match, "_b", around) for match in _singles(folded.text))
    apart = [one for one in singles if one.where[0] not in inside]
    both = [one for found in ranges for one in (found.first, found.last)]
    return tuple(sorted([*apart, *both], key=lambda found: found.where))


def find_ranges(text: str | Folded, around: date | None = None) -> tuple[FoundRange, ...]:
    """All periods in a text; a month or year named once holds for both ends.

    >>> [(str(r.first.day), str(r.last.day)) for r in find_ranges("02.03. bis 01.04.2026")]
    [('2026-03-02', '2026-04-01')]
    """
    folded = text if isinstance(text, Folded) else fold(text)
    return tuple(_ranges(folded, around))


def _ranges(folded: Folded, around: date | None) -> Iterator[FoundRange]:
    for match in _apart(folded.text):
        first, last = _parts(match, "_a"), _parts(match, "_b")
        if not _plausible(last) or _is_a_number(folded.text, match, "_b"):
            continue
        first = replace(first, m=first.m or last.m, y=first.y or _year_before(first, last))
        yield FoundRange(
            folded.where(*match.span()),
            _dated(folded, first, _span(match, "_a"), around),
            _dated(folded, last, _span(match, "_b"), around),
        )


@lru_cache(maxsize=2)
def _apart(text: str) -> tuple[re.Match[str], ...]:
    """The matches of all forms of periods, in order; of two that overlap, the first."""
    matches = (match for form in _RANGES for match in form.finditer(text))
    apart: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda match: match.span()):
        if not apart or match.start() >= apart[-1].end():
            apart.append(match)
    return tuple(apart)


@lru_cache(maxsize=2)
def _singles(text: str) -> tuple[re.Match[str], ...]:
    """The matches that are dates, those within periods included."""
    return tuple(match for match in _SINGLE.finditer(text) if _is_a_date(text, match))


def _year_before(first: _Parts, last: _Parts) -> int | None:
    """The year of the first day if only the last has one: the same, or the one before."""
    if last.y is None:
        return None
    return last.y - 1 if (first.m or last.m or 0) > (last.m or 0) else last.y


def _found(folded: Folded, match: re.Match[str], n: str, around: date | None) -> FoundDate:
    return _dated(folded, _parts(match, n), _span(match, n), around)


def _dated(folded: Folded, parts: _Parts, span: tuple[int, int], around: date | None) -> FoundDate:
    where = folded.where(*span)
    year = parts.y or _nearest_year(parts, around)
    exists = _day(year or 2024, parts)  # a leap year: 29.02. without a year may exist
    if exists is None:
        return FoundDate(where, None, impossible=True, weekday=parts.weekday)
    return FoundDate(where, exists if year else None, weekday=parts.weekday)


def _day(year: int, parts: _Parts) -> date | None:
    try:
        return date(year, parts.m or 0, parts.d)
    except ValueError:
        return None


def _nearest_year(parts: _Parts, around: date | None) -> int | None:
    if around is None:
        return None
    years = (around.year, around.year + 1, around.year - 1)
    days = [day for day in (_day(year, parts) for year in years) if day]
    return min(days, key=lambda day: abs(day - around), default=around).year


def _parts(match: re.Match[str], n: str) -> _Parts:
    found = match.groupdict()
    if found[f"iso{n}"]:
        iso_year, iso_month, iso_day = map(int, found[f"iso{n}"].split("-"))
        return _Parts(iso_day, iso_month, iso_year, None)
    weekday = _WEEKDAYS.get(found[f"weekday{n}"] or found.get(f"after{n}") or "")
    if found.get(f"only{n}"):
        return _Parts(int(found[f"only{n}"]), None, None, weekday)
    name, number, year = (found[f"{key}{n}"] for key in ("name", "m", "y"))
    month = _MONTHS[name] if name else int(number)
    return _Parts(int(found[f"d{n}"]), month, _full_year(year) if year else None, weekday)


def _full_year(printed: str) -> int:
    """Two figures mean this century up to 69, the last one after that."""
    if len(printed) == 4:
        return int(printed)
    return int(printed) + (2000 if int(printed) < 70 else 1900)


def _span(match: re.Match[str], n: str) -> tuple[int, int]:
    names = [f"{key}{n}" for key in ("iso", "weekday", "d", "name", "m", "y", "only", "after")]
    spans = [match.span(name) for name in names if match.groupdict().get(name)]
    end = max(span[1] for span in spans)
    text = match.string
    closes = end < len(text) and text[end] == "." and not match.groupdict().get(f"y{n}")
    return min(span[0] for span in spans), end + (1 if closes else 0)


def _is_a_date(text: str, match: re.Match[str]) -> bool:
    """Tell a date from the number of a paragraph or a time of day."""
    parts = _parts(match, "_b")
    if _is_a_number(text, match, "_b"):
        return False
    named = bool(match["name_b"] or match["iso_b"])
    if parts.y is None and not named:
        before = text[max(0, match.start() - 16) : match.start()]
        return _plausible(parts) and bool(parts.weekday is not None or _ANNOUNCED.search(before))
    return _plausible(parts)


def _is_a_number(text: str, match: re.Match[str], n: str) -> bool:
    """Tell a date from the number of a plan: 27.52.02, or whatever follows that word."""
    year = match[f"y{n}"] or ""
    if len(year) != 2 or match[f"name{n}"]:
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    return int(match[f"m{n}"]) > 12 or bool(_NUMBERED.search(before))


def _plausible(parts: _Parts) -> bool:
    """Figures that could be meant as a date, if not exist as one."""
    if parts.y is None or parts.y < 1900:
        return parts.d <= 31 and 1 <= (parts.m or 0) <= 12
    return parts.y <= 2200


def one_week_before(day: date) -> date:
    """Latest day of an announcement "at least one week before", § 187 Abs. 1 BGB backwards.

    Neither the day of the announcement nor the day itself count: seven days lie between.

    >>> one_week_before(date(2026, 3, 10))
    datetime.date(2026, 3, 2)
    """
    return day - timedelta(days=8)
