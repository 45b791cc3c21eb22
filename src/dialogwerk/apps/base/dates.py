"""Dates as uncertain as people know them: "Anfang 2010", "seit 2010", "2008-09", unknown.

A value keeps two things: what it means, as EDTF (ISO 8601-2), and the words in which it was said
where these differ from our own. It sorts and filters by its bounds.

The package ``edtf`` (5.0) was tried and does not fit: it gives an interval without known end ten
years, ends winter on 31 December, has no bounds for open intervals, and reads "10. Juni 2009" as
October and "seit 2010" as 2010. See docs/adr/0012-uncertain-dates.md.
"""

from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import edtf as edtf_format
from .datewords import read_words, say
from .edtf import Interval, NotEdtf, Point

LONGEST_WORDING = 120
BAR = "|"
_UNREADABLE = _(
    "“{text}” cannot be read as a date. Please write it like one of these: 10.06.2009, Juni 2009,"
    " Anfang 2010, seit 2010, 2008 bis 2010, etwa 2010, unbekannt."
)


class UnreadableDate(ValueError):
    """A text that is no date, not even an uncertain one; the text says what to do."""


@total_ordering
@dataclass(frozen=True)
class UncertainDate:
    """A point or span of time, known as well as it is known.

    >>> when = parse("Anfang 2010")
    >>> when.edtf, when.earliest, when.latest
    ('2010-37', datetime.date(2010, 1, 1), datetime.date(2010, 4, 30))
    >>> when.wording("en")
    'early 2010'
    """

    edtf: str
    said: str = ""
    """The words in which it was said; empty if our own German wording is the same."""

    def __post_init__(self) -> None:
        try:
            edtf_format.read(self.edtf)
        except NotEdtf as error:
            raise UnreadableDate(str(error)) from error

    def __str__(self) -> str:
        return self.as_said

    def __lt__(self, other: "UncertainDate") -> bool:
        if not isinstance(other, UncertainDate):
            return NotImplemented
        return self.sort_key < other.sort_key

    @property
    def reading(self) -> Point | Interval:
        """What the EDTF text names."""
        return edtf_format.read(self.edtf)

    @property
    def earliest(self) -> date | None:
        """First day it can mean; None if nothing bounds it."""
        return self.reading.earliest

    @property
    def latest(self) -> date | None:
        """Last day it can mean; None if nothing bounds it, as in "seit 2010"."""
        return self.reading.latest

    @property
    def is_unknown(self) -> bool:
        """Somebody looked, and it could not be found out."""
        return self.reading.is_unknown

    @property
    def sort_key(self) -> tuple[bool, date, date, str, str]:
        """By first day, then by last day; what is unknown comes last."""
        first, last = self.earliest or date.min, self.latest or date.max
        return self.is_unknown, first, last, self.edtf, self.said

    @property
    def as_said(self) -> str:
        """The words in which it was said, or our German ones."""
        return self.said or self.wording("de")

    @property
    def stored(self) -> str:
        """One text for a database column: the EDTF, and behind a bar what was said."""
        return f"{self.edtf}{BAR}{self.said}" if self.said else self.edtf

    def wording(self, language: str) -> str:
        """The date in our words, in "de" or "en"."""
        return say(self.reading, language)


UNKNOWN = UncertainDate(edtf_format.UNKNOWN)


def from_stored(text: str) -> UncertainDate:
    """Read back what `UncertainDate.stored` gave."""
    meaning, _bar, said = text.partition(BAR)
    return UncertainDate(meaning, said)


def from_day(day: date) -> UncertainDate:
    """A day that is known exactly."""
    return UncertainDate(day.isoformat())


def parse(text: str) -> UncertainDate:
    """The date that somebody typed: EDTF, German or English words. Nothing typed is unknown.

    Raises:
        UnreadableDate: it does not read as a date.
    """
    said = " ".join(text.split())
    meaning = _meaning(said)
    if meaning is None or len(said) > LONGEST_WORDING:
        raise UnreadableDate(format_lazy(_UNREADABLE, text=said[:LONGEST_WORDING]))
    plain = UncertainDate(meaning)
    is_ours = said in ("", meaning, plain.wording("de"))
    return plain if is_ours else UncertainDate(meaning, said)


def _meaning(text: str) -> str | None:
    if not text:
        return edtf_format.UNKNOWN
    try:
        return edtf_format.read(text).text
    except NotEdtf:
        return read_words(text)


def overlaps(a: UncertainDate, b: UncertainDate) -> bool:
    """Whether both can mean a common day; what is not bounded reaches everywhere."""
    first = max(a.earliest or date.min, b.earliest or date.min)
    last = min(a.latest or date.max, b.latest or date.max)
    return first <= last
