"""`deviations.compare` for many letters of one campaign: the same spans, several times as fast.

A kernel reads each letter and finds its runs of words in the form. Only words that are in no such
run are looked at as text, and only the sentences that hold them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.bodies import hashed
from dialogwerk.cores.statements.deviations import (
    Comparison,
    Form,
    Text,
    compare,
    own_spans,
    prepared,
)
from dialogwerk.cores.statements.kernels.aligning import meet_letter, put_runs
from dialogwerk.cores.statements.kernels.rules import rules
from dialogwerk.cores.statements.sentences import sentences_with
from dialogwerk.cores.statements.spans import Span, gaps
from dialogwerk.cores.statements.words import fold_cached

Spans = tuple[Span, ...]
Ranges = list[tuple[int, int]]


class LetterReader:
    """Compares letters with forms; keeps the memory that kernels write to."""

    def __init__(self) -> None:
        self._make_room(1 << 13)

    def _make_room(self, size: int) -> None:
        """For letters of so many bytes: between two words there is at least one."""
        self._size, words = size, size // 2 + 8
        self._codes, self._info = np.empty(size + 1, np.uint16), np.empty(size + 1, np.uint16)
        self._frame = np.empty((words, 2), np.int64)
        self._words, self._place = np.empty(words, np.uint32), np.empty(words, np.int64)
        self._ends, self._gaps = np.empty((words, 2), np.int64), np.empty((words, 2), np.int64)

    def spans(self, template: str, letter: str) -> tuple[Spans, Spans]:
        """Own words (in the letter) and left-out sentences (in the template), as `compare`."""
        form = _quick(template)
        raw = letter.encode("utf-8", "surrogatepass")
        if len(raw) > self._size:
            self._make_room(2 * len(raw))
        count, chain, frames, open_ = meet_letter(
            *(rules(), np.frombuffer(raw or b" ", np.uint8), form.keys, form.places),
            *(self._codes, self._info, self._frame, self._words),
            *(self._ends, self._place, self._gaps),
        )
        if count <= 0:
            found = compare(template, letter)
            return found.own, found.left_out
        if chain == form.chain:
            return (), ()
        outside = tuple(Span(*one) for one in self._frame[:frames].tolist())
        ranges = [(begin, end) for begin, end in self._gaps[:open_].tolist()]
        text = _text(letter, outside, self._ends[:count], ranges)
        comparison = Comparison(form.form, text, self._place[:count].tolist(), ranges)
        own = tuple(own_spans(text, comparison.own_words())) if ranges else ()
        return own, tuple(comparison.left_out())


class _Folded(Sequence[str]):
    """The folded words of a letter, each worked out when it is asked for."""

    def __init__(self, raw: str, begins: list[int], ends: list[int]) -> None:
        self._raw, self._begins, self._ends = raw, begins, ends

    def __len__(self) -> int:
        return len(self._begins)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        begins, ends = self._begins[place], self._ends[place]
        if isinstance(begins, int):
            return fold_cached(self._raw[begins:ends])
        return [fold_cached(self._raw[a:b]) for a, b in zip(begins, ends, strict=True)]


class _QuickForm:
    """A form, and its runs of words as a kernel wants them."""

    def __init__(self, template: str) -> None:
        self.form: Form = prepared(template)
        count = len(self.form.folded)
        words = np.empty(count + 1, np.uint32)
        self.chain = int(hashed(self.form.folded, words))
        self.keys = np.zeros(1 << (2 * count + 2).bit_length(), np.uint64)
        self.places = np.full(len(self.keys), -1, np.int64)
        put_runs(words, count, self.keys, self.places)


_quick = lru_cache(maxsize=512)(_QuickForm)


def _text(letter: str, outside: Spans, ends: NDArray[np.int64], wanted: Ranges) -> Text:
    """The letter with those of its sentences that have wanted words."""
    begins, until = ends[:, 0].tolist(), ends[:, 1].tolist()
    found: list[tuple[Span, int, int]] = []
    for piece, ranges in _by_piece(gaps(outside, len(letter)), begins, wanted):
        for sentence in sentences_with(letter, piece.start, piece.end, begins, ranges):
            first, last = bisect_left(begins, sentence.start), bisect_left(begins, sentence.end)
            found.append((sentence, first, last))
    return Text(letter, outside, _Folded(letter, begins, until), begins, until, found)


def _by_piece(
    pieces: Sequence[Span], begins: list[int], wanted: Ranges
) -> Iterator[tuple[Span, Ranges]]:
    """The pieces of a letter with the wanted words in each."""
    for piece in pieces:
        low, high = bisect_left(begins, piece.start), bisect_left(begins, piece.end)
        ranges = [(max(a, low), min(b, high)) for a, b in wanted if a < high and b > low]
        if ranges:
            yield piece, ranges
