"""A text with layers on it, as safe HTML: the template, own words, passages proposed and tied.

The text itself is never changed. Every stretch of it stands in a ``<span data-at="N">`` that says
at which character it begins, so that a selection on the screen can be turned into positions in the
text; labels stand outside of these spans. Layers may overlap: inner ones are then cut at the edge
of the outer ones, and only their first piece carries the id, only the last one the label.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

RANKS = ("template", "own", "tied", "aside", "proposed", "found")
"""Kinds of layers from the outermost to the innermost."""

_TAGS = {"own": "mark", "found": "mark"}


@dataclass(frozen=True, slots=True)
class Layer:
    """One stretch ``[start, end)`` of the text and what it is.

    Attributes:
        kind: one of ``RANKS``.
        key: number of the passage; makes it ``id="passage-KEY"``.
        label: what stands before the stretch (own words) or behind it (number of the argument).
        note: what screen readers get instead of the label, e.g. "tied to argument 3".
        href: where the label leads.
        is_current: the passage that is being decided on.
    """

    start: int
    end: int
    kind: str
    key: str = ""
    label: str = ""
    note: str = ""
    href: str = ""
    is_current: bool = False

    @property
    def rank(self) -> tuple[int, int, int]:
        """Outer layers sort before inner ones; of the same kind the longer one is the outer."""
        return RANKS.index(self.kind), self.start - self.end, self.start

    @property
    def is_passage(self) -> bool:
        return self.kind in ("tied", "aside", "proposed")


def marked(text: str, layers: Iterable[Layer]) -> SafeString:
    """The text as HTML with all its layers. Layers outside the text are cut or left out."""
    fitting = _fitting(text, layers)
    parts: list[str] = []
    is_open: list[Layer] = []
    begun: set[Layer] = set()
    for start, end in _stretches(text, fitting):
        wanted = [layer for layer in fitting if layer.start <= start and end <= layer.end]
        kept = _shared_depth(is_open, wanted)
        parts += [_closing(layer, start) for layer in reversed(is_open[kept:])]
        parts += [_opening(layer, layer in begun) for layer in wanted[kept:]]
        begun.update(wanted)
        is_open = wanted
        parts.append(_stretch(text[start:end], start))
    parts += [_closing(layer, len(text)) for layer in reversed(is_open)]
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped where it is made


def _fitting(text: str, layers: Iterable[Layer]) -> list[Layer]:
    inside = {layer for layer in layers if max(0, layer.start) < min(len(text), layer.end)}
    return sorted(inside, key=lambda layer: (*layer.rank, layer.key, layer.label))


def _stretches(text: str, layers: Sequence[Layer]) -> Iterator[tuple[int, int]]:
    """Between two edges of layers the same layers hold."""
    edges = {0, len(text)}
    for layer in layers:
        edges |= {max(0, layer.start), min(len(text), layer.end)}
    return ((start, end) for start, end in pairwise(sorted(edges)) if start < end)


def _shared_depth(is_open: Sequence[Layer], wanted: Sequence[Layer]) -> int:
    depth = 0
    for one, other in zip(is_open, wanted, strict=False):
        if one is not other:
            break
        depth += 1
    return depth


def _opening(layer: Layer, is_continued: bool) -> str:
    tag = _TAGS.get(layer.kind, "span")
    css = f"dw-text__{layer.kind}" + (" is-current" if layer.is_current else "")
    if is_continued or not layer.key:
        opening = format_html('<{} class="{}"{}>', tag, css, _passage(layer))
    else:
        opening = format_html(
            '<{} class="{}" id="passage-{}" tabindex="-1"{}>', tag, css, layer.key, _passage(layer)
        )
    if layer.kind == "own" and layer.label and not is_continued:
        opening += format_html('<span class="dw-text__label">{}</span> ', layer.label)
    return opening


def _passage(layer: Layer) -> str:
    return format_html(' data-passage="{}"', layer.key) if layer.key else mark_safe("")


def _closing(layer: Layer, at: int) -> str:
    """The end tag; behind the last piece of a passage its label."""
    tag = _TAGS.get(layer.kind, "span")
    if layer.is_passage and layer.label and at >= layer.end:
        return _label(layer) + format_html("</{}>", tag)
    return format_html("</{}>", tag)


def _label(layer: Layer) -> str:
    shown = format_html(
        '<span aria-hidden="true">{}</span><span class="kern-sr-only"> ({})</span>',
        layer.label,
        layer.note or layer.label,
    )
    if layer.href:
        shown = format_html('<a href="{}">{}</a>', layer.href, shown)
    return format_html('<sup class="dw-text__number">{}</sup>', shown)


def _stretch(piece: str, start: int) -> str:
    """One stretch of the text; a carriage return survives the reading of HTML only as reference."""
    escaped = conditional_escape(piece).replace("\r", "&#13;").replace("\x00", "\ufffd")
    return f'<span data-at="{start}">{escaped}</span>'


# Hiding


def blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches unreadable; every position in it stays the same.

    >>> blotted("Erika Beispiel, hier", [(0, 14)])
    '••••• ••••••••, hier'
    """
    pieces = list(text)
    for start, end in spans:
        pieces[start:end] = [one if one.isspace() else "•" for one in pieces[start:end]]
    return "".join(pieces)


# Two versions of a text


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that two versions share (``same``), or that only one has."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[Change]:
    """How one text became another, word by word.

    The changes of kind ``same`` and ``gone`` make up the text before, ``same`` and ``new`` the one
    after.
    """
    old, new = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    changes: list[Change] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            changes.append(Change("gone", "".join(old[i1:i2])))
        if j1 < j2:
            changes.append(Change("new", "".join(new[j1:j2])))
    return changes
