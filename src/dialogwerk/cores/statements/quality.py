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


@dataclass(frozen=True)
class Cubed:
    """Agreement letter by letter, dimensionless, in [0, 1].

    Attributes:
        precision: mean over all letters of the share of its found group that belongs with it.
        recall: mean over all letters of the share of its true group that was found with it.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(truth: Sequence[int], found: Sequence[int]) -> Agreement:
    """Compare two groupings; -1 stands for a letter of its own in both.

    Raises:
        LengthMismatch: the two do not have the same length.

    >>> pairwise([1, 1, 1, -1], [5, 5, -1, -1])
    Agreement(precision=1.0, recall=0.3333333333333333, swallowed=0)
    """
    true, seen = _as_numbers(truth, found)
    both = (true >= 0) & (seen >= 0)
    together = _pairs(true[both] * (seen.max(initial=0) + 1) + seen[both])
    possible, made = _pairs(true[true >= 0]), _pairs(seen[seen >= 0])
    return Agreement(
        precision=together / made if made else 1.0,
        recall=together / possible if possible else 1.0,
        swallowed=int(((true < 0) & (seen >= 0)).sum()),
    )


def bcubed(truth: Sequence[int], found: Sequence[int]) -> Cubed:
    """Compare two groupings letter by letter; -1 stands for a letter of its own in both.

    A. Bagga, B. Baldwin: Algorithms for Scoring Coreference Chains, 1998; E. Amigó et al.: A
    comparison of extrinsic clustering evaluation metrics, Information Retrieval 12, 2009.

    Raises:
        LengthMismatch: the two do not have the same length.

    >>> bcubed([1, 1, 1, -1], [5, 5, -1, -1]).recall
    0.6666666666666666
    """
    true, seen = map(_each_alone, _as_numbers(truth, found))
    if not len(true):
        return Cubed(1.0, 1.0)
    _, place, together = np.unique(
        true * (seen.max() + 1) + seen, return_inverse=True, return_counts=True
    )
    shared = together[place]
    return Cubed(
        float((shared / np.bincount(seen)[seen]).mean()),
        float((shared / np.bincount(true)[true]).mean()),
    )


def _each_alone(labels: np.ndarray) -> np.ndarray:
    """Labels without gaps in which every letter of its own has one of its own."""
    labels = np.where(labels >= 0, labels, labels.max(initial=0) + 1 + np.arange(len(labels)))
    return np.asarray(np.unique(labels, return_inverse=True)[1])


def _as_numbers(truth: Sequence[int], found: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    if len(truth) != len(found):
        raise LengthMismatch(
            f"The truth has {len(truth)} letters, the grouping {len(found)}. "
            "Give the same letters to both."
        )
    return np.asarray(truth, np.int64), np.asarray(found, np.int64)


def _pairs(labels: np.ndarray) -> int:
    sizes = np.unique(labels, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())
