"""Grouping in the background: at most one run of a procedure at a time."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure

from ..errors import StatementError
from .campaigns import lock
from .grouping import regroup
from .placing import place_new


@transaction.atomic
def start_grouping(procedure: Procedure, *, by: str) -> Run:
    """Group the letters in the background.

    A run that waits already is given back instead. So is one at work; it then goes round once
    more, for the letters that came since it has read them.
    """
    lock(procedure)
    under_way = _under_way(procedure)
    if under_way is None:
        return _start(procedure, by)
    if under_way.state == Run.State.RUNNING:
        _note(under_way, again=True)
    return under_way


def is_under_way(procedure: Procedure) -> bool:
    """Whether a grouping of these letters waits or is at work."""
    return _under_way(procedure) is not None


def _start(procedure: Procedure, by: str) -> Run:
    return start_run(
        "group",
        title=_("Campaigns in %(procedure)s") % {"procedure": procedure.title},
        arguments={"procedure": procedure.slug},
        by=by,
        total=procedure.statements.count(),
    )


def _under_way(procedure: Procedure) -> Run | None:
    """The run that waits or works, unless it is about to stop or has looked for the last time."""
    runs = Run.objects.filter(kind="group", arguments__procedure=procedure.slug)
    still = runs.unfinished().filter(stop_requested=False, arguments__ending__isnull=True)
    return still.order_by("pk").first()


def _note(run: Run, **values: bool) -> None:
    Run.objects.filter(pk=run.pk).update(arguments={**run.arguments, **values})


@handler("group")
def group_letters(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: look for campaigns in the procedure that the run names."""
    procedure = Procedure.objects.filter(slug=handle.arguments.get("procedure", "")).first()
    if procedure is None:
        raise RunFailed(_("The procedure of this run does not exist any more."))
    if procedure.weighing_closed_at:
        return _only_new_ones(procedure, handle)
    try:
        outcome = regroup(procedure, by=handle.run.actor, handle=handle)
        while not outcome.stopped and _is_wanted_again(procedure, handle):
            outcome = regroup(procedure, by=handle.run.actor, handle=handle)
    except StatementError as error:
        raise RunFailed(str(error)) from error
    return outcome.as_json()


def _only_new_ones(procedure: Procedure, handle: RunHandle) -> dict[str, Any]:
    """After the weighing is closed, late letters find their campaign and no old one moves."""
    joined = place_new(procedure, by=handle.run.actor)
    handle.advance(handle.run.total, _("The weighing is closed: only new letters were placed."))
    return {"joined": joined}


@transaction.atomic
def _is_wanted_again(procedure: Procedure, handle: RunHandle) -> bool:
    """Whether somebody asked for it since it began; if not, whoever asks now gets a new run."""
    lock(procedure)
    run = Run.objects.get(pk=handle.run.pk)
    is_wanted = bool(run.arguments.pop("again", False))
    handle.write(arguments={**run.arguments} if is_wanted else {**run.arguments, "ending": True})
    return is_wanted
