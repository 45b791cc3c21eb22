"""The source as lines, what of them is furniture of pages, and flowing text that knows its origin.

Papers come as text taken from PDF: words broken at line ends, headers and footers and footnotes in
the middle of sentences, letters doubled where bold print was imitated. What is read is the flowing
text without all that; each of its characters knows where it stood.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .model import Note, Span

_HEADER = re.compile(
    r"\W*(?:[\w\- ]*(?:Landtag|Bundestag|Bürgerschaft|Abgeordnetenhaus)[\w\- ]*\W+)?"
    r"\d{1,2}\s*\.\s*(?:Wahlperiode|Legislaturperiode)\W+(?:Drucksache|Drs\.?)\W*\d{1,2}\s*/\s*\d{1,6}\W*"
)
_BARE_NUMBER = re.compile(r"\s*(?:[-–]\s*|Seite\s*)?\d{1,4}(?:\s*[-–]|\s+von\s+\d+)?\s*")
_NOTE = re.compile(r"\s*(\d{1,3})\s+(?=https?://|www\.|[A-ZÄÖÜ„(§])")
_KEEPS_HYPHEN = re.compile(r"(?:und|oder|bzw\.?|sowie|u\.)\b")
_DOUBLED_PAIR = re.compile(r"(\S)\1")
_MAYBE_DOUBLED = re.compile(r"(\S)\1(\S)\2")
_SPACES = re.compile(r"\s{2,}|[\t\u00a0\u202f]")
_HYPHENS = "-\u00ad\u2010\u2011"
_SENTENCE_END = re.compile(r"[.!?:;][\"“”»«)\]]*\d{0,3}$")
_WORD = re.compile(r"\S+")
_SURELY_DOUBLED = 8
_LONGEST_HEADER = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source.

    Attributes:
        number: from 0.
        start: code points before it.
        text: without the line end.
        page: from 1.
    """

    number: int
    start: int
    text: str
    page: int

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Flow:
    """Text without line ends, hyphens at line ends and furniture.

    Attributes:
        text: paragraphs are parted by line ends.
        origin: per character its place in the source, and one more.
    """

    text: str
    origin: Sequence[int]
    source: Source

    def span(self, start: int, end: int) -> Span:
        """The place in the source of ``text[start:end]``."""
        if start >= end:
            at = self.origin[min(start, len(self.origin) - 1)]
            return self.source.span(at, at)
        return self.source.span(self.origin[start], self.origin[end - 1] + 1)

    @property
    def whole(self) -> Span:
        """The place of all of it."""
        return self.span(0, len(self.text))


@dataclass(frozen=True)
class Source:
    """A text, its lines without furniture of pages, and its footnotes."""

    text: str
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    _flows: dict[tuple[int, int, int, int], Flow] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def of(cls, text: str) -> Source:
        """Cut into lines, and put the furniture of pages aside."""
        lines = _lines(text)
        blank = cls(text, tuple(lines), ())
        furniture = _furniture(lines)
        notes, used = _notes(blank, lines, furniture)
        kept = tuple(one for one in lines if one.number not in furniture and one.number not in used)
        return cls(text, kept, notes)

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.lines]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [found.start() for found in re.finditer(r"\n|\r(?!\n)|\f", self.text)]

    def span(self, start: int, end: int) -> Span:
        """A place, with line and page."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        page = self.lines[at].page if self.lines else 1
        return Span(start, end, bisect_right(self._line_ends, start - 1) + 1, page)

    def flow(self, lines: Iterable[Line], *, skip: int = 0) -> Flow:
        """Flowing text of some lines; made once for each run of lines.

        Args:
            lines: neighbours among the lines.
            skip: characters to leave out at the beginning of the first line.
        """
        chosen = list(lines)
        key = (chosen[0].number, chosen[-1].number, len(chosen), skip) if chosen else (0, 0, 0, 0)
        if key not in self._flows:
            self._flows[key] = _flow(self, chosen, skip)
        return self._flows[key]


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    page, start, headers = 1, 0, 0
    for piece in re.split(r"(\r\n|\n|\r|\f)", text):
        if piece == "\f" or _is_header(piece):
            headers += piece != "\f" and start > 0
            page = max(page + (piece == "\f"), headers + 1)
        if piece not in ("\r\n", "\n", "\r", "\f"):
            lines.append(Line(len(lines), start, piece, page))
        start += len(piece)
    return lines


def _is_header(line: str) -> bool:
    return 8 < len(line) < _LONGEST_HEADER and bool(_HEADER.fullmatch(_undoubled(line)[0].strip()))


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that are headers, footers and page numbers."""
    found: set[int] = set()
    for at, line in enumerate(lines):
        if not _is_header(line.text):
            continue
        if at:
            found.add(line.number)
        for beside in (*range(at - 1, max(at - 4, -1), -1),), (*range(at + 1, at + 4),):
            for place in beside:
                if place >= len(lines) or not (
                    lines[place].is_blank or _BARE_NUMBER.fullmatch(lines[place].text)
                ):
                    break
                found.add(place)
    return found


def _notes(
    source: Source, lines: Sequence[Line], furniture: set[int]
) -> tuple[tuple[Note, ...], set[int]]:
    """Footnotes: numbered on, at the foot of a page, behind a blank line."""
    notes: list[Note] = []
    used: set[int] = set()
    feet = [at for at, line in enumerate(lines) if line.number in furniture and line.text.strip()]
    expected = 1
    for foot in [*feet, len(lines)]:
        begin = _foot_begins(lines, foot, expected)
        if begin is None:
            continue
        for first, last in _each_note(lines, begin, foot, expected):
            mark = _NOTE.match(lines[first].text)
            if mark is None or int(mark[1]) != expected:
                continue
            chosen = [one for one in lines[first:last] if one.number not in furniture]
            flow = _flow(source, chosen, mark.end())
            notes.append(Note(mark[1], flow.text.strip(), flow.whole))
            expected += 1
            used.update(one.number for one in chosen)
    return tuple(notes), used


def _foot_begins(lines: Sequence[Line], foot: int, expected: int) -> int | None:
    """Where the footnotes of a page begin, if it has the one that is expected."""
    for at in range(foot - 1, max(foot - 60, 0), -1):
        mark = _NOTE.match(lines[at].text)
        if mark and int(mark[1]) == expected and lines[at - 1].is_blank:
            return at
        if _is_header(lines[at].text) and at < foot - 3:
            return None
    return None


def _each_note(
    lines: Sequence[Line], begin: int, foot: int, expected: int
) -> list[tuple[int, int]]:
    starts = [begin]
    number = expected
    for at in range(begin + 1, foot):
        mark = _NOTE.match(lines[at].text)
        if mark and int(mark[1]) == number + 1:
            starts.append(at)
            number += 1
    return list(zip(starts, [*starts[1:], foot], strict=True))


def _undoubled(text: str) -> tuple[str, Sequence[int]]:
    """A line where bold print was imitated by printing each letter twice, with each once.

    >>> _undoubled("DDrruucckkssaacchhee  1166//448800")[0]
    'Drucksache  16/480'
    """
    if not _MAYBE_DOUBLED.search(text):
        return text, range(len(text))
    doubled = [one for one in _WORD.finditer(text) if _is_doubled(one[0])]
    if not any(len(one[0]) >= _SURELY_DOUBLED and one[0][0].isalpha() for one in doubled):
        return text, range(len(text))
    left_out = {at for one in doubled for at in range(one.start() + 1, one.end(), 2)}
    kept = [at for at in range(len(text)) if at not in left_out]
    return "".join(text[at] for at in kept), kept


def _is_doubled(word: str) -> bool:
    return len(word) % 2 == 0 and not _DOUBLED_PAIR.sub("", word)


def _flow(source: Source, lines: Sequence[Line], skip: int) -> Flow:
    text: list[str] = []
    origin: list[int] = []
    is_new_paragraph = False
    for place, line in enumerate(lines):
        words, kept = _undoubled(line.text)
        begin = len(words) - len(words.lstrip()) if place else min(skip, len(words))
        words, kept = words[begin:].rstrip(), kept[begin:]
        if not words:
            is_new_paragraph = bool(text)
            continue
        if text:
            _join(text, origin, words, line.start, is_new_paragraph)
        if _SPACES.search(words):
            words, kept = _with_single_spaces(words, kept)
        text.extend(words)
        origin.extend(line.start + at for at in kept[: len(words)])
        is_new_paragraph = False
    end = lines[-1].start + len(lines[-1].text) if lines else 0
    return Flow("".join(text), [*origin, end], source)


def _with_single_spaces(words: str, kept: Sequence[int]) -> tuple[str, Sequence[int]]:
    places = [
        at
        for at, letter in enumerate(words)
        if not letter.isspace() or not words[at - 1].isspace() or not at
    ]
    letters = (" " if words[at].isspace() else words[at] for at in places)
    return "".join(letters), [kept[at] for at in places]


def _join(text: list[str], origin: list[int], words: str, start: int, is_new: bool) -> None:
    """What stands between two lines: nothing, a space, or the end of a paragraph."""
    before = text[-1]
    is_broken = before in _HYPHENS and len(text) > 1 and text[-2].isalnum()
    if is_broken and not _KEEPS_HYPHEN.match(words):
        if words[0].islower() or before == "\u00ad":
            text.pop()
            origin.pop()
        return
    last = "".join(text[-12:]).rstrip()
    ends = is_new and (bool(_SENTENCE_END.search(last)) or not words[0].islower())
    text.append("\n" if ends else " ")
    origin.append(max(start - 1, 0))
