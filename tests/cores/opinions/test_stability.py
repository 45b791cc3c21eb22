"""How sure a map is."""

import numpy as np

from dialogwerk.cores.opinions.cautions import cautions_of
from dialogwerk.cores.opinions.mapping import opinion_map
from dialogwerk.cores.opinions.stability import matched, stability_of

from .planted import planted, some_rows


def test_clear_groups_are_stable_and_so_is_their_number():
    votes, _group = planted(participants=200, statements=50, groups=2, density=0.6)
    found = opinion_map(votes)
    stability = stability_of(votes, found, draws=10, seed=3)
    assert stability.person.mean() > 0.95
    assert stability.number[2] == 1
    assert {one.code for one in cautions_of(votes, found, stability)} == {"self-selection"}


def test_the_same_seed_gives_the_same_figures_whatever_the_order():
    votes, _group = planted(participants=60, statements=20, groups=2, density=0.4)
    order = np.random.default_rng(5).permutation(60)
    other = some_rows(votes, order)
    first = stability_of(votes, opinion_map(votes), draws=5, seed=1).person
    second = stability_of(other, opinion_map(other), draws=5, seed=1).person
    np.testing.assert_array_equal(first[order], second)


def test_without_groups_nobody_has_a_stability_and_the_reason_is_said():
    votes, _group = planted(participants=200, statements=40, groups=1, density=0.05)
    found = opinion_map(votes)
    stability = stability_of(votes, found, draws=5)
    assert np.isnan(stability.person).all()
    codes = {one.code for one in cautions_of(votes, found, stability)}
    assert codes == {"self-selection", "no-groups", "unseen"}


def test_groups_are_matched_whatever_they_are_called():
    known, again = np.array([0, 0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 0, 0])
    assert matched(known, again).tolist() == [True, True, False, True, True, True]
