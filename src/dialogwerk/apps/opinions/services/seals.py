"""Checksums of votes in the journal: what was voted in a time can be proved later.

Votes are not written to the journal one by one. Every hour the checksum of the votes cast since
the last one goes there. A vote that is changed later stays in `EarlierVote`, so a checksum can be
computed anew at any time.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Min

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues.models import Format

from ..models import EarlierVote, Vote

ACTION = "opinion_votes.sealed"
SETTLED = timedelta(minutes=5)
"""By then the request that wrote a vote is over, committed or not."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Batch:
    """Votes from (exclusive) one moment until (inclusive) another one, with their checksum."""

    since: datetime
    until: datetime
    votes: int
    sha256: str


def batch_of(one: Format, since: datetime, until: datetime) -> Batch:
    """The votes cast in this time, whether changed later or not."""
    digest, count = hashlib.sha256(), 0
    for voter, number, value, at in _cast(one, since, until):
        digest.update(f"{at.astimezone(UTC).isoformat()} {voter} {number} {value}\n".encode())
        count += 1
    return Batch(since, until, count, digest.hexdigest())


def _cast(
    one: Format, since: datetime, until: datetime
) -> Iterator[tuple[int, int, int, datetime]]:
    named = ("voter_id", "statement__number", "value", "at")
    now = Vote.objects.filter(statement__round=one, at__gt=since, at__lte=until)
    before = EarlierVote.objects.filter(vote__statement__round=one, at__gt=since, at__lte=until)
    rows = [*now.values_list(*named)]
    rows += before.values_list("vote__voter_id", "vote__statement__number", "value", "at")
    yield from sorted(rows, key=lambda row: (row[3], *row[:3]))


@transaction.atomic
def seal_votes(*, round: Format, now: datetime) -> Batch | None:
    """Put the checksum of the votes since the last one into the journal; None if there are none."""
    Format.objects.select_for_update().get(pk=round.pk)
    since, until = _sealed_until(round), now - SETTLED
    batch = batch_of(round, since, until)
    if not batch.votes:
        return None
    record(
        ACTION,
        subject=round.process.code,
        actor="system:opinions",
        payload={
            "format": round.pk,
            "since": since.isoformat(),
            "until": until.isoformat(),
            "votes": batch.votes,
            "sha256": batch.sha256,
        },
    )
    return batch


def damaged(one: Format) -> list[Batch]:
    """Sealed times whose votes are not those that were sealed; empty is as it should be."""
    wrong = []
    for entry in _entries(one):
        since = datetime.fromisoformat(entry.payload["since"])
        found = batch_of(one, since, datetime.fromisoformat(entry.payload["until"]))
        if (found.votes, found.sha256) != (entry.payload["votes"], entry.payload["sha256"]):
            wrong.append(found)
    return wrong


def sealed_votes(one: Format) -> int:
    """How many votes stand in the journal by checksum."""
    return sum(entry.payload["votes"] for entry in _entries(one))


def _sealed_until(one: Format) -> datetime:
    ends = [datetime.fromisoformat(entry.payload["until"]) for entry in _entries(one)]
    return max(ends, default=BEGINNING)


def _entries(one: Format) -> list[JournalEntry]:
    found = JournalEntry.objects.filter(subject=one.process.code, action=ACTION)
    return [entry for entry in found.order_by("pk") if entry.payload["format"] == one.pk]


def with_votes() -> list[Format]:
    """Rounds in which somebody has voted."""
    first = Vote.objects.filter(statement__round__isnull=False)
    rounds = first.values("statement__round").annotate(first=Min("pk")).values("statement__round")
    return list(Format.objects.filter(pk__in=rounds).select_related("process"))
