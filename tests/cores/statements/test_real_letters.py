"""Contributions that people really wrote (cycling dialogues, CC BY 4.0)."""

import csv

import pytest

from dialogwerk.cores.statements.deviations import compare
from dialogwerk.cores.statements.grouping import GroupingSettings, group
from dialogwerk.cores.statements.quality import bcubed, pairwise
from dialogwerk.cores.statements.segments import propose

from .letters_from_contributions import contributions as contributions_of
from .letters_from_contributions import made


@pytest.fixture(scope="module")
def contributions(real_data):
    path = real_data / "dialogues" / "raddialog-bonn-2017.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["text"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def found(contributions):
    return group(list(contributions.values()))


def test_contributions_of_a_dialogue_are_nearly_all_individual(contributions, found):
    assert len(found.campaign) == len(contributions) == 2163
    assert len(found.individuals) > 0.98 * len(contributions)


def test_what_is_grouped_is_nearly_the_same_text(contributions, found):
    texts = list(contributions.values())
    assert 5 <= len(found.campaigns) <= 30
    for campaign in found.campaigns:
        for member in campaign.members:
            assert compare(campaign.template, texts[member]).own_share < 0.6


def test_contributions_sent_twice_are_found(contributions, found):
    texts = list(contributions.values())
    twice = [place for place, text in enumerate(texts) if texts.count(text) > 1 and len(text) > 60]
    assert len(twice) >= 4
    assert all(found.campaign[place] > 0 for place in twice)


def test_segments_of_real_contributions_keep_every_word(contributions):
    long = [text for text in contributions.values() if len(text.split()) > 8]
    for text in long[:500]:
        segments = " ".join(span.of(text) for span in propose(text))
        assert len(segments.split()) >= 0.9 * len(text.split())


@pytest.mark.parametrize(("forms", "letters", "seed"), [(6, 900, 1), (30, 2500, 2), (80, 2500, 3)])
def test_forms_made_of_real_contributions_are_found_and_no_real_letter_is_swallowed(
    real_data, forms, letters, seed
):
    texts = contributions_of(real_data / "dialogues" / "raddialog-bonn-2017.csv")
    wanted, truth = made(texts, forms=forms, letters=letters, seed=seed)
    found = group(wanted, settings=GroupingSettings(sample=1500)).campaign.tolist()
    agreement = pairwise(truth, found)
    assert agreement.precision >= 0.9995
    assert agreement.recall >= 0.99
    assert agreement.swallowed == 0
    assert bcubed(truth, found).f1 >= 0.997
