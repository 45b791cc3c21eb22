"""Some bodies beside each other: which shingles they share.

A *shingle* is a run of three words. Shingles that only one letter has are of no use for comparing
letters and carry no number (-1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.bodies import Bodies, Hashes, Ints
from dialogwerk.cores.statements.kernels.compiling import kernel, leaf
from dialogwerk.cores.statements.kernels.folding import LENGTHS, mixed
from dialogwerk.cores.statements.kernels.machine import fetch_ahead

Numbers = NDArray[np.int32]
SHINGLE = 3


@dataclass(frozen=True)
class Corpus:
    """Bodies to be compared; they keep the order of their hashes.

    Word positions of all bodies stand one after the other; body ``i`` has the positions
    ``starts[i]:starts[i + 1]``. Pairs say which body has which shared shingle, each once.
    """

    body: Ints  #: per body: its number in the `Bodies` it was taken from
    weight: Ints  #: per body: number of letters that have it
    starts: Ints  #: per body (and one more): first word position
    lengths: NDArray[np.uint8]  #: per word position: length of the word in characters
    shingle: Numbers  #: per word position: number of the shingle that begins there, or -1
    hashes: Hashes  #: per shared shingle: its hash
    frequency: Ints  #: per shared shingle: number of letters that have it
    pair_shingle: Numbers  #: per pair: shingle
    pair_starts: Ints  #: per body (and one more): first pair
    words: Ints  #: per body: number of words
    characters: Ints  #: per body: number of characters in its words

    @property
    def bodies(self) -> int:
        """Number of bodies."""
        return len(self.weight)

    def shingles_of(self, number: int) -> Numbers:
        """The different shared shingles of one body."""
        return self.pair_shingle[self.pair_starts[number] : self.pair_starts[number + 1]]

    @property
    def shared(self) -> Ints:
        """Per body: number of different shingles that at least one other letter has too."""
        return np.diff(self.pair_starts)

    @property
    def pair_body(self) -> Numbers:
        """Per pair: body."""
        return np.repeat(np.arange(self.bodies, dtype=np.int32), self.shared)


def corpus(bodies: Bodies, chosen: Ints, weight: Ints | None = None) -> Corpus:
    """The shingles of some bodies.

    Args:
        chosen: numbers of bodies, ascending.
        weight: letters that each of them stands for, if not only for those that have it.
    """
    sizes = bodies.sizes[chosen]
    starts = np.r_[0, np.cumsum(sizes)]
    total = int(starts[-1])
    found = np.empty(total, np.int32)
    lengths = np.empty(total, np.uint8)
    room = 1 << max(8, int(total).bit_length())
    characters = np.empty(len(chosen), np.int64)
    known = np.empty((total, 2), np.uint64)
    weight = bodies.weight[chosen] if weight is None else weight
    count = _numbered_shingles(
        *(bodies.words, bodies.starts[chosen], sizes, weight, starts, found, lengths),
        *(characters, known, np.zeros(room, np.uint64)),
    )
    frequency = (known[:count, 1] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    shared = frequency > 1
    number = np.where(shared, np.cumsum(shared) - 1, -1).astype(np.int32)
    pairs, pair_starts = np.empty(total, np.int32), np.zeros(len(chosen) + 1, np.int64)
    used = _pairs_of(found, starts, number, pairs, pair_starts)
    return Corpus(
        body=chosen,
        weight=weight,
        starts=starts,
        lengths=lengths,
        shingle=found,
        hashes=known[:count, 0][shared],
        frequency=frequency[shared],
        pair_shingle=pairs[:used].copy(),
        pair_starts=pair_starts,
        words=sizes,
        characters=characters,
    )


@leaf
def shingle_hash(first, second, third):
    """Hash of three neighbouring words."""
    both = (np.uint64(first) << np.uint64(32)) | np.uint64(second)
    return mixed(mixed(both) + np.uint64(third))


@leaf
def hash_shingles(words, place, size, hashes, table):
    """Write the hashes of all shingles of a body, and have their places in a table fetched."""
    mask = np.uint64(len(table) - 1)
    for at in range(size - SHINGLE + 1):
        hashed = shingle_hash(words[place + at], words[place + at + 1], words[place + at + 2])
        hashes[at] = hashed
        fetch_ahead(table, np.int64(hashed & mask))


@kernel
def _numbered_shingles(
    words, places, sizes, weight, starts, found, lengths, characters, known, table
):
    """Number all shingles in the order in which they come; gives back how many there are.

    Writes per position the shingle, and to ``known`` per shingle its hash, and in one number the
    letters that have it (low) and one more than the last body that does (high).
    """
    mask = np.uint64(len(table) - 1)
    half = np.uint64(32)
    count = largest = 0
    for size in sizes:
        largest = max(largest, size)
    hashes = np.empty(largest, np.uint64)
    for body in range(len(sizes)):
        begin, place, size = starts[body], places[body], sizes[body]
        hash_shingles(words, place, size, hashes, table)
        letters = 0
        now = np.uint64(body + 1)
        for at in range(size):
            length = words[place + at] & np.uint32(LENGTHS)
            lengths[begin + at] = length
            letters += length
            if at + 2 >= size:
                found[begin + at] = -1
                continue
            hashed = hashes[at]
            slot = hashed & mask
            number = -1
            while table[slot]:
                if (table[slot] ^ hashed) >> half == 0:
                    number = np.int64(table[slot] & np.uint64(0xFFFFFFFF)) - 1
                    if known[number, 0] == hashed:
                        break
                    number = -1
                slot = (slot + np.uint64(1)) & mask
            if number < 0:
                number = count
                table[slot] = ((hashed >> half) << half) | np.uint64(number + 1)
                known[number, 0], known[number, 1] = hashed, np.uint64(0)
                count += 1
            entry = known[number, 1]
            if entry >> half != now:
                letters_now = (entry & np.uint64(0xFFFFFFFF)) + np.uint64(weight[body])
                known[number, 1] = (now << half) | letters_now
            found[begin + at] = number
        characters[body] = letters
    return count


@kernel
def _pairs_of(found, starts, renumbered, pairs, pair_starts):
    """Renumber shared shingles and list those of each body once; gives back how many pairs."""
    last = np.full(len(renumbered), -1, np.int32)
    used = 0
    for body in range(len(starts) - 1):
        pair_starts[body] = used
        for at in range(starts[body], starts[body + 1]):
            old = found[at]
            if old < 0:
                continue
            number = renumbered[old]
            found[at] = number
            if number >= 0 and last[number] != body:
                last[number] = body
                pairs[used] = number
                used += 1
    pair_starts[len(starts) - 1] = used
    return used
