"""Principal axes of centred votes: exact, on the sparse matrix, without a random start."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.linalg.lapack import dstev

from dialogwerk.cores.opinions.kernels import voting
from dialogwerk.cores.opinions.matrix import Centred
from dialogwerk.cores.opinions.results import Floats

EXACT, ROUGH = 1e-9, 1e-3
"""Largest residual of an axis, as a share of its variance: of a map; of what is only compared."""
_DENSE = 32
_LARGE = 1_000_000
_FIRST_LOOK, _LOOK_AGAIN = 10, 8
_NOTHING = 1e-14


def principal(matrix: Centred, components: int, *, tolerance: float) -> tuple[Floats, Floats]:
    """Largest eigenvalues of the scatter matrix and their vectors, one a row.

    Up to 32 statements: all eigenvalues of the dense matrix. More: Lanczos iteration (Lanczos 1950)
    with full orthogonalisation, from a fixed start, until each residual is at most ``tolerance``
    times its eigenvalue. No threads of the linear algebra library are woken, which get in each
    other's way on a busy machine. An axis without variance is all zero.
    """
    wanted = min(components, matrix.statements)
    values, vectors = np.zeros(components), np.zeros((components, matrix.statements))
    if not matrix.counts @ matrix.values**2 > 0:
        return values, vectors
    if matrix.statements <= max(_DENSE, components + 2):
        votes = (matrix.starts, matrix.cells, matrix.values, matrix.weights)
        found, basis = np.linalg.eigh(voting.scatter(*votes, matrix.statements))
    else:
        found, basis = _lanczos(matrix, wanted, tolerance)
    order = np.argsort(-found, kind="stable")[:wanted]
    is_there = found[order] > _NOTHING * found[order[0]]
    values[:wanted] = np.where(is_there, found[order], 0)
    vectors[:wanted] = basis[:, order].T * is_there[:, None]
    return values, vectors


def _lanczos(matrix: Centred, wanted: int, tolerance: float) -> tuple[Floats, Floats]:
    """Largest eigenvalues and their vectors, one a column.

    Where the vectors reached so far are closed under the matrix, it goes on with another one, until
    that adds nothing: several axes may have the same variance.
    """
    size = matrix.statements
    basis, diagonal, beside = np.empty((min(size, 64) + 1, size)), np.zeros(size), np.zeros(size)
    spread = np.sqrt((matrix.counts * matrix.values**2).reshape(-1, 3).sum(axis=1))
    basis[0] = _unit(spread * np.cos(np.arange(size)))
    look_at, closed = _FIRST_LOOK + 2 * wanted, np.zeros(0)
    with ThreadPoolExecutor(2) as pool:
        for at in range(size):
            known = at + 1
            if known == len(basis):
                basis = np.vstack((basis, np.empty_like(basis[1:])))
            product = _product(matrix, basis[at], pool)
            last = float(beside[at - 1]) if at else 0.0
            diagonal[at], beside[at] = voting.extended(basis, at, product, last)
            is_closed = beside[at] <= _NOTHING * np.abs(diagonal[:known]).max()
            if not (is_closed or known == size or known >= look_at):
                continue
            beside[at] *= not is_closed
            found, small, _info = dstev(diagonal[:known], beside[: max(at, 1)])
            found, small = found[-wanted:], small[:, -wanted:]
            residual = beside[at] * np.abs(small[-1])
            is_enough = _are_same(found, closed) if is_closed else residual <= tolerance * found
            if known == size or (len(found) == wanted and np.all(is_enough)):
                break
            look_at = known + max(2, known // _LOOK_AGAIN)
            if is_closed:
                basis[known] = _another(basis[:known])
                look_at, closed = known + _FIRST_LOOK, found
    return found, np.einsum("ka,ks->sa", small, basis[:known])


def _product(matrix: Centred, vector: Floats, pool: ThreadPoolExecutor) -> Floats:
    """In two halves, always the same ones, in two threads where there are many votes."""
    rows = len(matrix.starts) - 1
    if len(matrix.cells) < _LARGE:
        return matrix.scattered(vector, 0, rows)
    first, second = pool.map(matrix.scattered, (vector, vector), (0, rows // 2), (rows // 2, rows))
    return np.asarray(first + second)


def _are_same(found: Floats, before: Floats) -> bool:
    return len(found) == len(before) and bool(
        np.allclose(found, before, rtol=1e-12, atol=_NOTHING * found[-1])
    )


def _another(basis: Floats) -> Floats:
    """A fixed vector at right angles to all of the basis."""
    found = np.cos((len(basis) + 1.0) * np.arange(basis.shape[1]) ** 2)
    for _twice in range(2):
        found -= np.einsum("k,ks->s", np.einsum("ks,s->k", basis, found), basis)
    return _unit(found)


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / np.sqrt((vector**2).sum()))
