"""Weighted k-means whose result depends on no seed and no order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
_PRODUCTS = 240_000
"""At once: stays in the cache, and below what wakes the threads of the linear algebra library."""
_SAMPLE = 4_000


def nearest(points: Floats, centres: Floats) -> Numbers:
    """The nearest centre of each point; the first of equally near ones."""
    found = np.empty(len(points), np.int64)
    half = (centres**2).sum(axis=1) / 2
    step = max(1, _PRODUCTS // centres.size)
    for start in range(0, len(points), step):
        part = points[start : start + step]
        found[start : start + step] = np.argmax(part @ centres.T - half, axis=1)
    return found


def means_of(points: Floats, weights: Floats, labels: Numbers, centres: Floats) -> Floats:
    """Weighted mean of each cluster; an empty one keeps its centre."""
    size = len(centres)
    total = np.bincount(labels, weights=weights, minlength=size)
    sums = [np.bincount(labels, weights=weights * one, minlength=size) for one in points.T]
    moved = np.stack(sums, axis=1) / np.maximum(total, 1e-300)[:, None]
    return np.where(total[:, None] > 0, moved, centres)


def halved(points: Floats, weights: Floats, clusters: int) -> Floats:
    """Starting centres: the widest cluster is cut at its mean until there are enough.

    Cut across the axis of its largest variance. Source: Su and Dy 2007, In search of deterministic
    methods for initializing k-means and Gaussian mixture clustering (Var-Part).
    """
    parts = [_Part.of(points, weights, np.arange(len(points)))]
    while len(parts) < clusters:
        widest = int(np.argmax([part.width for part in parts]))
        part = parts[widest]
        if part.width <= 0:
            break
        along = points[part.rows, part.axis]
        is_above = along > part.centre[part.axis]
        if not 0 < np.count_nonzero(is_above) < len(is_above):
            parts[widest] = replace(part, width=0.0)
            continue
        parts[widest : widest + 1] = [
            _Part.of(points, weights, part.rows[side]) for side in (~is_above, is_above)
        ]
    return np.stack([part.centre for part in parts])


@dataclass(frozen=True, eq=False)
class _Part:
    """Rows of a cluster, their mean, their scatter in all and the axis where it is largest."""

    rows: Numbers
    centre: Floats
    width: float
    axis: int

    @classmethod
    def of(cls, points: Floats, weights: Floats, rows: Numbers) -> _Part:
        chosen, weight = points[rows], weights[rows]
        centre = weight @ chosen / weight.sum()
        spread = weight @ (chosen - centre) ** 2
        return cls(rows, centre, float(spread.sum()), int(spread.argmax()))


def base_clusters(
    positions: Floats, weights: Floats, *, clusters: int = 100, steps: int = 100
) -> tuple[Numbers, Floats]:
    """Base clusters: label of each participant and centres.

    k-means with 100 clusters. Source: Polis (Small et al. 2021). Above 4,000 participants
    the centres settle on every few of them, evenly spaced, first.
    """
    kept = np.flatnonzero(weights > 0)
    sample = kept[:: max(1, len(kept) // _SAMPLE)]
    points, weight = positions[sample], weights[sample]
    centres = halved(points, weight, clusters)
    for _step in range(steps):
        moved = means_of(points, weight, nearest(points, centres), centres)
        settled = np.abs(moved - centres).max() < 0.01
        centres = moved
        if settled:
            break
    labels = nearest(positions, centres)
    if len(sample) < len(kept):
        centres = means_of(positions, weights, labels, centres)
        labels = nearest(positions, centres)
    used, labels = np.unique(labels, return_inverse=True)
    return labels, centres[used]


def grouped(points: Floats, weights: Floats, groups: int, *, starts: int = 60) -> Numbers:
    """Labels of the cheapest of many k-means runs over base clusters.

    One run starts from halving, the others from far apart base clusters that a
    fixed generator picks; points come in an order of their own, so nothing depends on chance.
    Source: Lloyd 1982; MacQueen 1967.
    """
    order = np.lexsort(points.T[::-1])
    ordered, weight = points[order], weights[order]
    centres = np.concatenate(
        (
            _filled(halved(ordered, weight, groups), ordered, groups)[None],
            ordered[_spread_out(ordered, weight, groups, starts)],
        )
    )
    for _step in range(100):
        nearest_one = _apart(ordered, centres).argmin(axis=2)
        member = (nearest_one[..., None] == np.arange(groups)) * weight[:, None]
        total = member.sum(axis=1)
        moved = np.einsum("spk,pd->skd", member, ordered) / np.maximum(total, 1e-300)[..., None]
        moved = np.where(total[..., None] > 0, moved, centres)
        settled = np.abs(moved - centres).max() < 1e-9
        centres = moved
        if settled:
            break
    distances = _apart(ordered, centres)
    costs = (distances.min(axis=2) * weight).sum(axis=1)
    best = distances[int(np.argmin(np.round(costs / max(costs.min(), 1e-300), 9)))]
    labels = np.empty(len(points), np.int64)
    labels[order] = best.argmin(axis=1)
    return labels


def _apart(points: Floats, centres: Floats) -> Floats:
    """Squared distances; shape (runs, points, groups) for centres of (runs, groups, axes)."""
    total = np.zeros((len(centres), len(points), centres.shape[1]))
    for axis, along in enumerate(points.T):
        total += (along[:, None] - centres[:, None, :, axis]) ** 2
    return total


def _filled(centres: Floats, points: Floats, groups: int) -> Floats:
    return np.concatenate((centres, points[: groups - len(centres)]))[:groups]


def _spread_out(points: Floats, weights: Floats, groups: int, starts: int) -> Numbers:
    """Far apart points, a row for each start (k-means++, Arthur and Vassilvitskii 2007)."""
    drawn = np.random.default_rng(groups).random((starts, groups))
    chance = np.repeat(weights[None], starts, axis=0)
    apart = np.full((starts, len(points)), np.inf)
    chosen = np.empty((starts, groups), np.int64)
    for place in range(groups):
        upto = chance.cumsum(axis=1)
        upto /= upto[:, -1:]
        chosen[:, place] = (upto <= drawn[:, place, None]).sum(axis=1)
        picked = points[chosen[:, place]][:, None]
        apart = np.minimum(apart, ((points - picked) ** 2).sum(axis=2))
        chance = apart * weights
        chance[chance.sum(axis=1) <= 0] = weights
    return chosen


def silhouette(points: Floats, labels: Numbers, weights: Floats | None = None) -> float:
    """Mean silhouette over base clusters, in [-1, 1]; 0 with fewer than two groups.

    A point alone in its group counts 0. With ``weights`` each base cluster counts as often as it
    has people. Source: Rousseeuw 1987.
    """
    groups = np.unique(labels)
    if len(groups) < 2:
        return 0.0
    weight = np.ones(len(points)) if weights is None else weights
    distances = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    member = (labels[:, None] == groups) * weight[:, None]
    sizes = member.sum(axis=0)
    sums = distances @ member
    own = (labels[:, None] == groups).argmax(axis=1)
    rows = np.arange(len(points))
    inside = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(np.maximum(inside, outside), 1e-300)
    one = np.where(sizes[own] > 1, (outside - inside) / widest, 0.0)
    return float((one * weight).sum() / weight.sum())


def refined(positions: Floats, weights: Floats, labels: Numbers, *, steps: int = 20) -> Numbers:
    """Labels of people once k-means has gone on from those of base clusters (Lloyd 1982)."""
    centres = np.zeros((int(labels.max(initial=0)) + 1, positions.shape[1]))
    for _step in range(steps):
        centres = means_of(positions, weights, labels, centres)
        again = nearest(positions, centres)
        if np.array_equal(again, labels):
            break
        labels = again
    return labels


def cost_of(positions: Floats, labels: Numbers) -> float:
    """Sum of the squared distances of people to the mean of their group."""
    weights = np.ones(len(positions))
    empty = np.zeros((int(labels.max(initial=0)) + 1, positions.shape[1]))
    centres = means_of(positions, weights, labels, empty)
    return float(((positions - centres[labels]) ** 2).sum())
