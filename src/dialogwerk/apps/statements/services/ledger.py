"""The ledger (Nachweis): person → letter → passage → argument → answer → reply → dispatch."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from dialogwerk.apps.schemes.models import Procedure

from ..models import AnswerVersion, Dispatch, Occurrence, Reply, ReplyPoint, Statement

STATES = ("unanswered", "unwritten", "unsent", "sent", "outdated", "returned")
"""What can be asked for: where on the way a point stands."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One point on its way, as one row of the page or the export."""

    point: Occurrence
    reply: Reply | None
    answer_sent: AnswerVersion | None
    dispatch: Dispatch | None

    @property
    def state(self) -> str:
        """Where it stands; the first thing that is still open decides."""
        if self.point.segment.argument.current_answer_id is None:
            return "unanswered"
        if self.reply is None:
            return "unwritten"
        if self.dispatch and self.dispatch.state == Dispatch.State.RETURNED:
            return "returned"
        if self.reply.sent_at is None:
            return "unsent"
        current = self.point.segment.argument.current_answer_id
        shown = self.answer_sent.pk if self.answer_sent else None
        return "sent" if shown == current else "outdated"


def points(procedure: Procedure) -> QuerySet[Occurrence]:
    """All points of a procedure, by person and letter, with what a row shows."""
    return (
        Occurrence.objects.filter(statement__procedure=procedure)
        .select_related("statement__person", "segment__argument__current_answer")
        .order_by("statement__person_id", "statement__received_at", "segment__start", "pk")
    )


def in_state(rows: QuerySet[Occurrence], state: str) -> QuerySet[Occurrence]:
    """Those that stand at this place of the way (one of ``STATES``); counted in the database."""
    if state == "unanswered":
        return rows.filter(segment__argument__current_answer=None)
    answered = rows.exclude(segment__argument__current_answer=None)
    shown = _shown()
    current = shown.filter(answer=OuterRef("segment__argument__current_answer"))
    returned = Dispatch.objects.filter(
        state=Dispatch.State.RETURNED,
        reply__sent_at=None,
        reply__person=OuterRef("statement__person"),
        reply__procedure=OuterRef("statement__procedure"),
    )
    sent = Exists(current.filter(reply__sent_at__isnull=False))
    if state == "sent":
        return answered.filter(sent)
    if state == "outdated":
        return answered.exclude(sent).filter(Exists(shown.filter(reply__sent_at__isnull=False)))
    never_sent = answered.exclude(Exists(shown.filter(reply__sent_at__isnull=False)))
    if state == "returned":
        return never_sent.filter(Exists(returned))
    if state == "unsent":
        return never_sent.filter(Exists(shown)).exclude(Exists(returned))
    return never_sent.exclude(Exists(shown))


def _shown() -> QuerySet[ReplyPoint]:
    return ReplyPoint.objects.filter(
        argument=OuterRef("segment__argument"),
        reply__person=OuterRef("statement__person"),
        reply__procedure=OuterRef("statement__procedure"),
    )


def rows(page: Iterable[Occurrence]) -> list[LedgerRow]:
    """The points of one page with reply, answer version shown and last dispatch: two queries."""
    shown_points = list(page)
    people = {point.statement.person_id for point in shown_points}
    procedures = {point.statement.procedure_id for point in shown_points}
    shown: dict[tuple[int, int], ReplyPoint] = {}
    for one in (
        ReplyPoint.objects.filter(reply__person__in=people, reply__procedure__in=procedures)
        .select_related("reply", "answer")
        .order_by(Coalesce("reply__sent_at", "reply__created_at"), "pk")
    ):
        shown[one.reply.person_id, one.argument_id] = one
    last: dict[int, Dispatch] = {}
    for dispatch in Dispatch.objects.filter(
        reply__in={one.reply_id for one in shown.values()}
    ).order_by("at", "pk"):
        last[dispatch.reply_id] = dispatch
    return [_row(point, shown, last) for point in shown_points]


def _row(
    point: Occurrence, shown: dict[tuple[int, int], ReplyPoint], last: dict[int, Dispatch]
) -> LedgerRow:
    one = shown.get((point.statement.person_id, point.segment.argument_id or 0))
    return LedgerRow(
        point=point,
        reply=one.reply if one else None,
        answer_sent=one.answer if one else None,
        dispatch=last.get(one.reply_id) if one else None,
    )


def letters_without_points(procedure: Procedure) -> QuerySet[Statement]:
    """Letters in which nothing is tied yet: unread, or read and found to hold no point."""
    return procedure.statements.filter(occurrences=None).order_by("read_at", "received_at")
