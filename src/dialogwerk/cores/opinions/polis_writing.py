"""Writing the files of Polis; what was written reads back the same (see `polis_files`)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from dialogwerk.cores.opinions.polis_files import (
    COMMENT_COLUMNS,
    FIGURES,
    VOTE_COLUMNS,
    Comment,
    Conversation,
)


def write_participants_votes(path: Path, conversation: Conversation) -> None:
    """Write ``participants-votes.csv``; authorship is not known here, so n-comments stays empty.

    Raises:
        OSError: the file cannot be written.
    """
    votes = conversation.votes
    rows = []
    for place, name in enumerate(conversation.participants):
        mine = slice(votes.starts[place], votes.starts[place + 1])
        values = votes.value[mine]
        cells = [""] * votes.statements
        for column, value in zip(votes.statement[mine], values, strict=True):
            cells[column] = str(value)
        figures = (len(values), int((values == 1).sum()), int((values == -1).sum()))
        rows.append([name, conversation.groups[place], "", *map(str, figures), *cells])
    _write(path, [*FIGURES, *map(str, conversation.statements)], rows)


def write_votes(path: Path, conversation: Conversation) -> None:
    """Write ``votes.csv``; time is not known here and stays 0, so the order of rows is what counts.

    Raises:
        OSError: the file cannot be written.
    """
    votes = conversation.votes
    listed = zip(votes.participant(), votes.statement, votes.value, strict=True)
    rows = (
        ["0", "", str(conversation.statements[what]), conversation.participants[who], str(value)]
        for who, what, value in listed
    )
    _write(path, VOTE_COLUMNS, rows)


def write_comments(path: Path, conversation: Conversation, comments: Sequence[Comment]) -> None:
    """Write ``comments.csv`` with the votes on each statement.

    Raises:
        OSError: the file cannot be written.
    """
    votes = conversation.votes
    agrees, disagrees = (
        np.bincount(votes.statement[votes.value == side], minlength=votes.statements)
        for side in (1, -1)
    )
    column = {number: place for place, number in enumerate(conversation.statements)}
    rows = []
    for one in comments:
        place = column.get(one.number)
        counts = (0, 0) if place is None else (agrees[place], disagrees[place])
        rows.append([
            one.timestamp, _day(one.timestamp), str(one.number), one.author, *map(str, counts),
            str(one.moderated), "t" if one.is_meta else "f", one.body,
        ])  # fmt: skip
    _write(path, [*COMMENT_COLUMNS[:-1], "is-meta", COMMENT_COLUMNS[-1]], rows)


def _day(timestamp: str) -> str:
    if not timestamp.isdecimal():
        return ""
    return datetime.fromtimestamp(int(timestamp) / 1000, UTC).isoformat(timespec="seconds")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
