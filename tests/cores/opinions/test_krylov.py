"""Principal axes of sparse votes."""

import numpy as np
import pytest

from dialogwerk.cores.opinions import krylov
from dialogwerk.cores.opinions.krylov import EXACT, principal
from dialogwerk.cores.opinions.matrix import centred
from dialogwerk.cores.opinions.votes import votes_of

from .planted import planted


def dense_of(votes, rejected):
    """Votes minus their mean, with zeros where nothing was seen."""
    table = np.full((votes.participants, votes.statements), np.nan)
    table[votes.participant(), votes.statement] = votes.value
    table[:, rejected] = np.nan
    seen = ~np.isnan(table)
    means = np.nansum(table, axis=0) / np.maximum(seen.sum(axis=0), 1)
    return np.where(seen, table - means, 0.0), means


def matrix_of(votes, rejected=None):
    rejected = np.zeros(votes.statements, bool) if rejected is None else rejected
    return centred(votes, rejected, np.arange(votes.participants))


@pytest.mark.parametrize("statements", [20, 90])
@pytest.mark.parametrize("large", [10**9, 0], ids=["one thread", "two threads"])
def test_axes_are_those_of_the_dense_matrix(statements, large, monkeypatch):
    monkeypatch.setattr(krylov, "_LARGE", large)
    votes, _group = planted(participants=150, statements=statements, groups=3, density=0.3)
    rejected = np.arange(statements) % 7 == 0
    dense, means = dense_of(votes, rejected)
    matrix = matrix_of(votes, rejected)
    np.testing.assert_allclose(matrix.means, means)
    values, vectors = principal(matrix, 3, tolerance=EXACT)
    known, basis = np.linalg.eigh(dense.T @ dense)
    np.testing.assert_allclose(values, known[::-1][:3], rtol=1e-9)
    np.testing.assert_allclose(np.abs((vectors * basis.T[::-1][:3]).sum(axis=1)), 1, rtol=1e-9)
    np.testing.assert_allclose(matrix.along(vectors), (dense @ vectors.T).T, atol=1e-9)
    again = principal(matrix_of(votes, rejected), 3, tolerance=EXACT)
    np.testing.assert_array_equal(vectors, again[1])


def test_people_count_by_their_weight():
    votes, _group = planted(participants=80, statements=50, groups=2, density=0.5)
    weights = np.random.default_rng(0).integers(0, 4, 80).astype(float)
    often = np.repeat(np.arange(80), weights.astype(int))
    one = principal(matrix_of(votes).with_weights(weights), 2, tolerance=EXACT)
    other = principal(centred(votes, np.zeros(50, bool), often), 2, tolerance=EXACT)
    np.testing.assert_allclose(one[0], other[0], rtol=1e-9)


def test_two_axes_of_the_same_variance_are_both_found():
    random = np.random.default_rng(3)
    said = random.choice([-1, 1], (30, 25))
    row, column = np.indices(said.shape)
    votes = votes_of(
        np.concatenate((row.ravel(), row.ravel() + 30)),
        np.concatenate((column.ravel(), column.ravel() + 25)),
        np.tile(said.ravel(), 2),
        participants=60,
        statements=50,
    )
    values, vectors = principal(matrix_of(votes), 4, tolerance=EXACT)
    dense, _means = dense_of(votes, np.zeros(50, bool))
    np.testing.assert_allclose(values, np.linalg.eigvalsh(dense.T @ dense)[::-1][:4], rtol=1e-9)
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(4), atol=1e-9)


def test_where_all_vote_along_one_line_there_is_one_axis():
    said = np.outer(np.resize([1, -1], 20), np.resize([1, 1, -1], 40))
    row, column = np.indices(said.shape)
    votes = votes_of(row.ravel(), column.ravel(), said.ravel(), participants=20, statements=40)
    values, vectors = principal(matrix_of(votes), 3, tolerance=EXACT)
    np.testing.assert_allclose(values, [800, 0, 0])
    assert not vectors[1:].any()


def test_where_all_vote_the_same_there_is_none():
    row, column = np.indices((5, 40))
    votes = votes_of(row.ravel(), column.ravel(), np.ones(200, int), participants=5, statements=40)
    values, vectors = principal(matrix_of(votes), 2, tolerance=EXACT)
    assert not values.any()
    assert not vectors.any()
