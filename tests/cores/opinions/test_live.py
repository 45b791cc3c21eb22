"""Single votes, routing and portraits."""

import numpy as np
import pytest

from dialogwerk.cores.opinions.errors import ShapeMismatch
from dialogwerk.cores.opinions.live import LiveMap
from dialogwerk.cores.opinions.mapping import opinion_map
from dialogwerk.cores.opinions.portraits import portrait
from dialogwerk.cores.opinions.representing import counts_of, representative, uniting
from dialogwerk.cores.opinions.routing import next_statement, priorities_of

from .planted import planted, some_rows


@pytest.fixture(scope="module")
def conversation():
    votes, _group = planted(participants=200, statements=30, groups=2, density=0.6)
    return votes, opinion_map(votes)


def test_without_new_votes_everybody_stands_where_the_map_has_them(conversation):
    votes, found = conversation
    live = LiveMap(votes, found)
    for person in range(20):
        now = live.place(person)
        np.testing.assert_allclose((now.x, now.y), found.positions[person], atol=1e-9)
        assert now.group == found.group[person]


def test_somebody_new_is_placed_with_the_seventh_vote_in_the_group_they_vote_like(conversation):
    votes, found = conversation
    live, new = LiveMap(votes, found), votes.participants
    means = [
        np.bincount(votes.statement[label], weights=votes.value[label], minlength=votes.statements)
        for label in (np.repeat(found.group == one, votes.cast) for one in range(2))
    ]
    for count, statement in enumerate(np.argsort(-np.abs(means[0] - means[1]))[:7], start=1):
        now = live.vote(new, int(statement), int(np.sign(means[1][statement])))
        assert (now.group == -1) == (count < 7)
    assert now.group == 1
    assert live.participants == new + 1


def test_a_second_vote_on_a_statement_replaces_the_first(conversation):
    votes, found = conversation
    live = LiveMap(votes, found)
    before = live.place(0)
    statement = int(votes.statement[0])
    live.vote(0, statement, -int(votes.value[0]) or 1)
    assert live.vote(0, statement, int(votes.value[0])) == before


@pytest.mark.parametrize("vote", [(900, 0, 1), (0, 30, 1), (0, 0, 2), (-1, 0, 1)])
def test_a_vote_by_nobody_on_nothing_is_refused(conversation, vote):
    with pytest.raises(ShapeMismatch):
        LiveMap(*conversation).vote(*vote)


def test_a_statement_is_drawn_among_those_not_seen_and_the_same_seed_draws_the_same(conversation):
    votes, found = conversation
    rejected = np.arange(30) < 5
    priorities = priorities_of(votes, found.projection, rejected=rejected)
    voted = np.arange(5, 20)
    for seed in range(20):
        choice = next_statement(priorities, voted, seed=seed)
        assert choice.statement >= 20
        assert 0 < choice.chance <= 1
        assert choice == next_statement(priorities, voted, seed=seed)
    assert next_statement(priorities, np.arange(30), seed=0) is None


def test_what_few_have_seen_comes_sooner(conversation):
    votes, found = conversation
    alone = some_rows(votes, np.arange(5))
    few, many = (
        priorities_of(some, found.projection, rejected=np.zeros(30, bool))
        for some in (alone, votes)
    )
    assert np.median(few.priority) > 3 * np.median(many.priority)


def test_every_sentence_of_a_portrait_cites_a_statement(conversation):
    votes, found = conversation
    nothing = np.zeros(30, bool)
    counts = counts_of(votes, found.group, 2)
    typical = representative(counts, rejected=nothing)
    for group in range(2):
        said = portrait(
            group, typical[group], uniting(counts, rejected=nothing), texts={0: "Mehr Bäume"}
        )
        assert said
        for sentence in said:
            assert sentence.statements
            assert all(f"[{one}]" in sentence.german for one in sentence.statements)
