"""A round as files: those of Polis, and everything as JSON. People appear as numbers only."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dialogwerk.apps.dialogues.models import Format
from dialogwerk.cores.opinions.polis_files import Comment, Conversation
from dialogwerk.cores.opinions.polis_writing import (
    write_comments,
    write_participants_votes,
    write_votes,
)
from dialogwerk.cores.opinions.votes import votes_of

from ..models import OpinionMap, OpinionStatement, StatementState
from .maps import newest_map
from .matrix import Matrix, matrix_of
from .places import unpacked

COMMENTS, VOTES, PARTICIPANTS = "comments.csv", "votes.csv", "participants-votes.csv"
NAMES = (COMMENTS, VOTES, PARTICIPANTS)
_MODERATED = {StatementState.PUBLIC: 1, StatementState.HELD: 0, StatementState.REFUSED: -1}


@dataclass(frozen=True, eq=False)
class Exported:
    """A round as Polis would write it."""

    conversation: Conversation
    comments: tuple[Comment, ...]


def exported(one: Format, *, everything: bool = False) -> Exported:
    """The round as it is now.

    Args:
        everything: statements that are not public too; for staff only.
    """
    matrix = matrix_of(one, with_held=everything)
    rows = OpinionStatement.objects.filter(round=one).select_related("author").order_by("number")
    said = list(rows if everything else rows.public())
    conversation = _conversation(one, matrix, said)
    return Exported(conversation, tuple(_comment(row) for row in said))


def _conversation(one: Format, matrix: Matrix, said: list[OpinionStatement]) -> Conversation:
    """The matrix with the columns of these statements only."""
    column = {row.number: place for place, row in enumerate(said)}
    wanted = np.array([column.get(row.number, -1) for row in matrix.statements], np.int64)
    place = wanted[matrix.votes.statement]
    kept = place >= 0
    votes = votes_of(
        matrix.votes.participant()[kept], place[kept], matrix.votes.value[kept],
        participants=matrix.votes.participants, statements=len(said),
    )  # fmt: skip
    names = tuple(str(number) for number in matrix.numbers.tolist())
    return Conversation(votes, names, tuple(column), _groups(newest_map(one), matrix))


def _groups(stored: OpinionMap | None, matrix: Matrix) -> tuple[str, ...]:
    """Group of each row on the newest map; "" for none, and for groups too small to be shown."""
    if stored is None:
        return ("",) * len(matrix.voters)
    places = unpacked(stored.places)
    rows = [places.row(voter) for voter in matrix.voters.tolist()]
    groups = [-1 if row is None else int(places.group[row]) for row in rows]
    return tuple("" if group < 0 else str(group) for group in groups)


def _comment(row: OpinionStatement) -> Comment:
    return Comment(
        row.number,
        row.text,
        _MODERATED[StatementState(row.state)],
        row.is_meta,
        str(row.author.number or "") if row.author else "",
        str(int(row.received_at.timestamp() * 1000)),
    )


def write(exported: Exported, name: str, path: Path) -> None:
    """Write one of the files of Polis.

    Args:
        name: one of `NAMES`.

    Raises:
        KeyError: there is no such file.
        OSError: it cannot be written.
    """
    writers = {
        COMMENTS: lambda: write_comments(path, exported.conversation, exported.comments),
        VOTES: lambda: write_votes(path, exported.conversation),
        PARTICIPANTS: lambda: write_participants_votes(path, exported.conversation),
    }
    writers[name]()


def as_json(one: Format, stored: OpinionMap | None) -> dict[str, Any]:
    """The public part of a round with its newest map."""
    said = OpinionStatement.objects.public().filter(round=one).order_by("number")
    public = {row.number for row in said}
    found: dict[str, Any] = {
        "format": "dialogwerk.opinion-round/1",
        "title": one.title,
        "process": one.process.code,
        "statements": [
            {"number": row.number, "text": row.text, "is_meta": row.is_meta} for row in said
        ],
        "map": None,
    }
    if stored is not None:
        result = json.loads(json.dumps(stored.result))
        for name in ("uniting", "dividing"):
            result[name] = [row for row in result[name] if row["statement"] in public]
        for group in result["groups"]:
            group["typical"] = [row for row in group["typical"] if row["statement"] in public]
        found["map"] = {
            "computed_at": stored.computed_at.isoformat(),
            "votes": stored.votes,
            "participants": stored.participants,
            "parameters": stored.parameters,
            **result,
        }
    return found
