"""Finding a hint in a text: groups of patterns that must stand close together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .facts import NoticeFacts
from .folding import Folded, fold

_NEAR = 320
"""How far apart, in characters, the patterns of one group may stand."""
_DATE = (
    r"\b\d{1,2}\s?\.\s?(?:\d{1,2}\s?\.|"
    r"(?:jan|feb|maer|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]*\.?)"
)
_PLACE = (
    r"rathaus|\bzimmer|\braum\b|strasse \d|str\. ?\d|platz \d|\bweg \d|allee \d|"
    r"dienststunden|oeffnungszeiten|sprechzeiten|dienstgebaeude|verwaltungsgebaeude|"
    r"stadtverwaltung|gemeindeverwaltung|bauamt|planungsamt|buergerbuero|auslegungsstelle|"
    r"auslegungsort"
)
_NEVER = r"(?!)"


def names(facts: NoticeFacts) -> tuple[tuple[str, str], ...]:
    """What the placeholders in patterns stand for in this notice."""
    places = [place.name for place in facts.display_places]
    return (
        ("<date>", _DATE),
        ("<place>", "|".join([_PLACE, *_escaped(places)])),
        ("<website>", "|".join(_escaped([facts.website])) or _NEVER),
        ("<authority>", "|".join(_escaped([facts.authority.name])) or _NEVER),
    )


def _escaped(texts: Iterable[str]) -> list[str]:
    return [re.escape(fold(text).text.strip()) for text in texts if text.strip()]


def find(
    groups: Sequence[Sequence[str]],
    unless: Sequence[str],
    text: Folded,
    known: tuple[tuple[str, str], ...],
) -> tuple[int, int] | None:
    """Where the first group that is found stands in the folded text; None if none is.

    Args:
        groups: alternatives; of each, every pattern must be found within a few lines.
        unless: patterns that make a find worthless if they stand in the same passage.
        text: the folded text.
        known: what placeholders stand for.
    """
    for group in groups:
        for passage in _passages(tuple(group), text.text, known):
            spoilt = any(_compiled(p, known).search(text.text, *_around(passage)) for p in unless)
            if not spoilt:
                return passage
    return None


def _around(passage: tuple[int, int]) -> tuple[int, int]:
    return max(0, passage[0] - 40), passage[1] + 60


def _passages(
    group: tuple[str, ...], text: str, known: tuple[tuple[str, str], ...]
) -> Iterable[tuple[int, int]]:
    """Each passage that holds every pattern of the group near a find of the first."""
    first, *others = (_compiled(pattern, known) for pattern in group)
    spans = [[found.span() for found in other.finditer(text)] for other in others]
    for found in first.finditer(text):
        near = [_nearest(found.span(), candidates) for candidates in spans]
        if all(near):
            every = [found.span(), *(span for span in near if span)]
            yield min(span[0] for span in every), max(span[1] for span in every)


def _nearest(to: tuple[int, int], candidates: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The nearest of the candidates, which come in their order and apart from each other."""
    first = bisect_left(candidates, to[0] - _NEAR, key=lambda span: span[1])
    last = bisect_right(candidates, to[1] + _NEAR, key=lambda span: span[0])
    return min(candidates[first:last], key=lambda span: _gap(to, span), default=None)


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


@lru_cache(maxsize=2000)
def _compiled(pattern: str, known: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    for name, meaning in known:
        pattern = pattern.replace(name, f"(?:{meaning})")
    return re.compile(pattern.replace("~", ".{1,160}?"))
