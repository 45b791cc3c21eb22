"""What the letters of a group have in common.

The *core* of a group is what at least half of its letters share: the form as a clerk would quote
it. Its *pool* is what at least a tenth of them share: all building blocks of a letter that people
put together themselves. *Common* passages stand in many groups, or in many letters of people's own
("Hiermit erhebe ich Einwendung"): they are evidence for none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.bodies import Ints
from dialogwerk.cores.statements.corpus import Corpus, Numbers
from dialogwerk.cores.statements.covering import cover
from dialogwerk.cores.statements.kernels.compiling import kernel

Marks = NDArray[np.bool_]

_CORE_SHARE = 0.5
_POOL_SHARE = 0.1
_POOL_LEAST = 4
_COMMON_SHARE_OF_GROUPS = 0.2
_COMMON_SHARE_OF_INDIVIDUALS = 0.1
_HOLLOW = 0.25


@dataclass(frozen=True)
class Pools:
    """Shingles of each group; entries are sorted by group."""

    size: Ints  #: per group: number of letters
    starts: Ints  #: per group (and one more): first entry
    shingle: Numbers  #: per entry: shingle that belongs to the pool
    is_core: Marks  #: per entry: whether it belongs to the core too

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.size)

    def pool(self, group: int) -> Numbers:
        """Shingles in the pool of a group."""
        return self.shingle[self.starts[group] : self.starts[group + 1]]

    def core(self, group: int) -> Numbers:
        """Shingles in the core of a group."""
        entries = slice(self.starts[group], self.starts[group + 1])
        return self.shingle[entries][self.is_core[entries]]

    @property
    def group(self) -> Ints:
        """Per entry: the group."""
        return np.repeat(np.arange(self.groups), np.diff(self.starts))


def pools(corpus: Corpus, group: Ints) -> Pools:
    """Cores and pools of the groups 0, 1, … that ``group`` gives for each body (-1: none)."""
    count = int(group.max(initial=-1)) + 1
    member = group >= 0
    size = np.bincount(group[member], corpus.weight[member], count).astype(np.int64)
    order = np.flatnonzero(member)[np.argsort(group[member], kind="stable")]
    bounds = np.searchsorted(group[order], np.arange(count + 1))
    room = int(corpus.shared[order].sum())
    shingle, is_core = np.empty(room, np.int32), np.empty(room, np.bool_)
    starts = np.zeros(count + 1, np.int64)
    used = _pooled(
        *(corpus.pair_shingle, corpus.pair_starts, corpus.weight, order, bounds),
        *(_pool_least(size), np.maximum(2, _CORE_SHARE * size), len(corpus.hashes)),
        *(shingle, is_core, starts),
    )
    return Pools(size, starts, shingle[:used].copy(), is_core[:used].copy())


@kernel
def _pooled(
    pairs, starts, weight, order, bounds, pool_least, core_least, shingles, out, is_core, out_starts
):
    letters = np.zeros(shingles, np.int64)
    touched = np.empty(shingles, np.int32)
    used = 0
    for group in range(len(bounds) - 1):
        out_starts[group] = used
        count = 0
        for place in range(bounds[group], bounds[group + 1]):
            body = order[place]
            for at in range(starts[body], starts[body + 1]):
                number = pairs[at]
                if letters[number] == 0:
                    touched[count] = number
                    count += 1
                letters[number] += weight[body]
        for place in range(count):
            number = touched[place]
            if letters[number] >= pool_least[group]:
                out[used], is_core[used] = number, letters[number] >= core_least[group]
                used += 1
            letters[number] = 0
    out_starts[len(bounds) - 1] = used
    return used


def _pool_least(size: Ints) -> NDArray[np.float64]:
    """How many letters of a group must share a passage of its pool.

    In a small group two or three strange letters would otherwise bring their own form along.
    """
    small = np.clip(np.ceil(size / 3), 2, _POOL_LEAST)
    return np.asarray(np.maximum(small, _POOL_SHARE * size), np.float64)


def common(corpus: Corpus, found: Pools, individual: Ints) -> Marks:
    """Which shingles are nobody's own: standard phrases of the law and of letters.

    Args:
        individual: bodies that are certainly no form letters.

    Returns:
        Shape (shingles + 1,): the last entry is False, so that -1 (no shingle) is never common.
    """
    marks = np.zeros(len(corpus.hashes) + 1, np.bool_)
    marks[:-1] = _in_many_cores(corpus, found) | _in_many_individuals(corpus, individual)
    return marks


def _in_many_cores(corpus: Corpus, found: Pools) -> Marks:
    """Shingles in the cores of at least a fifth of the groups, and of three.

    Groups with hardly anything of their own do not count at the second look: a letter made of
    building blocks often falls into many groups at first, whose cores are full of each other.
    """
    big = found.size >= 3
    counted = big.copy()
    for _look in range(2):
        entries = found.is_core & counted[found.group]
        cores = np.bincount(found.shingle[entries], minlength=len(corpus.hashes))
        is_common = cores >= max(3.0, _COMMON_SHARE_OF_GROUPS * float(counted.sum()))
        own = np.bincount(found.group[found.is_core], ~is_common[found.shingle[found.is_core]])
        all_ = np.bincount(found.group[found.is_core], minlength=found.groups)
        hollow = np.resize(own, found.groups) < _HOLLOW * all_ if found.groups else big
        counted = big & ~hollow
    return np.asarray(is_common)


def _in_many_individuals(corpus: Corpus, individual: Ints) -> Marks:
    chosen = np.zeros(corpus.bodies, np.bool_)
    chosen[individual] = True
    rows = np.repeat(chosen, corpus.shared)
    letters = np.bincount(corpus.pair_shingle[rows], minlength=len(corpus.hashes))
    return np.asarray(letters >= max(5.0, _COMMON_SHARE_OF_INDIVIDUALS * len(individual)))


def covered(corpus: Corpus, bodies: Ints, marks: Marks) -> tuple[Ints, Ints]:
    """Words, and characters in words, of each body that lie in a run of marked shingles.

    A single marked shingle does not count: three words alone ("an dieser Stelle") meet by chance.

    Args:
        marks: shape (shingles + 1,), the last entry False.
    """
    words, letters = np.empty(len(bodies), np.int64), np.empty(len(bodies), np.int64)
    _cover(corpus.shingle, corpus.lengths, corpus.starts, bodies, marks, words, letters)
    return words, letters


@kernel
def _cover(shingle, lengths, starts, bodies, marks, words, letters):
    for place in range(len(bodies)):
        begin, end = starts[bodies[place]], starts[bodies[place] + 1]
        flags = np.empty(end - begin, np.bool_)
        for at in range(begin, end):
            flags[at - begin] = marks[shingle[at]]
        words[place], letters[place] = cover(flags, lengths[begin:end], end - begin)


def in_runs(begins: Marks) -> Marks:
    """Per word: whether it lies in a run of at least two shingles, that is four words.

    A single word between two such runs counts as well: it is a typing or scanning error.

    >>> in_runs(np.array([1, 1, 0, 0, 0, 1, 0, 0], np.bool_)).astype(int).tolist()
    [1, 1, 1, 1, 0, 0, 0, 0]
    """
    inside = begins.copy()
    inside[:-1] &= begins[1:]
    pairs = inside.copy()
    pairs[-1:] = False
    inside[-1:] = False
    for offset in (1, 2, 3):
        inside[offset:] |= pairs[:-offset]
    inside[1:-1] |= inside[:-2] & inside[2:]
    return inside
