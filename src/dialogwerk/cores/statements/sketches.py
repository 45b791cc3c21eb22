"""First groups of near-identical letters, found without comparing each with each.

Every body gets a sketch: 128 bins, each with the smallest hash among the shared shingles that fall
into it (one-permutation minhash; empty bins borrow from the next). Bodies whose sketches agree in a
band of four bins meet in a bucket; there each is compared with the bucket's representative only,
which keeps the work linear however large the largest campaign is.

P. Li, A. Owen, C.-H. Zhang: One Permutation Hashing, NIPS 2012; A. Shrivastava, P. Li: Densifying
One Permutation Hashing, ICML 2014.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.corpus import Corpus, Hashes, Ints, mix

_BINS = 128
_ROWS = 4
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


def leaders(corpus: Corpus, *, likeness: float) -> Ints:
    """For each body the most typical body that is nearly the same, or itself.

    Args:
        likeness: least share of common shingles (Jaccard, over shingles that other letters have
            too), in (0, 1].
    """
    rank = typicality(corpus)
    bodies, heads = _bucket_pairs(_sketches(corpus), rank)
    alike = _jaccard(corpus, bodies, heads) >= likeness
    best = rank.copy()
    np.minimum.at(best, bodies[alike], rank[heads[alike]])
    by_rank = np.argsort(rank)
    return by_rank[best]


def typicality(corpus: Corpus) -> Ints:
    """Per body its place when sorted from the most to the least typical (0 is most typical).

    Typical is what many people sent in exactly this form, then what consists of the most widely
    shared passages.
    """
    total = np.bincount(
        corpus.pair_body, corpus.frequency[corpus.pair_shingle], corpus.bodies
    ) / np.maximum(corpus.words, 1)
    order = np.lexsort((np.arange(corpus.bodies), -np.round(total, 6), -corpus.weight))
    rank = np.empty(corpus.bodies, np.int64)
    rank[order] = np.arange(corpus.bodies)
    return rank


def _sketches(corpus: Corpus) -> Hashes:
    """Shape (bodies, 128); rows of bodies without shared shingles are empty."""
    hashes = mix(corpus.hashes)[corpus.pair_shingle]
    bins = corpus.pair_body * _BINS + (hashes % np.uint64(_BINS)).astype(np.int64)
    sketch = np.full(corpus.bodies * _BINS, _EMPTY, np.uint64)
    np.minimum.at(sketch, bins, hashes)
    return _densified(sketch.reshape(-1, _BINS))


def _densified(sketch: Hashes) -> Hashes:
    """Empty bins take the value of the next filled one, changed by the distance to it."""
    for column in [*range(_BINS - 1, -1, -1)] * 2:
        empty = sketch[:, column] == _EMPTY
        following = sketch[empty, (column + 1) % _BINS]
        sketch[empty, column] = np.where(following == _EMPTY, _EMPTY, mix(following))
    return sketch


def _bucket_pairs(sketch: Hashes, rank: Ints) -> tuple[Ints, Ints]:
    """Each body with the representatives of the buckets it lies in, each pair once."""
    filled = np.flatnonzero(sketch[:, 0] != _EMPTY)
    count = len(sketch)
    keys = [np.empty(0, np.int64)]
    for band in range(0, _BINS, _ROWS):
        key = np.zeros(len(filled), np.uint64)
        for column in range(band, band + _ROWS):
            key = mix(key + sketch[filled, column])
        keys.append(filled * count + _representatives(key, filled, rank))
    return np.divmod(np.unique(np.concatenate(keys)), max(count, 1))


def _representatives(key: Hashes, bodies: Ints, rank: Ints) -> Ints:
    """Per body the most typical one among those with the same key."""
    if not len(key):
        return bodies
    order = np.lexsort((rank[bodies], key))
    first = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0])
    sizes = np.diff(np.r_[first, len(key)])
    heads = np.empty(len(key), np.int64)
    heads[order] = np.repeat(bodies[order][first], sizes)
    return heads


def _jaccard(corpus: Corpus, left: Ints, right: Ints) -> NDArray[np.float64]:
    """Common by all shared shingles of each pair of bodies; 1 for a body with itself."""
    common = common_shingles(corpus, left, right)
    together = corpus.shared[left] + corpus.shared[right] - common
    return np.where(together > 0, common / np.maximum(together, 1), 0.0)


def common_shingles(corpus: Corpus, left: Ints, right: Ints) -> Ints:
    """Number of shared shingles that both bodies of each pair have."""
    common = np.zeros(len(left), np.int64)
    marked = np.zeros(len(corpus.hashes) + 1, np.bool_)
    order = np.argsort(right, kind="stable")
    changes = np.diff(right[order], prepend=-1, append=-1) != 0
    for begin, end in pairwise(np.flatnonzero(changes).tolist()):
        own = corpus.shingles_of(int(right[order[begin]]))
        marked[own] = True
        rows = order[begin:end]
        common[rows] = counted(corpus, left[rows], marked)
        marked[own] = False
    return common


def counted(corpus: Corpus, bodies: Ints, marked: NDArray[np.bool_]) -> Ints:
    """Per body the number of its shared shingles that are marked."""
    sizes = corpus.shared[bodies]
    at = stretches(corpus.pair_starts[bodies], sizes)
    hits = np.r_[0, np.cumsum(marked[corpus.pair_shingle[at]])]
    ends = np.cumsum(sizes)
    return np.asarray(hits[ends] - hits[ends - sizes], dtype=np.int64)


def stretches(starts: Ints, sizes: Ints) -> Ints:
    """All positions of several stretches, one after the other.

    >>> stretches(np.array([5, 20]), np.array([2, 3])).tolist()
    [5, 6, 20, 21, 22]
    """
    ends = np.cumsum(sizes)
    count = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(count) + np.repeat(starts - (ends - sizes), sizes), np.int64)
