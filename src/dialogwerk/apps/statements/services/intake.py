"""Taking letters in: each is kept as received, gets a receipt and stands in the journal."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.journal import EntryDraft, record_many
from dialogwerk.apps.base.new_rows import RowMaker
from dialogwerk.apps.people.services import IdentityDraft, resolve_persons
from dialogwerk.apps.schemes.models import Procedure, Round

from ..errors import EmptyStatement, KeyReused
from ..models import Attachment, ImportBatch, Original, SignatureList, Statement
from ..models.letters import Channel
from . import search_index

_originals, _statements = RowMaker(Original), RowMaker(Statement)


@dataclass(frozen=True, slots=True)
class FileDraft:
    """One file that came with a letter, already checked for type and size."""

    name: str
    media_type: str
    content: IO[bytes]
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on its way in. ``body`` is what is kept as the original, byte for byte."""

    text: str
    received_at: datetime
    channel: str = Channel.WEB
    sender: IdentityDraft = field(default_factory=IdentityDraft)
    title: str = ""
    body: bytes | None = None
    media_type: str = "text/plain; charset=utf-8"
    source: str = ""
    submission_key: str | None = None
    external_id: str = ""
    source_url: str = ""
    place_name: str = ""
    longitude: float | None = None
    latitude: float | None = None
    files: Sequence[FileDraft] = ()
    signature_list: SignatureList | None = None
    withholds_identity: bool = False

    @property
    def original_bytes(self) -> bytes:
        return self.text.encode("utf-8", "surrogatepass") if self.body is None else self.body

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.original_bytes).hexdigest()


def take_in(*, procedure: Procedure, letter: Letter, by: str) -> Statement:
    """Take one letter in; the receipt may be shown once this returns.

    The same submission key with the same words gives back the statement already there, so that a
    repeated click, a retry after a crash or a second post of the same form adds nothing.

    Raises:
        EmptyStatement: neither text nor files.
        KeyReused: the key is known, with other words, files or another sender.
    """
    if not letter.text.strip() and not letter.files:
        raise EmptyStatement(_("The letter is empty. Write a text or attach a file."))
    if known := _known(procedure, letter):
        return known
    try:
        return take_in_many(procedure=procedure, letters=[letter], by=by)[0]
    except IntegrityError:
        if known := _known(procedure, letter):
            return known
        raise


def _known(procedure: Procedure, letter: Letter) -> Statement | None:
    if not letter.submission_key:
        return None
    known = (
        Statement.objects.filter(procedure=procedure, submission_key=letter.submission_key)
        .select_related("original", "person__identity", "sender__identity")
        .first()
    )
    if known and not _is_same(known, letter):
        raise KeyReused(
            _(
                "This form was already sent, with other content; that letter has the receipt"
                " %(receipt)s. Open a new form to send a further letter."
            )
            % {"receipt": known.receipt}
        )
    return known


def _is_same(known: Statement, letter: Letter) -> bool:
    """Same words, same subject, same files, same sender (as far as the vault still knows)."""
    identity = getattr(known.form, "identity", None)
    return (
        known.original.sha256 == letter.sha256
        and known.title == letter.title[:300]
        and set(known.attachments.values_list("sha256", flat=True)) == _checksums(letter.files)
        and (identity is None or identity.match_key == letter.sender.tidy().match_key)
    )


def _checksums(files: Sequence[FileDraft]) -> set[str]:
    return {_checksum(draft) for draft in files}


def _checksum(draft: FileDraft) -> str:
    draft.content.seek(0)
    digest = hashlib.file_digest(draft.content, "sha256").hexdigest()  # type: ignore[arg-type]
    draft.content.seek(0)
    return digest


@transaction.atomic
def take_in_many(
    *,
    procedure: Procedure,
    letters: Sequence[Letter],
    by: str,
    signature_list: SignatureList | None = None,
    table: ImportBatch | None = None,
) -> list[Statement]:
    """Take letters in as one transaction: originals, persons, statements, journal entries.

    Callers make sure that no submission key is there already (the database refuses it otherwise).
    """
    rounds = list(procedure.rounds.order_by("number"))
    persons = resolve_persons([letter.sender for letter in letters])
    originals = [_original(one) for one in letters]
    bulk.insert(originals)
    zone = timezone.get_current_timezone()
    days = [letter.received_at.astimezone(zone).date() for letter in letters]
    statements = [
        _statement(procedure, round_on(rounds, day), letter, day)
        for letter, day in zip(letters, days, strict=True)
    ]
    for statement, original, person, letter in zip(
        statements, originals, persons, letters, strict=True
    ):
        statement.original = original
        statement.person_id = person.merged_into_id or person.pk
        statement.sender_id = person.pk if person.merged_into_id else None
        statement.signature_list = letter.signature_list or signature_list
        statement.table = table
    bulk.insert(statements)
    search_index.add(statements)
    _keep_files(statements, letters)
    record_many(
        _entry(procedure, statement, letter, by)
        for statement, letter in zip(statements, letters, strict=True)
    )
    return statements


def _original(letter: Letter) -> Original:
    return _originals.make(
        sha256=letter.sha256,
        body=letter.original_bytes,
        media_type=letter.media_type,
        received_at=letter.received_at,
        channel=letter.channel,
        source=letter.source[:300],
    )


def round_on(rounds: Sequence[Round], day: date) -> Round | None:
    """To which round a letter of this day belongs: the latest whose display had begun; before the
    first one, the first. ``rounds`` come in the order of their numbers."""
    begun = [one for one in rounds if one.display_start <= day]
    return begun[-1] if begun else (rounds[0] if rounds else None)


def _statement(
    procedure: Procedure, in_round: Round | None, letter: Letter, day: date
) -> Statement:
    return _statements.make(
        procedure=procedure,
        round=in_round,
        title=letter.title[:300],
        text=as_kept(letter.text),
        received_at=letter.received_at,
        channel=letter.channel,
        is_late=bool(in_round and not in_round.is_open_on(day)),
        email_given=bool(letter.sender.email),
        withholds_identity=letter.withholds_identity,
        place_name=letter.place_name[:200],
        longitude=letter.longitude,
        latitude=letter.latitude,
        external_id=letter.external_id[:200],
        source_url=letter.source_url[:500],
        submission_key=letter.submission_key,
    )


def as_kept(text: str) -> str:
    """The text as people read it: one kind of line end, no character a database refuses.

    The original keeps every byte; positions in a text count the same here and in a browser.
    """
    readable = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    return readable.encode("utf-8", "replace").decode() if not readable.isascii() else readable


def _keep_files(statements: Sequence[Statement], letters: Sequence[Letter]) -> None:
    for statement, letter in zip(statements, letters, strict=True):
        for draft in letter.files:
            _keep_file(statement, draft)


def _keep_file(statement: Statement, draft: FileDraft) -> None:
    digest = _checksum(draft)
    attachment = Attachment(
        statement=statement,
        name=draft.name[:200],
        media_type=draft.media_type,
        size=draft.size,
        sha256=digest,
    )
    storage = attachment.file.storage
    path = f"originals/{digest[:2]}/{digest}"
    is_there = storage.exists(path) and storage.size(path) == draft.size  # a kill may leave half
    attachment.file.name = path if is_there else storage.save(path, File(draft.content))
    attachment.save()


def _entry(procedure: Procedure, statement: Statement, letter: Letter, by: str) -> EntryDraft:
    return EntryDraft(
        action="statement.received",
        subject=statement.code,
        actor=by,
        procedure=procedure.slug,
        payload={
            "receipt": hashlib.sha256(statement.receipt.encode()).hexdigest(),
            "sha256": statement.original.sha256,
            "channel": letter.channel,
            "received_at": letter.received_at.isoformat(),
            "late": statement.is_late,
            "files": len(letter.files),
        },
    )
