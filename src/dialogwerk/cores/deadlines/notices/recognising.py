"""Finding a hint in a text: groups of patterns that must stand close together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    r"(?:damm|gasse|ufer|ring|markt|wall|chaussee|graben|promenade|steig|berg|hof) \d|"
    r"foyer|erdgeschoss|obergeschoss|\b\d\. ?(?:og|etage|stock)\b|"
    r"dienststunden|dienstzeiten|oeffnungszeiten|sprechzeiten|geschaeftszeiten|"
    r"dienstgebaeude|verwaltungsgebaeude|amtsverwaltung|"
    r"stadtverwaltung|gemeindeverwaltung|bauamt|planungsamt|buergerbuero|auslegungsstelle|"
    r"auslegungsort"
)
_NEVER = r"(?!)"
_SENTENCE_ENDS = re.compile(r"(?:[a-z]{4}|\d{4}|\))\. ")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that together say one thing.

    Attributes:
        patterns: all of them must be found.
        within: how far, in characters, they may stand from a find of the first.
        not_with: what must not stand in the same sentence, because it then says another thing.
        not_in: what must not stand between them.
    """

    patterns: tuple[str, ...]
    within: int = _NEAR
    not_with: str = ""
    not_in: str = ""


def group_from(entry: str | list[str] | Mapping[str, Any]) -> Group:
    """A group as the data files have it: one pattern, a list, or a mapping with conditions."""
    if isinstance(entry, str):
        return Group((entry,))
    if isinstance(entry, Mapping):
        conditions = {key: value for key, value in entry.items() if key != "all"}
        return Group(tuple(entry["all"]), **conditions)
    return Group(tuple(entry))


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
    groups: Sequence[Group],
    unless: Sequence[str],
    text: Folded,
    known: tuple[tuple[str, str], ...],
) -> Span | None:
    """Where the first group that is found stands in the folded text; None if none is.

    Args:
        groups: alternatives; of each, every pattern must be found close together.
        unless: patterns that make a find worthless if they stand in the same passage.
        text: the folded text.
        known: what placeholders stand for.
    """
    for group in groups:
        passages = _passages(group, text.text, known)
        spoilt = None
        for passage in passages:
            if spoilt is None:
                spoilt = [_Spans(_spans(pattern, text.text, known)) for pattern in unless]
            if not any(spans.lie_within(*_around(passage)) for spans in spoilt):
                return passage
    return None


def _around(passage: Span) -> Span:
    return max(0, passage[0] - 40), passage[1] + 60


def _passages(group: Group, text: str, known: tuple[tuple[str, str], ...]) -> Iterator[Span]:
    """Each passage that holds every pattern of the group near a find of the first."""
    finds = [_spans(pattern, text, known) for pattern in group.patterns]
    if not all(finds):
        return
    others = [_Spans(spans) for spans in finds[1:]]
    is_right = _company(group, text, known)
    for first in finds[0]:
        near = [other.nearest(first) for other in others]
        if any(_gap(first, span) > group.within for span in near):
            continue
        every = [first, *near]
        passage = min(span[0] for span in every), max(span[1] for span in every)
        if is_right(passage):
            yield passage


def _company(group: Group, text: str, known: tuple[tuple[str, str], ...]) -> Callable[[Span], bool]:
    """Whether nothing stands in or with a passage that makes it say another thing."""
    outside = _Spans(_spans(group.not_with, text, known) if group.not_with else [])
    inside = _Spans(_spans(group.not_in, text, known) if group.not_in else [])
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)] if group.not_with else []

    def is_right(passage: Span) -> bool:
        sentence = _sentence(passage, ends, len(text))
        return not (outside.lie_within(*sentence) or inside.lie_within(*passage))

    return is_right


def _spans(pattern: str, text: str, known: tuple[tuple[str, str], ...]) -> list[Span]:
    return [found.span() for found in _compiled(pattern, known).finditer(text)]


class _Spans:
    """Passages in order, none of which overlaps another; questions to them take little time."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._starts = [span[0] for span in spans]

    def nearest(self, to: Span) -> Span:
        """The passage nearest to another; there must be one."""
        place = bisect_left(self._starts, to[0])
        return min(self._spans[max(0, place - 1) : place + 1], key=lambda span: _gap(to, span))

    def lie_within(self, start: int, end: int) -> bool:
        """Whether one of them lies between two positions."""
        place = bisect_left(self._starts, start)
        return place < len(self._spans) and self._spans[place][1] <= end


def _sentence(passage: Span, ends: list[int], length: int) -> Span:
    """From the start of the first sentence of a passage to the end of its last."""
    before, after = bisect_right(ends, passage[0]), bisect_left(ends, passage[1])
    return ends[before - 1] if before else 0, ends[after] if after < len(ends) else length


def _gap(one: Span, other: Span) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


@lru_cache(maxsize=2000)
def _compiled(pattern: str, known: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    for name, meaning in known:
        pattern = pattern.replace(name, f"(?:{meaning})")
    return re.compile(pattern.replace("~", ".{1,160}?"))
