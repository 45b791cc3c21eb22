"""Which letter belongs to which group, decided by the group's pool; and which groups are one.

A letter belongs to a group if less than half of it, in words and in characters, is its own, and if
passages that only this campaign has speak for it. Comparing with pools instead of with neighbours
is what prevents chains, in which two different letters are joined by a third that is near both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dialogwerk.cores.statements.corpus import Corpus, Ints
from dialogwerk.cores.statements.pools import Marks, Pools, covered, pools
from dialogwerk.cores.statements.sketches import stretches

_CONTAINED = 0.7
_ALIKE = 0.5
_LEAST_EVIDENCE = 6
_EVIDENCE_PER_OWN_WORD = 0.6
_MARGIN = 0.03
_FOREIGN_PER_EVIDENCE = 0.4
_GROWTH_ROUNDS = 8


@dataclass(frozen=True)
class Postings:
    """For each shingle the owners (bodies or groups) that have it."""

    starts: Ints
    owner: Ints

    @classmethod
    def of(cls, shingle: Ints, owner: Ints, shingles: int) -> Postings:
        """Turn pairs of shingle and owner round."""
        order = np.argsort(shingle, kind="stable")
        return cls(np.searchsorted(shingle[order], np.arange(shingles + 1)), owner[order])

    def counts(self, shingles: Ints, owners: int) -> Ints:
        """Per owner: how many of the given shingles it has."""
        sizes = self.starts[shingles + 1] - self.starts[shingles]
        return np.bincount(self.owner[stretches(self.starts[shingles], sizes)], minlength=owners)


def merged(corpus: Corpus, group: Ints, ignored: Marks) -> Ints:
    """Join groups whose core is (nearly) that of a larger one or lies in its pool.

    Args:
        group: per body: group number or -1.
        ignored: shape (shingles + 1,): shingles that are no evidence.

    Returns:
        Per body: group numbers without gaps, or -1.
    """
    group = numbered(group)
    if (group < 0).all():
        return group
    found = pools(corpus, group)
    keep = _speaking(found, ignored)
    cores = Postings.of(found.shingle[keep], found.group[keep], len(corpus.hashes))
    core_size = np.bincount(found.group[keep], minlength=found.groups)
    root = np.arange(found.groups)
    for large in np.lexsort((np.arange(found.groups), -found.size)):
        if root[large] == large:
            root[_parts_of(large, found, cores, core_size, ignored, root)] = large
    while not np.array_equal(root, root[root]):
        root = root[root]
    return numbered(np.where(group >= 0, root[group], -1))


def _speaking(found: Pools, ignored: Marks) -> Marks:
    """Per entry: whether it stands for its group when groups are compared.

    That is the core; where people choose freely among many building blocks, so that no block is in
    half of the letters, it is the pool.
    """
    own = ~ignored[found.shingle]
    in_pool = np.bincount(found.group[own], minlength=found.groups)
    in_core = np.bincount(found.group[own & found.is_core], minlength=found.groups)
    return own & (found.is_core | (2 * in_core < in_pool)[found.group])


def _parts_of(
    large: int, found: Pools, cores: Postings, core_size: Ints, ignored: Marks, root: Ints
) -> Ints:
    """The smaller groups that are the same campaign as ``large``."""
    pool, core = found.pool(large), found.core(large)
    in_pool = cores.counts(pool[~ignored[pool]], found.groups)
    in_core = cores.counts(core[~ignored[core]], found.groups)
    contained = in_pool >= _CONTAINED * core_size
    alike = in_core >= _ALIKE * (core_size + core_size[large] - in_core)
    smaller = (found.size < found.size[large]) | (
        (found.size == found.size[large]) & (np.arange(found.groups) > large)
    )
    still_free = root == np.arange(found.groups)
    return np.flatnonzero((contained | alike) & (in_pool >= _LEAST_EVIDENCE) & smaller & still_free)


def numbered(group: Ints) -> Ints:
    """The same groups with numbers 0, 1, 2, … in the order of the old ones; -1 stays.

    >>> numbered(np.array([7, -1, 3, 7])).tolist()
    [1, -1, 0, 1]
    """
    used = np.unique(group[group >= 0])
    return np.where(group >= 0, np.searchsorted(used, group), -1)


def accepted(
    corpus: Corpus, bodies: Ints, pool: Ints, ignored: Marks, *, largest_own_share: float
) -> tuple[Marks, Ints]:
    """Which bodies belong to a group with this pool, and the words of each that speak for it."""
    marks = np.zeros(len(corpus.hashes) + 1, np.bool_)
    marks[pool] = True
    words, letters = covered(corpus, bodies, marks)
    evidence = words - covered(corpus, bodies, marks & ignored)[0]
    total = corpus.words[bodies]
    own = total - words
    own_letters = corpus.characters[bodies] - letters
    limit = largest_own_share - _MARGIN
    belongs = (
        (own < limit * total)
        & (own_letters < limit * (own_letters + letters))
        & (evidence >= np.maximum(_LEAST_EVIDENCE, _EVIDENCE_PER_OWN_WORD * own))
    )
    return belongs, evidence


def assigned(
    corpus: Corpus, group: Ints, candidates: Ints, ignored: Marks, *, largest_own_share: float
) -> Ints:
    """Every candidate in the group that most of its words speak for, or -1.

    Args:
        group: per body: group or -1; their pools decide.
        candidates: bodies that may belong to a group.
    """
    found = pools(corpus, group)
    best = np.full(corpus.bodies, -1, np.int64)
    best_evidence = np.zeros(corpus.bodies, np.int64)
    bodies, groups = _likely(corpus, found, candidates, ignored)
    order = np.argsort(groups, kind="stable")
    bounds = np.searchsorted(groups[order], np.arange(found.groups + 1))
    for number in range(found.groups):
        tried = bodies[order[bounds[number] : bounds[number + 1]]]
        belongs, evidence = accepted(
            corpus, tried, found.pool(number), ignored, largest_own_share=largest_own_share
        )
        better = belongs & (evidence > best_evidence[tried])
        best[tried[better]] = number
        best_evidence[tried[better]] = evidence[better]
    return best


def settled(corpus: Corpus, group: Ints, ignored: Marks) -> Ints:
    """The groups without letters that may turn out to belong elsewhere.

    Those are letters with many words that other letters have too, but not this group: they may be
    put together from the building blocks of a campaign that is not found yet.
    """
    found = pools(corpus, group)
    rest = group.copy()
    everything = ~ignored
    everything[-1] = False
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(found.groups + 1))
    for number, (begin, end) in enumerate(pairwise(bounds.tolist())):
        members = order[begin:end]
        marks = np.zeros(len(everything), np.bool_)
        marks[found.pool(number)] = True
        here = covered(corpus, members, marks & everything)[0]
        anywhere = covered(corpus, members, everything)[0]
        rest[members[anywhere - here > _FOREIGN_PER_EVIDENCE * here]] = -1
    return rest


def _likely(corpus: Corpus, found: Pools, candidates: Ints, ignored: Marks) -> tuple[Ints, Ints]:
    """The two groups whose pools each candidate shares most with, as pairs."""
    keep = ~ignored[found.shingle]
    pool_of = Postings.of(found.shingle[keep], found.group[keep], len(corpus.hashes))
    sizes = corpus.shared[candidates]
    shingle = corpus.pair_shingle[stretches(corpus.pair_starts[candidates], sizes)]
    times = pool_of.starts[shingle + 1] - pool_of.starts[shingle]
    owner = pool_of.owner[stretches(pool_of.starts[shingle], times)]
    body = np.repeat(np.repeat(candidates, sizes), times)
    keys, count = np.unique(body * max(found.groups, 1) + owner, return_counts=True)
    bodies, groups = np.divmod(keys, max(found.groups, 1))
    order = np.lexsort((groups, -count, bodies))
    place = np.arange(len(order)) - np.searchsorted(bodies[order], bodies[order])
    best = order[place < 2]
    return bodies[best], groups[best]


def gathered(corpus: Corpus, left: Ints, ignored: Marks, *, largest_own_share: float) -> list[Ints]:
    """Groups among letters that no group has taken: people put building blocks together freely.

    Starts from the most typical letter, takes what belongs to it, widens the pool by what those
    letters have in common, and so on until nothing is added.
    """
    free = np.zeros(corpus.bodies, np.bool_)
    free[left] = True
    rows = free[corpus.pair_body] & ~ignored[corpus.pair_shingle]
    bodies, shingles = corpus.pair_body[rows], corpus.pair_shingle[rows]
    frequency = np.bincount(shingles, corpus.weight[bodies], len(corpus.hashes) + 1)
    postings = Postings.of(shingles, bodies, len(corpus.hashes))
    words, _ = covered(corpus, left, frequency > 1)
    hopeful = left[words >= (1 - largest_own_share) * corpus.words[left]]
    weight = np.bincount(bodies, frequency[shingles], corpus.bodies)[hopeful]
    order = hopeful[np.lexsort((hopeful, -np.round(weight / corpus.words[hopeful], 6)))]
    free[:] = False
    free[hopeful] = True
    found = []
    for first in order:
        if free[first]:
            members = _grown(corpus, int(first), free, postings, ignored, largest_own_share)
            free[members] = False
            free[first] = False
            if corpus.weight[members].sum() > 1:
                found.append(members)
    return found


def _grown(
    corpus: Corpus, first: int, free: Marks, postings: Postings, ignored: Marks, own_share: float
) -> Ints:
    members = np.array([first])
    pool = corpus.shingles_of(first)
    for _round in range(_GROWTH_ROUNDS):
        touched = postings.counts(pool[~ignored[pool]], corpus.bodies)
        tried = np.flatnonzero(free & (touched >= 0.3 * corpus.shared))
        belongs, _ = accepted(corpus, tried, pool, ignored, largest_own_share=own_share)
        grown = tried[belongs]
        if np.array_equal(grown, members) or len(grown) < 2:
            break
        members = grown
        group = np.full(corpus.bodies, -1, np.int64)
        group[members] = 0
        pool = pools(corpus, group).pool(0)
    return members
