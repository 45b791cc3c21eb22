"""How well a grouping agrees with the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialogwerk.cores.statements.errors import LengthMismatch


@dataclass(frozen=True)
class Agreement:
    """Agreement over pairs of letters, dimensionless, in [0, 1].

    Attributes:
        precision: of the pairs put together, the share that belongs together (1 if there are none).
        recall: of the pairs that belong together, the share put together (1 if there are none).
        swallowed: number of individual letters put into a campaign with letters of another.
    """

    precision: float
    recall: float
    swallowed: int


def pairwise(truth: Sequence[int], found: Sequence[int]) -> Agreement:
    """Compare two groupings; -1 stands for a letter of its own in both.

    Raises:
        LengthMismatch: the two do not have the same length.

    >>> pairwise([1, 1, 1, -1], [5, 5, -1, -1])
    Agreement(precision=1.0, recall=0.3333333333333333, swallowed=0)
    """
    if len(truth) != len(found):
        raise LengthMismatch(
            f"The truth has {len(truth)} letters, the grouping {len(found)}. "
            "Give the same letters to both."
        )
    true, seen = np.asarray(truth, np.int64), np.asarray(found, np.int64)
    both = (true >= 0) & (seen >= 0)
    together = _pairs(true[both] * (seen.max(initial=0) + 1) + seen[both])
    possible, made = _pairs(true[true >= 0]), _pairs(seen[seen >= 0])
    return Agreement(
        precision=together / made if made else 1.0,
        recall=together / possible if possible else 1.0,
        swallowed=int(((true < 0) & (seen >= 0)).sum()),
    )


def _pairs(labels: np.ndarray) -> int:
    sizes = np.unique(labels, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())
