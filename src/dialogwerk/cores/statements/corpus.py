"""All letters of a round as numbers: different bodies, their words and their shingles.

A *body* is a letter without its frame, folded. Letters with the same body are one entry here, so
that a thousand identical letters cost as much as one. Bodies stand in the order of their hash:
whatever is computed from them cannot depend on the order in which the letters came.

A *shingle* is a run of three words. Shingles that only one letter has are of no use for comparing
letters and carry no number (-1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xxhash
from numpy.typing import NDArray

from dialogwerk.cores.statements.sender_block import body
from dialogwerk.cores.statements.words import fold, raw_words

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
SHINGLE = 3
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_2 = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@dataclass(frozen=True)
class Corpus:
    """Different bodies of letters, in the order of their hash.

    Word positions of all bodies stand one after the other; body ``i`` has the positions
    ``starts[i]:starts[i + 1]``. Pairs say which body has which shared shingle, each once.
    """

    entry: Ints  #: per letter: number of its body
    weight: Ints  #: per body: number of letters that have it
    starts: Ints  #: per body (and one more): first word position
    lengths: Ints  #: per word position: length of the word in characters
    shingle: Ints  #: per word position: number of the shingle that begins there, or -1
    hashes: Hashes  #: per shared shingle: its hash
    frequency: Ints  #: per shared shingle: number of letters that have it
    pair_body: Ints  #: per pair: body, ascending
    pair_shingle: Ints  #: per pair: shingle, ascending within a body
    pair_starts: Ints  #: per body (and one more): first pair

    @property
    def bodies(self) -> int:
        """Number of different bodies."""
        return len(self.weight)

    @cached_property
    def words(self) -> Ints:
        """Per body: number of words."""
        return np.diff(self.starts)

    @cached_property
    def characters(self) -> Ints:
        """Per body: number of characters in its words."""
        sums = np.r_[0, np.cumsum(self.lengths)]
        return np.asarray(sums[self.starts[1:]] - sums[self.starts[:-1]], dtype=np.int64)

    @cached_property
    def shared(self) -> Ints:
        """Per body: number of different shingles that at least one other letter has too."""
        return np.diff(self.pair_starts)

    def shingles_of(self, body_number: int) -> Ints:
        """The different shared shingles of one body, ascending."""
        return self.pair_shingle[self.pair_starts[body_number] : self.pair_starts[body_number + 1]]


def mix(hashes: Hashes) -> Hashes:
    """Scramble 64-bit hashes so that sums and order of the results look random."""
    mixed = (hashes ^ (hashes >> _SHIFT)) * _MIX_2
    return np.asarray(mixed ^ (mixed >> np.uint64(32)), dtype=np.uint64)


class _Vocabulary(dict[str, int]):
    """Numbers for words as written; ``hashes`` and ``lengths`` hold the folded word's."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes: list[int] = []
        self.lengths: list[int] = []

    def __missing__(self, word: str) -> int:
        folded = fold(word)
        number = len(self.hashes)
        self.hashes.append(xxhash.xxh3_64_intdigest(folded.encode("utf-8", "surrogatepass")))
        self.lengths.append(len(folded))
        self[word] = number
        return number


def read(texts: Sequence[str]) -> Corpus:
    """Fold, tokenise and shingle the letters."""
    vocabulary = _Vocabulary()
    numbers = [_word_numbers(text, vocabulary) for text in texts]
    hash_of = np.array(vocabulary.hashes, dtype=np.uint64)
    length_of = np.array(vocabulary.lengths, dtype=np.int64)
    digests = [xxhash.xxh3_128_digest(hash_of[found].tobytes()) for found in numbers]
    order = sorted(set(digests))
    entry_of = {digest: number for number, digest in enumerate(order)}
    entry = np.fromiter((entry_of[digest] for digest in digests), np.int64, len(digests))
    chosen = dict(zip(reversed(digests), reversed(numbers), strict=True))
    lists = [chosen[digest] for digest in order]
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(found) for found in lists], out=starts[1:])
    flat = np.concatenate([np.empty(0, np.int64), *lists])
    weight = np.bincount(entry, minlength=len(lists)).astype(np.int64)
    return _with_shingles(entry, weight, starts, length_of[flat], hash_of[flat])


def _word_numbers(text: str, vocabulary: _Vocabulary) -> Ints:
    found = raw_words(body(text)) or raw_words(text)
    return np.fromiter(map(vocabulary.__getitem__, found), np.int64, len(found))


def _with_shingles(
    entry: Ints, weight: Ints, starts: Ints, lengths: Ints, word_hashes: Hashes
) -> Corpus:
    body_of = np.repeat(np.arange(len(weight)), np.diff(starts))
    begins = _shingle_begins(body_of)
    hashes, numbers = np.unique(_shingle_hashes(word_hashes, begins), return_inverse=True)
    pairs = np.unique(body_of[begins] * max(len(hashes), 1) + numbers)
    pair_body, pair_shingle = np.divmod(pairs, max(len(hashes), 1))
    frequency = np.bincount(pair_shingle, weight[pair_body], len(hashes)).astype(np.int64)
    renumber = np.where(frequency > 1, np.cumsum(frequency > 1) - 1, -1)
    shingle = np.full(len(body_of), -1, np.int64)
    shingle[begins] = renumber[numbers]
    keep = frequency[pair_shingle] > 1
    pair_body, pair_shingle = pair_body[keep], renumber[pair_shingle[keep]]
    return Corpus(
        entry=entry,
        weight=weight,
        starts=starts,
        lengths=lengths,
        shingle=shingle,
        hashes=hashes[frequency > 1],
        frequency=frequency[frequency > 1],
        pair_body=pair_body,
        pair_shingle=pair_shingle,
        pair_starts=np.searchsorted(pair_body, np.arange(len(weight) + 1)),
    )


def _shingle_begins(body_of: Ints) -> Ints:
    """Word positions at which a run of three words of one body begins."""
    if len(body_of) < SHINGLE:
        return np.empty(0, np.int64)
    return np.flatnonzero(body_of[: 1 - SHINGLE] == body_of[SHINGLE - 1 :])


def _shingle_hashes(word_hashes: Hashes, begins: Ints) -> Hashes:
    first, second, third = (word_hashes[begins + offset] for offset in range(SHINGLE))
    return mix(mix(first * _MIX + second) * _MIX + third)
