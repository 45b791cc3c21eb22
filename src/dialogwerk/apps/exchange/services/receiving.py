"""Messages of others as letters: what each would become, and taking them in.

A letter's original is the XML, byte for byte. A message that cannot be taken in stays in the list
of its parcel with the reason. The same message a second time adds nothing.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.errors import StatementError
from dialogwerk.apps.statements.models import Statement
from dialogwerk.apps.statements.models.letters import Channel
from dialogwerk.apps.statements.services.intake import FileDraft, Letter, take_in
from dialogwerk.apps.statements.uploads import fitting_name, media_type_of, shown_name
from dialogwerk.cores import xbeteiligung as core
from dialogwerk.cores.xbeteiligung.values import Message

from ..errors import ExchangeError, Refused
from ..models import Incoming, Link, Outgoing, Parcel
from .links import NAMESPACE, link_of, schemas, us
from .parcels import Envelope, envelopes
from .sentences import sentence

NUMBERS = {
    (core.StatementMessage, False): "0701",
    (core.StatementMessage, True): "0702",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one message of a parcel would do; ``reason`` says why it would do nothing."""

    envelope: Envelope
    message: Message | None = None
    known: Statement | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_statement(self) -> bool:
        return isinstance(self.message, core.StatementMessage)

    @property
    def number(self) -> str:
        """Number of the kind of message."""
        if isinstance(self.message, core.StatementMessage):
            return NUMBERS[(core.StatementMessage, self.message.is_update)]
        if isinstance(self.message, core.Receipt):
            return (
                ("0712" if self.message.is_update else "0711")
                if self.message.is_ok
                else ("0722" if self.message.is_update else "0721")
            )
        return ""

    @property
    def is_taken(self) -> bool:
        """Whether taking the parcel in would add something."""
        return not self.reason and self.known is None


def lines_of(parcel: Parcel) -> Iterator[Line]:
    """What each message of a parcel would do, one after the other; nothing is changed.

    Raises:
        NotLinked: the identifiers of the procedure are not known.
        Refused: the file cannot be opened.
    """
    link = link_of(parcel.procedure)
    for envelope in envelopes(parcel):
        yield _line(envelope, link)


def _line(envelope: Envelope, link: Link) -> Line:
    try:
        message = core.read(envelope.content)
    except core.XBeteiligungError as error:
        return Line(envelope, reason=sentence(error))
    try:
        if checker := schemas():
            checker.check(envelope.content)
        _check_address(message, link)
    except core.XBeteiligungError as error:
        return Line(envelope, message, reason=sentence(error))
    except ExchangeError as error:
        return Line(envelope, message, reason=str(error))
    known = _known(message, link.procedure)
    try:
        _files, notes = _drafts(message, envelope)
    except Refused as error:
        return Line(envelope, message, known, str(error))
    return Line(envelope, message, known, notes=tuple(notes))


def _check_address(message: Message, link: Link) -> None:
    """The message is about this procedure."""
    if message.process_id != link.process_id:
        raise Refused(
            _("It belongs to the process “%(theirs)s”; this procedure is “%(ours)s”.")
            % {"theirs": message.process_id, "ours": link.process_id}
        )
    if isinstance(message, core.StatementMessage):
        statement = message.statement
        if not statement.text.strip() and not statement.attachments:
            raise Refused(_("The statement has neither text nor attachment."))
        return
    written = Outgoing.objects.filter(
        procedure=link.procedure, statement__code=message.statement_id
    )
    if not written.exists():
        raise Refused(
            _("It acknowledges the statement “%(id)s”, which was not sent from here.")
            % {"id": message.statement_id}
        )


def key_of(message: core.StatementMessage) -> str:
    """What makes a message recognisable when it comes again."""
    return f"xbeteiligung:{message.head.uuid}"


def _known(message: Message, procedure: Procedure) -> Statement | None:
    """The letter that this message became already: the same message, or a new one with the same
    identifier, which an honest sender gives only once."""
    if not isinstance(message, core.StatementMessage):
        return None
    same = Q(submission_key=key_of(message))
    if not message.is_update:
        same |= Q(
            external_id=message.statement.id[:200], submission_key__startswith="xbeteiligung:"
        )
    return procedure.statements.filter(same).first()


def _drafts(message: Message, envelope: Envelope) -> tuple[list[FileDraft], list[str]]:
    """The attachments as files of the letter, and notes on those that cannot be taken.

    Raises:
        Refused: a file is not the one that the message speaks of.
    """
    if not isinstance(message, core.StatementMessage):
        return [], []
    drafts: list[FileDraft] = []
    notes: list[str] = []
    for one in message.statement.attachments:
        content = one.content if one.content is not None else envelope.beside.get(one.name)
        if content is None:
            notes.append(_note_missing(one))
            continue
        _check_sum(one, content)
        try:
            drafts.append(_draft(one, content))
        except ValidationError as error:
            reason = " ".join(error.messages)
            notes.append(f"“{shown_name(one.name)}”: {reason} " + _("It stays in the original."))
    return drafts, notes


def _note_missing(one: core.Attachment) -> str:
    if one.link:
        return _("An attachment can be fetched at %(link)s; that is not done here.") % {
            "link": one.link[:200]
        }
    return _("The attachment “%(name)s” was not sent along.") % {"name": shown_name(one.name)}


def _check_sum(one: core.Attachment, content: bytes) -> None:
    wrong_size = one.size is not None and one.size != len(content)
    said = one.sha256.lower()
    wrong_sum = len(said) == 64 and said != hashlib.sha256(content).hexdigest()
    if wrong_size or wrong_sum:
        raise Refused(
            _("The attachment “%(name)s” is not the file that the message speaks of.")
            % {"name": shown_name(one.name)}
        )


def _draft(one: core.Attachment, content: bytes) -> FileDraft:
    if not content:
        raise ValidationError(_("The file is empty."))
    stream = BytesIO(content)
    media_type = media_type_of(stream)
    stream.seek(0)
    name = fitting_name(shown_name(one.name or one.title), media_type)
    return FileDraft(name=name, media_type=media_type, content=stream, size=len(content))


# Taking in


def take_parcel(*, parcel: Parcel, by: str, received_at: datetime | None = None) -> list[Incoming]:
    """Take every message of a parcel in, each in its own transaction; returns what became of it.

    Args:
        received_at: when the messages reached the authority; when the file was brought if unknown.

    Raises:
        NotLinked: the identifiers of the procedure are not known.
        Refused: the file cannot be opened.
    """
    at = received_at or parcel.at
    results = []
    for line in lines_of(parcel):
        results.append(_take(line, parcel, by, at))
    parcel.taken_at = parcel.taken_at or timezone.now()
    parcel.save(update_fields=["taken_at"])
    return results


@transaction.atomic
def _take(line: Line, parcel: Parcel, by: str, at: datetime) -> Incoming:
    before = parcel.messages.filter(name=line.envelope.name, uuid=_uuid(line)).first()
    if before and (before.state == Incoming.State.TAKEN or line.reason):
        return before
    statement, reason = line.known, line.reason
    if not reason and statement is None:
        try:
            statement = _take_message(line, parcel, by, at)
        except StatementError as error:
            reason = str(error)
    incoming = before or Incoming(parcel=parcel, name=line.envelope.name)
    incoming.uuid, incoming.number = _uuid(line), line.number
    incoming.foreign_id = _statement_id(line)
    incoming.sender = _sender(line)
    incoming.statement, incoming.reason = statement, reason
    incoming.state = Incoming.State.REFUSED if reason else Incoming.State.TAKEN
    incoming.save()
    if reason:
        _record_refusal(incoming, by)
    return incoming


def _take_message(line: Line, parcel: Parcel, by: str, at: datetime) -> Statement | None:
    message = line.message
    if isinstance(message, core.StatementMessage):
        return take_in(
            procedure=parcel.procedure, letter=_letter(message, line.envelope, at), by=by
        )
    if isinstance(message, core.Receipt):
        _acknowledge(message, parcel.procedure, by)
    return None


def _letter(message: core.StatementMessage, envelope: Envelope, at: datetime) -> Letter:
    one = message.statement
    drafts, _notes = _drafts(message, envelope)
    return Letter(
        text=one.text,
        title=one.title,
        received_at=at,
        channel=Channel.IMPORT,
        sender=_identity(one),
        body=envelope.content,
        media_type="application/xml",
        source=f"XBeteiligung {message.head.uuid}, {message.head.author.name}",
        submission_key=key_of(message),
        external_id=one.id,
        longitude=one.place.longitude if one.place else None,
        latitude=one.place.latitude if one.place else None,
        files=drafts,
    )


def _identity(one: core.Statement) -> IdentityDraft:
    author = one.author
    if author is None:
        return IdentityDraft()
    kind = Person.Kind.NATURAL
    if author.organisation and not author.is_private:
        kind = Person.Kind.PUBLIC_AGENCY
    organisation = ", ".join(filter(None, (author.organisation, author.unit)))
    return IdentityDraft(
        name=author.name[:250],
        organisation=organisation[:250],
        street=author.street[:200],
        postal_code=author.postal_code[:12],
        city=author.city[:100],
        email=author.email[:254],
        phone=author.phone[:50],
        kind=kind,
    )


def _acknowledge(receipt: core.Receipt, procedure: Procedure, by: str) -> None:
    """Note on our message what the partner says of it."""
    written = Outgoing.objects.filter(
        procedure=procedure, statement__code=receipt.statement_id, is_update=receipt.is_update
    ).order_by("-pk")
    ours = written.first()
    if ours is None:
        return
    ours.answer = Outgoing.Answer.OK if receipt.is_ok else Outgoing.Answer.REFUSED
    ours.answer_text = "\n".join(receipt.errors)[:5_000]
    ours.save(update_fields=["answer", "answer_text"])
    record(
        "xbeteiligung.acknowledged",
        subject=receipt.statement_id,
        actor=by,
        procedure=procedure.slug,
        payload={"uuid": str(ours.uuid), "ok": receipt.is_ok},
    )


def _record_refusal(incoming: Incoming, by: str) -> None:
    record(
        "xbeteiligung.refused",
        subject=incoming.parcel.code,
        actor=by,
        procedure=incoming.parcel.procedure.slug,
        payload={"uuid": str(incoming.uuid or ""), "number": incoming.number},
    )


def _uuid(line: Line) -> uuid.UUID | None:
    return uuid.UUID(line.message.head.uuid) if line.message else None


def _statement_id(line: Line) -> str:
    if isinstance(line.message, core.StatementMessage):
        return line.message.statement.id[:200]
    return line.message.statement_id[:200] if line.message else ""


def _sender(line: Line) -> dict[str, str]:
    if line.message is None:
        return {}
    author = line.message.head.author
    directory = author.directory
    said = {
        "directory": directory.code,
        "version": directory.version,
        "key": author.key,
        "name": author.name,
        "process": line.message.process_id,
    }
    return {name: value[:200] for name, value in said.items()}


# Acknowledging


def receipt_for(incoming: Incoming) -> bytes | None:
    """The acknowledgement of an incoming statement as XML; None where the standard has none.

    Raises:
        NotLinked: the identifiers of the procedure are not known.
    """
    if incoming.number not in ("0701", "0702") or not incoming.foreign_id:
        return None
    link = link_of(incoming.parcel.procedure)
    to = incoming.sender
    reader = core.Agency(
        directory=core.Code(to["directory"], to["version"]), key=to["key"], name=to["name"]
    )
    head = core.Head(
        uuid=str(uuid.uuid5(NAMESPACE, f"{incoming.uuid}/{incoming.state}/{incoming.reason}")),
        created_at=timezone.localtime(incoming.at),
        reader=reader,
        author=us(link),
    )
    receipt = core.Receipt(
        head=head,
        process_id=to["process"],
        statement_id=incoming.foreign_id,
        errors=(incoming.reason,) if incoming.reason else (),
        is_update=incoming.number == "0702",
    )
    return core.write(receipt)
