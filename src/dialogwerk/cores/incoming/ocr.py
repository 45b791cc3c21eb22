"""What a reading machine (tesseract, TSV) read of a page: words, places, and how sure it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

DOUBTFUL_BELOW = 80
"""Percent; a word of less confidence is shown to a second reader."""


class Word(NamedTuple):
    """A word on a page; place and size in pixels, confidence in percent."""

    left: int
    top: int
    width: int
    height: int
    confidence: int
    text: str
    line: int
    paragraph: int

    @property
    def is_doubtful(self) -> bool:
        return self.confidence < DOUBTFUL_BELOW


def words_of(tsv: str) -> list[Word]:
    """The words of a page in reading order; lines that make no sense are passed over."""
    found: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    paragraphs: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text:
            continue
        paragraph = (row["block_num"], row["par_num"])
        line = (*paragraph, row["line_num"])
        try:
            left, top = int(row["left"]), int(row["top"])
            width, height = int(row["width"]), int(row["height"])
            confidence = max(0, min(100, round(float(row["conf"]))))
        except (TypeError, ValueError):
            continue
        found.append(
            Word(
                left,
                top,
                width,
                height,
                confidence,
                text,
                lines.setdefault(line, len(lines)),
                paragraphs.setdefault(paragraph, len(paragraphs)),
            )
        )
    return found


def text_of(pages: Iterable[Sequence[Word]]) -> str:
    """The words as text: lines as on the page, an empty line between paragraphs and pages.

    >>> text_of([[Word(0, 0, 1, 1, 90, "Zu", 0, 0), Word(2, 0, 1, 1, 90, "laut", 0, 0)]])
    'Zu laut'
    """
    out: list[str] = []
    for words in pages:
        lines: list[tuple[int, list[str]]] = []
        last = -1
        for word in words:
            if word.line != last:
                lines.append((word.paragraph, []))
                last = word.line
            lines[-1][1].append(word.text)
        page, paragraph = [], lines[0][0] if lines else 0
        for number, line in lines:
            if number != paragraph:
                page.append("")
                paragraph = number
            page.append(" ".join(line))
        out.append("\n".join(page))
    return "\n\n".join(part for part in out if part).strip()
