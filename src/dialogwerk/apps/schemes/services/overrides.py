"""Last days set by hand, with a reason; what was computed stays visible beside them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words

from ..models import Procedure, Round, ScheduledStep, StepOverride
from ..rules import team_roles
from .calendar import recalculate

HATS = (Role.LAWYER, Role.CASE_WORKER, Role.OFFICE)
"""In which role somebody acts who has several on the team: the first of these."""


@transaction.atomic
def override_step(
    *,
    procedure: Procedure,
    step: str,
    day: date,
    reason: str,
    by: User,
    norm: str = "",
    round: Round | None = None,
) -> StepOverride:
    """Set the last day of a step by hand; later steps count from it.

    Raises:
        ValidationError: no such step, no reason, set by hand already, or the computed day.
        dialogwerk.cores.deadlines.DeadlineError: later days do not go together with it.
    """
    locked = Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)
    row = _step(locked, step, round)
    _check(row, day, reason)
    override = StepOverride.objects.create(
        procedure=locked,
        round=round,
        step=step,
        day=day,
        computed_day=row.computed_last_day,
        reason=reason.strip(),
        norm=norm.strip(),
        role=acting_role(by, locked),
        by=by,
    )
    recalculate(procedure=locked, by=by.actor)
    _write("step.overridden", override, by)
    return override


def _step(procedure: Procedure, step: str, round: Round | None) -> ScheduledStep:
    rows = ScheduledStep.objects.standing().filter(procedure=procedure, round=round, step=step)
    found: ScheduledStep | None = rows.first()
    if found is None:
        raise ValidationError(
            _("The calendar has no such step at present. It may have changed; please look again."),
            code="step",
        )
    return found


def _check(row: ScheduledStep, day: date, reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Please give the reason."), code="reason")
    if row.overridden:
        raise ValidationError(
            _("This day has been set by hand already, to %(day)s. Withdraw that first.")
            % {"day": day_in_words(row.last_day)},
            code="step",
        )
    if day == row.last_day:
        raise ValidationError(_("This is the computed day."), code="day")


def acting_role(user: User, procedure: Procedure) -> str:
    """In which role somebody sets a day: as on the team, else as administrator."""
    mine = team_roles(user, procedure)
    of_team = next((role.value for role in HATS if role in mine), "")
    return of_team or (Role.ADMINISTRATOR.value if is_administrator(user) else "")


@transaction.atomic
def withdraw_override(*, override: StepOverride, by: User, because: str) -> None:
    """Go back to the computed day.

    Raises:
        ValidationError: withdrawn already, or no reason.
        dialogwerk.cores.deadlines.DeadlineError: what is left does not go together.
    """
    procedure = Procedure.objects.select_for_update(no_key=True).get(pk=override.procedure_id)
    found = StepOverride.objects.select_for_update().get(pk=override.pk)
    if found.withdrawn_at:
        raise ValidationError(_("This has been withdrawn already."), code="withdrawn")
    if not because.strip():
        raise ValidationError(_("Please say why it is withdrawn."), code="because")
    found.withdrawn_by, found.withdrawn_at = by, timezone.now()
    found.withdrawn_because = because.strip()
    found.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    recalculate(procedure=procedure, by=by.actor)
    _write("override.withdrawn", found, by)


def _write(action: str, override: StepOverride, by: User) -> None:
    slug = override.procedure.slug
    record(
        action,
        subject=f"{slug}/{override.step}",
        actor=by.actor,
        procedure=slug,
        payload={
            "step": override.step,
            "round": override.round.number if override.round else None,
            "day": override.day.isoformat(),
            "computed": override.computed_day.isoformat(),
            "role": override.role,
            "norm": override.norm,
        },
    )
