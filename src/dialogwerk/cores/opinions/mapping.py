"""The whole way from votes to an opinion map.

>>> from dialogwerk.cores.opinions.votes import votes_of
>>> import numpy as np
>>> people = np.repeat(np.arange(40), 8)
>>> statements = np.tile(np.arange(8), 40)
>>> values = np.where((people < 20) == (statements < 4), 1, -1)
>>> votes = votes_of(people, statements, values, participants=40, statements=8)
>>> opinion_map(votes).sizes.tolist()
[20, 20]
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.clusters import base_clusters, cost_of, grouped, refined, silhouette
from dialogwerk.cores.opinions.errors import ShapeMismatch
from dialogwerk.cores.opinions.matrix import Centred, canonical_order, centred
from dialogwerk.cores.opinions.projection import project
from dialogwerk.cores.opinions.results import (
    NO_SEPARATION,
    NOBODY,
    Floats,
    MapSettings,
    Numbers,
    OpinionMap,
    Projection,
    Separation,
    Structure,
)
from dialogwerk.cores.opinions.separation import separation_of
from dialogwerk.cores.opinions.structure import structure_of
from dialogwerk.cores.opinions.votes import Votes, who_is_in

_FEW = 4_000


def opinion_map(
    votes: Votes,
    *,
    rejected: NDArray[np.bool_] | None = None,
    settings: MapSettings | None = None,
) -> OpinionMap:
    """Positions and groups of all who voted enough; the same whatever the order of the rows.

    Args:
        votes: participants × statements.
        rejected: shape (statements,); True where moderation took the statement out.
        settings: see `MapSettings`.

    Raises:
        ShapeMismatch: ``rejected`` does not have one entry per statement.
    """
    settings = settings or MapSettings()
    rejected = np.zeros(votes.statements, bool) if rejected is None else rejected
    if rejected.shape != (votes.statements,):
        raise ShapeMismatch(
            f"There are {votes.statements} statements, but {len(rejected)} marks of moderation."
        )
    order = canonical_order(votes)
    is_in = who_is_in(votes, enough=settings.enough_votes, at_least=settings.at_least)
    matrix, placed = centred(votes, rejected, order), np.flatnonzero(is_in[order])
    structure = structure_of(matrix)
    axes = settings.components or structure.axes
    projection = project(matrix, max(axes, 2))
    where = projection.positions[placed]
    placing = _Placing(
        votes.participants, order[placed], rejected, replace(projection, positions=where),
        structure, _separation(matrix, placed, structure, axes),
    )  # fmt: skip
    return _with_groups(placing, where[:, :axes], settings)


@dataclass(frozen=True, eq=False)
class _Placing:
    participants: int
    placed: Numbers
    rejected: NDArray[np.bool_]
    projection: Projection
    structure: Structure
    separation: Separation


def _separation(matrix: Centred, placed: Numbers, structure: Structure, axes: int) -> Separation:
    if not structure.is_there or not len(placed):
        return NO_SEPARATION
    return separation_of(matrix, placed, axes=min(axes, structure.standing_out))


def _with_groups(placing: _Placing, where: Floats, settings: MapSettings) -> OpinionMap:
    weights = np.ones(len(where))
    if len(where):
        base, centres = base_clusters(where, weights, clusters=settings.base)
        tried, silhouettes = partitions(centres, base, weights, settings.most_groups)
    else:
        base, centres = np.zeros(0, np.int64), np.zeros((0, 2))
        tried, silhouettes = {}, {}
    known = np.full(len(where), NOBODY)
    is_cut = placing.separation.is_there or not settings.apart_only
    if placing.structure.is_there and is_cut and tried:
        number = best_number(silhouettes)
        known = _by_size(_cheapest(where, tried[number][base], number, settings.base))
    positions = np.full((placing.participants, 2), np.nan)
    positions[placing.placed] = placing.projection.positions[:, :2]
    group = np.full(placing.participants, NOBODY)
    group[placing.placed] = known
    found = OpinionMap(
        group, positions, silhouettes, placing.structure, placing.separation, 0,
        placing.rejected, placing.projection, placing.placed, known, base, centres,
    )  # fmt: skip
    return _without_small(found, settings.smallest_group)


def _cheapest(where: Floats, labels: Numbers, number: int, clusters: int) -> Numbers:
    """Groups of the people themselves, from fine or coarse base clusters: the cheaper ones."""
    weights = np.ones(len(where))
    best = refined(where, weights, labels)
    if len(where) > _FEW:
        return best
    base, centres = base_clusters(where, weights, clusters=2 * clusters)
    sizes = np.bincount(base, minlength=len(centres)).astype(np.float64)
    other = refined(where, weights, grouped(centres, sizes, number)[base])
    return other if cost_of(where, other) < cost_of(where, best) * (1 - 1e-9) else best


def partitions(
    centres: Floats, base: Numbers, weights: Floats, most: int, *, starts: int = 60
) -> tuple[dict[int, Numbers], dict[int, float]]:
    """Groups of base clusters for each number of groups, and their silhouettes.

    From 2 to min(most, 2 + base clusters / 12) groups. Source: Polis (Small et al. 2021).
    """
    size: Floats = np.bincount(base, weights=weights, minlength=len(centres)).astype(np.float64)
    highest = min(most, 2 + len(centres) // 12, len(centres) - 1)
    if len(centres) == 2:
        highest = 2
    tried = {k: grouped(centres, size, k, starts=starts) for k in range(2, highest + 1)}
    return tried, {k: silhouette(centres, labels) for k, labels in tried.items()}


def best_number(silhouettes: dict[int, float]) -> int:
    """The number of groups with the highest mean silhouette; the smaller one of equals."""
    return max(silhouettes, key=lambda k: (round(silhouettes[k], 9), -k))


def _by_size(labels: Numbers) -> Numbers:
    """Labels again, 0 for the largest group; of equally large ones the first to occur."""
    _old, first, labels, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(sizes), np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[labels]


def _without_small(found: OpinionMap, smallest: int) -> OpinionMap:
    """Small groups are put to those in none; groups are sorted by size, so numbers stay."""
    shown = int((found.sizes >= smallest).sum())
    if shown == found.groups:
        return found
    return replace(
        found,
        group=np.where(found.group < shown, found.group, NOBODY),
        too_small=int(found.sizes[shown:].sum()),
    )
