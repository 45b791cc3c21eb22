"""Proposing in the background: some time after decisions, one run of a procedure at a time."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure

from ..models import Segment, Statement
from .campaigns import lock
from .proposing import renew

KIND = "propose"
QUIET = timedelta(minutes=1)
"""Nobody decided for so long: a good moment to learn."""

LONGEST = timedelta(minutes=10)
"""Where somebody decides all the time, proposals are renewed this often."""

ACTOR = "system:proposals"


@transaction.atomic
def start_proposing(procedure: Procedure, *, by: str = ACTOR) -> Run:
    """Renew the proposals in the background; a run that waits or works is given back instead."""
    lock(procedure)
    waiting = _runs(procedure).unfinished().filter(stop_requested=False)
    under_way: Run | None = waiting.order_by("pk").first()
    if under_way:
        return under_way
    return start_run(
        KIND,
        title=_("Proposals in %(procedure)s") % {"procedure": procedure.title},
        arguments={"procedure": procedure.slug},
        by=by,
        total=Segment.objects.filter(procedure=procedure).proposed().count(),
    )


def last_run(procedure: Procedure) -> Run | None:
    """The run that is under way, or the last one."""
    last: Run | None = _runs(procedure).order_by("-created_at").first()
    return last


def _runs(procedure: Procedure) -> Any:
    return Run.objects.filter(kind=KIND, arguments__procedure=procedure.slug)


def start_where_due(now: datetime) -> list[Run]:
    """Renew proposals wherever somebody has decided, or letters came, since the last time."""
    return [start_proposing(procedure) for procedure in _due(now)]


def _due(now: datetime) -> list[Procedure]:
    renewed = OuterRef("proposal_queue__renewed_at")
    decided = Segment.objects.filter(procedure=OuterRef("pk"), decided_at__isnull=False)
    newer = decided.filter(decided_at__gt=renewed)
    lately = decided.filter(decided_at__gt=now - QUIET)
    letters = Statement.objects.filter(procedure=OuterRef("pk"))
    later = letters.filter(pk__gt=OuterRef("proposal_queue__last_letter"), read_at=None)
    never = Q(proposal_queue=None) | Q(proposal_queue__renewed_at=None)
    old = Q(proposal_queue__renewed_at__lt=now - LONGEST)
    open_ones = Procedure.objects.filter(weighing_closed_at=None)
    first = open_ones.filter(never & Exists(letters) & Exists(decided))
    after_decisions = open_ones.filter(Exists(newer)).filter(~Exists(lately) | old)
    after_letters = open_ones.filter(old & Exists(later) & Exists(decided))
    wanted = {one.pk: one for some in (first, after_decisions, after_letters) for one in some}
    return [wanted[pk] for pk in sorted(wanted)]


@handler(KIND)
def propose(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: renew the proposals of the procedure that the run names."""
    procedure = Procedure.objects.filter(slug=handle.arguments.get("procedure", "")).first()
    if procedure is None:
        raise RunFailed(_("The procedure of this run does not exist any more."))
    if procedure.weighing_closed_at:
        return {"closed": True}
    return asdict(renew(procedure, handle))
