"""Lists turned round: for each shingle its owners, and for each hash its shingle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dialogwerk.cores.statements.bodies import Hashes, Ints
from dialogwerk.cores.statements.corpus import Numbers
from dialogwerk.cores.statements.kernels.compiling import kernel


class Postings(NamedTuple):
    """For each shingle the owners (bodies or groups) that have it."""

    starts: Ints
    owner: Numbers

    @classmethod
    def of(cls, shingle: Numbers, owner: Numbers, shingles: int) -> Postings:
        """Turn pairs of shingle and owner round; owners keep their order."""
        starts, owners = np.zeros(shingles + 2, np.int64), np.empty(len(shingle), np.int32)
        _turn_round(shingle, owner, starts, owners)
        return cls(starts[:-1], owners)


class Table(NamedTuple):
    """Numbers by hash (open addressing)."""

    keys: Hashes
    numbers: Numbers

    @classmethod
    def of(cls, hashes: Hashes, numbers: Numbers) -> Table:
        """A table with a few times as many places as hashes."""
        room = 1 << max(4, int(4 * len(hashes)).bit_length())
        table = cls(np.zeros(room, np.uint64), np.full(room, -1, np.int32))
        _enter(hashes, numbers, *table)
        return table


@kernel
def _turn_round(shingle, owner, starts, owners):
    for one in shingle:
        starts[one + 2] += 1
    for number in range(2, len(starts)):
        starts[number] += starts[number - 1]
    for place in range(len(shingle)):
        at = shingle[place] + 1
        owners[starts[at]] = owner[place]
        starts[at] += 1


@kernel
def _enter(hashes, numbers, keys, values):
    mask = np.uint64(len(keys) - 1)
    for place in range(len(hashes)):
        slot = hashes[place] & mask
        while values[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        keys[slot], values[slot] = hashes[place], numbers[place]
