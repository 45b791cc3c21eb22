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
_NOTHING = 1e-13


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
        basis = basis.T
    else:
        found, basis = _lanczos(matrix, wanted, tolerance)
    order = np.argsort(-found, kind="stable")[:wanted]
    is_there = found[order] > _NOTHING * found[order[0]]
    values[:wanted] = np.where(is_there, found[order], 0)
    vectors[:wanted] = basis[order] * is_there[:, None]
    return values, vectors


def _lanczos(matrix: Centred, wanted: int, tolerance: float) -> tuple[Floats, Floats]:
    """Largest eigenvalues and their vectors, one a row.

    From one start only one axis of each variance is found, and none that the start lacks. So, for
    an exact result or where too few were reached, it begins again at right angles to those known,
    until that adds no larger one.
    """
    size = matrix.statements
    values, vectors = np.zeros(0), np.zeros((0, size))
    spread = np.sqrt((matrix.counts * matrix.values**2).reshape(-1, 3).sum(axis=1))
    start = spread * np.cos(np.arange(size))
    with ThreadPoolExecutor(2) as pool:
        while len(vectors) < size:
            least = float(values.min()) if len(values) == wanted else -1.0
            more, axes = _from(start, vectors, matrix, wanted, tolerance, least, pool)
            is_new = more > least
            values = np.concatenate((values, more[is_new]))
            vectors = np.concatenate((vectors, axes[is_new]))
            order = np.argsort(-values, kind="stable")[:wanted]
            values, vectors = values[order], vectors[order]
            if len(values) == wanted and (tolerance > EXACT or not is_new.any()):
                break
            start = np.cos((len(vectors) + 1.0) * np.arange(size) ** 2)
    return values, vectors


def _from(
    start: Floats,
    known: Floats,
    matrix: Centred,
    wanted: int,
    tolerance: float,
    least: float,
    pool: ThreadPoolExecutor,
) -> tuple[Floats, Floats]:
    """The same at right angles to known vectors, as far as one start reaches.

    Nothing more is done once no eigenvalue is seen that would be larger than ``least``.
    """
    first, size = len(known), len(start)
    basis = np.empty((min(size, first + 64) + 1, size))
    basis[:first], basis[first] = known, _beside(known, start)
    diagonal, beside = np.zeros(size), np.zeros(size)
    look_at = _FIRST_LOOK + (2 * wanted if least < 0 else 0)
    for at in range(size - first):
        count = at + 1
        if first + count == len(basis):
            basis = np.vstack((basis, np.empty_like(basis[1:])))
        product = _product(matrix, basis[first + at], pool)
        last = float(beside[at - 1]) if at else 0.0
        diagonal[at], beside[at] = voting.extended(basis, first + at, product, last)
        is_closed = beside[at] <= _NOTHING * np.abs(diagonal[:count]).max()
        is_whole = is_closed or first + count == size
        if is_whole or count >= look_at:
            found, small, _info = dstev(diagonal[:count], beside[: max(at, 1)])
            found, small = found[-wanted:], small[:, -wanted:]
            residual = beside[at] * np.abs(small[-1])
            is_settled = len(found) == wanted and (residual <= tolerance * found).all()
            if is_whole or is_settled or found[-1] <= least:
                break
            look_at = count + max(2, count // _LOOK_AGAIN)
    return found, np.einsum("ka,ks->as", small, basis[first : first + count])


def _product(matrix: Centred, vector: Floats, pool: ThreadPoolExecutor) -> Floats:
    """In two halves, always the same ones, in two threads where there are many votes."""
    rows = len(matrix.starts) - 1
    if len(matrix.cells) < _LARGE:
        return matrix.scattered(vector, 0, rows)
    first, second = pool.map(matrix.scattered, (vector, vector), (0, rows // 2), (rows // 2, rows))
    return np.asarray(first + second)


def _beside(known: Floats, vector: Floats) -> Floats:
    """The part of a vector at right angles to known ones, of length 1."""
    for _twice in range(2):
        vector = vector - np.einsum("k,ks->s", np.einsum("ks,s->k", known, vector), known)
    return np.asarray(vector / np.sqrt((vector**2).sum()))
