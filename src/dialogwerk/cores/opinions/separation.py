"""Whether groups stand apart, or are sections of one cloud without gaps.

k-means cuts every cloud, also one in which opinions pass into each other without a gap. So the
silhouette of the people is compared with that of votes in which nobody stands apart: everybody has
an opinion drawn evenly from one ball (a line, a disc, …) and votes by it on the same statements,
each of which keeps its shares of agreement, pass and disagreement. Even is the hardest case among
clouds with a single summit.
Sources: graded response model, Samejima 1969; parametric bootstrap of the number of clusters,
McLachlan 1987; even spread as the hardest case, Hartigan and Hartigan 1985.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from dialogwerk.cores.opinions.clusters import base_clusters, grouped, silhouette
from dialogwerk.cores.opinions.kernels import voting
from dialogwerk.cores.opinions.krylov import ROUGH, principal
from dialogwerk.cores.opinions.matrix import Centred
from dialogwerk.cores.opinions.projection import projected
from dialogwerk.cores.opinions.results import Floats, Numbers, Separation

_PEOPLE = 1_000
_DRAWS, _DEVIATIONS = 29, 3.0
_FIRST, _DOUBT = 4, 6.0
_BASE, _STEPS, _STARTS = 40, 5, 4
_MOST = 5
_RARE, _STRONGEST = 1e-3, 0.95


def separation_of(matrix: Centred, placed: Numbers, *, axes: int) -> Separation:
    """Compare the people with those of one cloud.

    Above 1,000 participants, a sample of them, evenly spaced in the given order. If only one axis
    stands out, the comparison is made along it and in the plane of two: a small group of few people
    may stand apart without an axis of its own. If more do, clouds of fewer axes must be exceeded as
    well: a curved line has a second axis, but no width.

    Args:
        matrix: centred votes, in canonical order.
        placed: rows of the participants who are placed.
        axes: how many stand out of chance.
    """
    sample = matrix.rows(placed[:: -(-len(placed) // _PEOPLE)])
    sides = tuple(sorted({axes, max(axes, 2)}))
    found = principal(sample, sides[-1], tolerance=ROUGH)
    observed, limits = _clusterings(sample, found, sides), np.full(len(sides), -1.0)
    for count in range(1, axes + 1):
        cloud = _cloud_of(sample, found[1], count)
        limits = np.maximum(limits, _limits(observed, cloud, sides))
        if (observed <= limits).all():
            break
    best = int(np.argmax(observed - limits))
    apart = bool(observed[best] > limits[best] + 1e-9)
    return Separation(float(observed[best]), float(limits[best]), apart, sample.participants)


def _limits(observed: Floats, cloud: _Cloud, sides: tuple[int, ...]) -> Floats:
    """What one cloud hardly ever exceeds: the mean of draws and three standard deviations more.

    Both on the scale of `_stretched`.
    Draws end where the margin could be wrong by a factor of 3 (after four draws) to 1.2 (after 29)
    without changing the answer; so badly is a spread known from few draws, by the chi-squared
    distribution at five per cent.
    """
    generator, drawn = np.random.default_rng(len(cloud.loadings)), np.zeros((0, len(sides)))
    wanted = _stretched(observed)
    for _draw in range(_DRAWS):
        votes = cloud.draw(generator)
        axes = principal(votes, sides[-1], tolerance=ROUGH, near=cloud.axes)
        drawn = np.vstack((drawn, _stretched(_clusterings(votes, axes, sides))))
        if len(drawn) < _FIRST:
            continue
        mean, margin = drawn.mean(axis=0), _DEVIATIONS * drawn.std(axis=0, ddof=1)
        doubt = 1 + _DOUBT / (len(drawn) - 1)
        if (wanted < mean + margin / doubt).all() or (wanted > mean + margin * doubt).any():
            break
    return np.asarray(1 - np.exp(-(mean + margin)))


def _stretched(silhouettes: Floats) -> Floats:
    """On a scale without an end: by the logarithm of what is missing to 1, at least 1e-6.

    No silhouette exceeds 1, so what lies above the mean of draws lies closer together than what
    lies below.
    """
    return np.asarray(-np.log(np.maximum(1 - silhouettes, 1e-6)))


def _clusterings(matrix: Centred, axes: tuple[Floats, Floats], sides: tuple[int, ...]) -> Floats:
    """`_clustering` along the first axes, as many as each of ``sides`` says."""
    where = projected(matrix, axes).positions
    return np.array([_clustering(where[:, :count]) for count in sides])


def _clustering(where: Floats) -> float:
    """Highest silhouette of the people for 2 to 5 groups."""
    base, centres = base_clusters(where, np.ones(len(where)), clusters=_BASE, steps=_STEPS)
    sizes = np.bincount(base, minlength=len(centres)).astype(np.float64)
    numbers = range(2, min(_MOST, len(centres) - 1) + 1)
    return max(
        (silhouette(centres, grouped(centres, sizes, k, starts=_STARTS), sizes) for k in numbers),
        default=1.0 if len(centres) == 2 else 0.0,
    )


@dataclass(frozen=True, eq=False)
class _Cloud:
    """One cloud that votes on the same statements as the people of ``matrix``.

    An opinion times the loading of a statement, and chance, make a sum; below the first threshold
    it is a disagreement, above the second an agreement.
    """

    matrix: Centred
    axes: Floats
    loadings: Floats
    chance: Floats
    thresholds: tuple[Floats, Floats]

    def draw(self, generator: np.random.Generator) -> Centred:
        starts, cells = self.matrix.starts, self.matrix.cells
        opinions = _evenly_in_a_ball(generator, len(starts) - 1, len(self.loadings))
        drawn = generator.standard_normal(len(cells))
        cloud = (self.loadings, self.chance, *self.thresholds)
        return self.matrix.with_votes(voting.said(starts, cells, opinions, *cloud, drawn))


def _evenly_in_a_ball(generator: np.random.Generator, people: int, axes: int) -> Floats:
    """Points of a ball around zero, variance 1 along each axis; shape (people, axes)."""
    towards = generator.standard_normal((people, axes))
    towards /= np.maximum(np.sqrt((towards**2).sum(axis=1, keepdims=True)), 1e-300)
    radius = generator.random((people, 1)) ** (1 / axes)
    return np.asarray(towards * radius * np.sqrt(axes + 2))


def _cloud_of(matrix: Centred, axes: Floats, count: int) -> _Cloud:
    """Thresholds from the shares of each statement, loadings from the axes of the votes.

    Votes on two statements covary, to first order, by the product of their loadings and of the
    densities at their thresholds.
    """
    counts = matrix.counts.reshape(-1, 3)
    disagrees, _passes, agrees = counts.T / np.maximum(counts.sum(axis=1), 1)
    low, high = (ndtri(np.clip(one, _RARE, 1 - _RARE)) for one in (disagrees, 1 - agrees))
    dense = (np.exp(-(low**2) / 2) + np.exp(-(high**2) / 2)) / np.sqrt(2 * np.pi)
    loadings = _shared(matrix, axes[:count]) / dense
    length = np.sqrt((loadings**2).sum(axis=0))
    loadings *= np.minimum(1.0, _STRONGEST / np.maximum(length, 1e-300))
    chance = np.sqrt(1 - (loadings**2).sum(axis=0))
    return _Cloud(matrix, axes, loadings, chance, (low, high))


def _shared(matrix: Centred, vectors: Floats) -> Floats:
    """Axes times the deviation that two statements have in common along them.

    From pairs of different statements that the same person voted on, so that the chance in a
    single vote is left out.
    """
    found = np.zeros_like(vectors)
    for place, vector in enumerate(vectors):
        values, squares = matrix.values * np.repeat(vector, 3), vector**2 * ~matrix.rejected
        pairs, possible = voting.pairs_along(matrix.starts, matrix.cells, values, squares)
        found[place] = vector * np.sqrt(max(pairs, 0.0) / max(possible, 1e-300))
    return found
