"""What a clerk has said is kept when letters are grouped again."""

import pytest

from dialogwerk.cores.statements.corrections import ALONE, FREE
from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.grouping import group

from .test_grouping import BIRDS, GARDEN, HORSES, NOISE

LETTERS = [NOISE, NOISE, f"{NOISE} Mein Hund auch.", BIRDS, BIRDS, GARDEN, HORSES]


def grouped(*marks):
    return group([*LETTERS, NOISE][: len(marks)], fixed=marks).campaign.tolist()


def test_without_marks_nothing_changes():
    assert grouped(*[FREE] * 7) == group(LETTERS).campaign.tolist() == [1, 1, 1, 2, 2, -1, -1]


def test_a_letter_taken_out_stays_out():
    found = grouped(FREE, FREE, ALONE, FREE, FREE, FREE, FREE)
    assert found[0] == found[1] != found[3] == found[4]
    assert [found[place] for place in (2, 5, 6)] == [-1, -1, -1]


def test_campaigns_that_were_merged_stay_one_with_all_their_letters():
    found = grouped(5, FREE, FREE, 5, FREE, FREE, FREE)
    assert found == [1, 1, 1, 1, 1, -1, -1]


def test_a_campaign_that_was_split_stays_two_and_free_letters_go_where_their_words_are():
    found = grouped(3, FREE, 8, FREE, FREE, FREE, FREE, FREE)
    assert found[0] == found[1] == found[7] > 0
    assert found[2] != found[0]


def test_an_individual_letter_can_be_put_into_a_campaign():
    found = grouped(2, FREE, FREE, FREE, FREE, 2, FREE)
    assert found[5] == found[0] == found[1]


def regrouped(marks, known):
    return group([*LETTERS, NOISE][: len(marks)], fixed=marks, known=known).campaign.tolist()


def test_one_letter_that_was_moved_draws_no_others_away_from_their_campaign():
    found = regrouped([FREE, 8, FREE, FREE, FREE, FREE, FREE], [4, 8, 4, 8, 8, FREE, FREE])
    assert found[0] == found[2] != found[1] == found[3] == found[4]


def test_of_a_split_campaign_the_letters_that_were_not_touched_stay_where_they_were():
    found = regrouped([8, 8, FREE, FREE, FREE, FREE, FREE], [8, 8, 4, 5, 5, FREE, FREE])
    # Whoever is alone in a campaign is individual; what matters is that it is not drawn along.
    assert found[0] == found[1] > 0 > found[2]


def test_a_merged_campaign_stays_one_although_only_the_letters_that_came_bear_a_mark():
    found = regrouped([FREE, FREE, FREE, 4, 4, FREE, FREE], [4, 4, 4, 4, 4, FREE, FREE])
    assert found == [1, 1, 1, 1, 1, -1, -1]


def test_a_new_letter_follows_the_words_of_those_that_were_split():
    marks = [4, FREE, 8, FREE, FREE, FREE, FREE, FREE]
    found = regrouped(marks, [4, 4, 8, 5, 5, FREE, FREE, FREE])
    assert found[7] == found[0] == found[1] > 0


def test_what_is_known_decides_nothing_where_nobody_has_said_anything():
    nothing = [FREE] * 7
    assert regrouped(nothing, [4, 5, 6, 7, 7, 7, FREE]) == group(LETTERS).campaign.tolist()


def test_there_must_be_a_mark_for_every_letter():
    with pytest.raises(LengthMismatch, match="7 letters but 1 marks"):
        group(LETTERS, fixed=[FREE])
