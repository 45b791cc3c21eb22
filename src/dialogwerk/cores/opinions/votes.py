"""The votes of a conversation as a sparse matrix: participants × statements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.errors import ShapeMismatch

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes, row by row; what does not occur was not seen.

    Attributes:
        starts: shape (participants + 1,); the votes of participant p are
            ``starts[p]:starts[p + 1]``.
        statement: shape (votes,); column of each vote, ascending within a row.
        value: shape (votes,); 1 agree, 0 pass, -1 disagree.
        statements: number of statements, also of those that nobody has seen.
    """

    starts: NDArray[np.int64]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    statements: int

    @property
    def participants(self) -> int:
        """Number of rows, also of those without a vote."""
        return len(self.starts) - 1

    @property
    def cast(self) -> NDArray[np.int64]:
        """Votes of each participant, passes included; shape (participants,)."""
        return np.diff(self.starts)

    @property
    def unseen_share(self) -> float:
        """Share of the pairs of participant and statement without a vote, in [0, 1]."""
        cells = self.participants * self.statements
        return 1 - len(self.value) / cells if cells else 1.0

    def participant(self) -> NDArray[np.int32]:
        """Row of each vote; shape (votes,)."""
        return np.repeat(np.arange(self.participants, dtype=np.int32), self.cast)


def votes_of(
    participant: NDArray[np.integer],
    statement: NDArray[np.integer],
    value: NDArray[np.integer],
    *,
    participants: int,
    statements: int,
) -> Votes:
    """Votes from a list in order of time; the last one on a statement counts.

    Args:
        participant: shape (votes,), each in 0 … participants - 1.
        statement: shape (votes,), each in 0 … statements - 1.
        value: shape (votes,); 1 agree, 0 pass, -1 disagree.
        participants: number of rows.
        statements: number of columns.

    Raises:
        ShapeMismatch: lengths differ, an index lies outside or a value is none of the three.
    """
    _check(participant, statement, value, participants, statements)
    place = participant.astype(np.int64) * statements + statement
    order = np.argsort(place, kind="stable")
    place = place[order]
    is_last = np.append(place[1:] != place[:-1], True)[: len(place)]
    place, value = place[is_last], value[order][is_last]
    row, column = np.divmod(place, max(statements, 1))
    starts = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=participants))))
    return Votes(starts, column.astype(np.int32), value.astype(np.int8), statements)


def _check(
    participant: NDArray[np.integer],
    statement: NDArray[np.integer],
    value: NDArray[np.integer],
    participants: int,
    statements: int,
) -> None:
    if not len(participant) == len(statement) == len(value):
        raise ShapeMismatch("Each vote needs a participant, a statement and a value.")
    for name, index, size in (
        ("participant", participant, participants),
        ("statement", statement, statements),
    ):
        if len(index) and not (index.min() >= 0 and index.max() < size):
            raise ShapeMismatch(f"A {name} lies outside of 0 to {size - 1}.")
    if len(value) and not np.isin(value, (DISAGREE, PASS, AGREE)).all():
        raise ShapeMismatch("A vote is 1 (agree), 0 (pass) or -1 (disagree).")


def who_is_in(votes: Votes, *, enough: int = 7, at_least: int = 15) -> NDArray[np.bool_]:
    """Participants with votes enough to be placed; shape (participants,).

    At least ``min(7, statements)`` votes; while fewer than 15 qualify, the busiest fill up. Source:
    Polis (Small et al. 2021, Polis: Scaling deliberation by mapping high dimensional opinion
    spaces; and its published source). Whoever has as many votes as the last one who fills up is in
    as well, so that no order decides; whoever never voted is never in.
    """
    cast = votes.cast
    is_in = cast >= max(1, min(enough, votes.statements))
    if is_in.sum() < at_least and len(cast):
        limit = np.sort(cast)[-min(at_least, len(cast))]
        is_in |= cast >= max(limit, 1)
    return np.asarray(is_in)
