"""One letter against all campaigns."""

from collections import Counter

import numpy as np
import pytest

from dialogwerk.cores.statements.bodies import read
from dialogwerk.cores.statements.grouping import group
from dialogwerk.cores.statements.index import CampaignIndex, Placement
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.rehearsal import rehearse


@pytest.fixture(scope="module")
def letters():
    return [one.text for one in rehearse(letters=1400, persons=500, templates=9, seed=20271)]


@pytest.fixture(scope="module")
def found(letters):
    return group(letters)


@pytest.fixture(scope="module")
def index(found):
    return CampaignIndex.of(found)


def test_letters_that_were_grouped_are_placed_where_they_are(letters, found, index):
    for text, campaign in zip(letters[:300], found.campaign.tolist(), strict=False):
        placed = index.place(text)
        assert (placed.campaign if placed else -1) == campaign


def test_new_letters_join_as_if_all_were_grouped_again(letters, found):
    old, new = letters[:1200], letters[1200:]
    before = group(old)
    index = CampaignIndex.of(before)
    other_number = {
        together: alone
        for together, alone in zip(found.campaign.tolist(), before.campaign.tolist(), strict=False)
        if together > 0
    }
    for text, together in zip(new, found.campaign.tolist()[1200:], strict=True):
        placed = index.place(text)
        assert (placed.campaign if placed else -1) == other_number.get(together, -1)


def test_one_letter_put_elsewhere_does_not_take_the_later_ones_with_its_words_along(letters, found):
    large, small = found.campaigns[0], found.campaigns[-1]
    same = Counter(letters[place] for place in large.members).most_common(1)[0][0]
    column = TextColumn.of([*letters, same, same, same])
    campaign = np.r_[found.campaign + 100, [small.number + 100, large.number + 100, -1]]
    campaign[campaign == 99] = -1
    index = CampaignIndex.of_letters(read(column), campaign)
    assert index.place(same) == Placement(large.number + 100, 0.0, True)
    # A campaign that has no words of its own is none in which a letter could be placed.
    few = CampaignIndex.of_letters(read(TextColumn.of([same, same, same])), np.array([9, 9, 4]))
    assert few.campaigns.tolist() == [9]


def test_the_same_words_are_known_at_once_and_own_words_are_weighed(letters, found, index):
    place = found.campaigns[0].members[0]
    assert index.place(letters[place]).is_exact
    longer = f"{found.campaigns[0].template} Mein Nachbar und ich sehen das ganz genauso, leider."
    placed = index.place(longer)
    assert placed.campaign == 1
    assert not placed.is_exact
    assert 0 < placed.own_share < 0.3
    assert index.place("") is None
    assert (
        index.place("Ich sehe das alles völlig anders und schreibe es mit eigenen Worten.") is None
    )


def test_an_index_is_read_back_as_it_was_written(letters, index):
    again = CampaignIndex.from_bytes(index.to_bytes())
    assert [again.place(text) for text in letters[:80]] == [
        index.place(text) for text in letters[:80]
    ]


def test_templates_alone_are_enough(letters, found):
    index = CampaignIndex.of_templates({40 + one.number: one.template for one in found.campaigns})
    placed = [index.place(text) for text in letters[:200]]
    same = sum(
        (one.campaign - 40 if one else -1) == campaign
        for one, campaign in zip(placed, found.campaign.tolist(), strict=False)
    )
    assert same >= 195


def test_without_campaigns_every_letter_is_individual():
    assert CampaignIndex.of(group([])).place("Guten Tag, es ist viel zu laut hier.") is None
    assert CampaignIndex.of_templates({}).place("Guten Tag, es ist viel zu laut hier.") is None
