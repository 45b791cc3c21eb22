"""Dates as papers write them: 4. Juli 2012, 25.01.2011, Mai 2011, Anfang 2010."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .model import Mention
from .source import Flow

_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_MONTH = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
DAY = rf"(?:\d{{1,2}}\s*\.\s*(?:\d{{1,2}}\s*\.\s*|(?:{_MONTH})\s*)\d{{4}})"
"""A day, for use in other patterns."""
_BEFORE = r"(?:(?:seit|ab|bis|vor|nach|Anfang|Mitte|Ende|Frühjahr|Sommer|Herbst|Winter)\s+)*"
_ANY = re.compile(
    rf"(?<![\d./§-])({DAY}|{_BEFORE}(?:{_MONTH})\s*\d{{4}}"
    rf"|{_BEFORE}(?:im\s+Jahre?\s+|Jahr\s+)?(?<![\d.,/])(?:19|20)\d\d)(?![\d/]|[.,]\d|\s*(?:%|Euro|€))"
)
_DAY_PARTS = re.compile(rf"(\d{{1,2}})\s*\.\s*(?:(\d{{1,2}})\s*\.|({_MONTH}))\s*(\d{{4}})")
_MONTH_PARTS = re.compile(rf"({_MONTH})\s*(\d{{4}})")
_YEAR = re.compile(r"(?:19|20)\d\d")


def day_of(text: str) -> str | None:
    """ISO 8601 of a day; None if there is no such day.

    >>> day_of("4. Juli 2012"), day_of("31.02.2012")
    ('2012-07-04', None)
    """
    parts = _DAY_PARTS.search(text)
    if not parts:
        return None
    month = int(parts[2]) if parts[2] else _month(parts[3])
    try:
        return date(int(parts[4]), month, int(parts[1])).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int:
    return 1 if word == "Jänner" else _MONTHS.index(word.lower()) + 1


def mentions(flow: Flow) -> Iterator[Mention]:
    """All dates in a text, in their order."""
    for found in _ANY.finditer(flow.text):
        edtf = _edtf(found[0])
        if edtf:
            yield Mention(edtf, found[0].strip(), flow.span(found.start(), found.end()))


def _edtf(text: str) -> str | None:
    if _DAY_PARTS.search(text):
        return day_of(text)
    month = _MONTH_PARTS.search(text)
    if month:
        return f"{month[2]}-{_month(month[1]):02}"
    year = _YEAR.search(text)
    return year[0] if year else None
