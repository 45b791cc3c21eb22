"""Lists turned round: for each shingle its owners, and for each hash its shingle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dialogwerk.cores.statements.bodies import Hashes, Ints
from dialogwerk.cores.statements.corpus import Numbers
from dialogwerk.cores.statements.kernels.compiling import kernel, leaf
from dialogwerk.cores.statements.kernels.folding import mixed


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


class Owners(NamedTuple):
    """For each shingle the groups that have it; the shingles of a sentence mostly have the same
    ones, so each list of groups stands here once.
    """

    list_of: Numbers  #: per shingle: number of its list
    starts: Ints  #: per list (and one more): its first entry in ``owner``
    owner: Numbers  #: groups, ascending in each list

    @classmethod
    def of(cls, shingle: Numbers, group: Ints, shingles: int) -> Owners:
        """Turn pairs of shingle and group, sorted by group, round."""
        by_shingle = Postings.of(shingle, group.astype(np.int32), shingles)
        list_of, starts = np.empty(shingles, np.int32), np.zeros(shingles + 1, np.int64)
        owner = np.empty(len(shingle), np.int32)
        table = np.full(1 << (2 * shingles + 2).bit_length(), -1, np.int32)
        lists = _put_once(*by_shingle, table, list_of, starts, owner)
        return cls(list_of, starts[: lists + 1].copy(), owner[: starts[lists]].copy())


class Table(NamedTuple):
    """Numbers by hash (open addressing): each place holds the upper half of a hash and, one higher
    than it is, its number; 0 where there is none.

    A strange hash is taken for a known one once in some thousand million times.
    """

    places: Hashes

    @classmethod
    def of(cls, hashes: Hashes) -> Table:
        """The place of each hash in a list of different ones."""
        room = 1 << max(4, int(2 * len(hashes)).bit_length())
        table = cls(np.zeros(room, np.uint64))
        _enter(hashes, table.places)
        return table


@leaf
def find(places, hashed):
    """The number of a hash in a `Table`, or -1."""
    mask = np.uint64(len(places) - 1)
    slot = hashed & mask
    while places[slot] and (places[slot] ^ hashed) >> np.uint64(32):
        slot = (slot + np.uint64(1)) & mask
    return np.int64(places[slot] & np.uint64(0xFFFFFFFF)) - 1


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
def _put_once(begins, owners, table, list_of, starts, owner):
    """Write each different list of owners once; gives back how many there are."""
    mask = np.uint64(len(table) - 1)
    lists = 0
    for shingle in range(len(list_of)):
        first, last = begins[shingle], begins[shingle + 1]
        hashed = np.uint64(last - first)
        for place in range(first, last):
            hashed = mixed(hashed + np.uint64(owners[place]))
        slot = hashed & mask
        while table[slot] >= 0:
            begin = starts[table[slot]]
            same = starts[table[slot] + 1] - begin == last - first
            for place in range(first, last):
                same = same and owner[begin + place - first] == owners[place]
            if same:
                break
            slot = (slot + np.uint64(1)) & mask
        if table[slot] < 0:
            table[slot] = lists
            for place in range(first, last):
                owner[starts[lists] + place - first] = owners[place]
            starts[lists + 1] = starts[lists] + last - first
            lists += 1
        list_of[shingle] = table[slot]
    return lists


@kernel
def _enter(hashes, places):
    mask = np.uint64(len(places) - 1)
    for number in range(len(hashes)):
        slot = hashes[number] & mask
        while places[slot]:
            slot = (slot + np.uint64(1)) & mask
        places[slot] = (hashes[number] & np.uint64(0xFFFFFFFF00000000)) | np.uint64(number + 1)
