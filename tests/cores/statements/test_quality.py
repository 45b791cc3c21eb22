"""Agreement of a grouping with the truth."""

import pytest

from dialogwerk.cores.statements.errors import LengthMismatch, StatementsError
from dialogwerk.cores.statements.quality import pairwise


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
