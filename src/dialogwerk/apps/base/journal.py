"""Writing, sealing, verifying and proving the journal."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from .models import JournalEntry
from .proofs import canonical_json

ENTRIES_PER_INSERT = 2_000


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
    return JournalEntry.objects.bulk_create(entries, batch_size=ENTRIES_PER_INSERT)


def _entry(draft: EntryDraft, now: datetime) -> JournalEntry:
    entry = JournalEntry(
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
