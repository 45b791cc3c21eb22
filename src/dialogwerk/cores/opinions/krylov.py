"""Principal axes of centred votes: exact, on the sparse matrix, without a random start."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dstev

from dialogwerk.cores.opinions.kernels import voting
from dialogwerk.cores.opinions.matrix import Centred
from dialogwerk.cores.opinions.results import Floats

EXACT, ROUGH = 1e-9, 5e-3
"""Largest residual of an axis, as a share of its variance: of a map; of what is only compared."""
_DENSE = 32
_LARGE = 1_000_000
_FIRST_LOOK, _SOON, _LOOK_AGAIN = 20, 10, 8
_AT_FIRST = 64
_NOTHING = 1e-13


def principal(
    matrix: Centred, components: int, *, tolerance: float, near: Floats | None = None
) -> tuple[Floats, Floats]:
    """Largest eigenvalues of the scatter matrix and their vectors, one a row.

    Up to 32 statements: all eigenvalues of the dense matrix. More: Lanczos iteration (Lanczos 1950)
    with full orthogonalisation, from a fixed start, until each residual is at most ``tolerance``
    times its eigenvalue. No threads of the linear algebra library are woken, which get in each
    other's way on a busy machine. An axis without variance is all zero.

    Args:
        matrix: centred votes.
        components: how many.
        tolerance: `EXACT` or `ROUGH`.
        near: vectors, one a row, near which the axes are expected; the start is among them.
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
        found, basis = _Search(matrix, wanted, tolerance).run(near)
    order = np.argsort(-found, kind="stable")[:wanted]
    is_there = found[order] > _NOTHING * found[order[0]]
    values[:wanted] = np.where(is_there, found[order], 0)
    vectors[:wanted] = basis[order] * is_there[:, None]
    return values, vectors


@dataclass(frozen=True, eq=False)
class _Search:
    """For so many of the largest eigenvalues of a scatter matrix."""

    matrix: Centred
    wanted: int
    tolerance: float

    def run(self, near: Floats | None) -> tuple[Floats, Floats]:
        """Eigenvalues and their vectors, one a row.

        From one start only one axis of each variance is found, and none that the start lacks. So,
        for an exact result or where too few were reached, it begins again at right angles to those
        known, until that adds no larger one.
        """
        size, wanted = self.matrix.statements, self.wanted
        values, vectors, least = np.zeros(0), np.zeros((0, size)), None
        start, look_at = self._start(near), _FIRST_LOOK if near is None else 2 + 2 * wanted
        while len(vectors) < size:
            more, axes = self._from(start, vectors, look_at, least)
            is_new = more > (-np.inf if least is None else least)
            values = np.concatenate((values, more[is_new]))
            vectors = np.concatenate((vectors, axes[is_new]))
            order = np.argsort(-values, kind="stable")[:wanted]
            values, vectors = values[order], vectors[order]
            if len(values) == wanted and (self.tolerance > EXACT or not is_new.any()):
                break
            least = float(values[-1]) if len(values) == wanted else None
            start, look_at = np.cos((len(vectors) + 1.0) * np.arange(size) ** 2), _SOON
        return values, vectors

    def _start(self, near: Floats | None) -> Floats:
        """Fixed, with something of every statement that divides people."""
        squares = (self.matrix.counts * self.matrix.values**2).reshape(-1, 3).sum(axis=1)
        start = np.sqrt(squares) * np.cos(np.arange(len(squares)))
        if near is None:
            return np.asarray(start)
        return np.asarray(near.sum(axis=0) + 0.1 * start / np.sqrt((start**2).sum()))

    def _from(
        self, start: Floats, known: Floats, look_at: int, least: float | None
    ) -> tuple[Floats, Floats]:
        """The same at right angles to known vectors, as far as one start reaches.

        Nothing more is done once no eigenvalue is seen that would be larger than ``least``.
        """
        first, size = len(known), len(start)
        basis = np.empty((min(size, first + _AT_FIRST) + 1, size))
        basis[:first], basis[first] = known, _beside(known, start)
        diagonal, beside = np.zeros(size), np.zeros(size)
        done = 0
        while True:
            upto = min(look_at, size - first)
            while first + upto >= len(basis):
                basis = np.vstack((basis, np.empty_like(basis[1:])))
            done = self._stretch(basis, first, done, upto, diagonal, beside)
            found, small, _info = dstev(diagonal[:done], beside[: max(done - 1, 1)])
            found, small = found[-self.wanted :], small[:, -self.wanted :]
            residual = beside[done - 1] * np.abs(small[-1])
            is_settled = len(found) == self.wanted and (residual <= self.tolerance * found).all()
            is_beaten = least is not None and found[-1] <= least
            if done < upto or done == size - first or is_settled or is_beaten:
                return found, np.einsum("ka,ks->as", small, basis[first : first + done])
            look_at = done + max(2, done // _LOOK_AGAIN)

    def _stretch(
        self, basis: Floats, first: int, done: int, upto: int, diagonal: Floats, beside: Floats
    ) -> int:
        """Extend the basis; how many vectors it has, fewer than ``upto`` if it is closed before.

        In two halves, always the same ones, in two threads where there are many votes.
        """
        matrix = self.matrix
        if len(matrix.cells) < _LARGE:
            votes = (matrix.starts, matrix.cells, matrix.values, matrix.weights)
            way = (basis, diagonal, beside, first, done, upto, _NOTHING)
            return int(voting.stretched(*votes, *way))
        middle, rows = matrix.participants // 2, matrix.participants
        with ThreadPoolExecutor(2) as pool:
            for at in range(done, upto):
                vectors = (basis[first + at], basis[first + at])
                one, other = pool.map(matrix.scattered, vectors, (0, middle), (middle, rows))
                if voting.extended(basis, diagonal, beside, first, at, one + other, _NOTHING):
                    return at + 1
        return upto


def _beside(known: Floats, vector: Floats) -> Floats:
    """The part of a vector at right angles to known ones, of length 1."""
    for _twice in range(2):
        vector = vector - np.einsum("k,ks->s", np.einsum("ks,s->k", known, vector), known)
    return np.asarray(vector / np.sqrt((vector**2).sum()))
