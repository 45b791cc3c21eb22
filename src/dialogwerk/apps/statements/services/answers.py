"""Arguments and their answers: written once, holding for every letter that makes the point."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import (
    AnswerVersion,
    Argument,
    ArgumentLineage,
    ArgumentSource,
    Occurrence,
    Reply,
    ReplyPoint,
    Segment,
    Statement,
)
from ..models.answers import Weighing
from ..models.replies import open_prints
from .argument_counts import NOBODY, figures_of, note_change
from .considering import follow_merge
from .replies import invalidate


def _check_open(procedure: Procedure) -> None:
    if procedure.weighing_closed_at:
        raise NotAllowedNow(
            _("The weighing is closed. Open it again, with a reason, before you change answers.")
        )


def _locked(argument: Argument) -> Argument:
    return Argument.objects.select_for_update().get(pk=argument.pk)


@transaction.atomic
def open_argument(
    *,
    procedure: Procedure,
    title: str,
    by: str,
    kind: str = Argument.Kind.ARGUMENT,
    summary: str = "",
    responsible: User | None = None,
) -> Argument:
    """Add an argument to the catalogue under the next free number.

    Raises:
        NotAllowedNow: no title, or the weighing is closed.
    """
    _check_open(procedure)
    if not title.strip():
        raise NotAllowedNow(_("Give the argument a title."))
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    last = procedure.arguments.aggregate(last=Max("number"))["last"] or 0
    argument = Argument.objects.create(
        procedure=procedure,
        number=last + 1,
        title=title.strip()[:200],
        kind=kind,
        summary=summary,
        responsible=responsible,
        created_by=by,
    )
    record(
        "argument.opened",
        subject=f"argument {argument.number}",
        actor=by,
        procedure=procedure.slug,
        payload={"title": argument.title, "kind": kind},
    )
    return argument


@transaction.atomic
def amend_argument(
    *,
    argument: Argument,
    title: str,
    kind: str,
    summary: str,
    responsible: User | None,
    by: str,
) -> list[str]:
    """Change how an argument is described or who answers it; returns the names of what changed.

    Raises:
        NotAllowedNow: no title, or the weighing is closed.
    """
    _check_open(argument.procedure)
    if not title.strip():
        raise NotAllowedNow(_("Give the argument a title."))
    wanted = {
        "title": title.strip()[:200],
        "kind": kind,
        "summary": summary.strip(),
        "responsible_id": responsible.pk if responsible else None,
    }
    changed = [name for name, value in wanted.items() if getattr(argument, name) != value]
    if not changed:
        return []
    before = {name: getattr(argument, name) for name in changed}
    for name in changed:
        setattr(argument, name, wanted[name])
    argument.save(update_fields=[name.removesuffix("_id") for name in changed])
    record(
        "argument.amended",
        subject=f"argument {argument.number}",
        actor=by,
        procedure=argument.procedure.slug,
        payload={"before": before, "after": {name: wanted[name] for name in changed}},
    )
    return changed


def people_concerned(argument: Argument) -> int:
    """How many people make this point; shown before an answer is saved."""
    return figures_of([argument]).get(argument.pk, NOBODY).people


@transaction.atomic
def answer(
    *,
    argument: Argument,
    result: str,
    text: str,
    by: User,
    passed_to: str = "",
    after: int | None = None,
) -> AnswerVersion:
    """Write the next version of the answer. Unsent replies follow; sent ones are flagged.

    Args:
        passed_to: to whom the point was passed on; kept only with that result.
        after: number of the version that the writer had before them (0 for none).

    Raises:
        NotAllowedNow: merged argument, empty text, unknown result, passed on without saying to
            whom, nothing changed, somebody else was faster, or the weighing is closed.
    """
    _check_open(argument.procedure)
    now = _locked(argument)
    if now.merged_into_id:
        raise NotAllowedNow(_("This argument was merged into another one; answer that one."))
    passed_to = passed_to.strip()[:200] if result == Weighing.NOT_IN_THIS_PROCEDURE else ""
    text = text.strip().replace("\r\n", "\n")
    _check_answer(result, text, passed_to)
    _check_news(now.current_answer, (result, text, passed_to), after)
    version = AnswerVersion.objects.create(
        argument=argument,
        number=(argument.answers.aggregate(last=Max("number"))["last"] or 0) + 1,
        result=result,
        passed_to=passed_to,
        text=text,
        by=by,
        people_concerned=people_concerned(argument),
    )
    argument.current_answer = version
    argument.save(update_fields=["current_answer"])
    flagged = flag_sent_replies([argument])
    invalidate([argument])
    record(
        "argument.answered",
        subject=f"argument {argument.number}",
        actor=by.actor,
        procedure=argument.procedure.slug,
        payload={
            "version": version.number,
            "result": result,
            "people": version.people_concerned,
            "flagged_replies": flagged,
        },
    )
    return version


def _check_answer(result: str, text: str, passed_to: str) -> None:
    if result not in Weighing.values:
        raise NotAllowedNow(_("Choose a result of the weighing."))
    if not text:
        raise NotAllowedNow(_("An answer needs a text that gives the reasons."))
    if result == Weighing.NOT_IN_THIS_PROCEDURE and not passed_to:
        raise NotAllowedNow(_("Say to whom the point was passed on."))


def _check_news(
    current: AnswerVersion | None, wanted: tuple[str, str, str], after: int | None
) -> None:
    """The new version differs from the current one, and its writer has seen that one."""
    number = current.number if current else 0
    if after is not None and after != number:
        raise NotAllowedNow(
            _(
                "Meanwhile version %(number)s was saved. Compare it with your text before you save"
                " yours as the next version."
            )
            % {"number": number}
        )
    if current and (current.result, current.text, current.passed_to) == wanted:
        raise NotAllowedNow(_("Nothing was changed, so there is no new version."))


def sent_replies_concerned(argument: Argument) -> int:
    """How many sent replies a new version will flag as outdated."""
    shown = Reply.objects.sent().filter(
        points__argument=argument, outdated_at=None, supplemented_at=None
    )
    return shown.distinct().count()


@dataclass(frozen=True, slots=True)
class Concerned:
    """What hangs on an argument when its answer changes; counted in the database.

    Attributes:
        people: who make the point.
        sent: letters that were sent and show the present answer; they will be flagged.
        written: letters that are written and not sent; they are written anew by themselves.
        printing: letters with the printer; they stay as they are.
        without: people for whom no letter is written yet.
    """

    people: int
    sent: int
    written: int
    printing: int

    @property
    def without(self) -> int:
        return max(0, self.people - self.sent - self.written - self.printing)


def concerned(argument: Argument, *, people: int | None = None) -> Concerned:
    """Whom a new version of the answer touches, before it is saved: one query.

    Args:
        people: who make the point, if the caller has counted them; one query more if not.
    """
    shown = Reply.objects.filter(
        pk__in=ReplyPoint.objects.filter(argument=argument).values("reply")
    )
    unsent = Q(sent_at=None)
    counts = shown.aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False, outdated_at=None, supplemented_at=None)),
        unsent=Count("pk", filter=unsent),
        printing=Count("pk", filter=unsent & Q(Exists(open_prints()))),
    )
    return Concerned(
        people=people_concerned(argument) if people is None else people,
        sent=counts["sent"],
        written=counts["unsent"] - counts["printing"],
        printing=counts["printing"],
    )


def letters_by_person(argument: Argument) -> QuerySet[Statement, Any]:
    """The people who make the point, as ``person`` with their number of ``letters``."""
    letters = Statement.objects.filter(
        pk__in=Occurrence.objects.filter(segment__argument=argument).values("statement")
    )
    return letters.order_by("person").values("person").annotate(letters=Count("pk"))


def flag_sent_replies(arguments: Iterable[Argument]) -> int:
    """Mark replies already sent that show an answer which is no longer current."""
    flagged = 0
    for argument in arguments:
        stale = Reply.objects.sent().filter(
            points__argument=argument, outdated_at=None, supplemented_at=None
        )
        if argument.current_answer_id:
            stale = stale.exclude(points__answer=argument.current_answer_id)
        flagged += Reply.objects.filter(pk__in=stale.values("pk")).update(
            outdated_at=timezone.now()
        )
    return flagged


@transaction.atomic
def merge(*, source: Argument, target: Argument, by: str) -> Argument:
    """Merge one argument into another; its passages move, its history stays readable.

    Raises:
        NotAllowedNow: into itself, across procedures, one of them merged already, or the weighing
            is closed.
    """
    _check_open(source.procedure)
    if source.pk == target.pk or source.procedure_id != target.procedure_id:
        raise NotAllowedNow(_("Choose another argument of the same procedure to merge into."))
    if _locked(source).merged_into_id or _locked(target).merged_into_id:
        raise NotAllowedNow(_("One of the two arguments was merged already."))
    moved = source.segments.update(argument=target)
    note_change(Argument.objects.filter(pk__in=(source.pk, target.pk)))
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    ArgumentLineage.objects.create(
        kind=ArgumentLineage.Kind.MERGE, source=source, target=target, by=by
    )
    follow_merge(source=source, target=target, by=by)
    _flag_moved(source, target)
    _record_lineage("argument.merged", source, target, by, {"segments": moved})
    return target


@transaction.atomic
def split(
    *, source: Argument, title: str, segments: Iterable[Segment], by: str, kind: str = ""
) -> Argument:
    """Split passages off into a new argument, which starts without an answer.

    Raises:
        NotAllowedNow: no passage chosen, one that belongs to another argument, or the weighing is
            closed.
    """
    _check_open(source.procedure)
    chosen = [segment.pk for segment in segments]
    if not chosen or source.segments.filter(pk__in=chosen).count() != len(chosen):
        raise NotAllowedNow(_("Choose at least one passage of this argument to split off."))
    target = open_argument(
        procedure=source.procedure,
        title=title,
        by=by,
        kind=kind or source.kind,
        responsible=source.responsible,
    )
    Segment.objects.filter(pk__in=chosen).update(argument=target)
    note_change(Argument.objects.filter(pk__in=(source.pk, target.pk)))
    ArgumentLineage.objects.create(
        kind=ArgumentLineage.Kind.SPLIT, source=source, target=target, by=by
    )
    _flag_moved(source, target)
    _record_lineage("argument.split", source, target, by, {"segments": len(chosen)})
    return target


def _flag_moved(source: Argument, target: Argument) -> None:
    """Replies sent to people whose passages now belong to the target are outdated."""
    people = Occurrence.objects.filter(segment__argument=target).values("statement__person")
    Reply.objects.sent().filter(
        points__argument=source, person__in=people, outdated_at=None
    ).update(outdated_at=timezone.now())
    invalidate([source, target])


def _record_lineage(
    action: str, source: Argument, target: Argument, by: str, payload: dict[str, Any]
) -> None:
    record(
        action,
        subject=f"argument {source.number}",
        actor=by,
        procedure=source.procedure.slug,
        payload={"target": target.number, **payload},
    )


@transaction.atomic
def cite(
    *, argument: Argument, document_id: int | None, page: int | None, note: str, by: str
) -> ArgumentSource:
    """Add a source: a displayed document with its page, or a note.

    Raises:
        NotAllowedNow: neither document nor note, a page that the document does not have, or the
            weighing is closed.
    """
    _check_open(argument.procedure)
    document = (
        argument.procedure.scheme.documents.filter(pk=document_id).first() if document_id else None
    )
    if document is None and not note.strip():
        raise NotAllowedNow(_("Name a document on display or describe the source."))
    if document and page is not None and not 1 <= page <= document.pages:
        raise NotAllowedNow(
            _("%(document)s has %(pages)s pages; page %(page)s does not exist.")
            % {"document": document, "pages": document.pages, "page": page}
        )
    source = ArgumentSource.objects.create(
        argument=argument, document=document, page=page, note=note.strip()[:300]
    )
    _record_source("argument.source_added", source, by)
    return source


@transaction.atomic
def drop_source(*, source: ArgumentSource, by: str) -> None:
    """Take a source away again; the journal keeps what it said.

    Raises:
        NotAllowedNow: the weighing is closed.
    """
    _check_open(source.argument.procedure)
    _record_source("argument.source_dropped", source, by)
    source.delete()


def _record_source(action: str, source: ArgumentSource, by: str) -> None:
    record(
        action,
        subject=f"argument {source.argument.number}",
        actor=by,
        procedure=source.argument.procedure.slug,
        payload={
            "document": source.document.number if source.document else "",
            "page": source.page,
            "note": source.note,
        },
    )
