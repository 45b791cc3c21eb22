"""Reply letters: one to each person, covering all their letters, written from the record.

A letter that has not been sent follows every change; a sent one stays as it is and is flagged.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.people.models import Identity, Organisation, Person
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import values
from dialogwerk.documents.letters import reply_letter

from ..errors import NotAllowedNow
from ..models import Argument, Occurrence, Reply, ReplyPoint, Statement
from .gate import people_ready_for_reply

LAYOUT = "1"
"""Part of every fingerprint: raise it when the look of the letters changes."""

CHUNK = 200
QUOTES = 3


def prepare(procedure: Procedure) -> int:
    """Make a reply for every person of the procedure who has none; returns how many were made."""
    has_reply = Reply.objects.filter(
        procedure=procedure, person=OuterRef("pk"), supplement_to=None
    )
    people = people_ready_for_reply(procedure).exclude(Exists(has_reply))
    fresh = [Reply(procedure=procedure, person=person) for person in people]
    Reply.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    return len(fresh)


def prepare_supplements(procedure: Procedure, *, by: str) -> int:
    """A supplement for every sent reply of which an answer has changed since."""
    due = procedure.replies.outdated().filter(supplement=None)
    made = 0
    for reply in due:
        with transaction.atomic():
            Reply.objects.create(procedure=procedure, person=reply.person, supplement_to=reply)
            record(
                "reply.supplement_due", subject=reply.code, actor=by, procedure=procedure.slug
            )
        made += 1
    return made


def due(procedure: Procedure) -> QuerySet[Reply]:
    """Unsent replies to people whose every point is answered."""
    ready = people_ready_for_reply(procedure)
    return procedure.replies.unsent().filter(person__in=ready)


def write_due(procedure: Procedure, *, by: str) -> Iterator[int]:
    """Write every due letter whose content changed; yields how many are done after each chunk.

    What is written already and still right is left alone, so a stopped batch simply goes on.
    """
    prepare(procedure)
    prepare_supplements(procedure, by=by)
    keys = list(due(procedure).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        write_many(keys[start : start + CHUNK], by=by)
        yield min(start + CHUNK, len(keys))


def write_many(keys: Sequence[int], *, by: str) -> int:
    """Write these unsent letters (primary keys) as far as they changed; returns how many."""
    replies = list(
        Reply.objects.filter(pk__in=keys, sent_at=None).select_related(
            "procedure__authority", "procedure__scheme", "person", "supplement_to"
        )
    )
    known = identities([reply.person_id for reply in replies], by=by, purpose="reply letters")
    contents = _contents(replies)
    written = 0
    for reply in replies:
        written += _write(reply, contents[reply.pk], known.get(reply.person_id))
    return written


def compose(reply: Reply, *, by: str) -> values.ReplyLetter:
    """The letter as it would be written now, for the preview."""
    known = identities([reply.person_id], by=by, purpose="reply letter")
    content = _contents([reply])[reply.pk]
    return _letter(reply, content, known.get(reply.person_id), timezone.localdate())


class _Content:
    """What one letter answers: its person's statements and points, in order."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.quotes: dict[int, list[str]] = {}
        self.arguments: dict[int, Argument] = {}

    @property
    def ordered(self) -> list[Argument]:
        return sorted(self.arguments.values(), key=lambda argument: argument.number)


def _contents(replies: Sequence[Reply]) -> dict[int, _Content]:
    """The content of several letters of one procedure, in a fixed number of queries."""
    by_person = {reply.person_id: _Content() for reply in replies}
    procedures = {reply.procedure_id for reply in replies}
    letters = Statement.objects.filter(procedure__in=procedures, person__in=by_person)
    for letter in letters.order_by("received_at", "pk"):
        by_person[letter.person_id].statements.append(letter)
    points = (
        Occurrence.objects.filter(
            statement__procedure__in=procedures, statement__person__in=by_person
        )
        .select_related("segment__argument__current_answer")
        .prefetch_related("segment__argument__sources__document")
        .annotate(person_id=F("statement__person_id"))
        .order_by("segment__argument__number", "statement__received_at", "segment__start")
    )
    for point in points:
        argument = point.segment.argument
        content = by_person[point.person_id]  # type: ignore[attr-defined]
        content.arguments[argument.pk] = argument
        quotes = content.quotes.setdefault(argument.pk, [])
        if point.segment.text not in quotes and len(quotes) < QUOTES:
            quotes.append(point.segment.text)
    contents = {reply.pk: by_person[reply.person_id] for reply in replies}
    for reply in replies:
        if reply.supplement_to_id:
            contents[reply.pk] = _changed_only(contents[reply.pk], reply)
    return contents


def _changed_only(content: _Content, reply: Reply) -> _Content:
    """For a supplement: only the points that the earlier letters show otherwise or not at all."""
    shown = dict(_answers_shown(reply))
    changed = _Content()
    changed.statements, changed.quotes = content.statements, content.quotes
    changed.arguments = {
        key: argument
        for key, argument in content.arguments.items()
        if shown.get(key) != argument.current_answer_id
    }
    return changed


def _answers_shown(reply: Reply) -> Iterable[tuple[int, int]]:
    """Argument and answer version of the last sent letter that showed it, along the supplements."""
    chain: list[Reply] = []
    earlier = reply.supplement_to
    while earlier is not None:
        chain.append(earlier)
        earlier = earlier.supplement_to
    for one in reversed(chain):
        yield from one.points.values_list("argument_id", "answer_id")


def _write(reply: Reply, content: _Content, identity: Identity | None) -> int:
    today = timezone.localdate()
    letter = _letter(reply, content, identity, today)
    fingerprint = _fingerprint(letter)
    if reply.generated_at and reply.fingerprint == fingerprint and reply.pdf:
        return 0
    pdf = reply_letter(letter)
    with transaction.atomic():
        reply.points.all().delete()
        ReplyPoint.objects.bulk_create(
            ReplyPoint(
                reply=reply, argument=argument, answer=argument.current_answer, position=position
            )
            for position, argument in enumerate(content.ordered, start=1)
            if argument.current_answer_id
        )
        reply.fingerprint, reply.generated_at = fingerprint, timezone.now()
        reply.sha256 = hashlib.sha256(pdf).hexdigest()
        if reply.pdf:
            reply.pdf.delete(save=False)
        reply.pdf.save(f"{reply.code}.pdf", ContentFile(pdf), save=False)
        reply.save()
    return 1


def _fingerprint(letter: values.ReplyLetter) -> str:
    """Of everything the letter shows except its date."""
    shown = {**asdict(letter), "date": "", "layout": LAYOUT}
    return hashlib.sha256(
        json.dumps(shown, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).hexdigest()


def _letter(
    reply: Reply, content: _Content, identity: Identity | None, day: date
) -> values.ReplyLetter:
    procedure = reply.procedure
    with override("de"):
        return values.ReplyLetter(
            office=office_of(procedure.authority),
            recipient=_recipient(identity),
            reference=procedure.reference,
            code_number=reply.person.code,
            date=day,
            procedure=procedure.title,
            submissions=tuple(_submission(one) for one in content.statements),
            points=tuple(_point(one, content) for one in content.ordered),
            lookup_url=absolute_url(reverse("lookup")),
            lookup_code=content.statements[0].receipt if content.statements else "",
            supplement=_supplement(reply),
        )


def office_of(organisation: Organisation) -> values.Office:
    """The letterhead of an authority."""
    town = f"{organisation.postal_code} {organisation.city}".strip()
    return values.Office(
        name=organisation.name,
        address=tuple(line for line in (organisation.street, town) if line),
        phone=organisation.phone,
        email=organisation.email,
    )


def _recipient(identity: Identity | None) -> tuple[str, ...]:
    return tuple(identity.address_lines) if identity and identity.has_postal_address else ()


def _submission(statement: Statement) -> values.Submission:
    return values.Submission(
        received_on=timezone.localdate(statement.received_at),
        receipt_code=statement.receipt,
        channel=str(statement.get_channel_display()),
    )


def _point(argument: Argument, content: _Content) -> values.Point:
    answer = argument.current_answer
    if answer is None:
        raise NotAllowedNow(
            _("Argument %(number)s has no answer yet; the letter cannot be written.")
            % {"number": argument.number}
        )
    return values.Point(
        title=argument.title,
        quotes=tuple(content.quotes.get(argument.pk, ())),
        result=values.WeighingResult(answer.result),
        answer=answer.text,
        passed_to=answer.passed_to,
        sources=sources_of(argument),
    )


def sources_of(argument: Argument) -> tuple[values.Source, ...]:
    """Where the answer is founded, as documents print it."""
    return tuple(
        values.Source(
            document=str(source.document) if source.document else source.note,
            page=str(source.page or ""),
        )
        for source in argument.sources.all()
    )


def _supplement(reply: Reply) -> values.Supplement | None:
    earlier = reply.supplement_to
    if earlier is None or earlier.sent_at is None:
        return None
    return values.Supplement(kind="correction", letter_date=timezone.localdate(earlier.sent_at))


def flag_uncovered(procedure: Procedure) -> int:
    """Flag sent replies to people who have a point now that no letter to them answers.

    Happens when a letter arrives, or a passage is tied, after the reply was sent.
    """
    covered = ReplyPoint.objects.filter(
        reply__person=OuterRef("statement__person"),
        reply__procedure=procedure,
        argument=OuterRef("segment__argument"),
    )
    uncovered = Occurrence.objects.filter(statement__procedure=procedure).exclude(Exists(covered))
    people: Any = uncovered.values("statement__person")
    newest = Q(supplement=None)
    return (
        procedure.replies.sent()
        .filter(newest, person__in=people, outdated_at=None)
        .update(outdated_at=timezone.now())
    )
