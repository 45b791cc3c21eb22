"""Whether opinions hang together, beside votes that were dealt anew."""

import numpy as np
import pytest

from dialogwerk.cores.opinions.matrix import Centred, centred
from dialogwerk.cores.opinions.structure import structure_of
from dialogwerk.cores.opinions.votes import votes_of

from .planted import planted


def matrix_of(votes):
    return centred(votes, np.zeros(votes.statements, bool), np.arange(votes.participants))


@pytest.fixture
def deals(monkeypatch):
    """The seed of each deal."""
    seeds, deal = [], Centred.dealt

    def noted(self, seed):
        seeds.append(seed)
        return deal(self, seed)

    monkeypatch.setattr(Centred, "dealt", noted)
    return seeds


def test_a_deal_keeps_who_voted_on_what_and_how_often_each_vote_was_given():
    votes, _group = planted(participants=90, statements=40, groups=2, density=0.4)
    matrix = matrix_of(votes)
    dealt = matrix.dealt(5)
    np.testing.assert_array_equal(dealt.cells // 3, matrix.cells // 3)
    np.testing.assert_array_equal(np.bincount(dealt.cells), np.bincount(matrix.cells))
    assert (dealt.cells != matrix.cells).any()
    np.testing.assert_array_equal(matrix.dealt(5).cells, dealt.cells)
    assert (matrix.dealt(6).cells != dealt.cells).any()


def test_every_deal_of_four_votes_is_as_likely_as_every_other():
    votes = votes_of(np.arange(4), np.zeros(4, int), np.array([1, 1, 0, -1]), participants=4,
                     statements=1)  # fmt: skip
    matrix, many = matrix_of(votes), 6_000
    found = [tuple(matrix.dealt(seed).cells.tolist()) for seed in range(many)]
    counts = [found.count(one) for one in set(found)]
    assert len(counts) == 12
    expected = many / 12
    assert sum((one - expected) ** 2 / expected for one in counts) < 31.3, "chi-squared, 0.1 %"


def test_four_deals_are_enough_where_they_leave_no_doubt(deals):
    votes, _group = planted(participants=300, statements=60, groups=2, density=0.6)
    assert structure_of(matrix_of(votes)).is_there
    assert deals == [0, 1, 2, 3]


def test_all_deals_are_made_where_an_axis_is_hardly_larger_than_by_chance(deals):
    votes, _group = planted(participants=60, statements=40, groups=2, density=0.2)
    found = structure_of(matrix_of(votes))
    assert 0.9 < found.observed[0] / found.by_chance < 1.1
    assert deals == list(range(19))
