"""What was refused: looked at, tried again, typed in, or discarded with a reason."""

import hashlib
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.services.intake import FileDraft, Letter, take_in_many
from dialogwerk.cores.files.kinds import kind_of_stream
from dialogwerk.cores.incoming.documents import MEDIA_TYPES

from ..errors import NotPossibleNow
from ..models import Item

State = Item.State


@transaction.atomic
def type_in(
    item: Item,
    *,
    text: str,
    title: str,
    sender: IdentityDraft,
    received_at: datetime,
    channel: str,
    by: str,
) -> Statement:
    """Take in by hand what no machine could: the words as a person read them.

    The refused bytes are the original, unchanged; a file of a kind that can be opened without
    danger is kept beside the letter.

    Raises:
        NotPossibleNow: somebody has decided on it already, or there is nothing to take in.
    """
    locked = _locked(item)
    content = content_of(locked)
    files = _files(locked, content)
    if not text.strip() and not files:
        raise NotPossibleNow(_("Write what the letter says; its file cannot be kept as it is."))
    key = hashlib.sha256(f"{locked.source.sha256}/{locked.position}".encode()).hexdigest()
    letter = Letter(
        text=text,
        title=title,
        received_at=received_at,
        channel=channel,
        sender=sender,
        body=content,
        media_type="application/octet-stream",
        source=f"{locked.delivery.code}, {locked.name}, {locked.code}",
        submission_key=f"typed:{key}",
        files=files,
    )
    taken = take_in_many(procedure=locked.delivery.procedure, letters=[letter], by=by)[0]
    locked.statement = taken
    _decide(locked, State.TAKEN_IN, "", by)
    return taken


@transaction.atomic
def discard(item: Item, *, why: str, by: str) -> None:
    """It is no letter, a person says why. The file stays, so the decision can be taken back.

    Raises:
        NotPossibleNow: somebody has decided on it already.
    """
    _decide(_locked(item), State.DISCARDED, why, by)


@transaction.atomic
def restore(item: Item, *, by: str) -> None:
    """Put a discarded thing back into quarantine.

    Raises:
        NotPossibleNow: it was not discarded.
    """
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if locked.state != State.DISCARDED:
        raise NotPossibleNow(_("Only what was discarded can be put back."))
    _decide(locked, State.QUARANTINED, "", by)


def content_of(item: Item) -> bytes:
    """The refused bytes.

    Raises:
        NotPossibleNow: they are gone from the store.
    """
    try:
        with item.file.open("rb") as stream:
            content: bytes = stream.read()
            return content
    except (FileNotFoundError, ValueError) as error:
        raise NotPossibleNow(_("The file is not in the store. Tell the administrators.")) from error


def _locked(item: Item) -> Item:
    rows = Item.objects.select_for_update(of=("self",))
    locked = rows.select_related("delivery__procedure", "source").get(pk=item.pk)
    if locked.state != State.QUARANTINED:
        raise NotPossibleNow(_("Somebody has decided on this already."))
    return locked


def _files(item: Item, content: bytes) -> list[FileDraft]:
    """The file for the letter, if it is of a kind that is opened without danger."""
    kind = kind_of_stream(BytesIO(content))
    if kind not in MEDIA_TYPES or item.reason in ("macros", "entities", "unpacks_too_large"):
        return []
    return [FileDraft(item.name, MEDIA_TYPES[kind], BytesIO(content), len(content))]


def _decide(item: Item, state: str, why: str, by: str) -> None:
    item.state, item.why, item.decided_by, item.decided_at = state, why[:300], by, timezone.now()
    item.save(update_fields=["state", "why", "decided_by", "decided_at", "statement"])
    record(
        f"intake.{state}",
        subject=item.code,
        actor=by,
        procedure=item.delivery.procedure.slug,
        payload={
            "delivery": item.delivery.code,
            "sha256": item.sha256,
            "reason": item.reason,
            "letter": item.statement.code if item.statement else "",
        },
    )
