"""The sparse matrix of votes."""

import numpy as np
import pytest

from dialogwerk.cores.opinions.agreement import adjusted_rand
from dialogwerk.cores.opinions.errors import ShapeMismatch
from dialogwerk.cores.opinions.votes import votes_of, who_is_in


def test_the_last_vote_of_a_person_on_a_statement_counts():
    votes = votes_of(
        np.array([0, 0, 1]), np.array([1, 1, 0]), np.array([1, -1, 0]), participants=3, statements=2
    )
    assert votes.value.tolist() == [-1, 0]
    assert votes.cast.tolist() == [1, 1, 0]
    assert votes.unseen_share == pytest.approx(4 / 6)


@pytest.mark.parametrize(
    ("participant", "statement", "value"), [([3], [0], [1]), ([0], [-1], [1]), ([0], [0], [2])]
)
def test_votes_outside_of_the_table_are_refused(participant, statement, value):
    with pytest.raises(ShapeMismatch):
        votes_of(*map(np.array, (participant, statement, value)), participants=3, statements=2)


def test_seven_votes_place_a_person_and_the_busiest_fill_up():
    cast = [9, 7, 6, *([1] * 20)]
    row = np.repeat(np.arange(23), cast)
    column = np.concatenate([np.arange(one) for one in cast])
    votes = votes_of(row, column, np.ones(len(row), int), participants=23, statements=10)
    assert who_is_in(votes, at_least=2).tolist() == [True, True] + [False] * 21
    assert who_is_in(votes, at_least=3).tolist() == [True] * 3 + [False] * 20
    assert who_is_in(votes).all(), "those with equally many votes are in together"


def test_agreement_is_one_for_the_same_grouping_by_other_names_and_near_zero_by_chance():
    one = np.arange(300) % 3
    assert adjusted_rand(one, 5 - one) == 1
    assert abs(adjusted_rand(one, np.random.default_rng(0).integers(0, 3, 300))) < 0.05
