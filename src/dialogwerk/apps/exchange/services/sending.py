"""Letters as messages 0701 and 0702: what they say, their identity, and many as one ZIP."""

import hashlib
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.people.models import Identity, Person
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Attachment, Reply, Statement
from dialogwerk.apps.statements.services.redaction import Redactor
from dialogwerk.cores import xbeteiligung as core
from dialogwerk.cores.xbeteiligung.values import Naming, Status
from dialogwerk.cores.xbeteiligung.values import Procedure as Kind

from ..errors import TooMany
from ..models import Link, Outgoing
from .links import KINDS, NAMESPACE, link_of, schemas, them, us

CHUNK = 100
MOST_INSIDE = 60 * 1024**2
"""Bytes of files that travel inside one message; beyond that they lie beside it in the ZIP."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Which letters go out and how.

    Attributes:
        with_names: who wrote them, and their files; callers check that names may be shown.
        is_test: not to be processed.
    """

    procedure: Procedure
    by: str
    with_names: bool = False
    is_test: bool = False
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it goes out: its name in the ZIP, the XML, files that lie beside it."""

    name: str
    xml: bytes
    statement: Statement
    files: tuple[Attachment, ...] = ()


def waiting(procedure: Procedure) -> QuerySet[Statement]:
    """Letters that were never written as a message."""
    return procedure.statements.filter(outgoing=None)


def write_zip(target: IO[bytes], letters: QuerySet[Statement], sending: Sending, most: int) -> int:
    """Write these letters as messages into a ZIP; returns how many.

    Raises:
        NotLinked: the partner's identifiers are not known.
        TooMany: more letters than ``most``.
        XBeteiligungError: a message does not follow the schema of the standard.
    """
    count = letters.count()
    if count > most:
        raise TooMany(
            _(
                "These are %(count)s letters; at most %(most)s fit one file. Use the command"
                " instead."
            )
            % {"count": count, "most": most}
        )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in messages(letters, sending):
            archive.writestr(_entry(one.name), one.xml)
            for file in one.files:
                with file.file.open("rb") as stream:
                    archive.writestr(_entry(_file_name(file)), stream.read())
    return count


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without the hour at which somebody worked."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def messages(letters: QuerySet[Statement], sending: Sending) -> Iterator[Written]:
    """These letters as messages, some at a time; each is checked and noted before it is given.

    Raises:
        NotLinked: the partner's identifiers are not known.
        XBeteiligungError: a message does not follow the schema of the standard.
    """
    link = link_of(sending.procedure)
    keys = list(letters.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = list(_in_full(letters.model.objects.filter(pk__in=keys[start : start + CHUNK])))
        with transaction.atomic():
            written = _write_some(some, link, sending)
        yield from written


def _in_full(letters: QuerySet[Statement]) -> QuerySet[Statement]:
    replies = Reply.objects.sent().only("pk", "person", "procedure")
    return (
        letters.select_related("person", "round")
        .prefetch_related(
            "attachments",
            Prefetch("person__replies", replies, to_attr="sent_replies"),
            "occurrences__segment__argument",
        )
        .order_by("pk")
    )


def _write_some(some: Sequence[Statement], link: Link, sending: Sending) -> list[Written]:
    people = _people(some, sending)
    redactor = Redactor(Audience.AUTHORITY if sending.with_names else Audience.DEVELOPER, some)
    before = _written_before(some)
    checker = schemas()
    written = []
    for letter in some:
        known = people.get(letter.person_id)
        inside, beside = _files(letter, sending)
        said = _statement(letter, link, sending, known, inside)
        said = replace(said, text=redactor.text(letter), title=redactor.title(letter))
        message = _identified(letter, said, link, sending, before.get(letter.pk))
        xml = core.write(message, is_test=sending.is_test)
        if checker:
            checker.check(xml)
        name = f"{letter.code}-{'0702' if message.is_update else '0701'}.xml"
        written.append(Written(name, xml, letter, beside))
    return written


def _people(some: Sequence[Statement], sending: Sending) -> dict[int, Identity]:
    """Who wrote them, if they are to be named; that look is logged."""
    if not sending.with_names:
        return {}
    return identities(
        [one.person_id for one in some],
        by=sending.by,
        purpose="xbeteiligung",
        procedure=sending.procedure.slug,
        user_id=sending.user_id,
    )


def _written_before(some: Sequence[Statement]) -> dict[int, Outgoing]:
    """The last message about each of these letters."""
    found = Outgoing.objects.filter(statement__in=some).order_by("pk")
    return {one.statement_id: one for one in found}


def _files(
    letter: Statement, sending: Sending
) -> tuple[list[core.Attachment], tuple[Attachment, ...]]:
    """The files of the letter, inside the message as far as they fit, the others beside it."""
    if not sending.with_names:
        return [], ()
    room, inside, beside = MOST_INSIDE, [], []
    for file in letter.attachments.all():
        fits = file.size <= room
        content = None
        if fits:
            room -= file.size
            with file.file.open("rb") as stream:
                content = stream.read()
        else:
            beside.append(file)
        inside.append(
            core.Attachment(
                document_id=file.sha256[:32],
                name=_file_name(file) if not fits else file.name,
                media_type=file.media_type,
                content=content,
                size=file.size,
                sha256=file.sha256,
                title=file.name,
            )
        )
    return inside, tuple(beside)


def _file_name(file: Attachment) -> str:
    """A name that is unique in the ZIP."""
    return f"{file.sha256[:16]}-{core.latin(file.name).text}".replace("/", "-")


def _statement(
    letter: Statement,
    link: Link,
    sending: Sending,
    known: Identity | None,
    files: Sequence[core.Attachment],
) -> core.Statement:
    author = _author(letter.person, known) if known else None
    return core.Statement(
        id=letter.code,
        plan_id=link.plan_id,
        participation_id=link.participation_id,
        procedure=KINDS.get(sending.procedure.kind, Kind.PLAN_APPROVAL),
        step=core.Code(link.step, link.step_version),
        substep=core.Code(link.substep, link.substep_version),
        text="",
        status=_status(letter),
        author=author,
        round=letter.round.number if letter.round else 1,
        day=timezone.localtime(letter.received_at).date(),
        naming=Naming.NAMED if author else Naming.ANONYMOUS,
        place=_place(letter) if sending.with_names else None,
        keywords=_keywords(letter),
        attachments=tuple(files),
    )


def _place(letter: Statement) -> core.Place | None:
    """The point on the map; without names it stays here, since it may be the writer's home."""
    if letter.longitude is None or letter.latitude is None:
        return None
    return core.Place(letter.longitude, letter.latitude)


def _author(person: Person, known: Identity) -> core.Author:
    given, _space, family = known.name.rpartition(" ")
    return core.Author(
        family_name=family,
        given_name=given,
        organisation=known.organisation,
        street=known.street,
        postal_code=known.postal_code,
        city=known.city,
        email=known.email,
        phone=known.phone,
        is_private=person.kind == Person.Kind.NATURAL,
    )


def _status(letter: Statement) -> Status:
    """How far the letter is, in the words of the standard."""
    sent = letter.person.sent_replies  # type: ignore[attr-defined]
    if any(one.procedure_id == letter.procedure_id for one in sent):
        return Status.ANSWERED
    points = [one.segment.argument for one in letter.occurrences.all()]
    if letter.read_at and all(one and one.current_answer_id for one in points):
        return Status.PROCESSED
    return Status.IN_WORK if letter.read_at or points else Status.NEW


def _keywords(letter: Statement) -> tuple[str, ...]:
    """The arguments that it raises."""
    raised = {one.segment.argument for one in letter.occurrences.all() if one.segment.argument}
    return tuple(one.title for one in sorted(raised, key=lambda one: one.number))


def _identified(
    letter: Statement,
    said: core.Statement,
    link: Link,
    sending: Sending,
    last: Outgoing | None,
) -> core.StatementMessage:
    """The message with its head: the one that was written before, if it says the same."""
    fingerprint = repr(_fingerprint(said, link, sending))
    digest = hashlib.sha256(fingerprint.encode("utf-8", "surrogatepass")).hexdigest()
    if last is None or last.digest != digest:
        last = _note(letter, digest, sending, is_update=last is not None)
    head = core.Head(
        uuid=str(last.uuid),
        created_at=timezone.localtime(last.at),
        reader=them(link),
        author=us(link),
    )
    return core.StatementMessage(
        head=head, process_id=link.process_id, statement=said, is_update=last.is_update
    )


def _fingerprint(said: core.Statement, link: Link, sending: Sending) -> tuple[object, ...]:
    """Everything that a message says, its files by checksum."""
    files = tuple(replace(one, content=None) for one in said.attachments)
    partners = (link.process_id, link.our_key, link.their_key, sending.is_test)
    return (replace(said, attachments=files), partners)


def _note(letter: Statement, digest: str, sending: Sending, *, is_update: bool) -> Outgoing:
    at = timezone.now()
    made = Outgoing.objects.create(
        procedure=sending.procedure,
        statement=letter,
        uuid=uuid.uuid5(NAMESPACE, f"{letter.code}/{digest}/{at.isoformat()}"),
        is_update=is_update,
        with_names=sending.with_names,
        digest=digest,
        at=at,
        by=sending.by,
    )
    record(
        "xbeteiligung.written",
        subject=letter.code,
        actor=sending.by,
        procedure=sending.procedure.slug,
        payload={
            "uuid": str(made.uuid),
            "update": is_update,
            "names": sending.with_names,
            "test": sending.is_test,
        },
    )
    return made
