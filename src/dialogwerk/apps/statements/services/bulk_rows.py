"""The rows that an action on many letters changes: as they were, what differs, and put back.

Values are kept as JSON can hold them, moments to the microsecond.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

from dialogwerk.apps.base import bulk

from ..models import Argument, Occurrence, Proposal, Reply, Segment, Statement
from .argument_counts import note_change

Row = list[Any]
Rows = dict[int, Row]
Picture = dict[str, Rows]
Changes = dict[str, list[list[Any]]]
"""By table: primary key, the row before and the row after; None where there was none."""

_MOMENTS = {"read_at", "decided_at", "outdated_at"}
_TABLES: Mapping[str, tuple[type[Model], tuple[str, ...]]] = {
    "letter": (
        Statement,
        (
            *("campaign_id", "campaign_fixed", "own_words", "left_out", "has_own_words"),
            *("read_at", "read_by", "read_how"),
        ),
    ),
    "passage": (
        Segment,
        (
            *("procedure_id", "statement_id", "campaign_id", "start", "end", "text", "state"),
            *("confirmation", "argument_id", "made_by", "decided_by", "decided_at"),
        ),
    ),
    "point": (Occurrence, ("segment_id", "statement_id")),
    "proposal": (
        Proposal,
        ("segment_id", "outcome", "confirmation", "decided_by", "decided_at"),
    ),
    "reply": (Reply, ("outdated_at",)),
}


def picture(procedure: int, letters: Sequence[int], *, before: Picture | None = None) -> Picture:
    """Everything that moving or reading these letters can change.

    Args:
        before: an earlier picture; proposals that have lost their passage since are found by it.
    """
    people = Statement.objects.filter(pk__in=letters).order_by().values("person")
    known = list(before["proposal"]) if before else []
    return {
        "letter": _rows("letter", Statement.objects.filter(pk__in=letters)),
        "passage": _rows("passage", Segment.objects.filter(statement__in=letters)),
        "point": _rows("point", Occurrence.objects.filter(statement__in=letters)),
        "proposal": _rows(
            "proposal",
            Proposal.objects.filter(Q(segment__statement__in=letters) | Q(pk__in=known)),
        ),
        "reply": _rows("reply", Reply.objects.filter(procedure=procedure, person__in=people)),
    }


def passages_of_template(passages: QuerySet[Segment]) -> Changes:
    """These passages with what is proposed for them, as if they were gone afterwards."""
    gone = _rows("passage", passages)
    proposals = _rows("proposal", Proposal.objects.filter(segment__in=list(gone)))
    return {
        "passage": [[key, row, None] for key, row in gone.items()],
        "proposal": [[key, row, [None, *row[1:]]] for key, row in proposals.items()],
    }


def _rows(table: str, rows: QuerySet[Any]) -> Rows:
    names = _TABLES[table][1]
    found = rows.order_by().values_list("pk", *names)
    return {key: [_kept(value) for value in values] for key, *values in found}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def changes(before: Picture, after: Picture) -> Changes:
    """Only the rows that differ."""
    return {
        table: [
            [key, old.get(key), after[table].get(key)]
            for key in sorted(old.keys() | after[table].keys())
            if old.get(key) != after[table].get(key)
        ]
        for table, old in before.items()
    }


def states(found: Picture, *, with_points: bool) -> dict[str, str]:
    """For each letter a fingerprint of what a later decision about it would change."""
    parts: dict[int, list[Any]] = {key: [row] for key, row in found["letter"].items()}
    for key, row in sorted(found["passage"].items()):
        if row[6] != Segment.State.PROPOSED:
            parts[row[1]].append([key, row[6], row[8]])
    if with_points:
        for segment, letter in sorted(found["point"].values()):
            parts[letter].append(segment)
    return {str(key): _digest(part) for key, part in parts.items()}


def _digest(part: Any) -> str:
    return hashlib.blake2b(json.dumps(part).encode(), digest_size=8).hexdigest()


def put_back(done: Changes) -> None:
    """Every row as it was before; to be called inside a transaction."""
    _note_change(done)
    made = {table: [key for key, old, _new in rows if old is None] for table, rows in done.items()}
    Occurrence.objects.filter(pk__in=made.get("point", [])).delete()
    Segment.objects.filter(pk__in=made.get("passage", [])).delete()
    for table in ("passage", "point", "proposal", "letter"):
        rows = done.get(table, [])
        _make_again(table, [(key, old) for key, old, new in rows if old and new is None])
        _change_back(table, [(key, old) for key, old, new in rows if old and new is not None])
    _flag_as_before(done.get("reply", []))


def _note_change(done: Changes) -> None:
    """Of every argument whose points come or go with this."""
    segments = {row[0] for _key, *rows in done.get("point", []) for row in rows if row}
    known = {row[8] for _key, *rows in done.get("passage", []) for row in rows if row and row[8]}
    concerned = Argument.objects.filter(Q(segments__in=segments) | Q(pk__in=known)).order_by()
    if keys := set(concerned.values_list("pk", flat=True)):
        note_change(Argument.objects.filter(pk__in=keys))


def _make_again(table: str, rows: Iterable[tuple[int, Row]]) -> None:
    model, names = _TABLES[table]
    again = [model(pk=key, **dict(zip(names, _read(names, row), strict=True))) for key, row in rows]
    model._default_manager.bulk_create(again, batch_size=500)


def _change_back(table: str, rows: Iterable[tuple[int, Row]]) -> None:
    model, names = _TABLES[table]
    bulk.update(model, names, [(key, *_read(names, row)) for key, row in rows])


def _read(names: Sequence[str], row: Row) -> Row:
    return [
        parse_datetime(value) if value and name in _MOMENTS else value
        for name, value in zip(names, row, strict=True)
    ]


def _flag_as_before(rows: Sequence[list[Any]]) -> None:
    """Replies that were flagged by the action and by nothing else since."""
    now = _rows("reply", Reply.objects.filter(pk__in=[key for key, _old, _new in rows]))
    _change_back("reply", [(key, old) for key, old, new in rows if old and now.get(key) == new])
