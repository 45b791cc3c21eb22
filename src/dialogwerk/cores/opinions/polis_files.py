"""The files in which Polis gives conversations out, read and written.

``participants-votes.csv``: one row a participant, one column a statement (headed by its number);
1 agree, 0 pass, -1 disagree, empty unseen; before them ``participant`` and figures, which are
computed from the votes. ``votes.csv``: one row a vote. ``comments.csv``: one row a statement;
``moderated`` is 1 accepted, 0 not yet looked at, -1 rejected.
Source: Computational Democracy Project, open data of Polis.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.opinions.errors import UnreadableVotes
from dialogwerk.cores.opinions.votes import Votes, votes_of

FIGURES = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
VOTE_COLUMNS = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
COMMENT_COLUMNS = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated",
    "comment-body",
)  # fmt: skip
_VALUES = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1, "-0.0": 0}


@dataclass(frozen=True, eq=False)
class Conversation:
    """Votes with the names of their rows and columns.

    Attributes:
        votes: participants × statements.
        participants: name of each row, as in the file.
        statements: number of each column.
        groups: group that the file states for each participant; "" where it states none.
    """

    votes: Votes
    participants: tuple[str, ...]
    statements: tuple[int, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Comment:
    """A statement: what it says and whether moderation accepted it.

    Attributes:
        number: its number in the conversation.
        body: its text.
        moderated: 1 accepted, 0 not yet looked at, -1 rejected.
        is_meta: about the conversation itself; counts like a rejected one.
        author: name of the participant who wrote it.
        timestamp: milliseconds since 1970, as in the file.
    """

    number: int
    body: str
    moderated: int = 1
    is_meta: bool = False
    author: str = ""
    timestamp: str = ""

    @property
    def is_rejected(self) -> bool:
        """Left out of the map."""
        return self.moderated == -1 or self.is_meta


def read_participants_votes(path: Path) -> Conversation:
    """Read ``participants-votes.csv``.

    Raises:
        UnreadableVotes: a column is missing or named twice, a row is too short or too long, or a
            vote is none of 1, 0, -1; names row and field.
        OSError: the file cannot be opened.
    """
    with _reader(path) as rows:
        header = _header(rows, path, ("participant",))
        columns = [place for place, name in enumerate(header) if name.isdecimal()]
        if not columns:
            raise UnreadableVotes(
                f"{path.name} has no column whose name is a number of a statement."
            )
        names, groups = [], []
        cells = _Cells([header[place] for place in columns])
        named, grouped = header.index("participant"), _place(header, "group-id")
        for number, row in enumerate(rows, start=2):
            _check_length(row, header, number)
            if not row[named].strip():
                raise UnreadableVotes(
                    "the participant is missing.", row=number, field="participant"
                )
            names.append(row[named].strip())
            groups.append(row[grouped].strip() if grouped >= 0 else "")
            cells.add(number, len(names) - 1, [row[place] for place in columns])
    _refuse_twice(names)
    votes = cells.votes(len(names))
    return Conversation(votes, tuple(names), tuple(map(int, cells.fields)), tuple(groups))


class _Cells:
    """Votes collected row by row."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = fields
        self._rows: list[NDArray[np.int64]] = []
        self._columns: list[NDArray[np.int64]] = []
        self._values: list[NDArray[np.int64]] = []

    def add(self, number: int, row: int, cells: Sequence[str]) -> None:
        places = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        try:
            values = [_VALUES[cells[place].strip()] for place in places]
        except KeyError:
            wrong = next(one for one in places if cells[one].strip() not in _VALUES)
            raise UnreadableVotes(
                f"“{cells[wrong]}” is no vote. Votes are 1 (agree), 0 (pass), -1 (disagree)"
                " or empty (unseen).",
                row=number,
                field=self.fields[wrong],
            ) from None
        self._rows.append(np.full(len(places), row))
        self._columns.append(np.array(places, np.int64))
        self._values.append(np.array(values, np.int64))

    def votes(self, participants: int) -> Votes:
        parts = (self._rows, self._columns, self._values)
        row, column, value = (np.concatenate([*part, np.zeros(0, np.int64)]) for part in parts)
        return votes_of(
            row.astype(np.int64), column.astype(np.int64), value.astype(np.int64),
            participants=participants, statements=len(self.fields),
        )  # fmt: skip


def read_votes(path: Path) -> Conversation:
    """Read ``votes.csv``; the last vote by time counts, of equal times the last in the file.

    Raises:
        UnreadableVotes: a column is missing, a number is none or a vote is none of 1, 0, -1.
        OSError: the file cannot be opened.
    """
    found: list[tuple[int, str, int, int]] = []
    with _reader(path) as rows:
        header = _header(rows, path, ("comment-id", "voter-id", "vote"))
        comment, voter, vote = (header.index(one) for one in ("comment-id", "voter-id", "vote"))
        time = _place(header, "timestamp")
        for number, row in enumerate(rows, start=2):
            _check_length(row, header, number)
            when = _number(row[time], number, "timestamp") if time >= 0 else 0
            value = _VALUES.get(row[vote].strip())
            if value is None:
                raise UnreadableVotes(f"“{row[vote]}” is no vote.", row=number, field="vote")
            statement = _number(row[comment], number, "comment-id")
            found.append((when, row[voter].strip(), statement, value))
    found.sort(key=lambda one: one[0])
    people = {one: place for place, one in enumerate(dict.fromkeys(one[1] for one in found))}
    numbers = sorted({one[2] for one in found})
    columns = {one: place for place, one in enumerate(numbers)}
    table = np.array(
        [(people[who], columns[what], value) for _time, who, what, value in found], np.int64
    ).reshape(-1, 3)
    votes = votes_of(*table.T, participants=len(people), statements=len(numbers))
    return Conversation(votes, tuple(people), tuple(numbers), ("",) * len(people))


def read_comments(path: Path) -> tuple[Comment, ...]:
    """Read ``comments.csv``.

    Raises:
        UnreadableVotes: a column is missing, or a number or the moderation cannot be read.
        OSError: the file cannot be opened.
    """
    found = []
    with _reader(path) as rows:
        header = _header(rows, path, ("comment-id", "moderated", "comment-body"))
        for number, row in enumerate(rows, start=2):
            _check_length(row, header, number)
            cells = dict(zip(header, row, strict=True))
            moderated = _VALUES.get(cells["moderated"].strip())
            if moderated is None:
                raise UnreadableVotes(
                    f"“{cells['moderated']}” is no moderation. It is 1 (accepted), 0 (not yet"
                    " looked at) or -1 (rejected).",
                    row=number,
                    field="moderated",
                )
            found.append(
                Comment(
                    _number(cells["comment-id"], number, "comment-id"),
                    cells["comment-body"],
                    moderated,
                    cells.get("is-meta", "").strip().casefold() in {"1", "t", "true"},
                    cells.get("author-id", ""),
                    cells.get("timestamp", ""),
                )
            )
    return tuple(found)


def rejected_of(conversation: Conversation, comments: Sequence[Comment]) -> NDArray[np.bool_]:
    """True for each column that moderation rejected or that is meta; shape (statements,)."""
    gone = {one.number for one in comments if one.is_rejected}
    return np.array([one in gone for one in conversation.statements], bool)


@contextmanager
def _reader(path: Path) -> Iterator[Iterator[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield _rows(stream, path)


def _rows(stream: TextIO, path: Path) -> Iterator[list[str]]:
    try:
        yield from (row for row in csv.reader(stream) if row)
    except UnicodeDecodeError as error:
        raise UnreadableVotes(f"{path.name} is not written in UTF-8. Save it as such.") from error
    except csv.Error as error:
        raise UnreadableVotes(f"{path.name} cannot be read as CSV: {error}.") from error


def _header(rows: Iterator[list[str]], path: Path, needed: Sequence[str]) -> list[str]:
    header = [name.strip() for name in next(rows, [])]
    missing = [name for name in needed if name not in header]
    if missing:
        lacking = " and ".join(f"“{name}”" for name in missing)
        raise UnreadableVotes(f"{path.name} has no column {lacking}. Separate columns by commas.")
    for name in header:
        if header.count(name) > 1 and (name in needed or name.isdecimal()):
            raise UnreadableVotes(f"{path.name} has the column “{name}” twice.")
    return header


def _place(header: Sequence[str], name: str) -> int:
    return list(header).index(name) if name in header else -1


def _check_length(row: Sequence[str], header: Sequence[str], number: int) -> None:
    if len(row) != len(header):
        raise UnreadableVotes(f"{len(row)} values for {len(header)} columns.", row=number)


def _number(cell: str, row: int, field: str) -> int:
    try:
        return int(cell)
    except ValueError:
        raise UnreadableVotes(f"“{cell}” is no number.", row=row, field=field) from None


def _refuse_twice(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            raise UnreadableVotes(
                f"“{name}” has a row already.", row=place + 2, field="participant"
            )
        seen.add(name)
