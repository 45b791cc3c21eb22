"""Writing, sealing and proving the journal; `audit` verifies it."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import bulk, merkle
from .models import JournalEntry, JournalSeal, SealedEntry
from .new_rows import RowMaker
from .proofs import FIRST_PREVIOUS, PROOF_FORMAT, canonical_json, leaf_bytes

ENTRIES_PER_SEAL = 20_000
_entries = RowMaker(JournalEntry)
LONGEST_TRANSACTION = timedelta(hours=1)
"""How late an entry may commit and still be found without looking through the whole journal."""


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """What `record_many` writes as one entry; the fields are those of `record`."""

    action: str
    subject: str
    actor: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    procedure: str = ""
    at: datetime | None = None


def record(
    action: str,
    *,
    subject: str,
    actor: str,
    payload: Mapping[str, Any] | None = None,
    procedure: str = "",
    at: datetime | None = None,
) -> JournalEntry:
    """Write one entry, in the caller's transaction, so that it stands or falls with the deed.

    Args:
        action: what happened, e.g. ``statement.received``.
        subject: receipt or code of what it happened to.
        actor: ``user:12``, ``public`` or ``system:…``, never a name.
        payload: details without personal data; whole numbers, texts, lists, dictionaries.
        procedure: slug of the procedure, if there is one.
        at: when it happened; now if left out.

    Raises:
        UnfitPayload: the payload would not read back exactly as written.
    """
    draft = EntryDraft(
        action=action,
        subject=subject,
        actor=actor,
        payload=payload or {},
        procedure=procedure,
        at=at,
    )
    entry = _entry(draft, timezone.now())
    entry.save(force_insert=True)
    return entry


def record_many(drafts: Iterable[EntryDraft]) -> list[JournalEntry]:
    """Write many entries at once, in their order; all or none. For imports."""
    now = timezone.now()
    entries = [_entry(draft, now) for draft in drafts]
    with transaction.atomic():
        bulk.insert(entries)
    return entries


def _entry(draft: EntryDraft, now: datetime) -> JournalEntry:
    entry = _entries.make(
        uid=uuid.uuid4(),
        at=draft.at or now,
        actor=draft.actor,
        action=draft.action,
        subject=draft.subject,
        procedure=draft.procedure,
        payload=json.loads(canonical_json(dict(draft.payload))),
    )
    entry.digest = entry.computed_digest()
    return entry


def seal(
    now: datetime, *, thorough: bool = False, limit: int = ENTRIES_PER_SEAL
) -> JournalSeal | None:
    """Put the entries that no seal holds yet, oldest first, into one new batch.

    Writing entries never waits for this on PostgreSQL, and on SQLite only while the batch itself
    is inserted. An entry that commits late, with a lower id than sealed ones, gets into the next
    batch. Of two sealers at the same time one wins; the other one changes nothing.

    Args:
        now: written into the seal.
        thorough: look through the whole journal, not only at what is newer than an hour. To be
            done at start and now and then, for transactions that ran longer than that.
        limit: most entries in one batch; call again until None for the rest.

    Returns:
        The new seal, or None if there was nothing to seal or another sealer was faster.
    """
    head = JournalSeal.objects.head()
    entries = JournalEntry.objects.unsealed().order_by("pk")
    if not thorough:
        entries = entries.filter(pk__gt=_everything_sealed_up_to(now - LONGEST_TRANSACTION))
    batch = list(entries.values_list("pk", "digest")[:limit])
    return _write_seal(_next_seal(head, batch, now), batch) if batch else None


def seal_all(now: datetime, *, thorough: bool = False) -> list[JournalSeal]:
    """Seal until nothing is left, in as many batches as it takes."""
    seals = []
    while (new := seal(now, thorough=thorough)) is not None:
        seals.append(new)
    return seals


def _everything_sealed_up_to(moment: datetime) -> int:
    """The id below which nothing new can appear, as ids were given out before this moment."""
    last = (
        SealedEntry.objects.filter(
            seal=JournalSeal.objects.filter(sealed_at__lte=moment).order_by("-number")[:1]
        )
        .order_by("-position")
        .values_list("pk", flat=True)
        .first()
    )
    return last or 0


def _next_seal(
    head: JournalSeal | None, batch: list[tuple[int, str]], now: datetime
) -> JournalSeal:
    new = JournalSeal(
        number=head.number + 1 if head else 1,
        sealed_at=now,
        size=len(batch),
        root=merkle.root(leaf_bytes(digest) for _pk, digest in batch).hex(),
        previous=head.hash if head else FIRST_PREVIOUS,
    )
    new.hash = new.computed_hash()
    return new


def _write_seal(new: JournalSeal, batch: list[tuple[int, str]]) -> JournalSeal | None:
    places = [
        SealedEntry(entry_id=pk, seal=new, position=position, leaf=digest)
        for position, (pk, digest) in enumerate(batch)
    ]
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            bulk.insert(places)
    except IntegrityError:
        if JournalSeal.objects.filter(number=new.number).exists():
            return None
        raise
    return new


def proof_of(subject: str, *, up_to: int | None = None) -> dict[str, Any]:
    """Everything that shows, without the database, that the entries about a receipt are sealed.

    Args:
        subject: the receipt or code.
        up_to: number of the seal with which the chain ends, e.g. one that was published; the
            newest if left out.

    Returns:
        JSON-able: ``entries`` with their path to a root, the ``seals`` from the first of them
        on, the ``head``, and as ``unsealed`` what waits for the next seal. `proofs.verify_proof`
        checks it.
    """
    rows = list(JournalEntry.objects.about(subject).select_related("sealed").order_by("pk"))
    sealed = [row for row in rows if hasattr(row, "sealed")]
    seals = _seals_from(min((row.sealed.seal_id for row in sealed), default=None), up_to)
    numbers = {seal["number"] for seal in seals}
    sealed = [row for row in sealed if row.sealed.seal_id in numbers]
    return {
        "format": PROOF_FORMAT,
        "subject": subject,
        "entries": [_proved(row, leaves) for row, leaves in _with_batches(sealed)],
        "unsealed": [row.as_written() for row in rows if row not in sealed],
        "seals": seals,
        "head": seals[-1]["hash"] if seals else "",
    }


def _seals_from(first: int | None, up_to: int | None) -> list[dict[str, Any]]:
    if first is None:
        return []
    seals = JournalSeal.objects.filter(number__gte=first).order_by("number")
    if up_to is not None:
        seals = seals.filter(number__lte=up_to)
    return [{**seal.as_written(), "hash": seal.hash} for seal in seals.iterator()]


def _with_batches(sealed: list[JournalEntry]) -> Iterable[tuple[JournalEntry, list[bytes]]]:
    """Each entry with all leaves of its batch; a batch is read once."""
    number, leaves = None, []
    for entry in sorted(sealed, key=lambda row: (row.sealed.seal_id, row.sealed.position)):
        if entry.sealed.seal_id != number:
            number = entry.sealed.seal_id
            rows = SealedEntry.objects.filter(seal=number).order_by("position")
            leaves = [leaf_bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
        yield entry, leaves


def _proved(entry: JournalEntry, leaves: list[bytes]) -> dict[str, Any]:
    place = entry.sealed
    return {
        "entry": entry.as_written(),
        "seal": place.seal_id,
        "position": place.position,
        "path": [step.hex() for step in merkle.inclusion_proof(leaves, place.position)],
    }
