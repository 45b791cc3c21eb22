"""Rounds of participation: planned, then opened."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.cores.deadlines import Schedule

from ..models import Procedure, ProcedureEvent, Round
from .calendar import days_of_round, preview, recalculate


def plan_round(
    *,
    procedure: Procedure,
    display_start: date,
    display_end: date | None = None,
    objections_until: date | None = None,
    kind: str = Round.Kind.FIRST,
) -> Schedule:
    """The schedule of a round as it would be opened; nothing is stored.

    A longer end as announced may be given; a shorter one is refused by the deadline core.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the dates are not lawful.
    """
    events = _events(display_start, display_end, objections_until)
    return preview(procedure, round=Round(procedure=procedure, kind=kind), events=events)


@transaction.atomic
def open_round(
    *,
    procedure: Procedure,
    display_start: date,
    by: str,
    display_end: date | None = None,
    objections_until: date | None = None,
    kind: str = Round.Kind.FIRST,
    title: str = "",
) -> Round:
    """Open a round: its first day and what was announced are recorded, the rest is computed.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the dates are not lawful.
    """
    locked = Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)
    events = _events(display_start, display_end, objections_until)
    planned = Round(procedure=locked, kind=kind)
    days = days_of_round(preview(locked, round=planned, events=events), display_start)
    number = (locked.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    opened = Round.objects.create(
        procedure=procedure,
        kind=kind,
        number=number,
        title=title or _("Round %(number)s") % {"number": number},
        **days,
    )
    _record_events(opened, events, by)
    _write(opened, by)
    recalculate(procedure=locked, by=by)
    return opened


def _events(start: date, end: date | None, until: date | None) -> dict[str, date]:
    given = {"display_start": start, "display_end": end, "objections_end": until}
    return {name: day for name, day in given.items() if day}


def _record_events(opened: Round, events: dict[str, date], by: str) -> None:
    kind, _colon, key = by.partition(":")
    user = User.objects.filter(pk=key).first() if kind == "user" and key.isdigit() else None
    ProcedureEvent.objects.bulk_create(
        ProcedureEvent(procedure_id=opened.procedure_id, round=opened, name=name, day=day, by=user)
        for name, day in events.items()
    )


def _write(opened: Round, by: str) -> None:
    slug = opened.procedure.slug
    record(
        "round.opened",
        subject=f"{slug}/{opened.number}",
        actor=by,
        procedure=slug,
        payload={
            "kind": str(opened.kind),
            "display_start": opened.display_start.isoformat(),
            "display_end": opened.display_end.isoformat(),
            "objections_until": opened.objections_until.isoformat(),
        },
    )
