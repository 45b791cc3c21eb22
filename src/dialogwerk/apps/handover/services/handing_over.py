"""Handing the statements over to the developer of the scheme (Vorhabenträger)."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Occurrence, Statement

from ..errors import NothingNew, WritingClosed
from ..models import HandedArgument, HandedPassage, HandedStatement, HandOver
from . import checksums
from .snapshots import Change, Line, differences

BATCH = 200
COUNTED = {
    Change.NEW: "arguments_new",
    Change.CHANGED: "arguments_changed",
    Change.FIGURES: "arguments_figures",
    Change.WITHDRAWN: "arguments_withdrawn",
}


def hand_over(
    *,
    procedure: Procedure,
    by: str,
    reply_due: date | None = None,
    note: str = "",
    progress: Progress | None = None,
) -> HandOver:
    """Hand over what is new or has changed since the last time; the first time everything raised.

    Passages go out by code number and without what tells who wrote them. The journal keeps number,
    figures and checksum. What is new is looked up before anything is written, which with hundreds
    of thousands of letters takes minutes; others can go on writing meanwhile.

    Args:
        progress: who waits hears of every portion of arguments that was looked through.

    Raises:
        NothingNew: there is nothing to hand over.
        WritingClosed: the weighing is closed, so that no comment could be taken into account.
    """
    while True:
        _check_open(procedure)
        last = _last_number(procedure)
        lines = list(differences(procedure, progress or Silent()))
        if not lines:
            raise NothingNew(_nothing_new(last))
        draft = HandOver(
            procedure=procedure, number=last + 1, by=by, reply_due=reply_due, note=note.strip()
        )
        if _store(draft, lines):
            return draft


@transaction.atomic
def _store(made: HandOver, lines: Sequence[Line]) -> bool:
    """Write it all at once; False if another hand-over came first, so that less is new by now."""
    locked = Procedure.objects.select_for_update().get(pk=made.procedure_id)
    _check_open(locked)
    if _last_number(locked) >= made.number:
        return False
    made.save()
    _write(made, lines)
    made.letters = _write_letters(made)
    made.sha256 = checksums.of_hand_over(made)
    made.save()
    made.procedure.handed_over_at = made.at
    made.procedure.save(update_fields=["handed_over_at"])
    _record(made)
    return True


def _check_open(procedure: Procedure) -> None:
    if procedure.weighing_closed_at:
        raise WritingClosed(
            _("The weighing is closed. Open it again, with a reason, before you hand over more.")
        )


def _last_number(procedure: Procedure) -> int:
    return procedure.hand_overs.aggregate(last=Max("number"))["last"] or 0


def _nothing_new(last: int) -> str:
    if not last:
        return _("Nothing can be handed over yet: no passage is tied to an argument.")
    return _("Nothing has changed since hand-over no. %(number)s.") % {"number": last}


def _write(made: HandOver, lines: Iterable[Line]) -> None:
    """Store the lines, some hundred at a time, and count them on the hand-over."""
    waiting = iter(lines)
    while some := list(islice(waiting, BATCH)):
        rows = HandedArgument.objects.bulk_create([_row(made, line) for line in some])
        passages = [
            HandedPassage(
                handed=row,
                segment_key=one.key,
                author=one.author[:60],
                text=one.text,
                letters=one.letters,
                is_withdrawn=one.is_withdrawn,
            )
            for row, line in zip(rows, some, strict=True)
            for one in line.passages
        ]
        HandedPassage.objects.bulk_create(passages, batch_size=1_000)
        made.passages += sum(not one.is_withdrawn for one in passages)
        for line in some:
            name = COUNTED[Change(line.change)]
            setattr(made, name, getattr(made, name) + 1)


def _row(made: HandOver, line: Line) -> HandedArgument:
    argument = line.argument
    return HandedArgument(
        hand_over=made,
        argument=argument,
        number=argument.number,
        title=argument.title,
        summary=argument.summary,
        kind=argument.kind,
        people=line.people,
        letters=line.letters,
        change=line.change,
        merged_into=line.merged_into,
    )


def _write_letters(made: HandOver) -> int:
    """Note which letters are handed over for the first time; the database copies their keys."""
    points = Occurrence.objects.filter(statement=OuterRef("pk"))
    known = HandedStatement.objects.filter(statement=OuterRef("pk"))
    fresh = (
        Statement.objects.filter(Exists(points), ~Exists(known), procedure=made.procedure_id)
        .order_by("pk")
        .annotate(of=Value(made.pk), letter=F("pk"))
        .values_list("of", "letter")
    )
    sql, parameters = fresh.query.sql_with_params()
    table = HandedStatement._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (hand_over_id, statement_id) {sql}",
            parameters,
        )
    return made.statements.count()


def _record(made: HandOver) -> None:
    record(
        "statements.handed_over",
        subject=made.code,
        actor=made.by,
        procedure=made.procedure.slug,
        payload={
            "number": made.number,
            "sha256": made.sha256,
            "arguments": made.arguments_total,
            "new": made.arguments_new,
            "changed": made.arguments_changed,
            "withdrawn": made.arguments_withdrawn,
            "passages": made.passages,
            "letters": made.letters,
            "reply_due": made.reply_due.isoformat() if made.reply_due else "",
            "at": timezone.localtime(made.at).isoformat(),
        },
    )
