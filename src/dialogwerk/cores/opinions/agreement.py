"""How far two groupings of the same people agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def adjusted_rand(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    """Adjusted Rand index: 1 same grouping, about 0 by chance. Source: Hubert and Arabie 1985.

    Args:
        one: shape (people,); label of the first grouping.
        other: shape (people,); label of the second.
    """
    _names, first = np.unique(one, return_inverse=True)
    _names, second = np.unique(other, return_inverse=True)
    if not len(first):
        return 1.0
    width = int(second.max()) + 1
    pairs = _pairs(np.bincount(first * width + second))
    rows, columns = _pairs(np.bincount(first)), _pairs(np.bincount(second))
    expected = rows * columns / max(_pairs(np.array([len(first)])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def _pairs(counts: NDArray[np.integer]) -> float:
    sizes = counts.astype(np.float64)
    return float((sizes * (sizes - 1) / 2).sum())
