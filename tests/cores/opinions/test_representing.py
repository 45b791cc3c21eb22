"""Statements that represent, unite and divide."""

import numpy as np

from dialogwerk.cores.opinions.representing import (
    counts_of,
    dividing,
    proportion_test,
    representative,
    share,
    two_proportions_test,
    uniting,
)
from dialogwerk.cores.opinions.votes import votes_of

GROUP = np.array([0] * 10 + [1] * 10 + [-1])
TABLE = np.array([[1, 1, -1]] * 10 + [[-1, 1, 1]] * 10 + [[0, -1, 0]])


def counts():
    row, column = np.indices(TABLE.shape)
    votes = votes_of(row.ravel(), column.ravel(), TABLE.ravel(), participants=21, statements=3)
    return counts_of(votes, GROUP, 2)


def test_votes_are_counted_by_group_without_those_in_none():
    found = counts()
    assert found.agrees.tolist() == [[10, 10, 0], [0, 10, 10]]
    assert found.disagrees.tolist() == [[0, 0, 10], [10, 0, 0]]
    assert found.seen.tolist() == [[10] * 3] * 2


def test_shares_and_tests_are_those_of_the_published_formulas():
    ten, nine = np.array([10.0]), np.array([9.0])
    assert share(nine, ten).tolist() == [10 / 12]
    np.testing.assert_allclose(proportion_test(nine, ten), 2 * 11**0.5 * (10 / 11 - 0.5))
    pooled = 12 / 22
    expected = (10 / 11 - 2 / 11) / (pooled * (1 - pooled) * 2 / 11) ** 0.5
    np.testing.assert_allclose(two_proportions_test(nine, ten, np.array([1.0]), ten), expected)


def test_a_group_is_represented_by_what_others_see_otherwise():
    nothing = np.zeros(3, bool)
    first, second = representative(counts(), rejected=nothing)
    assert [(one.statement, one.agrees) for one in first] == [(0, True), (2, False)]
    assert [(one.statement, one.agrees) for one in second] == [(2, True), (0, False)]
    assert first[0].votes == first[0].seen == 10


def test_what_all_agree_on_unites_and_the_rest_divides():
    nothing = np.zeros(3, bool)
    assert [(one.statement, one.agrees) for one in uniting(counts(), rejected=nothing)] == [
        (1, True)
    ]
    assert {one.statement for one in dividing(counts(), rejected=nothing)} == {0, 2}


def test_rejected_statements_represent_nobody():
    gone = np.ones(3, bool)
    assert representative(counts(), rejected=gone) == [(), ()]
    assert uniting(counts(), rejected=gone) == dividing(counts(), rejected=gone) == []
