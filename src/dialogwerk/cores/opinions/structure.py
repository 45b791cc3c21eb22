"""Whether opinions hang together at all: parallel analysis.

If everybody voted on each statement independently of their other votes, there would still be a
first principal axis, and k-means would still cut the cloud in two. So the observed axes are
compared with those of votes in which this holds: the votes of each statement are dealt anew among
those who gave them.
Source: Horn 1965, A rationale and test for the number of factors in factor analysis; permutation
variant Buja and Eyuboglu 1992.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.opinions.krylov import ROUGH, principal
from dialogwerk.cores.opinions.matrix import Centred
from dialogwerk.cores.opinions.results import Floats, Structure

_LARGE, _MANY = 6_000, 1_000_000
_DEALS, _FIRST = 19, 4
_MOST_AXES = 4
_DEVIATIONS, _AT_LEAST, _NO_DOUBT = 4.0, 0.02, 10.0
_CLEARLY, _ALIKE = 1.5, 0.6


def structure_of(matrix: Centred) -> Structure:
    """Compare the first axes with those of votes dealt anew.

    Above 6,000 participants, of a sample of them, evenly spaced in the given order.

    Args:
        matrix: centred votes, in canonical order.
    """
    step = max(1, matrix.participants // _LARGE)
    sample = matrix.rows(np.arange(0, matrix.participants, step)) if step > 1 else matrix
    observed, _vectors = principal(sample, _MOST_AXES, tolerance=ROUGH)
    shown = tuple(observed.tolist())
    if observed[0] <= 0:
        return Structure(shown, 0.0, False, 2, sample.participants)
    chance = _by_chance(sample, observed)
    axes, standing_out = _decided(observed, chance)
    return Structure(shown, chance, standing_out > 0, axes, sample.participants)


def _by_chance(matrix: Centred, observed: Floats) -> float:
    """Variance that a first axis hardly ever exceeds if votes are dealt anew.

    Deals end, after four at least, where these leave no doubt: everything is decided the same,
    wherever the limit may lie between their mean and ten standard deviations more.
    """
    found: list[float] = []
    for deal in range(_DEALS):
        variances, _vectors = principal(matrix.dealt(deal), 1, tolerance=ROUGH)
        found.append(float(variances[0]))
        if len(found) < _FIRST:
            continue
        mean, spread = float(np.mean(found)), float(np.std(found, ddof=1))
        limit = mean + max(_DEVIATIONS * spread, _AT_LEAST * mean)
        highest = max(mean + _NO_DOUBT * spread, limit)
        if _decided(observed, mean) == _decided(observed, highest) or len(matrix.cells) > _MANY:
            break
    return limit


def _decided(observed: Floats, chance: float) -> tuple[int, int]:
    """How many axes serve to find groups, and how many of these stand out at all.

    Two, and each further one that stands out clearly and nearly as much as the second.
    """
    second = observed[1] - chance
    further = (observed[2:] > _CLEARLY * chance) & (observed[2:] - chance > _ALIKE * second)
    axes = 2 + int(np.cumprod(further).sum())
    return axes, int((observed[:axes] > chance).sum())
