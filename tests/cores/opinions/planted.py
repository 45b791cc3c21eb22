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
