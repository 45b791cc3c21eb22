"""Agreement of a grouping with the truth."""

import pytest

from dialogwerk.cores.statements.errors import LengthMismatch, StatementsError
from dialogwerk.cores.statements.quality import bcubed, pairwise


def test_a_perfect_grouping_has_other_numbers_but_the_same_letters():
    found = pairwise([3, 3, -1, 9, 9, 9], [1, 1, -1, 2, 2, 2])
    assert (found.precision, found.recall, found.swallowed) == (1.0, 1.0, 0)


def test_one_letter_too_many_costs_precision_and_counts_as_swallowed():
    found = pairwise([1, 1, -1], [1, 1, 1])
    assert found.precision == pytest.approx(1 / 3)
    assert (found.recall, found.swallowed) == (1.0, 1)


def test_individual_letters_do_not_belong_together():
    assert pairwise([-1, -1], [4, 4]).precision == 0.0


def test_different_lengths_are_refused_with_a_sentence():
    with pytest.raises(LengthMismatch, match="2 letters, the grouping 1"):
        pairwise([1, 1], [1])
    assert issubclass(LengthMismatch, StatementsError)


def test_bcubed_is_the_mean_over_letters_of_what_each_sees_around_it():
    # The true groups {a, b, c} and {d, e}, found as {a, b} and {c, d, e}.
    found = bcubed([1, 1, 1, 2, 2], [1, 1, 2, 2, 2])
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found.f1 == pytest.approx(
        2 * found.precision * found.recall / (found.precision + found.recall)
    )


def test_letters_of_their_own_are_groups_of_one_for_bcubed():
    assert bcubed([-1, -1, 3], [-1, -1, -1]).f1 == 1.0
    assert bcubed([-1, -1], [4, 4]).precision == 0.5
    assert bcubed([], []).f1 == 1.0
