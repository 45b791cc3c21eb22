"""Votes minus the mean of their statement, as sparse as the votes themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.kernels import voting
from dialogwerk.cores.opinions.results import Floats, Numbers
from dialogwerk.cores.opinions.votes import Votes

Cells = NDArray[np.uint32]
_SIDES = np.array([-1.0, 0.0, 1.0])


@dataclass(frozen=True, eq=False)
class Centred:
    """Votes minus their statement's mean, zero where unseen or rejected.

    Attributes:
        starts: shape (participants + 1,); the votes of participant p are
            ``starts[p]:starts[p + 1]``.
        cells: shape (votes,); three times the statement, plus the vote + 1.
        weights: shape (participants,); how often each counts.
        rejected: shape (statements,).
        scale: shape (participants,); sqrt(statements / votes cast), rejected statements counted as
            passed by everybody.
        counts: shape (3 · statements,); votes in each cell, by weight.
        means: shape (statements,); mean vote, 0 where nobody voted or the statement was rejected.
        values: shape (3 · statements,); the centred value of each cell.
    """

    starts: Numbers
    cells: Cells
    weights: Floats
    rejected: NDArray[np.bool_]
    scale: Floats
    counts: Floats
    means: Floats
    values: Floats

    @property
    def participants(self) -> int:
        """Number of rows."""
        return len(self.starts) - 1

    @property
    def statements(self) -> int:
        """Number of columns."""
        return len(self.rejected)

    def rows(self, chosen: Numbers) -> Centred:
        """Some of the people, in this order, once each; their votes minus their own means."""
        begins = voting.begins_of(self.starts, chosen)
        cells = voting.taken(self.starts, self.cells, chosen, begins)
        return _centred(begins, cells, np.ones(len(chosen)), self.rejected, self.scale[chosen])

    def with_votes(self, cells: Cells) -> Centred:
        """The same people on the same statements with other votes."""
        return _centred(self.starts, cells, self.weights, self.rejected, self.scale)

    def with_weights(self, weights: Floats) -> Centred:
        """The same people, counted otherwise."""
        return _centred(self.starts, self.cells, weights, self.rejected, self.scale)

    def dealt(self, seed: int) -> Centred:
        """The votes of each statement, dealt anew among those who gave them."""
        counts = self.counts.astype(np.uint64)
        return replace(self, cells=voting.dealt(self.cells, counts, seed))

    def scattered(self, vector: Floats, low: int, high: int) -> Floats:
        """The scatter matrix of the rows from ``low`` to ``high`` times a vector."""
        votes = (self.starts, self.cells, self.values, self.weights)
        product: Floats = voting.scattered(*votes, vector, low, high)
        return product

    def along(self, vectors: Floats) -> Floats:
        """Centred votes times each vector, not yet scaled; shape (vectors, participants)."""
        found: Floats = voting.projected(self.starts, self.cells, self.values, vectors)
        return found


def centred(votes: Votes, rejected: NDArray[np.bool_], rows: Numbers) -> Centred:
    """Centre votes.

    Args:
        votes: of all participants.
        rejected: shape (statements,); True where moderation took the statement out.
        rows: participants, in the order in which they are to stand.
    """
    begins = voting.begins_of(votes.starts, rows)
    cells = voting.cells_of(votes.starts, votes.statement, votes.value, rows, begins)
    cast = voting.accepted(begins, cells, rejected) + rejected.sum()
    scale = np.sqrt(votes.statements / np.maximum(cast, 1))
    return _centred(begins, cells, np.ones(len(rows)), rejected, scale)


def _centred(
    starts: Numbers, cells: Cells, weights: Floats, rejected: NDArray[np.bool_], scale: Floats
) -> Centred:
    counts = voting.counted(starts, cells, weights, 3 * len(rejected))
    table = counts.reshape(-1, 3)
    means = (table[:, 2] - table[:, 0]) / np.maximum(table.sum(axis=1), 1e-300)
    means = np.where(rejected, 0.0, means)
    values = np.where(rejected[:, None], 0.0, _SIDES - means[:, None]).ravel()
    return Centred(starts, cells, weights, rejected, scale, counts, means, values)


def canonical_order(votes: Votes) -> Numbers:
    """An order of the participants that depends only on how they voted.

    Each row gets a number of 64 bits from its votes, summed without rounding; equal rows are
    exchangeable. Everything is computed in this order, so that the order of a file is without
    influence, to the last bit.
    """
    keys = voting.keys_of(votes.starts, votes.statement, votes.value)
    return np.argsort(keys, kind="stable")
