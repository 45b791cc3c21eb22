"""The ledger (Nachweis): person → letter → passage → argument → answer → reply → dispatch."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id, parse_receipt
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import safe_cell

from ..models import AnswerVersion, Dispatch, Occurrence, Reply, ReplyPoint, Statement
from ..models.replies import ReplyQuerySet
from .argument_counts import Figures, figures_of
from .masking import masked

STATES = {
    "unanswered": gettext_lazy("without answer"),
    "unwritten": gettext_lazy("answered, reply not written"),
    "unsent": gettext_lazy("reply written, not sent"),
    "sent": gettext_lazy("reply sent"),
    "outdated": gettext_lazy("sent, answer changed since"),
    "returned": gettext_lazy("reply came back"),
}
"""What can be asked for: where on the way a point stands."""

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which points of the ledger somebody asks for; empty fields ask for all."""

    state: str = ""
    words: str = ""
    campaign: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One point on its way, as one row of the page or the export.

    Attributes:
        told: the newest sent reply that answers the point, as it does.
        coming: a reply that will answer it and is not sent.
        dispatch: the last attempt to hand over the reply of the row.
    """

    point: Occurrence
    told: ReplyPoint | None
    coming: ReplyPoint | None
    dispatch: Dispatch | None

    @property
    def reply(self) -> Reply | None:
        shown = self.told or self.coming
        return shown.reply if shown else None

    @property
    def answer_told(self) -> AnswerVersion | None:
        return self.told.answer if self.told else None

    @property
    def supplement(self) -> Reply | None:
        """The letter on its way that corrects what was told."""
        return self.coming.reply if self.told and self.coming else None

    @property
    def state(self) -> str:
        """Where it stands (one of ``STATES``); the first thing that is still open decides."""
        argument = self.point.segment.argument
        if argument is None or argument.current_answer_id is None:
            return "unanswered"
        if self.told:
            is_current = self.told.answer_id == argument.current_answer_id
            return "sent" if is_current else "outdated"
        if self.dispatch and self.dispatch.state == Dispatch.State.RETURNED:
            return "returned"
        return "unsent" if self.coming else "unwritten"

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])


# Which points


def points(procedure: Procedure) -> QuerySet[Occurrence]:
    """All points of a procedure, by person and letter, with what a row shows."""
    return (
        Occurrence.objects.filter(statement__procedure=procedure)
        .select_related(
            "statement__person", "statement__campaign", "segment__argument__current_answer"
        )
        .defer("statement__text", "statement__own_words", "statement__left_out")
        .defer("statement__campaign__template", "segment__argument__summary")
        .order_by("statement__person_id", "statement__received_at", "segment__start", "pk")
    )


def search(procedure: Procedure, wanted: Wanted) -> QuerySet[Occurrence]:
    """The points somebody asks for."""
    return _narrowed(points(procedure), procedure, wanted)


def count(procedure: Procedure, wanted: Wanted, known: Mapping[int, Figures] | None = None) -> int:
    """How many points somebody asks for; found by way of the passages, of which there are few.

    Args:
        known: figures of all arguments, if they are at hand: they hold how many points there are.
    """
    if wanted in (Wanted(), Wanted(state="unanswered")):
        known = figures_of(procedure.arguments.all()) if known is None else known
        asked = (one for one in known.values() if not (wanted.state and one.is_answered))
        return sum(one.points for one in asked)
    return _narrowed(
        Occurrence.objects.filter(segment__procedure=procedure), procedure, wanted
    ).count()


def _narrowed(
    found: QuerySet[Occurrence], procedure: Procedure, wanted: Wanted
) -> QuerySet[Occurrence]:
    if wanted.campaign is not None:
        found = found.filter(statement__campaign__number=wanted.campaign)
    if wanted.late:
        found = found.filter(statement__is_late=True)
    if wanted.words.strip():
        found = _named(found, procedure, wanted.words.strip())
    return in_state(found, procedure, wanted.state) if wanted.state in STATES else found


def _named(found: QuerySet[Occurrence], procedure: Procedure, words: str) -> QuerySet[Occurrence]:
    """By number or title of the argument, by code of person, letter or reply, or by receipt."""
    if words.isdecimal() and len(words) < 7:
        return found.filter(segment__argument__number=int(words))
    code = _code_in(words)
    fields = {
        "P": "statement__person__code",
        "E": "statement__code",
        "A": "statement__person__replies__code",
        "": "statement__receipt",
    }
    kind = code.partition("-")[0] if code[:2] in ("P-", "E-", "A-") else ""
    if not code:
        return found.filter(segment__argument__title__icontains=words)
    return found.filter(**{fields[kind]: code})


def _code_in(words: str) -> str:
    """A code number or a receipt as it is written, from whatever was typed; empty if neither."""
    for parse in (parse_public_id, parse_receipt):
        try:
            return parse(words)
        except MistypedReceipt:
            continue
    return ""


def in_state(found: QuerySet[Occurrence], procedure: Procedure, state: str) -> QuerySet[Occurrence]:
    """Those that stand at this place of the way (one of ``STATES``); decided in the database."""
    if state == "unanswered":
        return found.filter(segment__argument__current_answer=None)
    answered = found.exclude(segment__argument__current_answer=None)
    if state == "unwritten":
        return answered.exclude(Exists(_shown()))
    told = _shown().filter(reply__sent_at__isnull=False)
    current = told.filter(answer=OuterRef("segment__argument__current_answer"))
    if state in ("sent", "outdated"):
        answered = answered.filter(statement__person__in=_people(procedure.replies.sent()))
        if state == "sent":
            return answered.filter(Exists(current))
        return answered.exclude(Exists(current)).filter(Exists(told))
    answered = answered.filter(statement__person__in=_people(procedure.replies.unsent()))
    untold = answered.exclude(Exists(told))
    if state == "returned":
        return untold.filter(Exists(_returned()))
    return untold.filter(Exists(_shown())).exclude(Exists(_returned()))


def _people(replies: ReplyQuerySet) -> QuerySet[Any]:
    """To whom they go. Asked first, because there may be few of them and many points."""
    return replies.filter(points__isnull=False).order_by().values("person")


def _shown() -> QuerySet[ReplyPoint]:
    return ReplyPoint.objects.filter(
        argument=OuterRef("segment__argument"),
        reply__person=OuterRef("statement__person"),
        reply__procedure=OuterRef("statement__procedure"),
    )


def _returned() -> QuerySet[ReplyPoint]:
    """The point in a reply that came back and was not sent again."""
    newer = Dispatch.objects.filter(reply=OuterRef("reply")).order_by("-at", "-pk")
    came_back = Dispatch.objects.filter(
        pk=newer.values("pk")[:1], state=Dispatch.State.RETURNED, reply=OuterRef("reply")
    )
    return _shown().filter(Exists(came_back), reply__sent_at=None)


# What a row says


def rows(page: Iterable[Occurrence]) -> list[LedgerRow]:
    """The points of one page with replies and the last dispatch: two queries."""
    shown = list(page)
    told, coming = _reply_points(shown)
    keys = [(one.statement.person_id, one.segment.argument_id or 0) for one in shown]
    concerned = {(told.get(key) or coming[key]).reply_id for key in keys if key in told | coming}
    last = _last_dispatches(concerned)
    return [
        _row(point, told.get(key), coming.get(key), last)
        for point, key in zip(shown, keys, strict=True)
    ]


Shown = dict[tuple[int, int], ReplyPoint]
"""By person and argument."""


def _reply_points(points_: Sequence[Occurrence]) -> tuple[Shown, Shown]:
    """The newest sent and the unsent reply point of each person and argument."""
    told: Shown = {}
    coming: Shown = {}
    found = ReplyPoint.objects.filter(
        reply__person__in={one.statement.person_id for one in points_},
        reply__procedure__in={one.statement.procedure_id for one in points_},
        argument__in={one.segment.argument_id for one in points_},
    )
    for one in found.select_related("reply", "answer").order_by("reply__sent_at", "pk"):
        where = told if one.reply.sent_at else coming
        where[one.reply.person_id, one.argument_id] = one
    return told, coming


def _last_dispatches(replies: Iterable[int]) -> dict[int, Dispatch]:
    found = Dispatch.objects.filter(reply__in=list(replies)).order_by("at", "pk")
    return {dispatch.reply_id: dispatch for dispatch in found}


def _row(
    point: Occurrence,
    told: ReplyPoint | None,
    coming: ReplyPoint | None,
    last: dict[int, Dispatch],
) -> LedgerRow:
    shown = told or coming
    dispatch = last.get(shown.reply_id) if shown else None
    return LedgerRow(point=point, told=told, coming=coming, dispatch=dispatch)


def letters_without_points(procedure: Procedure) -> QuerySet[Statement]:
    """Letters that were read and found to hold nothing to answer; they get a reply as well."""
    return (
        procedure.statements.exclude(read_at=None)
        .filter(~Exists(Occurrence.objects.filter(statement=OuterRef("pk"))))
        .select_related("person", "campaign")
        .defer("text", "own_words", "left_out")
        .order_by("person_id", "received_at", "pk")
    )


# The export


def export(
    procedure: Procedure, wanted: Wanted, *, masks: bool, by: str, user_id: int | None = None
) -> Iterator[bytes]:
    """The ledger as CSV, piece by piece: code numbers only, never a name.

    Args:
        masks: hide in the passages what would tell who wrote them; for readers who may not know.
    """
    yield "\ufeff".encode() + _csv([_header()])
    waiting = iter(search(procedure, wanted).iterator(CHUNK))
    while chunk := list(islice(waiting, CHUNK)):
        known = (
            identities(
                {point.statement.person_id for point in chunk},
                by=by,
                purpose="masking",
                procedure=procedure.slug,
                user_id=user_id,
            )
            if masks
            else {}
        )
        texts = [
            masked(one.segment.text, known.get(one.statement.person_id))
            if masks
            else one.segment.text
            for one in chunk
        ]
        yield _csv(_cells(row, text) for row, text in zip(rows(chunk), texts, strict=True))


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as spreadsheets open them rightly; no cell can act as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([safe_cell(cell) for cell in line])
    return stream.getvalue().encode("utf-8", "replace")


def _header() -> list[str]:
    return [
        _("Person"),
        _("Letter"),
        _("Received"),
        _("Late"),
        _("Campaign"),
        _("Passage"),
        _("Argument"),
        _("Title"),
        _("Weighing"),
        _("Current answer version"),
        _("Answer version sent"),
        _("State"),
        _("Reply letter"),
        _("How"),
        _("Sent"),
        _("Returned"),
    ]


def _timeliness(statement: Statement) -> str:
    if statement.is_late:
        return pgettext("letter", "late")
    return pgettext("letter", "in time after all") if statement.in_time_since else ""


def _cells(row: LedgerRow, text: str) -> list[str]:
    statement, argument = row.point.statement, row.point.segment.argument
    answer = argument.current_answer if argument else None
    dispatch = row.dispatch
    return [
        statement.person.code,
        statement.code,
        f"{timezone.localtime(statement.received_at):%Y-%m-%d %H:%M}",
        _timeliness(statement),
        str(statement.campaign.number) if statement.campaign else "",
        text,
        str(argument.number) if argument else "",
        argument.title if argument else "",
        str(answer.get_result_display()) if answer else "",
        str(answer.number) if answer else "",
        str(row.answer_told.number) if row.answer_told else "",
        row.state_label,
        row.reply.code if row.reply else "",
        str(dispatch.get_how_display()) if dispatch else "",
        f"{timezone.localdate(dispatch.at):%Y-%m-%d}" if dispatch else "",
        f"{timezone.localdate(dispatch.returned_at):%Y-%m-%d}"
        if dispatch and dispatch.returned_at
        else "",
    ]
