"""`deviations.compare` for many letters at once: the same spans, a hundred times as fast.

A kernel reads the letters, cuts them into sentences and lays them beside their forms. What only
Python can read (characters that change their neighbours) is compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from dialogwerk.cores.statements.bodies import Hashes, Ints, hashed
from dialogwerk.cores.statements.deviations import Form, compare, prepared
from dialogwerk.cores.statements.kernels.aligning import put_runs
from dialogwerk.cores.statements.kernels.book import Array, Book, Room, room_for
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.kernels.comparing import FOR_PYTHON, compare_letters
from dialogwerk.cores.statements.kernels.dictionary import sense
from dialogwerk.cores.statements.kernels.rules import rules
from dialogwerk.cores.statements.spans import Span

Spans = tuple[Span, ...]
_PORTION = 1 << 21
"""Bytes of letters that a thread compares at once."""


class Forms:
    """Templates of campaigns, read once for all their letters.

    Attributes:
        chains: per template the hash of its words, as `bodies` has it of letters.
    """

    def __init__(self, templates: Sequence[str]) -> None:
        self.templates = templates
        self._forms = list(map(prepared, templates))
        self.book = _book(self._forms)
        self.chains: Hashes = self.book.chains
        self.longest = int(np.diff(self.book.words_of).max(initial=0))

    def left_out(self, form: int, numbers: Sequence[int]) -> Spans:
        """Those sentences of a template."""
        return tuple(self._forms[form].sentences[number][0] for number in numbers)


def deviations_of(
    texts: TextColumn, chosen: Ints, numbers: Ints, forms: Forms, *, threads: int = 1
) -> Iterator[tuple[str, Spans, Spans]]:
    """Each chosen letter with its own words (in it) and left-out sentences (in its template).

    Args:
        chosen: places of the letters.
        numbers: for each the number of its template.
    """
    portions = list(_portions(texts, chosen))
    with ThreadPoolExecutor(threads) as pool:
        tasks = [
            pool.submit(_compared, texts, chosen[first:last], numbers[first:last], forms)
            for first, last in portions
        ]
        for (first, last), task in zip(portions, tasks, strict=True):
            counts, own, left_out = task.result()
            listed = (counts.tolist(), own.tolist(), left_out.tolist())
            yield from _told(texts, chosen[first:last], numbers[first:last], forms, *listed)


def _told(
    texts: TextColumn,
    chosen: Ints,
    numbers: Ints,
    forms: Forms,
    counts: list[list[int]],
    own: list[list[int]],
    left_out: list[int],
) -> Iterator[tuple[str, Spans, Spans]]:
    span = sentence = 0
    for place, form, (spans, sentences) in zip(
        chosen.tolist(), numbers.tolist(), counts, strict=True
    ):
        text = texts[place]
        if spans == FOR_PYTHON:
            found = compare(forms.templates[form], text)
            yield text, found.own, found.left_out
            continue
        mine = tuple(Span(*one) for one in own[span : span + spans])
        yield text, mine, forms.left_out(form, left_out[sentence : sentence + sentences])
        span, sentence = span + spans, sentence + sentences


def _portions(texts: TextColumn, chosen: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of the chosen letters of about `_PORTION` bytes."""
    sizes = np.cumsum(texts.offsets[chosen + 1] - texts.offsets[chosen])
    marks = np.arange(0, sizes[-1] if len(sizes) else 0, _PORTION)
    return pairwise(np.unique(np.r_[0, np.searchsorted(sizes, marks), len(chosen)]).tolist())


def _compared(texts: TextColumn, chosen: Ints, numbers: Ints, forms: Forms) -> tuple[Ints, ...]:
    """Of each letter the number of spans and sentences; then all spans; then all sentences."""
    sizes = texts.offsets[chosen + 1] - texts.offsets[chosen]
    most = np.diff(forms.book.sentences_of)[numbers].sum()
    counts = np.empty((len(chosen), 2), np.int64)
    own = np.empty((int(sizes.sum()) // 2 + len(chosen), 2), np.int64)
    left_out = np.empty(int(most), np.int64)
    room: Room = room_for(int(sizes.max(initial=0)), forms.longest)
    compare_letters(
        *(rules(), texts.data, texts.offsets, chosen, numbers, forms.book, room),
        *(counts, own, left_out),
    )
    spans, sentences = np.maximum(counts, 0).sum(axis=0).tolist()
    return counts, own[:spans].copy(), left_out[:sentences].copy()


def _book(forms: Sequence[Form]) -> Book:
    folded = [word for form in forms for word in form.folded]
    words = np.empty(len(folded), np.uint32)
    words_of = _places(len(form.folded) for form in forms)
    chains = [
        hashed(form.folded, words[begin:end])
        for form, (begin, end) in zip(forms, pairwise(words_of.tolist()), strict=True)
    ]
    letters_of = _places(map(len, folded))
    letters = np.array([min(ord(one), 0xFFFF) for word in folded for one in word], np.uint16)
    runs_of = _places(1 << (2 * len(form.folded) + 2).bit_length() for form in forms)
    runs, places = np.zeros(runs_of[-1], np.uint64), np.full(runs_of[-1], -1, np.int64)
    for number in range(len(forms)):
        part = slice(runs_of[number], runs_of[number + 1])
        put_runs(words[words_of[number] : words_of[number + 1]], runs[part], places[part])
    ranges = [(first, last) for form in forms for _span, first, last in form.sentences]
    return Book(
        *(np.array(chains, np.uint64), words_of, words, _senses(folded, letters, letters_of)),
        *(letters_of, letters, runs_of, runs, places),
        _places(len(form.sentences) for form in forms),
        np.array(ranges, np.int64).reshape(-1, 2),
    )


def _senses(folded: Sequence[str], letters: Array, letters_of: Ints) -> Array:
    ranges = pairwise(letters_of.tolist())
    return np.array(
        [
            sense(letters, begin, end, word.isdigit())
            for word, (begin, end) in zip(folded, ranges, strict=True)
        ],
        np.uint8,
    )


def _places(sizes: Iterator[int] | map[int]) -> Ints:
    """Where things of these sizes begin that lie one after the other, and where the last ends."""
    return np.cumsum([0, *sizes], dtype=np.int64)
