"""Whether opinions hang together at all: parallel analysis.

If everybody voted on each statement independently of their other votes, there would still be a
first principal axis, and k-means would still cut the cloud in two. So the observed axes are
compared with those of votes in which this holds: the votes of each statement are dealt anew among
those who gave them.
Source: Horn 1965, A rationale and test for the number of factors in factor analysis; permutation
variant Buja and Eyuboglu 1992.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dialogwerk.cores.opinions.projection import centred, principal
from dialogwerk.cores.opinions.votes import Votes

_LARGE, _MANY = 6_000, 100_000
_DEALS, _DEALS_OF_LARGE = 19, 3
_MOST_AXES = 4
_DEVIATIONS, _AT_LEAST = 4.0, 0.02
_CLEARLY, _ALIKE = 1.5, 0.6
_ROUGHLY = 1e-3


@dataclass(frozen=True)
class Structure:
    """Result of the comparison.

    Attributes:
        observed: variance of the first axes; from at most 6,000 participants.
        by_chance: what the variance of a first axis must exceed: the mean over 19 deals (3 if
            there are more than 100,000 votes) and four standard deviations more, at least two
            per cent.
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


def structure_of(votes: Votes, rejected: NDArray[np.bool_]) -> Structure:
    """Compare the first axes with those of votes dealt anew.

    Above 6,000 participants, a sample of them, evenly spaced in the given order.

    Args:
        votes: those of the participants who are in, in canonical order.
        rejected: shape (statements,); True where moderation took the statement out.
    """
    step = max(1, votes.participants // _LARGE)
    sample = votes.rows(np.arange(0, votes.participants, step)) if step > 1 else votes
    matrix, _means = centred(sample, rejected)
    observed, _vectors = principal(matrix, None, _MOST_AXES)
    if observed[0] <= 0:
        return Structure(tuple(observed.tolist()), 0.0, False, 2, sample.participants)
    chance = _by_chance(matrix, _DEALS if len(matrix.data) <= _MANY else _DEALS_OF_LARGE)
    is_there = bool(observed[0] > chance)
    axes = _axes(observed, chance)
    return Structure(tuple(observed.tolist()), chance, is_there, axes, sample.participants)


def _by_chance(matrix: csr_array, deals: int) -> float:
    """Variance that a first axis hardly ever exceeds if votes are dealt anew."""
    generator = np.random.default_rng(0)
    by_statement = np.argsort(matrix.indices, kind="stable")
    column, data, dealt = matrix.indices[by_statement], matrix.data[by_statement], matrix.copy()
    found = []
    for _deal in range(deals):
        order = np.argsort(column + generator.random(len(column)))
        dealt.data[by_statement] = data[order]
        found.append(float(principal(dealt, None, 1, tolerance=_ROUGHLY)[0][0]))
    mean = float(np.mean(found))
    return mean + max(_DEVIATIONS * float(np.std(found, ddof=1)), _AT_LEAST * mean)


def _axes(observed: NDArray[np.float64], chance: float) -> int:
    """Two, and each further axis that stands out clearly and nearly as much as the second."""
    second = observed[1] - chance
    further = (observed[2:] > _CLEARLY * chance) & (observed[2:] - chance > _ALIKE * second)
    return 2 + int(np.cumprod(further).sum())
