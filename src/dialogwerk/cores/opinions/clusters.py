"""Weighted k-means whose result depends on no seed and no order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
_CHUNK = 20_000
_SAMPLE = 4_000


def nearest(points: Floats, centres: Floats) -> Numbers:
    """The nearest centre of each point; the first of equally near ones."""
    found = np.empty(len(points), np.int64)
    half = (centres**2).sum(axis=1) / 2
    for start in range(0, len(points), _CHUNK):
        part = points[start : start + _CHUNK]
        found[start : start + _CHUNK] = np.argmax(part @ centres.T - half, axis=1)
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
    parts = [np.arange(len(points))]
    spreads = [_spread(points, weights, parts[0])]
    while len(parts) < clusters:
        widest = int(np.argmax([spread.sum() for spread in spreads]))
        if spreads[widest].sum() <= 0:
            break
        part, axis = parts[widest], int(np.argmax(spreads[widest]))
        along = points[part, axis]
        is_above = along > np.average(along, weights=weights[part])
        if is_above.all() or not is_above.any():
            spreads[widest] = spreads[widest] * 0
            continue
        parts[widest : widest + 1] = [part[~is_above], part[is_above]]
        spreads[widest : widest + 1] = [
            _spread(points, weights, one) for one in parts[widest : widest + 2]
        ]
    return np.stack([np.average(points[one], axis=0, weights=weights[one]) for one in parts])


def _spread(points: Floats, weights: Floats, part: Numbers) -> Floats:
    chosen, weight = points[part], weights[part]
    centre = np.average(chosen, axis=0, weights=weight)
    return np.asarray((weight[:, None] * (chosen - centre) ** 2).sum(axis=0))


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
    generator = np.random.default_rng(groups)
    centres = np.stack(
        [_filled(halved(ordered, weight, groups), ordered, groups)]
        + [ordered[_spread_out(ordered, weight, groups, generator)] for _ in range(starts)]
    )
    for _step in range(100):
        distances = ((ordered[None, :, None] - centres[:, None]) ** 2).sum(axis=-1)
        member = (distances.argmin(axis=2)[..., None] == np.arange(groups)) * weight[:, None]
        total = member.sum(axis=1)
        moved = np.einsum("spk,pd->skd", member, ordered) / np.maximum(total, 1e-300)[..., None]
        moved = np.where(total[..., None] > 0, moved, centres)
        settled = np.abs(moved - centres).max() < 1e-9
        centres = moved
        if settled:
            break
    distances = ((ordered[None, :, None] - centres[:, None]) ** 2).sum(axis=-1)
    costs = (distances.min(axis=2) * weight).sum(axis=1)
    best = distances[int(np.argmin(np.round(costs / max(costs.min(), 1e-300), 9)))]
    labels = np.empty(len(points), np.int64)
    labels[order] = best.argmin(axis=1)
    return labels


def _filled(centres: Floats, points: Floats, groups: int) -> Floats:
    return np.concatenate((centres, points[: groups - len(centres)]))[:groups]


def _spread_out(
    points: Floats, weights: Floats, groups: int, generator: np.random.Generator
) -> list[int]:
    """Far apart points (k-means++, Arthur and Vassilvitskii 2007)."""
    chosen = [int(generator.choice(len(points), p=weights / weights.sum()))]
    while len(chosen) < groups:
        apart = ((points[:, None] - points[chosen]) ** 2).sum(axis=2).min(axis=1) * weights
        total = apart.sum()
        chance = apart / total if total > 0 else weights / weights.sum()
        chosen.append(int(generator.choice(len(points), p=chance)))
    return chosen


def silhouette(points: Floats, labels: Numbers) -> float:
    """Mean silhouette over base clusters, in [-1, 1]; 0 with fewer than two groups.

    A point alone in its group counts 0. Source: Rousseeuw 1987.
    """
    groups = np.unique(labels)
    if len(groups) < 2:
        return 0.0
    distances = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    member = labels[:, None] == groups
    sizes = member.sum(axis=0)
    sums = distances @ member
    own = member.argmax(axis=1)
    rows = np.arange(len(points))
    inside = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(np.maximum(inside, outside), 1e-300)
    return float(np.where(sizes[own] > 1, (outside - inside) / widest, 0.0).mean())


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
