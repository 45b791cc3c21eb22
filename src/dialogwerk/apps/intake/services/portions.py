"""A portion of what was found: read outside of any transaction, then stored in one."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from time import monotonic

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import EntryDraft, record_many
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.models.letters import Channel
from dialogwerk.apps.statements.services.intake import FileDraft, Letter, take_in_many
from dialogwerk.cores.files import Refused
from dialogwerk.cores.incoming import Arrived, boxes

from ..errors import NotPossibleNow
from ..limits import limits
from ..models import DeliveredFile, Item
from .moments import received
from .walking import Found, Walk

MOST_ITEMS = 100
MOST_BYTES = 32 * 1024**2
MOST_SECONDS = 10
MAIL_TYPES = {"mail": "message/rfc822", "msg": "application/vnd.ms-outlook"}
State = Item.State


@dataclass(slots=True)
class Outcome:
    """What was read from one thing: a letter, or why there is none."""

    found: Found
    content: bytes
    sha256: str
    arrived: Arrived | None = None
    files: list[Path | None] = field(default_factory=list)
    refused: Refused | None = None

    @property
    def is_mail(self) -> bool:
        """A message is its own original; of a document the file is."""
        return self.arrived is not None and not any(not part.file for part in self.arrived.parts)

    def key(self, file: DeliveredFile) -> str:
        """What makes it recognisable when it arrives again.

        A mail by its bytes, wherever it lies; a document by its file and its place in it, since
        two people may send the same document.
        """
        if self.is_mail:
            return f"mail:{hashlib.sha256(boxes.canonical(self.content)).hexdigest()}"
        place = f"{file.sha256}/{self.found.position}"
        return f"file:{hashlib.sha256(place.encode()).hexdigest()}"


def portions(walk: Walk, found: Iterable[Found]) -> Iterator[list[Outcome]]:
    """Outcomes in portions that a transaction stores quickly and memory holds easily."""
    portion: list[Outcome] = []
    size, began = 0, monotonic()
    for one in found:
        outcome = _outcome(walk, one)
        portion.append(outcome)
        size += one.size
        if len(portion) >= MOST_ITEMS or size > MOST_BYTES or monotonic() - began > MOST_SECONDS:
            yield portion
            walk.release()
            portion, size, began = [], 0, monotonic()
    if portion:
        yield portion
        walk.release()


def _outcome(walk: Walk, found: Found) -> Outcome:
    if found.refused or found.size > limits().max_bytes:
        too_large = Refused("too_large", limit_mb=limits().max_bytes // 1024**2)
        return Outcome(found, b"", _digest(found), refused=found.refused or too_large)
    content = found.content()
    outcome = Outcome(found, content, hashlib.sha256(content).hexdigest())
    try:
        outcome.arrived, outcome.files = walk.read(found)
    except Refused as refused:
        outcome.refused = refused
    return outcome


def _digest(found: Found) -> str:
    digest = hashlib.sha256()
    for piece in found.pieces():
        digest.update(piece)
    return digest.hexdigest()


def store(file: DeliveredFile, portion: Sequence[Outcome], *, by: str) -> list[Item]:
    """Take a portion in; again when the same letters came in by another way meanwhile.

    Raises:
        NotPossibleNow: another worker takes in the same file.
    """
    try:
        return _store(file, portion, by)
    except IntegrityError:
        return _store(file, portion, by)


@transaction.atomic
def _store(file: DeliveredFile, portion: Sequence[Outcome], by: str) -> list[Item]:
    locked = DeliveredFile.objects.select_for_update().only("items_done").get(pk=file.pk)
    if locked.items_done != file.items_done:
        raise NotPossibleNow(_("Another worker takes this file in at the same time."))
    now = timezone.now()
    letters = {key: one for one in portion if one.arrived for key in (one.key(file),)}
    known = _known(file, letters)
    fresh = {key: one for key, one in letters.items() if key not in known}
    taken = take_in_many(
        procedure=file.delivery.procedure,
        letters=[_letter(file, key, one, now) for key, one in fresh.items()],
        by=by,
    )
    made = dict(zip(fresh, taken, strict=True))
    items = [_item(file, one, made, known, now) for one in portion]
    Item.objects.bulk_create(items)
    _journal(items, by)
    DeliveredFile.objects.filter(pk=file.pk).update(items_done=file.items_done + len(items))
    file.items_done += len(items)
    return items


def _known(file: DeliveredFile, keys: Iterable[str]) -> dict[str, Statement]:
    found = Statement.objects.filter(
        procedure=file.delivery.procedure, submission_key__in=list(keys)
    )
    rows = found.only("pk", "submission_key")
    return {one.submission_key: one for one in rows if one.submission_key}


def _letter(file: DeliveredFile, key: str, outcome: Outcome, now: datetime) -> Letter:
    arrived = outcome.arrived
    assert arrived is not None  # noqa: S101 - only letters come here
    is_mail = outcome.is_mail
    moment, _basis = received(arrived, file, now)
    kind = MAIL_TYPES["msg" if outcome.content.startswith(b"\xd0\xcf") else "mail"]
    return Letter(
        text=arrived.text,
        title=arrived.title,
        received_at=moment,
        channel=Channel.EMAIL if is_mail else file.delivery.channel,
        sender=IdentityDraft(
            name=arrived.name,
            street=arrived.street,
            postal_code=arrived.postal_code,
            city=arrived.city,
            email=arrived.email,
        ),
        body=outcome.content if is_mail else _sheet(outcome),
        media_type=kind if is_mail else "application/json",
        source=f"{file.delivery.code}, {outcome.found.name}",
        submission_key=key,
        files=[_draft(outcome, number) for number in range(len(arrived.parts))],
    )


def _sheet(outcome: Outcome) -> bytes:
    """What is kept unchangeably of a document whose bytes lie in the store: its checksum."""
    part = outcome.arrived.parts[0]  # type: ignore[union-attr]
    sheet = {"file": part.name, "media_type": part.media_type}
    sheet |= {"sha256": outcome.sha256, "size": str(len(outcome.content))}
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True).encode()


def _draft(outcome: Outcome, number: int) -> FileDraft:
    part = outcome.arrived.parts[number]  # type: ignore[union-attr]
    kept = outcome.files[number]
    content = kept.read_bytes() if kept else outcome.content
    return FileDraft(part.name, part.media_type, BytesIO(content), len(content))


def _item(
    file: DeliveredFile,
    outcome: Outcome,
    made: dict[str, Statement],
    known: dict[str, Statement],
    now: datetime,
) -> Item:
    moment, basis = received(outcome.arrived, file, now)
    item = Item(
        delivery=file.delivery,
        source=file,
        position=outcome.found.position,
        name=outcome.found.name[:200],
        sha256=outcome.sha256,
        size=len(outcome.content),
        received_at=moment,
        basis=basis,
        channel=Channel.EMAIL if outcome.is_mail else file.delivery.channel,
    )
    if outcome.refused:
        item.state, item.reason = State.QUARANTINED, outcome.refused.code
        item.params = outcome.refused.params
        _keep(item, outcome)
        return item
    key = outcome.key(file)
    item.state = State.TAKEN_IN if key in made else State.KNOWN
    item.statement = made.pop(key, None) or known.get(key)
    if item.statement is not None:
        known.setdefault(key, item.statement)
    if outcome.arrived and item.state == State.TAKEN_IN:
        item.notes = [asdict(note) for note in outcome.arrived.notes]
        item.needs_reading = outcome.arrived.needs_ocr
    return item


def _keep(item: Item, outcome: Outcome) -> None:
    """The refused bytes, for a person to look at."""
    if outcome.content:
        item.file.save(item.code, ContentFile(outcome.content), save=False)
        return
    with tempfile.TemporaryFile() as copy:
        for piece in outcome.found.pieces():
            copy.write(piece)
        item.size = copy.tell()
        item.file.save(item.code, File(copy), save=False)


def _journal(items: Iterable[Item], by: str) -> None:
    """Letters stand in the journal already; what was refused or known comes beside them."""
    record_many(
        EntryDraft(
            action=f"intake.{item.state}",
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
        for item in items
    )
