"""Opinion maps as a whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dialogwerk.cores.opinions.agreement import adjusted_rand
from dialogwerk.cores.opinions.errors import ShapeMismatch
from dialogwerk.cores.opinions.mapping import opinion_map
from dialogwerk.cores.opinions.results import MapSettings
from dialogwerk.cores.opinions.votes import Votes, votes_of

from .planted import planted

tables = st.tuples(st.integers(1, 25), st.integers(1, 9)).flatmap(
    lambda shape: arrays(np.int8, shape, elements=st.sampled_from([-1, 0, 1, 9]))
)


def of_table(table: np.ndarray) -> Votes:
    """Votes from a dense table in which 9 is unseen."""
    row, column = np.nonzero(table != 9)
    people, statements = table.shape
    return votes_of(row, column, table[row, column], participants=people, statements=statements)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_whatever_people_vote_there_are_no_missing_figures_and_no_empty_groups(table):
    found = opinion_map(of_table(table))
    placed = np.zeros(len(table), bool)
    placed[found.placed] = True
    assert np.isfinite(found.positions[placed]).all()
    assert np.isnan(found.positions[~placed]).all()
    assert (found.group[~placed] == -1).all()
    assert (found.sizes > 0).all()
    assert (np.diff(found.sizes) <= 0).all()
    assert all(-1 <= one <= 1 for one in found.silhouettes.values())


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_participants_changes_nothing_to_the_last_bit(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    one, other = opinion_map(of_table(table)), opinion_map(of_table(table[order]))
    np.testing.assert_array_equal(one.group[order], other.group)
    np.testing.assert_array_equal(one.positions[order], other.positions)
    assert one.separation == other.separation


alike = st.tuples(st.integers(1, 3), st.sampled_from([3, 40])).flatmap(
    lambda shape: arrays(np.int8, shape, elements=st.sampled_from([-1, 0, 1, 9]))
)


@given(alike, st.lists(st.integers(0, 2), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_people_who_vote_all_the_same_are_in_the_same_place_and_group(kinds, who):
    who = np.array(who) % len(kinds)
    table = kinds[who]
    found = opinion_map(of_table(table))
    for kind in range(len(kinds)):
        same = np.flatnonzero((table == kinds[kind]).all(axis=1))
        assert len(np.unique(found.group[same])) <= 1
        first = np.repeat(found.positions[same[:1]], len(same), axis=0)
        np.testing.assert_array_equal(found.positions[same], first)
    again = opinion_map(of_table(table))
    np.testing.assert_array_equal(found.group, again.group)
    np.testing.assert_array_equal(found.positions, again.positions)


def test_the_order_of_statements_changes_no_group():
    votes, _group = planted(participants=300, statements=40, groups=3, density=0.5)
    order = np.random.default_rng(1).permutation(40)
    other = votes_of(
        votes.participant(), order[votes.statement], votes.value, participants=300, statements=40
    )
    assert adjusted_rand(opinion_map(votes).group, opinion_map(other).group) == 1


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_planted_groups_are_found(groups):
    votes, group = planted(participants=600, statements=300, groups=groups, density=0.1)
    found = opinion_map(votes)
    assert found.groups == groups
    placed = found.group >= 0
    assert adjusted_rand(group[placed], found.group[placed]) >= 0.9


@pytest.mark.parametrize("seed", range(5))
def test_no_groups_are_said_where_none_were_planted(seed):
    votes, _group = planted(participants=400, statements=60, groups=1, density=0.3, seed=seed)
    found = opinion_map(votes)
    assert found.groups == 0
    assert not found.structure.is_there


def test_a_conversation_that_nobody_has_seen_has_no_groups():
    nothing = np.zeros(0, np.int64)
    found = opinion_map(votes_of(nothing, nothing, nothing, participants=5, statements=4))
    assert found.groups == 0
    assert len(found.placed) == 0


def test_one_participant_alone_is_placed_and_in_no_group():
    found = opinion_map(of_table(np.array([[1, -1, 0, 1]], np.int8)))
    assert found.placed.tolist() == [0]
    assert found.group.tolist() == [-1]
    assert found.positions.tolist() == [[0, 0]]


def test_rejected_statements_have_no_influence_on_groups():
    votes, _group = planted(participants=200, statements=30, groups=2, density=0.6)
    rejected = np.arange(30) < 10
    turned = Votes(
        votes.starts,
        votes.statement,
        np.where(votes.statement < 10, -votes.value, votes.value).astype(np.int8),
        30,
    )
    one, other = (opinion_map(some, rejected=rejected) for some in (votes, turned))
    assert adjusted_rand(one.group, other.group) == 1


def test_groups_smaller_than_the_smallest_are_not_shown():
    votes, _group = planted(participants=200, statements=40, groups=2, density=0.6)
    found = opinion_map(votes, settings=MapSettings(smallest_group=150))
    assert found.groups == 0
    assert found.too_small == 200


def test_marks_of_moderation_for_other_statements_are_refused():
    votes, _group = planted(participants=20, statements=8, groups=2, density=0.6)
    with pytest.raises(ShapeMismatch, match="8 statements, but 3 marks"):
        opinion_map(votes, rejected=np.zeros(3, bool))
