"""Which statement somebody is shown next, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.representing import share
from dialogwerk.cores.opinions.results import Floats, Projection
from dialogwerk.cores.opinions.votes import AGREE, PASS, Votes

_META = 7.0


@dataclass(frozen=True, eq=False)
class Priorities:
    """How much each statement is worth showing; each of shape (statements,).

    Attributes:
        priority: weight in the draw; 0 for rejected statements.
        passing: probability of a pass.
        agreeing: probability of agreement.
        extremity: how far a single vote on it would move somebody on the map.
        seen: people who voted on it.
    """

    priority: Floats
    passing: Floats
    agreeing: Floats
    extremity: Floats
    seen: NDArray[np.int64]


@dataclass(frozen=True)
class Choice:
    """The statement drawn.

    Attributes:
        statement: column.
        chance: of being drawn among those that this person has not seen, in (0, 1].
        seen: people who had voted on it; the fewer, the larger the weight.
        passing: probability of a pass; lowers the weight.
        agreeing: probability of agreement; raises the weight.
        extremity: how far it moves people apart; raises the weight.
    """

    statement: int
    chance: float
    seen: int
    passing: float
    agreeing: float
    extremity: float


def priorities_of(
    votes: Votes,
    projection: Projection,
    *,
    rejected: NDArray[np.bool_],
    meta: NDArray[np.bool_] | None = None,
) -> Priorities:
    """((1 - P(pass)) · (1 + extremity) · P(agree) · (1 + 8 · 2^(-seen / 5)))², meta 7².

    The last factor lets new statements be seen: 9 at first, 5 after five votes, 1 in the end.
    Source: Polis (Small et al. 2021, and its published source).

    Args:
        votes: of all participants.
        projection: of the present map; its extremity is 0 where there is none yet.
        rejected: shape (statements,); these are never shown.
        meta: shape (statements,); statements about the conversation, with a fixed priority.
    """
    size = votes.statements
    seen = np.bincount(votes.statement, minlength=size)
    passes, agrees = (
        np.bincount(votes.statement[votes.value == side], minlength=size) for side in (PASS, AGREE)
    )
    often = seen.astype(np.float64)
    passing, agreeing = (share(one.astype(np.float64), often) for one in (passes, agrees))
    move = (1 + projection.means) * np.sqrt(size)
    extremity = np.abs(move) * np.sqrt((projection.components[:2] ** 2).sum(axis=0))
    newness = 1 + 8 * np.exp2(-seen / 5)
    priority = ((1 - passing) * (1 + extremity) * agreeing * newness) ** 2
    if meta is not None:
        priority = np.where(meta, _META**2, priority)
    return Priorities(np.where(rejected, 0.0, priority), passing, agreeing, extremity, seen)


def next_statement(
    priorities: Priorities, voted: NDArray[np.integer], *, seed: int
) -> Choice | None:
    """Draw a statement that somebody has not voted on, by priority; None if none is left.

    Args:
        priorities: of all statements.
        voted: columns that the person has voted on.
        seed: of the draw; the same seed draws the same statement.
    """
    weight = priorities.priority.copy()
    weight[voted] = 0
    if weight.sum() <= 0:
        return None
    chances = weight / weight.sum()
    one = int(np.random.default_rng(seed).choice(len(chances), p=chances))
    return Choice(
        one, float(chances[one]), int(priorities.seen[one]), float(priorities.passing[one]),
        float(priorities.agreeing[one]), float(priorities.extremity[one]),
    )  # fmt: skip
