"""What a map consists of: positions, groups, and how sure they are.

Apart from what computes them, so that a web server that only shows maps and places single voters
loads neither kernels nor linear algebra.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
NOBODY = -1
"""Label of those who are in no group."""
DRAWS = 50
"""How often the people are drawn again for the stability."""


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
class Projection:
    """Where everybody stands.

    Attributes:
        positions: shape (participants, components).
        components: shape (components, statements); each of length 1, or all zero.
        variances: shape (components,); eigenvalues of the scatter matrix, descending.
        means: shape (statements,); mean vote, 0 where nobody voted.
    """

    positions: Floats
    components: Floats
    variances: Floats
    means: Floats


@dataclass(frozen=True)
class Structure:
    """Whether opinions hang together at all (see `structure`).

    Attributes:
        observed: variance of the first axes; from at most 6,000 participants.
        by_chance: what the variance of a first axis must exceed: the mean over 19 deals (fewer, at
            least 4, where these leave no doubt; 4 of more than a million votes) and four standard
            deviations more, at least two per cent.
        is_there: whether the first axis stands out.
        axes: axes to find groups with, from 2 to 4.
        participants: how many the comparison is made with.
    """

    observed: tuple[float, ...]
    by_chance: float
    is_there: bool
    axes: int
    participants: int

    @property
    def standing_out(self) -> int:
        """How many of the first axes exceed what is by chance."""
        return sum(one > self.by_chance for one in self.observed)


@dataclass(frozen=True)
class Separation:
    """Whether groups stand apart, or are sections of one cloud (see `separation`).

    Attributes:
        observed: highest mean silhouette of the people over the numbers of groups, in [-1, 1].
        of_one_cloud: what it must exceed: the mean over 29 draws of one cloud (fewer, at least 4,
            where these leave no doubt) and three standard deviations more, both of the logarithm
            of what is missing to 1.
        is_there: whether groups stand apart.
        participants: how many the comparison is made with.
    """

    observed: float
    of_one_cloud: float
    is_there: bool
    participants: int


NO_SEPARATION = Separation(0.0, 0.0, False, 0)


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


@dataclass(frozen=True, eq=False)
class Stability:
    """Result of drawing the people again (see `stability`).

    Attributes:
        person: shape (participants,); share of the draws in which somebody is in the group that
            answers to theirs, in [0, 1]; NaN for those in no group.
        number: share of the draws for each number of groups.
        draws: how many.
    """

    person: Floats
    number: dict[int, float]
    draws: int
