"""All letters of a round as numbers: the different bodies and their words.

A *body* is a letter without its frame, folded. Letters with the same body are one entry here, so
that a thousand identical letters cost as much as one. Bodies stand in the order of their hash:
whatever is computed from them cannot depend on the order in which the letters came, nor on the
number of threads that read them.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.kernels import folding
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.kernels.compiling import kernel
from dialogwerk.cores.statements.kernels.rules import rules
from dialogwerk.cores.statements.sender_block import body
from dialogwerk.cores.statements.words import fold, raw_words

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Words = NDArray[np.uint32]
Portion = tuple[Words, Ints, Ints, Hashes]
_PORTION = 1 << 21
"""Bytes of letters that a thread reads at once."""
_WORTH_THREADS = 1000


@dataclass(frozen=True)
class Bodies:
    """Different bodies of letters, in the order of their hash."""

    entry: NDArray[np.int32]  #: per letter: number of its body
    weight: Ints  #: per body: number of letters that have it
    starts: Ints  #: per body: place of its first word in ``words``
    sizes: Ints  #: per body: number of its words
    words: Words  #: words as `kernels.folding` keeps them
    hashes: Hashes  #: per body: hash of its words

    def __len__(self) -> int:
        return len(self.weight)

    @cached_property
    def example(self) -> NDArray[np.int32]:
        """Per body: the first letter that has it."""
        found = np.empty(len(self), np.int32)
        found[self.entry[::-1]] = np.arange(len(self.entry) - 1, -1, -1, dtype=np.int32)
        return found

    def words_of(self, number: int) -> Words:
        """The words of one body."""
        return self.words[self.starts[number] : self.starts[number] + self.sizes[number]]


def read(texts: TextColumn, *, threads: int | None = None) -> Bodies:
    """Fold and tokenise all letters of one column, and put equal ones together."""
    reader = BodyReader(threads=threads)
    reader.add(texts)
    return reader.finished()


class BodyReader:
    """Reads letters column by column, so that not all of them need be in memory at once."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._threads = threads or usable_processors()
        self._table = np.full(1 << 16, -1, np.int64)
        self._known = np.empty(1 << 15, np.uint64)
        self._sizes = np.empty(1 << 15, np.int64)
        self._count = 0
        self._entries: list[NDArray[np.int32]] = []
        self._words: list[Words] = []
        self._pool = ThreadPoolExecutor(self._threads) if self._threads > 1 else None
        self._waiting: deque[tuple[Future[Portion], Words]] = deque()
        self._rooms: list[Words] = []

    def add(self, texts: TextColumn) -> None:
        """Read more letters; some may still be read by other threads when this comes back."""
        for first, last in _portions(texts):
            size = int(texts.offsets[last] - texts.offsets[first]) // 2 + last - first + 1
            room = self._room(size)
            if self._pool is None:
                self._take(*_read_portion(texts, first, last, room))
                self._rooms.append(room)
                continue
            task = self._pool.submit(_read_portion, texts, first, last, room)
            self._waiting.append((task, room))
            while self._waiting and (self._waiting[0][0].done() or self._is_far_ahead()):
                self._take_next()

    def _is_far_ahead(self) -> bool:
        return len(self._waiting) > 4 * self._threads

    def _take_next(self) -> None:
        task, room = self._waiting.popleft()
        self._take(*task.result())
        self._rooms.append(room)

    def _room(self, size: int) -> Words:
        """Memory for words, used again and again: fresh memory is slow to write to."""
        room = self._rooms.pop() if self._rooms else np.empty(0, np.uint32)
        return room if len(room) >= size else np.empty(max(size, _PORTION), np.uint32)

    def _take(self, words: Words, places: Ints, counts: Ints, chains: Hashes) -> None:
        """Keep those of the letters just read whose words are new."""
        room = self._count + len(counts)
        while room > len(self._known):
            self._known, self._sizes = (
                np.resize(self._known, 2 * room),
                np.resize(self._sizes, 2 * room),
            )
        if 2 * room > len(self._table):
            self._table = np.full(1 << int(4 * room).bit_length(), -1, np.int64)
            _put_all(self._table, self._known, self._count)
        entry = np.empty(len(counts), np.int32)
        fresh = np.empty(int(counts.sum()), np.uint32)
        self._count, used = _told_apart(
            *(self._table, self._known, self._sizes, self._count),
            *(words, places, counts, chains, entry, fresh),
        )
        self._entries.append(entry)
        self._words.append(fresh[:used].copy())

    def finished(self) -> Bodies:
        """Everything that was added, in the order of the hashes; nothing can be added any more."""
        while self._waiting:
            self._take_next()
        if self._pool is not None:
            self._pool.shutdown()
        self._rooms.clear()
        known, sizes = self._known[: self._count], self._sizes[: self._count]
        order = np.argsort(known, kind="stable")
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        entry = place[np.concatenate([np.empty(0, np.int32), *self._entries])]
        starts = np.zeros(len(sizes), np.int64)
        np.cumsum(sizes[:-1], out=starts[1:])
        words = np.concatenate([np.empty(0, np.uint32), *self._words])
        self._words.clear()
        return Bodies(
            entry,
            np.bincount(entry, minlength=len(order)).astype(np.int64),
            starts[order],
            sizes[order],
            words,
            known[order],
        )


def most_common(bodies: Bodies, letters: Ints, labels: Ints) -> tuple[Ints, Ints]:
    """The labels that bodies bear, ascending; and per body which of these, or -1 for none.

    A body bears the label of most of its letters; of equal ones the smallest.

    Args:
        letters: places of letters.
        labels: for each a label from 0 on.
    """
    borne, label = np.unique(labels, return_inverse=True)
    count = max(len(borne), 1)
    pairs, times = np.unique(bodies.entry[letters] * np.int64(count) + label, return_counts=True)
    order = np.lexsort((-pairs, times))
    found = np.full(len(bodies), -1, np.int64)
    found[pairs[order] // count] = pairs[order] % count
    used = np.unique(found[found >= 0])
    place = np.full(count + 1, -1, np.int64)
    place[used] = np.arange(len(used))
    return borne[used].astype(np.int64), place[found]


def in_portions(work: Callable[[int, int], object], count: int, threads: int) -> None:
    """Do the work for the ranges that ``count`` things fall into, some of them at the same time.

    Args:
        work: called with the first and the one behind the last of a range.
    """
    if threads == 1 or count < _WORTH_THREADS:
        work(0, count)
        return
    cuts = np.linspace(0, count, 8 * threads + 1).astype(np.int64).tolist()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, cuts[:-1], cuts[1:]))


def usable_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _portions(texts: TextColumn) -> Iterator[tuple[int, int]]:
    """Ranges of letters of about `_PORTION` bytes."""
    size = int(texts.offsets[-1] - texts.offsets[0])
    marks = texts.offsets[0] + np.arange(0, size, _PORTION)
    cuts = np.unique(np.r_[0, np.searchsorted(texts.offsets, marks), len(texts)])
    return pairwise(cuts.tolist())


def _read_portion(texts: TextColumn, first: int, last: int, words: Words) -> Portion:
    """Words, place of the first word, number and hash of the words, of each of the letters.

    Args:
        words: room for the words.
    """
    offsets = texts.offsets[first : last + 1]
    count = last - first
    counts, chains = np.empty(count, np.int64), np.empty(count, np.uint64)
    longest = int(np.diff(offsets).max(initial=0))
    folding.read_letters(rules(), texts.data, offsets, 0, count, words, counts, chains, longest)
    places = (offsets[:-1] - offsets[0]) // 2 + np.arange(count)
    for letter in np.flatnonzero(counts < 0).tolist():
        _read_slowly(texts[first + letter], letter, words, places, counts, chains)
    return words, places, counts, chains


def _read_slowly(
    text: str, letter: int, words: Words, places: Ints, counts: Ints, chains: Hashes
) -> None:
    """A letter with characters that only Python folds."""
    found = list(map(fold, raw_words(body(text)) or raw_words(text)))
    counts[letter] = len(found)
    own = words[places[letter] : places[letter] + len(found)]
    chains[letter] = hashed(found, own)


def hashed(folded: Iterable[str], words: Words) -> np.uint64:
    """Write the numbers of folded words; gives back the hash of all of them."""
    listed = list(folded)
    raw = [word.encode("utf-8", "surrogatepass") for word in listed]
    offsets = np.zeros(len(raw) + 1, np.int64)
    np.cumsum([len(word) for word in raw], out=offsets[1:])
    data = np.frombuffer(b"".join(raw) or b"\0", np.uint8)
    letters = np.array([len(word) for word in listed], np.int64)
    return np.uint64(folding.hash_words(data, offsets, letters, words))


@kernel
def _put_all(table, known, count):
    mask = np.uint64(len(table) - 1)
    for number in range(count):
        at = known[number] & mask
        while table[at] >= 0:
            at = (at + np.uint64(1)) & mask
        table[at] = number


@kernel
def _told_apart(table, known, sizes, count, words, places, counts, chains, entry, fresh):
    """Number of different bodies so far, and of words written to ``fresh``."""
    mask = np.uint64(len(table) - 1)
    used = 0
    for letter in range(len(counts)):
        at = chains[letter] & mask
        while table[at] >= 0 and known[table[at]] != chains[letter]:
            at = (at + np.uint64(1)) & mask
        if table[at] < 0:
            table[at] = count
            known[count], sizes[count] = chains[letter], counts[letter]
            count += 1
            size = counts[letter]
            for word in range(size):
                fresh[used + word] = words[places[letter] + word]
            used += size
        entry[letter] = table[at]
    return count, used
