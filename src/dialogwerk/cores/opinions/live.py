"""A map that takes single votes in at once, until everything is computed anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dialogwerk.cores.opinions.errors import ShapeMismatch
from dialogwerk.cores.opinions.results import NOBODY, Floats, MapSettings, OpinionMap
from dialogwerk.cores.opinions.votes import AGREE, DISAGREE, PASS, Votes


@dataclass(frozen=True)
class Placement:
    """Where somebody stands after their last vote; in no group and nowhere before enough votes."""

    x: float
    y: float
    group: int
    votes: int


class LiveMap:
    """The axes, means and group centres of a map, with the votes cast since.

    A vote moves the person who casts it. Means, axes and group centres stay until the map is
    computed anew. Somebody new gets the next row.
    """

    def __init__(
        self, votes: Votes, found: OpinionMap, *, settings: MapSettings | None = None
    ) -> None:
        settings = settings or MapSettings()
        self._votes, self._found = votes, found
        self._enough = max(1, min(settings.enough_votes, votes.statements))
        self._placed = set(found.placed.tolist())
        self._changed: dict[int, dict[int, int]] = {}
        self._centres = _centres(found)
        self.participants = votes.participants

    def vote(self, participant: int, statement: int, value: int) -> Placement:
        """Take a vote in; a second one on the same statement replaces the first.

        Args:
            participant: row; the number of rows for somebody new.
            statement: column.
            value: 1 agree, 0 pass, -1 disagree.

        Raises:
            ShapeMismatch: there is no such row, column or value.
        """
        if not (0 <= participant <= self.participants and 0 <= statement < self._votes.statements):
            raise ShapeMismatch(f"There is no participant {participant} or statement {statement}.")
        if value not in (AGREE, PASS, DISAGREE):
            raise ShapeMismatch("A vote is 1 (agree), 0 (pass) or -1 (disagree).")
        self.participants = max(self.participants, participant + 1)
        self._row(participant)[statement] = value
        return self.place(participant)

    def place(self, participant: int) -> Placement:
        """Where somebody stands now."""
        row = self._row(participant)
        if participant not in self._placed and len(row) < self._enough:
            return Placement(float("nan"), float("nan"), NOBODY, len(row))
        self._placed.add(participant)
        where = self._position(row)
        return Placement(float(where[0]), float(where[1]), self._group(where), len(row))

    def _row(self, participant: int) -> dict[int, int]:
        if participant not in self._changed:
            row: dict[int, int] = {}
            if participant < self._votes.participants:
                mine = slice(*self._votes.starts[participant : participant + 2])
                known = (self._votes.statement[mine].tolist(), self._votes.value[mine].tolist())
                row = dict(zip(*known, strict=True))
            self._changed[participant] = row
        return self._changed[participant]

    def _position(self, row: dict[int, int]) -> Floats:
        projection, rejected = self._found.projection, self._found.rejected
        columns = np.array([one for one in sorted(row) if not rejected[one]], np.int64)
        values = np.array([row[one] for one in columns.tolist()], np.float64)
        counted = max(len(columns) + int(rejected.sum()), 1)
        along = projection.components[:, columns] @ (values - projection.means[columns])
        return np.asarray(along * np.sqrt(self._votes.statements / counted))

    def _group(self, where: Floats) -> int:
        if not len(self._centres):
            return NOBODY
        apart = ((self._centres - where[: self._centres.shape[1]]) ** 2).sum(axis=1)
        nearest = int(apart.argmin())
        return nearest if nearest < self._found.groups else NOBODY


def _centres(found: OpinionMap) -> Floats:
    """Mean position of each group, small ones included."""
    axes = found.centres.shape[1]
    groups = int(found.known.max(initial=NOBODY)) + 1
    where = found.projection.positions[:, :axes]
    means = [where[found.known == one].mean(axis=0) for one in range(groups)]
    return np.array(means).reshape(groups, axes)
