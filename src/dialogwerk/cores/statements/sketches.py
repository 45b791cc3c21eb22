"""First groups of near-identical letters, found without comparing each with each.

Every body gets a sketch: 128 bins, each with the smallest hash among the shared shingles that fall
into it (one-permutation minhash; empty bins borrow from the next). Bodies whose sketches agree in a
band of four bins meet in a bucket; there each is compared with the bucket's representative only,
the most typical of them, which keeps the work linear however large the largest campaign is.

P. Li, A. Owen, C.-H. Zhang: One Permutation Hashing, NIPS 2012; A. Shrivastava, P. Li: Densifying
One Permutation Hashing, ICML 2014.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.bodies import Ints
from dialogwerk.cores.statements.corpus import Corpus
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf
from dialogwerk.cores.statements.kernels.folding import mixed
from dialogwerk.cores.statements.kernels.machine import fetch_ahead

_BINS = 128
_ROWS = 4
_BANDS = _BINS // _ROWS
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


def leaders(corpus: Corpus, *, likeness: float) -> Ints:
    """For each body the most typical body that is nearly the same, or itself.

    Args:
        likeness: least share of common shingles (Jaccard, over shingles that other letters have
            too), in (0, 1].
    """
    rank = typicality(corpus)
    order = np.argsort(rank)
    best = np.arange(corpus.bodies)
    room = 1 << (2 * _BANDS * max(corpus.bodies, 1)).bit_length()
    _lead(
        *(corpus.pair_shingle, corpus.pair_starts, corpus.hashes, order, rank, likeness),
        *(np.zeros(room, np.uint64), best),
    )
    return best


def typicality(corpus: Corpus) -> Ints:
    """Per body its place when sorted from the most to the least typical (0 is most typical).

    Typical is what many people sent in exactly this form, then what consists of the most widely
    shared passages.
    """
    total = (
        np.add.reduceat(np.r_[corpus.frequency[corpus.pair_shingle], 0], corpus.pair_starts[:-1])
        if corpus.bodies
        else np.empty(0, np.int64)
    )
    total = np.where(corpus.shared > 0, total, 0) / np.maximum(corpus.words, 1)
    order = np.lexsort((np.arange(corpus.bodies), -np.round(total, 6), -corpus.weight))
    rank = np.empty(corpus.bodies, np.int64)
    rank[order] = np.arange(corpus.bodies)
    return rank


@inner
def _sketch(pairs, begin, end, hashes, bins):
    """Fill the bins of one body; False if it shares no shingle."""
    for place in range(_BINS):
        bins[place] = _EMPTY
    for at in range(begin, end):
        hashed = mixed(hashes[pairs[at]])
        place = np.int64(hashed & np.uint64(_BINS - 1))
        if hashed < bins[place]:
            bins[place] = hashed
    if begin == end:
        return False
    for step in range(2 * _BINS):
        column = (2 * _BINS - 1 - step) % _BINS
        if bins[column] == _EMPTY:
            following = bins[(column + 1) % _BINS]
            if following != _EMPTY:
                bins[column] = mixed(following)
    return True


@leaf
def _band_keys(bins, keys, buckets):
    """Write the key of each band, and have its bucket fetched."""
    mask = np.uint64(len(buckets) - 1)
    for band in range(_BANDS):
        key = np.uint64(band)
        for row in range(_ROWS):
            key = mixed(key + bins[band * _ROWS + row])
        keys[band] = key
        fetch_ahead(buckets, np.int64(key & mask))


@kernel
def _lead(pairs, starts, hashes, order, rank, likeness, buckets, best):
    """The most typical bodies come first, so that they are the heads of the buckets.

    Args:
        buckets: zeros; each holds the upper half of its key and, one higher than it is, its head.
    """
    mask, half = np.uint64(len(buckets) - 1), np.uint64(32)
    marked = np.full(len(hashes), -1, np.int32)
    tried = np.full(len(order), -1, np.int32)
    bins, keys = np.empty(_BINS, np.uint64), np.empty(_BANDS, np.uint64)
    for body in order:
        begin, end = starts[body], starts[body + 1]
        if not _sketch(pairs, begin, end, hashes, bins):
            continue
        _band_keys(bins, keys, buckets)
        for at in range(begin, end):
            marked[pairs[at]] = body
        for band in range(_BANDS):
            key = keys[band]
            slot = key & mask
            while buckets[slot] and (buckets[slot] ^ key) >> half:
                slot = (slot + np.uint64(1)) & mask
            head = np.int64(buckets[slot] & np.uint64(0xFFFFFFFF)) - 1
            if head < 0:
                buckets[slot] = ((key >> half) << half) | np.uint64(body + 1)
            elif tried[head] != body:
                tried[head] = body
                common = 0
                for at in range(starts[head], starts[head + 1]):
                    common += marked[pairs[at]] == body
                together = end - begin + starts[head + 1] - starts[head] - common
                if common >= likeness * together and rank[head] < rank[best[body]]:
                    best[body] = head
