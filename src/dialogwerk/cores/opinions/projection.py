"""Positions of participants: exact principal components of sparse votes.

A missing vote gets the mean of its statement, which is zero once the matrix is centred: the centred
matrix is as sparse as the votes, and no approximation is needed at any size.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from dialogwerk.cores.opinions.votes import Votes

Floats = NDArray[np.float64]
_DENSE = 32
_TOLERANCE = 1e-9
_LARGE = 1_000_000


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


def project(
    votes: Votes,
    *,
    rejected: NDArray[np.bool_],
    weights: Floats | None = None,
    components: int = 2,
) -> Projection:
    """Principal components and positions, scaled by the number of votes.

    A position is the sum of the centred votes times the components, times
    sqrt(statements / votes cast). Rejected statements count as passed by everybody: they add
    nothing to a position and one to the votes cast. Source: Polis (Small et al. 2021).

    Args:
        votes: those of the participants who are in.
        rejected: shape (statements,); True where moderation took the statement out.
        weights: shape (participants,); how often each counts, for resampling; 1 if left out.
        components: how many.
    """
    matrix, means = centred(votes, rejected, weights)
    values, vectors = principal(matrix, weights, components)
    cast = _accepted(votes, rejected)
    counted = np.maximum(cast + rejected.sum(), 1)
    positions = (matrix @ vectors.T) * np.sqrt(votes.statements / counted)[:, None]
    signs = _signs(positions, vectors)
    return Projection(positions * signs, vectors * signs[:, None], values, means)


def _accepted(votes: Votes, rejected: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Votes of each participant on statements that were not rejected."""
    if not rejected.any():
        return votes.cast
    total = np.concatenate(([0], np.cumsum(~rejected[votes.statement])))
    return np.asarray(total[votes.starts[1:]] - total[votes.starts[:-1]])


def centred(
    votes: Votes, rejected: NDArray[np.bool_], weights: Floats | None = None
) -> tuple[csr_array, Floats]:
    """Votes minus their statement's mean, zero where unseen or rejected, and the means."""
    value: Floats = votes.value.astype(np.float64)
    counts, total = np.ones(len(value)), value
    if weights is not None:
        counts = np.repeat(weights, votes.cast)
        total = value * counts
    seen = np.bincount(votes.statement, weights=counts, minlength=votes.statements)
    sums = np.bincount(votes.statement, weights=total, minlength=votes.statements)
    means: Floats = np.where(rejected, 0.0, sums / np.maximum(seen, 1e-300))
    data = value - means[votes.statement]
    if rejected.any():
        data *= ~rejected[votes.statement]
    shape = (votes.participants, votes.statements)
    return csr_array((data, votes.statement, votes.starts.astype(np.int32)), shape=shape), means


def principal(
    matrix: csr_array, weights: Floats | None, components: int, *, tolerance: float = _TOLERANCE
) -> tuple[Floats, Floats]:
    """Largest eigenvalues of the scatter matrix and their vectors, one a row.

    Up to 32 statements: all eigenvalues of the dense matrix. More: Lanczos iteration (Lehoucq,
    Sorensen and Yang 1998) on the sparse one, from a fixed start, to a relative error of 1e-9 or
    ``tolerance``. It never wakes the threads of the linear algebra library, which get in each
    other's way on a busy machine.
    """
    rows, statements = matrix.shape
    wanted = min(components, statements)
    values, vectors = np.zeros(components), np.zeros((components, statements))
    if not rows or not wanted or not matrix.data.any():
        return values, vectors
    if statements <= max(_DENSE, components + 2):
        weighted = matrix if weights is None else matrix * np.sqrt(weights)[:, None]
        found, basis = np.linalg.eigh((weighted.T @ weighted).toarray())
    else:
        found, basis = _lanczos(matrix, weights, wanted, tolerance)
    order = np.argsort(-found, kind="stable")[:wanted]
    values[:wanted] = np.maximum(found[order], 0)
    vectors[:wanted] = basis[:, order].T
    return values, vectors


def _lanczos(
    matrix: csr_array, weights: Floats | None, components: int, tolerance: float
) -> tuple[Floats, Floats]:
    statements = matrix.shape[1]
    parts = _halves(matrix, weights)

    def of_part(part: _Half, vector: Floats) -> Floats:
        rows, columns, weight = part
        along = rows @ vector
        return np.asarray(columns @ (along if weight is None else along * weight))

    with ThreadPoolExecutor(len(parts)) as pool:

        def scatter(vector: Floats) -> Floats:
            flat = vector.ravel()
            if len(parts) == 1:
                return of_part(parts[0], flat)
            first, second = pool.map(of_part, parts, (flat, flat))
            return first + second

        operator = LinearOperator((statements, statements), matvec=scatter, dtype=np.float64)
        spread = np.sqrt(np.bincount(matrix.indices, weights=matrix.data**2, minlength=statements))
        start = spread * np.cos(np.arange(statements))
        # ``rng`` is for the rare restart, e.g. where everybody votes along one line.
        found, basis = eigsh(operator, k=components, v0=start, tol=tolerance, rng=0)
        return found, basis


_Half = tuple[csr_array, csc_array, Floats | None]
"""Rows, the same transposed, and how often each row counts."""


def _halves(matrix: csr_array, weights: Floats | None) -> list[_Half]:
    """Two halves of a large matrix, always the same ones, for two threads; a small one whole."""
    middle = matrix.shape[0] // 2
    sides = [slice(0, middle), slice(middle, None)] if len(matrix.data) >= _LARGE else [None]
    halves = []
    for side in sides:
        rows = matrix if side is None else matrix[side]
        weight = weights if weights is None or side is None else weights[side]
        halves.append((rows, rows.T, weight))
    return halves


def _signs(positions: Floats, vectors: Floats) -> Floats:
    """Signs that make each axis point to where fewer stand further out."""
    skew = (positions**3).sum(axis=0)
    largest = np.abs(vectors).argmax(axis=1)
    fallback = vectors[np.arange(len(vectors)), largest]
    scale = np.maximum((np.abs(positions) ** 3).sum(axis=0), 1e-300)
    return np.where(np.where(np.abs(skew) > 1e-9 * scale, skew, fallback) < 0, -1.0, 1.0)
