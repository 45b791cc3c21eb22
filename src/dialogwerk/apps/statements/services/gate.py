"""The gate "every objection answered": what is open, and closing the weighing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure

from ..errors import GateClosed
from ..models import Argument, Occurrence, Reply, ReplyPoint, Segment, Statement
from . import dialogue_results
from .argument_counts import Figures, figures_of, recount
from .considering import concerned, unconsidered
from .figures import figure, people_of


@dataclass(frozen=True, slots=True)
class OpenItems:
    """What stands between this procedure and its end; all counted in the database."""

    unread_letters: int
    undecided_passages: int
    unanswered_arguments: int
    unanswered_points: int
    people_without_reply: int
    outdated_replies: int
    unconsidered_promises: int = 0
    promises: int = 0
    unconsidered_results: int = 0
    results: int = 0

    @property
    def everything_is_answered(self) -> bool:
        """The gate: read, decided and answered, every promise cited or refuted, results of
        dialogues considered. Dispatch follows and is shown beside it."""
        return not (
            self.unread_letters
            or self.undecided_passages
            or self.unanswered_arguments
            or self.unconsidered_promises
            or self.unconsidered_results
        )

    @property
    def everyone_has_a_reply(self) -> bool:
        return not (self.people_without_reply or self.outdated_replies)


def open_items(procedure: Procedure, known: Mapping[int, Figures] | None = None) -> OpenItems:
    """Count what is open in this procedure: five queries at most.

    Args:
        known: figures of all its arguments, if they are at hand.
    """
    if known is None:
        known = figures_of(Argument.objects.filter(procedure=procedure))
    letters = Statement.objects.filter(procedure=procedure)
    unread, people, unconsidered_ones, promises, results_left, results = (
        Procedure.objects.filter(pk=procedure.pk)
        .values_list(
            figure(letters.unread(), Count("*")),
            people_of(procedure),
            figure(unconsidered(procedure), Count("*")),
            figure(concerned(procedure), Count("*")),
            figure(dialogue_results.unconsidered(procedure), Count("*")),
            figure(dialogue_results.concerned(procedure), Count("*")),
        )
        .get()
    )
    unanswered = [one.points for one in known.values() if one.points and not one.is_answered]
    replies = procedure.replies.filter(sent_at__isnull=False).aggregate(
        people=Count("pk", filter=Q(supplement_to=None)), outdated=Count("pk", filter=tells_less())
    )
    return OpenItems(
        unread_letters=unread or 0,
        undecided_passages=undecided_passages(procedure).count(),
        unanswered_arguments=len(unanswered),
        unanswered_points=sum(unanswered),
        people_without_reply=(people or 0) - replies["people"],
        outdated_replies=replies["outdated"],
        unconsidered_promises=unconsidered_ones or 0,
        promises=promises or 0,
        unconsidered_results=results_left or 0,
        results=results or 0,
    )


def unanswered_points(procedure: Procedure) -> QuerySet[Occurrence]:
    """Points whose argument has no answer; found by way of the passages, of which there are few."""
    return Occurrence.objects.filter(
        segment__procedure=procedure, segment__argument__current_answer=None
    )


def undecided_passages(procedure: Procedure) -> QuerySet[Segment]:
    """Proposals in letters or campaigns that count as read, e.g. reopened or added later; and in
    templates of letters that count as read, though only their own words were."""
    letters = Statement.objects.filter(procedure=procedure, read_at__isnull=False).order_by()
    read = letters.filter(campaign__isnull=False).values("campaign").distinct()
    is_read = Q(statement__read_at__isnull=False) | Q(campaign__read_at__isnull=False)
    proposed = Segment.objects.filter(procedure=procedure, state=Segment.State.PROPOSED)
    return proposed.filter(is_read | Q(campaign__in=read))


def not_read_through(procedure: Procedure) -> Q:
    """Of a letter: it is unread, or a passage of it or of its template is undecided."""
    return Q(read_at=None) | has_undecided(procedure)


def has_undecided(procedure: Procedure) -> Q:
    """Of a letter: a passage of it or of its template is undecided."""
    passages = Segment.objects.filter(procedure=procedure).proposed().order_by()
    return Q(pk__in=passages.filter(statement__isnull=False).values("statement")) | Q(
        campaign__in=passages.filter(campaign__isnull=False).values("campaign")
    )


def people_who_wrote(procedure: Procedure) -> QuerySet[Person]:
    """Everyone with a letter in this procedure."""
    wrote = Statement.objects.filter(procedure=procedure, person=OuterRef("pk"))
    return Person.objects.filter(Exists(wrote))


def replies_telling_less(procedure: Procedure) -> QuerySet[Reply]:
    """Sent replies, the newest to their person, that do not tell all which is known by now: a
    letter came, a passage was tied or an answer was changed since. A supplement is due."""
    return procedure.replies.filter(tells_less(), sent_at__isnull=False)


def tells_less() -> Q:
    """The condition of :func:`replies_telling_less` on a sent reply."""
    told = ReplyPoint.objects.filter(
        reply__procedure=OuterRef("statement__procedure"),
        reply__person=OuterRef("statement__person"),
        reply__sent_at__isnull=False,
        argument=OuterRef("segment__argument"),
        answer=OuterRef("segment__argument__current_answer"),
    )
    untold = Occurrence.objects.filter(
        statement__procedure=OuterRef("procedure"), statement__person=OuterRef("person")
    ).exclude(Exists(told))
    letters = Statement.objects.filter(procedure=OuterRef("procedure"), person=OuterRef("person"))
    counted = letters.order_by().values("person").annotate(letters=Count("pk")).values("letters")
    newer = Reply.objects.filter(supplement_to=OuterRef("pk"), sent_at__isnull=False)
    return ~Q(Exists(newer)) & (Q(Exists(untold)) | Q(letters__lt=Subquery(counted)))


def people_ready_for_reply(procedure: Procedure) -> QuerySet[Person]:
    """Everything they wrote is read and answered."""
    return people_who_wrote(procedure).filter(everything_answered(procedure, person="pk"))


def everything_answered(procedure: Procedure, *, person: str) -> Q:
    """No letter of the person whom this field names is unread, no passage undecided, no point
    unanswered."""
    unread = Statement.objects.filter(not_read_through(procedure), procedure=procedure)
    open_points = unanswered_points(procedure)
    is_unread = Q(**{f"{person}__in": unread.order_by().values("person")})
    is_open = Q(**{f"{person}__in": open_points.values("statement__person")})
    return ~is_unread & ~is_open


@transaction.atomic
def close_weighing(*, procedure: Procedure, by: str) -> None:
    """Close the weighing; refused while anything is unread, undecided or unanswered.

    Raises:
        GateClosed: something is open; the message counts it. Or it is closed already.
    """
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if locked.weighing_closed_at:
        raise GateClosed(_("The weighing is closed already."))
    recount(locked)
    items = open_items(locked)
    if not items.everything_is_answered:
        raise GateClosed(_refusal(items))
    _set(procedure, "weighing_closed_at", timezone.now())
    record(
        "weighing.closed",
        subject=procedure.slug,
        actor=by,
        procedure=procedure.slug,
        payload={"letters": procedure.statements.count()},
    )


def _refusal(items: OpenItems) -> str:
    refusal = _(
        "The weighing cannot be closed: %(letters)s letters are unread, %(passages)s passages"
        " undecided, %(arguments)s arguments unanswered."
    ) % {
        "letters": items.unread_letters,
        "passages": items.undecided_passages,
        "arguments": items.unanswered_arguments,
    }
    if items.unconsidered_promises:
        promises = ngettext(
            "%(count)s promise is neither cited nor refuted.",
            "%(count)s promises are neither cited nor refuted.",
            items.unconsidered_promises,
        )
        refusal = f"{refusal} {promises % {'count': items.unconsidered_promises}}"
    if items.unconsidered_results:
        results = ngettext(
            "Nobody has noted where the results of %(count)s dialogue are considered.",
            "Nobody has noted where the results of %(count)s dialogues are considered.",
            items.unconsidered_results,
        )
        refusal = f"{refusal} {results % {'count': items.unconsidered_results}}"
    return refusal


def _set(procedure: Procedure, field: str, value: datetime | None) -> None:
    setattr(procedure, field, value)
    procedure.save(update_fields=[field])


@transaction.atomic
def reopen_weighing(*, procedure: Procedure, by: str, reason: str) -> None:
    """Open the weighing again, with a reason that goes into the journal.

    Raises:
        GateClosed: no reason was given, or it is open.
    """
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if not locked.weighing_closed_at:
        raise GateClosed(_("The weighing is open."))
    if not reason.strip():
        raise GateClosed(_("Give the reason why the weighing is opened again."))
    _set(procedure, "weighing_closed_at", None)
    record(
        "weighing.reopened",
        subject=procedure.slug,
        actor=by,
        procedure=procedure.slug,
        payload={"reason": reason.strip()[:1000]},
    )


@transaction.atomic
def release_answers(*, procedure: Procedure, by: str) -> None:
    """Show the answers on the public pages and behind every receipt; once, and for good.

    Raises:
        GateClosed: they are shown already.
    """
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if locked.answers_released_at:
        raise GateClosed(_("The answers are published already."))
    _set(procedure, "answers_released_at", timezone.now())
    record("answers.released", subject=procedure.slug, actor=by, procedure=procedure.slug)
