"""How sure a map is: the people are drawn again, and everything is computed anew.

Source: Efron 1979 (bootstrap); Hennig 2007, Cluster-wise assessment of cluster stability.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from dialogwerk.cores.opinions.clusters import base_clusters, refined
from dialogwerk.cores.opinions.mapping import best_number, partitions
from dialogwerk.cores.opinions.matrix import Centred, centred
from dialogwerk.cores.opinions.projection import project
from dialogwerk.cores.opinions.results import DRAWS, Floats, MapSettings, OpinionMap, Stability
from dialogwerk.cores.opinions.votes import Votes

STEPS, STARTS = 15, 8
"""Of k-means in a draw; fewer than for the map, where each counts."""


def stability_of(
    votes: Votes,
    found: OpinionMap,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    settings: MapSettings | None = None,
) -> Stability:
    """Draw as many people with replacement, place everybody, and compare with the map.

    The groups of a draw, as many as the map has, are matched with those of the map so that most
    people agree. The number of groups is chosen anew in each draw.

    Args:
        votes: those of the map.
        found: the map.
        draws: how often; 0 gives no figures.
        seed: of the draws; the map itself needs none.
        settings: those of the map.
    """
    settings = settings or MapSettings()
    person = np.full(votes.participants, np.nan)
    if not draws or not found.groups:
        return Stability(person, {}, 0)
    known = found.known
    kept = centred(votes, found.rejected, found.placed)
    generator = np.random.default_rng(seed)
    same, numbers = np.zeros(len(known)), dict.fromkeys(found.silhouettes, 0)
    for _draw in range(draws):
        drawn = generator.integers(0, len(known), len(known))
        weights = np.bincount(drawn, minlength=len(known)).astype(np.float64)
        labels, number = _again(kept, found, weights, settings)
        numbers[number] = numbers.get(number, 0) + 1
        same += matched(known, labels)
    person[found.placed] = np.where(found.group[found.placed] >= 0, same / draws, np.nan)
    return Stability(person, {k: count / draws for k, count in numbers.items()}, draws)


def _again(
    kept: Centred, found: OpinionMap, weights: Floats, settings: MapSettings
) -> tuple[NDArray[np.int64], int]:
    axes = found.centres.shape[1]
    where = project(kept.with_weights(weights), axes).positions
    base, centres = base_clusters(where, weights, clusters=settings.base, steps=STEPS)
    tried, silhouettes = partitions(centres, base, weights, settings.most_groups, starts=STARTS)
    number = best_number(silhouettes)
    wanted = int(found.known.max()) + 1
    return refined(where, weights, tried.get(wanted, tried[number])[base]), number


def matched(known: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whose group in ``labels`` answers to that in ``known``; groups are matched one to one.

    Source: Jonker and Volgenant 1987 (assignment of groups with the largest overlap).
    """
    first, second = known - known.min(initial=0), labels
    width = int(second.max(initial=0)) + 1
    overlap = np.bincount(first * width + second, minlength=(int(first.max(initial=0)) + 1) * width)
    # A missing edge could not be matched, so that every pair of groups shares one person more.
    shared = csr_array(overlap.reshape(-1, width) + 1)
    rows, columns = min_weight_full_bipartite_matching(shared, maximize=True)
    partner = np.full(int(first.max(initial=0)) + 1, -1)
    partner[rows] = columns
    return np.asarray(partner[first] == second)
