"""Invented conversations whose groups are known."""

import numpy as np

from dialogwerk.cores.opinions.votes import Votes, votes_of


def planted(
    *, participants: int, statements: int, groups: int, density: float, seed: int = 0
) -> tuple[Votes, np.ndarray]:
    """Votes of groups that lean to one side on each statement."""
    random = np.random.default_rng(seed)
    group = random.integers(0, groups, participants)
    leaning = random.choice([0.15, 0.85], (groups, statements))
    seen = random.random((participants, statements)) < density
    row, column = np.nonzero(seen)
    agrees = random.random(len(row)) < leaning[group[row], column]
    value = np.where(random.random(len(row)) < 0.1, 0, np.where(agrees, 1, -1))
    return votes_of(row, column, value, participants=participants, statements=statements), group


def some_rows(votes: Votes, rows: np.ndarray) -> Votes:
    """The votes of some people, in this order."""
    place = np.full(votes.participants, -1)
    place[rows] = np.arange(len(rows))
    who = place[votes.participant()]
    kept = who >= 0
    return votes_of(
        who[kept], votes.statement[kept], votes.value[kept],
        participants=len(rows), statements=votes.statements,
    )  # fmt: skip


def unequal(
    *, sizes: tuple[float, ...], participants: int, statements: int, density: float, seed: int = 0
) -> tuple[Votes, np.ndarray]:
    """Votes of groups of the given shares that lean to one side on each statement."""
    random = np.random.default_rng(seed)
    group = random.choice(len(sizes), participants, p=sizes)
    leaning = random.choice([0.15, 0.85], (len(sizes), statements))
    return _votes(random, leaning[group], density), group


def one_cloud(
    *, kind: str, participants: int, statements: int, density: float, steep: float, seed: int = 0
) -> Votes:
    """Votes of people whose opinions pass into each other.

    ``line``: evenly along a line; ``blob``: normal in two dimensions; ``skewed``: nearly all agree
    with most, and fewer and fewer do not; ``heavy``: two dimensions with some far outside.
    ``steep`` says how far an opinion decides a vote.
    """
    random = np.random.default_rng(seed)
    opinion = {
        "line": lambda: random.uniform(-1.7, 1.7, (participants, 1)),
        "blob": lambda: random.normal(size=(participants, 2)),
        "skewed": lambda: 1 - random.gamma(1.5, 1, (participants, 1)),
        "heavy": lambda: random.standard_t(4, (participants, 2)),
    }[kind]()
    loading = random.normal(size=(statements, opinion.shape[1]))
    bias = 0.8 * random.normal(size=statements)
    if kind == "skewed":
        loading, bias = np.abs(loading), bias + 1.5
    lean = steep * opinion @ loading.T / np.sqrt(opinion.shape[1]) + bias
    return _votes(random, 1 / (1 + np.exp(-lean)), density)


def _votes(random: np.random.Generator, agreeing: np.ndarray, density: float) -> Votes:
    people, statements = agreeing.shape
    row, column = np.nonzero(random.random(agreeing.shape) < density)
    agrees = random.random(len(row)) < agreeing[row, column]
    value = np.where(random.random(len(row)) < 0.1, 0, np.where(agrees, 1, -1))
    return votes_of(row, column, value, participants=people, statements=statements)
