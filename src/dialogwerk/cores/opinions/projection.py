"""Positions of participants: exact principal components of sparse votes.

A missing vote gets the mean of its statement, which is zero once the matrix is centred: the centred
matrix is as sparse as the votes, and no approximation is needed at any size.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.opinions.krylov import EXACT, principal
from dialogwerk.cores.opinions.matrix import Centred
from dialogwerk.cores.opinions.results import Floats, Projection


def project(matrix: Centred, components: int = 2) -> Projection:
    """Principal components and positions, scaled by the number of votes.

    A position is the sum of the centred votes times the components, times
    sqrt(statements / votes cast). Rejected statements count as passed by everybody: they add
    nothing to a position and one to the votes cast. Source: Polis (Small et al. 2021).

    Args:
        matrix: centred votes of the participants who are in.
        components: how many.
    """
    return projected(matrix, principal(matrix, components, tolerance=EXACT))


def projected(matrix: Centred, axes: tuple[Floats, Floats]) -> Projection:
    """The same with axes that are known: variances and vectors, one a row."""
    values, vectors = axes
    along = matrix.along(vectors) * matrix.scale
    signs = _signs(along, vectors)[:, None]
    return Projection((along * signs).T, vectors * signs, values, matrix.means)


def _signs(along: Floats, vectors: Floats) -> Floats:
    """Signs that make each axis point to where fewer stand further out."""
    cubes = along * along * along
    skew = cubes.sum(axis=1)
    largest = np.abs(vectors).argmax(axis=1)
    fallback = vectors[np.arange(len(vectors)), largest]
    scale = np.maximum(np.abs(cubes).sum(axis=1), 1e-300)
    return np.where(np.where(np.abs(skew) > 1e-9 * scale, skew, fallback) < 0, -1.0, 1.0)
