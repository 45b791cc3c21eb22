"""What is known of the groups, in the form in which any number of letters is placed quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dialogwerk.cores.statements.bodies import Bodies, Ints, Words, in_portions
from dialogwerk.cores.statements.corpus import Corpus, hash_shingles
from dialogwerk.cores.statements.covering import best_group, room_for_best
from dialogwerk.cores.statements.kernels.compiling import kernel
from dialogwerk.cores.statements.kernels.folding import LENGTHS
from dialogwerk.cores.statements.pools import Marks, Pools
from dialogwerk.cores.statements.postings import Owners, Table, find


@dataclass(frozen=True)
class Model:
    """The pools of all groups by the hash of their shingles."""

    table: Table  #: number of a shingle by its hash
    owner: Owners  #: per shingle: groups whose pool it is in
    ignored: Marks  #: per shingle (and one more, False): whether it is no evidence
    groups: int  #: number of groups
    own_share: float  #: share of own words from which a letter is individual

    @classmethod
    def of(cls, corpus: Corpus, found: Pools, ignored: Marks, own_share: float) -> Model:
        """The pools of groups found among some bodies."""
        used = np.unique(found.shingle)
        number = np.full(len(corpus.hashes), -1, np.int32)
        number[used] = np.arange(len(used), dtype=np.int32)
        return cls(
            Table.of(corpus.hashes[used]),
            Owners.of(number[found.shingle], found.group, len(used)),
            np.r_[ignored[used], False],
            found.groups,
            own_share,
        )

    def placed(self, bodies: Bodies, chosen: Ints, *, threads: int) -> Ints:
        """Per chosen body the group that most of its words speak for, or -1."""
        found = np.full(len(chosen), -1, np.int64)

        def place(first: int, last: int) -> None:
            letters = bodies.words, bodies.starts, bodies.sizes, chosen[first:last]
            _place(*(*letters, *self._given(), found[first:last], np.empty(last - first, np.int64)))

        in_portions(place, len(chosen), threads)
        return found

    def place(self, words: Words) -> tuple[int, int]:
        """The group of one letter, or -1, and how many of its words the group has too."""
        found, covered = np.empty(1, np.int64), np.empty(1, np.int64)
        letter = words, np.zeros(1, np.int64), np.array([len(words)]), np.zeros(1, np.int64)
        _place(*(*letter, *self._given(), found, covered))
        return int(found[0]), int(covered[0])

    def _given(self) -> tuple[Any, ...]:
        return *self.table, *self.owner, self.ignored, self.groups, self.own_share


class Placing:
    """Who places many bodies beside a model: the threads of this machine.

    Attributes:
        threads: how many may work here at once.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads

    def placed(self, model: Model, bodies: Bodies, chosen: Ints) -> Ints:
        """As `Model.placed`."""
        return model.placed(bodies, chosen, threads=self.threads)


@kernel
def _place(
    words,
    starts,
    sizes,
    chosen,
    table,
    list_of,
    list_starts,
    owner,
    ignored,
    groups,
    own_share,
    found,
    covered,
):
    largest = 1
    for body in chosen:
        largest = max(largest, sizes[body])
    ids, lengths = np.full(largest, -1, np.int32), np.empty(largest, np.uint8)
    hashes = np.empty(largest, np.uint64)
    room = room_for_best(largest, len(ignored), len(list_starts) - 1, groups)
    for place in range(len(chosen)):
        begin, size = starts[chosen[place]], sizes[chosen[place]]
        hash_shingles(words, begin, size, hashes, table)
        characters = 0
        for at in range(size):
            lengths[at] = words[begin + at] & np.uint32(LENGTHS)
            characters += lengths[at]
            ids[at] = find(table, hashes[at]) if at + 2 < size else -1
        found[place], _evidence, covered[place] = best_group(
            ids,
            lengths,
            size,
            characters,
            ignored,
            list_of,
            list_starts,
            owner,
            own_share,
            room,
        )


def shared_by_several(bodies: Bodies, chosen: Ints, own_share: float, threads: int) -> Ints:
    """Those of the bodies of which so much occurs in others too that they may be form letters.

    Counts shingles in a table of bytes without keys (a counting Bloom filter with one hash): a
    shingle may look shared and is not, never the other way round.
    """
    counts = np.zeros(1 << max(16, int(2 * bodies.sizes[chosen].sum()).bit_length()), np.uint8)
    letters = bodies.words, bodies.starts, bodies.sizes
    longest = int(bodies.sizes[chosen].max(initial=0))
    _count(*letters, bodies.weight, chosen, counts, np.empty(longest, np.uint64))
    hopeful = np.zeros(len(chosen), np.bool_)

    def look(first: int, last: int) -> None:
        room = np.empty(longest, np.uint64)
        _hope(*letters, chosen[first:last], counts, 1 - own_share, hopeful[first:last], room)

    in_portions(look, len(chosen), threads)
    return chosen[hopeful]


@kernel
def _count(words, starts, sizes, weight, chosen, counts, hashes):
    mask = np.uint64(len(counts) - 1)
    for body in chosen:
        hash_shingles(words, starts[body], sizes[body], hashes, counts)
        for at in range(sizes[body] - 2):
            slot = hashes[at] & mask
            counts[slot] = min(2, counts[slot] + min(2, weight[body]))


@kernel
def _hope(words, starts, sizes, chosen, counts, share, hopeful, hashes):
    mask = np.uint64(len(counts) - 1)
    for place in range(len(chosen)):
        begin, size = starts[chosen[place]], sizes[chosen[place]]
        hash_shingles(words, begin, size, hashes, counts)
        covered = until = 0
        before = False
        for at in range(size - 2):
            now = counts[hashes[at] & mask] > 1
            if now and before:
                covered += 1 if until and at - 1 == until + 1 else 0
                covered += at + 3 - max(until, at - 1)
                until = at + 3
            before = now
        hopeful[place] = covered >= share * size


def heaviest(weight: Ints, numbers: Ints, most: int) -> Ints:
    """Those of the bodies that most letters have, if more than one has them; ascending."""
    several = numbers[weight[numbers] > 1]
    order = np.lexsort((several, -weight[several]))[:most]
    return np.sort(several[order])
