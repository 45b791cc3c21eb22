"""Stretches of a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch ``[start, end)`` of a text, in characters (Python string positions).

    >>> Span(4, 7).of("Der See")
    'See'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of ``text`` in this stretch."""
        return text[self.start : self.end]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space at its ends; None if nothing else is in it.

    >>> trimmed("  Nein.  ", 0, 9)
    Span(start=2, end=7)
    """
    piece = text[start:end]
    inner = piece.strip()
    if not inner:
        return None
    begin = start + len(piece) - len(piece.lstrip())
    return Span(begin, begin + len(inner))


def gaps(spans: Iterable[Span], length: int) -> list[Span]:
    """What lies between sorted, disjoint spans of a text of ``length`` characters.

    >>> gaps([Span(2, 4)], 6)
    [Span(start=0, end=2), Span(start=4, end=6)]
    """
    found, at = [], 0
    for start, end in spans:
        if start > at:
            found.append(Span(at, start))
        at = max(at, end)
    if at < length:
        found.append(Span(at, length))
    return found
