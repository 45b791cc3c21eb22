"""Where the reply letters of a procedure stand: how many are ready, written, sent, returned."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from dialogwerk.apps.schemes.models import Procedure

from ..models import Dispatch, Reply, ReplyPoint, Statement
from ..models.replies import ReplyQuerySet, open_prints
from . import dispatch, gate
from .figures import people_of
from .replies import due

STATES = {
    "unwritten": gettext_lazy("to be written"),
    "written": gettext_lazy("written, ready to be sent"),
    "printing": gettext_lazy("with the printer"),
    "unclear": gettext_lazy("e-mail unclear"),
    "sent": gettext_lazy("sent"),
    "outdated": gettext_lazy("sent, supplement due"),
    "returned": gettext_lazy("came back, not sent again"),
    "failed": gettext_lazy("e-mail refused, not sent otherwise"),
    "together": gettext_lazy("answered together with others, not out yet"),
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
    together: int = 0

    @property
    def written(self) -> int:
        return self.for_email + self.for_post + self.for_receipt


def overview(procedure: Procedure) -> Overview:
    """Count what is ready, written, sent and returned in this procedure: three queries."""
    people, sorts = _people(procedure), _all_sorts(procedure)
    sent = [one for one in sorts if one["is_sent"]]
    unsent = [one for one in sorts if not one["is_sent"]]
    ready = people["all"] - people["waiting"]
    due = [one for one in unsent if one["is_ready"] and one["is_next"] and one["is_single"]]
    written = [one for one in due if one["is_written"]]
    without = ready - _sum(sent + unsent, is_first=True, is_ready=True)
    return Overview(
        people=people["all"],
        ready=ready,
        unwritten=without
        + _sum(due, has_text=False)
        + _sum(sent, tells_less=True, is_ready=True, is_supplemented=False),
        for_email=_sum(written, by_email=True),
        for_post=_sum(written, by_email=False, by_post=True),
        for_receipt=_sum(written, by_email=False, by_post=False),
        printing=_sum(unsent, in_print=True),
        together=_sum(unsent, is_single=False),
        unclear=_sum(unsent, is_unclear=True),
        returned=_sum(unsent, is_returned=True),
        sent=_sum(sent),
        outdated=_sum(sent, tells_less=True),
        sent_by={how: _sum(sent, how=how) for how in {one["how"] for one in sent} if how},
    )


def _people(procedure: Procedure) -> dict[str, int]:
    """Those who wrote, and those of them of whom something is unread, undecided or unanswered."""
    letters = Statement.objects.filter(procedure=procedure).order_by()
    figures = people_of(procedure), people_of(procedure, unread=True)
    found = Procedure.objects.filter(pk=procedure.pk).values_list(*figures).get()
    everyone, waiting = (number or 0 for number in found)
    if waiting < everyone:
        points = gate.unanswered_points(procedure).order_by()
        open_ones = (
            letters.filter(gate.has_undecided(procedure)).values("person"),
            points.values(person=F("statement__person")),
        )
        waiting = letters.unread().values("person").union(*open_ones).count()
    return {"all": everyone, "waiting": waiting}


Sorts = list[dict[str, Any]]
"""Replies for which the same conditions hold, with their ``count``."""


def _all_sorts(procedure: Procedure) -> Sorts:
    """How many replies there are of each sort."""
    way = Dispatch.objects.filter(reply=OuterRef("pk"), state=Dispatch.State.SENT)
    is_sent = Q(sent_at__isnull=False)
    return _sorted(
        procedure.replies.annotate(how=Subquery(way.order_by("-at").values("how")[:1])),
        "how",
        is_sent=is_sent,
        is_first=Q(supplement_to=None),
        is_single=Q(collective=None),
        is_ready=gate.everything_answered(procedure, person="person"),
        tells_less=is_sent & gate.tells_less(),
        is_supplemented=is_sent & Q(Exists(Reply.objects.filter(supplement_to=OuterRef("pk")))),
        is_next=Q(supplement_to=None) | Q(supplement_to__sent_at__isnull=False),
        has_text=Q(generated_at__isnull=False),
        is_written=~is_sent & dispatch.is_written(),
        by_email=~is_sent & dispatch.reached_by_email(),
        by_post=~is_sent & dispatch.reached_by_post(),
        in_print=~is_sent & Q(Exists(open_prints())),
        is_unclear=~is_sent & _has_dispatch(state=Dispatch.State.SENDING),
        is_returned=~is_sent & _has_dispatch(state=Dispatch.State.RETURNED),
    )


def _sorted(replies: ReplyQuerySet, *fields: str, **conditions: Q) -> Sorts:
    """Count replies by what holds for them; each condition is looked at once a reply."""
    holds = {name: _holds(condition) for name, condition in conditions.items()}
    sorts = replies.order_by().annotate(**holds).values(*fields, *holds)
    return list(sorts.annotate(count=Count("pk")))


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _sum(sorts: Sorts, **wanted: object) -> int:
    return sum(
        one["count"] for one in sorts if all(one[name] == value for name, value in wanted.items())
    )


def _has_dispatch(**conditions: str) -> Q:
    return Q(Exists(Dispatch.objects.filter(reply=OuterRef("pk"), **conditions)))


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
        "together": lambda: replies.unsent().exclude(collective=None),
        "waiting": lambda: replies.unsent().single().exclude(pk__in=due(procedure).values("pk")),
    }
    return conditions[state]() if state in conditions else replies


def state_of(reply: Reply) -> str:
    """The one state that a row of the list shows, for replies from :func:`shown`."""
    attempts = list(reply.dispatches.all())
    if reply.collective_id and not reply.sent_at:
        return "together"
    if any(one.state == Dispatch.State.SENDING for one in attempts):
        return "unclear"
    if reply.sent_at:
        return "outdated" if reply.is_telling_less else "sent"  # type: ignore[attr-defined]
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
    counted = ReplyPoint.objects.filter(reply=OuterRef("pk")).order_by().values("reply")
    points = Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)
    return (
        replies.select_related("person", "supplement_to")
        .prefetch_related("dispatches")
        .annotate(points_shown=points, has_late=Exists(late), is_in_print=Exists(open_prints()))
        .annotate(is_telling_less=_holds(Q(sent_at__isnull=False) & gate.tells_less()))
        .order_by("-sent_at", "pk")
    )
