"""Weighted k-means whose result depends on no seed and no order."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dialogwerk.cores.opinions.kernels import clustering
from dialogwerk.cores.opinions.results import Floats, Numbers

_SAMPLE = 4_000


def halved(points: Floats, weights: Floats, clusters: int) -> Floats:
    """Starting centres: the widest cluster is cut at its mean until there are enough.

    Cut across the axis of its largest variance. Source: Su and Dy 2007, In search of deterministic
    methods for initializing k-means and Gaussian mixture clustering (Var-Part).
    """
    centres = np.empty((clusters, points.shape[1]))
    return centres[: clustering.halve(_along(points), weights, centres)]


def _along(points: Floats) -> Floats:
    """Axis by axis, as kernels want them."""
    return np.ascontiguousarray(points.T)


def base_clusters(
    positions: Floats, weights: Floats, *, clusters: int = 100, steps: int = 100
) -> tuple[Numbers, Floats]:
    """Base clusters: label of each participant and centres.

    k-means with 100 clusters. Source: Polis (Small et al. 2021). Above 4,000 participants
    the centres settle on every few of them, evenly spaced, first.
    """
    along, kept = _along(positions), np.flatnonzero(weights > 0)
    step = max(1, len(kept) // _SAMPLE)
    sample = kept[::step]
    points, weight = np.ascontiguousarray(along[:, sample]), weights[sample]
    centres = np.empty((clusters, len(along)))
    centres = centres[: clustering.halve(points, weight, centres)]
    clustering.settle(points, weight, centres, steps, 0.01)
    labels = clustering.nearest(along, centres)
    if step > 1:
        clustering.move(along, weights, labels, centres)
        labels = clustering.nearest(along, centres)
    used = np.flatnonzero(np.bincount(labels, minlength=len(centres)))
    if len(used) < len(centres):
        labels = np.searchsorted(used, labels)
    return labels, centres[used]


def grouped(points: Floats, weights: Floats, groups: int, *, starts: int = 60) -> Numbers:
    """Labels of the cheapest of many k-means runs over base clusters.

    One run starts from halving, the others from far apart base clusters that a
    fixed generator picks (k-means++); points come in an order of their own, so nothing depends on
    chance. Source: Lloyd 1982; MacQueen 1967; Arthur and Vassilvitskii 2007.
    """
    order = np.lexsort(points.T[::-1])
    found, costs = clustering.runs(
        _along(points[order]), weights[order], groups, _drawn(groups, starts)
    )
    labels = np.empty(len(points), np.int64)
    labels[order] = found[int(np.argmin(np.round(costs / max(costs.min(), 1e-300), 9)))]
    return labels


@lru_cache(maxsize=32)
def _drawn(groups: int, starts: int) -> Floats:
    return np.random.default_rng(groups).random((starts, groups))


def silhouette(points: Floats, labels: Numbers, weights: Floats | None = None) -> float:
    """Mean silhouette over base clusters, in [-1, 1]; 0 with fewer than two groups.

    A point alone in its group counts 0. With ``weights`` each base cluster counts as often as it
    has people. Source: Rousseeuw 1987.
    """
    weight = np.ones(len(points)) if weights is None else weights
    groups = int(labels.max(initial=0)) + 1
    return float(clustering.silhouette(_along(points), labels, weight, groups))


def refined(positions: Floats, weights: Floats, labels: Numbers, *, steps: int = 20) -> Numbers:
    """Labels of people once k-means has gone on from those of base clusters (Lloyd 1982)."""
    centres = np.zeros((int(labels.max(initial=0)) + 1, positions.shape[1]))
    found = labels.copy()
    clustering.refine(_along(positions), weights, found, centres, steps)
    return found


def cost_of(positions: Floats, labels: Numbers) -> float:
    """Sum of the squared distances of people to the mean of their group."""
    along, weights = _along(positions), np.ones(len(positions))
    centres = np.zeros((int(labels.max(initial=0)) + 1, positions.shape[1]))
    clustering.move(along, weights, labels, centres)
    return float(((positions - centres[labels]) ** 2).sum())
