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
from dialogwerk.cores.opinions.projection import Floats, Projection, project
from dialogwerk.cores.opinions.separation import NO_SEPARATION, Separation, separation_of
from dialogwerk.cores.opinions.structure import Structure, structure_of
from dialogwerk.cores.opinions.votes import Votes, canonical_order, who_is_in

Numbers = NDArray[np.int64]
NOBODY = -1
"""Label of those who are in no group."""
_FEW = 4_000


@dataclass(frozen=True)
class MapSettings:
    """What may be chosen; the defaults are those of Polis.

    Attributes:
        enough_votes: votes that place a participant.
        at_least: participants that are placed even with fewer votes.
        most_groups: largest number of groups that is tried.
        smallest_group: groups with fewer people are not shown apart; they could be recognised.
        components: axes used to find groups; the first two are drawn. None: as many as stand out
            of chance clearly and alike, from 2 to 4.
        base: number of base clusters.
        apart_only: give no groups where the people form one cloud without gaps; otherwise the
            sections into which it is cut, as in Polis.
    """

    enough_votes: int = 7
    at_least: int = 15
    most_groups: int = 5
    smallest_group: int = 1
    components: int | None = None
    base: int = 100
    apart_only: bool = False


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Groups and positions.

    Attributes:
        group: shape (participants,); 0 is the largest group, -1 in none.
        positions: shape (participants, 2); NaN for those who are not placed.
        silhouettes: mean silhouette for each number of groups that was tried.
        structure: whether opinions hang together more than by chance.
        separation: whether the groups stand apart; otherwise they are sections of one cloud.
        too_small: people whose group is smaller than the smallest that may be shown.
        rejected: shape (statements,); statements that moderation took out.
        projection: axes and positions of those placed, in the order of ``placed``.
        placed: shape (placed,); rows of those placed.
        known: shape (placed,); group of each, small groups included; -1 without groups.
        base: shape (placed,); base cluster of each.
        centres: shape (base clusters, components).
    """

    group: Numbers
    positions: Floats
    silhouettes: dict[int, float]
    structure: Structure
    separation: Separation
    too_small: int
    rejected: NDArray[np.bool_]
    projection: Projection
    placed: Numbers
    known: Numbers
    base: Numbers
    centres: Floats

    @property
    def groups(self) -> int:
        """Number of groups; 0 where there are none."""
        return int(self.group.max(initial=NOBODY)) + 1

    @property
    def sizes(self) -> Numbers:
        """People in each group, largest first; shape (groups,)."""
        return np.bincount(self.group[self.group >= 0], minlength=self.groups)


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
    ordered = votes.rows(order)
    is_in = who_is_in(ordered, enough=settings.enough_votes, at_least=settings.at_least)
    structure = structure_of(ordered, rejected)
    axes = settings.components or structure.axes
    projection = project(ordered, rejected=rejected, components=max(axes, 2))
    placed = np.flatnonzero(is_in)
    where = projection.positions[placed]
    placing = _Placing(
        votes.participants, order[placed], rejected, replace(projection, positions=where),
        structure, _separation(ordered.rows(placed), rejected, structure, axes),
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


def _separation(
    votes: Votes, rejected: NDArray[np.bool_], structure: Structure, axes: int
) -> Separation:
    if not structure.is_there:
        return NO_SEPARATION
    return separation_of(votes, rejected, axes=min(axes, structure.standing_out))


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
