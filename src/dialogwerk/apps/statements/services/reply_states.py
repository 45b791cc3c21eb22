"""Where the reply letters of a procedure stand: how many are ready, written, sent, returned."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from dialogwerk.apps.schemes.models import Procedure

from ..models import Dispatch, Reply, Statement
from ..models.replies import ReplyQuerySet, open_prints
from . import dispatch, gate
from .replies import due, is_due

STATES = {
    "unwritten": gettext_lazy("to be written"),
    "written": gettext_lazy("written, ready to be sent"),
    "printing": gettext_lazy("with the printer"),
    "unclear": gettext_lazy("e-mail unclear"),
    "sent": gettext_lazy("sent"),
    "outdated": gettext_lazy("sent, supplement due"),
    "returned": gettext_lazy("came back, not sent again"),
    "failed": gettext_lazy("e-mail refused, not sent otherwise"),
    "waiting": gettext_lazy("waits for an answer or a reader"),
}
"""What the list can be narrowed to. A letter can be in several of them, e.g. sent and outdated."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures above the list; all counted in the database."""

    people: int
    ready: int
    unwritten: int
    for_email: int
    for_post: int
    for_receipt: int
    printing: int
    unclear: int
    sent: int
    sent_by: dict[str, int]
    returned: int
    outdated: int

    @property
    def written(self) -> int:
        return self.for_email + self.for_post + self.for_receipt


def overview(procedure: Procedure) -> Overview:
    """Count what is ready, written, sent and returned in this procedure: four queries."""
    people, letters = _people(procedure), _letters(procedure)
    less = gate.replies_telling_less(procedure)
    supplements = less.aggregate(
        all=Count("pk"), unprepared=Count("pk", filter=_unprepared(procedure))
    )
    ways = {how: letters.pop(f"sent_{how}") for how in Dispatch.How.values}
    return Overview(
        people=people["all"],
        ready=people["ready"],
        unwritten=people["without"] + letters.pop("unwritten") + supplements["unprepared"],
        outdated=supplements["all"],
        sent_by={how: count for how, count in ways.items() if count},
        **letters,
    )


def _people(procedure: Procedure) -> dict[str, int]:
    """Those who wrote, those whose everything is answered, and those of them without any reply."""
    is_ready = gate.everything_answered(procedure, person="pk")
    reply = Reply.objects.filter(procedure=procedure, person=OuterRef("pk"))
    return gate.people_who_wrote(procedure).aggregate(
        all=Count("pk"),
        ready=Count("pk", filter=is_ready),
        without=Count("pk", filter=~Q(Exists(reply)) & is_ready),
    )


def _letters(procedure: Procedure) -> dict[str, int]:
    """Replies by where they are; conditions on few of them stand first, they cost least so."""
    unsent = Q(sent_at__isnull=True)
    written = unsent & dispatch.is_written() & is_due(procedure)
    email, post = dispatch.reached_by_email(), dispatch.reached_by_post()
    figures = {
        "unwritten": unsent & Q(generated_at__isnull=True) & is_due(procedure),
        "for_email": written & email,
        "for_post": written & ~email & post,
        "for_receipt": written & ~email & ~post,
        "printing": unsent & Q(Exists(open_prints())),
        "unclear": unsent & _has_dispatch(state=Dispatch.State.SENDING),
        "sent": Q(sent_at__isnull=False),
        "returned": unsent & _has_dispatch(state=Dispatch.State.RETURNED),
    }
    ways = {
        f"sent_{how}": Q(sent_at__isnull=False) & _has_dispatch(how=how, state=Dispatch.State.SENT)
        for how in Dispatch.How.values
    }
    counts = {name: Count("pk", filter=condition) for name, condition in (figures | ways).items()}
    return procedure.replies.aggregate(**counts)


def _has_dispatch(**conditions: str) -> Q:
    return Q(Exists(Dispatch.objects.filter(reply=OuterRef("pk"), **conditions)))


def _unprepared(procedure: Procedure) -> Q:
    """Nobody has made the supplement yet, and everything in it is answered."""
    supplement = Reply.objects.filter(supplement_to=OuterRef("pk"))
    return ~Q(Exists(supplement)) & gate.everything_answered(procedure, person="person")


def in_state(procedure: Procedure, state: str) -> ReplyQuerySet:
    """The letters in this state (one of ``STATES``); all for any other word."""
    replies = procedure.replies.all()
    conditions = {
        "unwritten": lambda: due(procedure).filter(generated_at=None),
        "written": lambda: dispatch.written(procedure),
        "printing": lambda: replies.unsent().in_print(),
        "unclear": lambda: replies.with_dispatch(state=Dispatch.State.SENDING),
        "sent": lambda: replies.sent(),
        "outdated": lambda: replies.filter(
            pk__in=gate.replies_telling_less(procedure).values("pk")
        ),
        "returned": lambda: replies.unsent().with_dispatch(state=Dispatch.State.RETURNED),
        "failed": lambda: replies.unsent().with_dispatch(state=Dispatch.State.FAILED),
        "waiting": lambda: replies.unsent().exclude(pk__in=due(procedure).values("pk")),
    }
    return conditions[state]() if state in conditions else replies


def state_of(reply: Reply) -> str:
    """The one state that a row of the list shows, for replies from :func:`shown`."""
    attempts = list(reply.dispatches.all())
    if any(one.state == Dispatch.State.SENDING for one in attempts):
        return "unclear"
    if reply.sent_at:
        return "outdated" if reply.outdated_at and not reply.supplemented_at else "sent"
    if reply.is_in_print:  # type: ignore[attr-defined]
        return "printing"
    if attempts and attempts[0].state == Dispatch.State.RETURNED:
        return "returned"
    if attempts and attempts[0].state == Dispatch.State.FAILED:
        return "failed"
    return "written" if reply.generated_at else "unwritten"


def shown(replies: ReplyQuerySet) -> ReplyQuerySet:
    """With what a row of the list shows."""
    letters = Statement.objects.filter(procedure=OuterRef("procedure"), person=OuterRef("person"))
    late = letters.filter(is_late=True)
    return (
        replies.select_related("person", "supplement_to")
        .prefetch_related("dispatches")
        .annotate(
            points_shown=Count("points"), has_late=Exists(late), is_in_print=Exists(open_prints())
        )
        .order_by("-sent_at", "pk")
    )
