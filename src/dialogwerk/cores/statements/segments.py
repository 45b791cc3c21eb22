"""Passages that a clerk answers: proposals for cutting a letter into segments.

>>> text = "Guten Tag,\\n\\nes ist zu laut. Es ist zu nah!\\n\\nMit freundlichen Grüßen\\nMax Probe"
>>> [span.of(text) for span in propose(text)]
['es ist zu laut. Es ist zu nah!']
"""

from __future__ import annotations

import re

from dialogwerk.cores.statements.sender_block import frame
from dialogwerk.cores.statements.sentences import sentences
from dialogwerk.cores.statements.spans import Span, gaps, trimmed

_LONG_PARAGRAPH = 320
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n\s*")


def propose(text: str) -> tuple[Span, ...]:
    """Segments of a letter: its paragraphs, long ones sentence by sentence.

    Address, date, salutation, closing formula and signature are in none of them.

    Returns:
        Sorted, disjoint spans of ``text`` (characters) without white space at their ends.
    """
    found: list[Span] = []
    for piece in gaps(frame(text), len(text)):
        for paragraph in paragraphs(text, piece.start, piece.end):
            found += _cut(text, paragraph)
    return tuple(span for span in found if any(map(str.isalnum, span.of(text))))


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The stretches between blank lines.

    >>> paragraphs("Eins.\\n\\nZwei\\nund drei.")
    [Span(start=0, end=5), Span(start=7, end=21)]
    """
    until = len(text) if end is None else end
    cuts = [match.end() for match in _PARAGRAPH_END.finditer(text, start, until)]
    spans = (trimmed(text, a, b) for a, b in zip([start, *cuts], [*cuts, until], strict=True))
    return [span for span in spans if span is not None]


def _cut(text: str, paragraph: Span) -> list[Span]:
    if paragraph.end - paragraph.start <= _LONG_PARAGRAPH:
        return [paragraph]
    return sentences(text, paragraph.start, paragraph.end)
