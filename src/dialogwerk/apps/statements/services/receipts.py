"""What a receipt opens: the letter as kept, where each of its points went, and the proof of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry, JournalSeal
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.documents import values
from dialogwerk.documents.values import Lang

from ..models import (
    AnswerVersion,
    Argument,
    CollectiveReply,
    Dispatch,
    Occurrence,
    Reply,
    ReplyPoint,
    Statement,
)
from .composing import office_of


@dataclass(frozen=True, slots=True)
class Point:
    """One argument that a letter makes, with the passages and the answer if it may be shown."""

    argument: Argument
    passages: tuple[str, ...]
    answer: AnswerVersion | None


def find(receipt: str) -> Statement | None:
    """The letter behind a receipt in its written form, with what every page of it shows."""
    return (
        Statement.objects.select_related(
            "procedure__scheme", "procedure__authority", "round", "original", "campaign"
        )
        .prefetch_related("attachments")
        .filter(receipt=receipt)
        .first()
    )


def points_of(statement: Statement) -> list[Point]:
    """The points of this letter in the order in which they stand in it.

    An answer is shown once the answers of the procedure are released, or once a reply with it was
    sent to the person, then in the version that the reply shows.
    """
    occurrences = (
        Occurrence.objects.filter(statement=statement)
        .select_related("segment__argument__current_answer")
        .prefetch_related("segment__argument__sources__document")
        .order_by("segment__campaign", "segment__start")
    )
    arguments: dict[int, Argument] = {}
    passages: dict[int, list[str]] = {}
    for occurrence in occurrences:
        argument = occurrence.segment.argument
        if argument is not None:
            arguments.setdefault(argument.pk, argument)
            passages.setdefault(argument.pk, []).append(occurrence.segment.text)
    shown = _answers_shown(statement, arguments.values())
    return [
        Point(argument, tuple(dict.fromkeys(passages[pk])), shown.get(pk))
        for pk, argument in arguments.items()
    ]


def _answers_shown(statement: Statement, arguments: Iterable[Argument]) -> dict[int, AnswerVersion]:
    sent = ReplyPoint.objects.filter(
        reply__procedure=statement.procedure_id,
        reply__person=statement.person_id,
        reply__sent_at__isnull=False,
    )
    shown = {
        point.argument_id: point.answer
        for point in sent.select_related("answer").order_by("reply__sent_at")
    }
    if statement.procedure.answers_released_at:
        shown |= {one.pk: one.current_answer for one in arguments if one.current_answer}
    return shown


def replies_to_fetch(statement: Statement) -> list[Reply]:
    """Sent replies that wait behind the receipt because nobody knows where to send them.

    Only those: who wrote in someone else's name must not read that person's whole correspondence.
    """
    return list(
        Reply.objects.sent()
        .filter(
            Q(dispatches__how=Dispatch.How.RECEIPT, dispatches__state=Dispatch.State.SENT),
            procedure=statement.procedure_id,
            person=statement.person_id,
        )
        .exclude(pdf="")
        .distinct()
        .order_by("sent_at")
    )


def collective_of(statement: Statement) -> CollectiveReply | None:
    """The answer for many by which this person is, or will be, answered; None if by letter."""
    return (
        CollectiveReply.objects.filter(
            withdrawn_at=None,
            replies__person=statement.person_id,
            replies__procedure=statement.procedure_id,
        )
        .order_by("-decided_at")
        .first()
    )


def seal_of(statement: Statement) -> JournalSeal | None:
    """The seal under which this letter's arrival stands in the journal; None while it waits."""
    entry = (
        JournalEntry.objects.about(statement.code)
        .with_action("statement.received")
        .select_related("sealed__seal")
        .first()
    )
    sealed = getattr(entry, "sealed", None)
    return sealed.seal if sealed else None


def receipt_document(
    statement: Statement, *, lookup_path: str, consequence: str, lang: Lang
) -> values.Receipt:
    """The receipt as a document, ready to be set as PDF."""
    return values.Receipt(
        office=office_of(statement.procedure.authority),
        code=statement.receipt,
        received_at=timezone.localtime(statement.received_at),
        channel=str(statement.get_channel_display()),
        procedure=statement.procedure.title,
        sha256=statement.original.sha256,
        lookup_url=absolute_url(lookup_path),
        text=statement.text,
        files=tuple(
            values.ReceivedFile(name=one.name, size=one.size, sha256=one.sha256)
            for one in statement.attachments.all()
        ),
        in_time=None if statement.round is None else not statement.is_late,
        deadline=statement.round.objections_until if statement.round else None,
        consequence=consequence,
        lang=lang,
    )
