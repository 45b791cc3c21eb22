"""What the core is asked with, and what it says: the bridge between rows and schedules."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from dialogwerk.cores.deadlines import Schedule, Step, procedure_type, schedule
from dialogwerk.cores.deadlines.errors import MissingEvent

from ..models import Procedure, ProcedureEvent, Round, ScheduledStep, StepOverride

PLAN_CHANGE = "plan_change"
"""The circumstance of a round of kind "change"."""

Days = Mapping[str, date | None]
NONE: Days = MappingProxyType({})


def arguments_of(procedure: Procedure, round: Round | None = None) -> dict[str, Any]:
    """The named arguments of the core for one round, as recorded; of the procedure without one.

    Args:
        procedure: as it stands, or changed and not yet saved.
        round: one that is not saved yet has no events of its own.
    """
    return {
        "land": procedure.land,
        "eia": procedure.eia,
        "variant": procedure.variant,
        "municipality": procedure.municipality,
        "circumstances": _circumstances(procedure, round),
        "events": _recorded(procedure, round),
        "overrides": _set_by_hand(procedure, round),
    }


def _circumstances(procedure: Procedure, round: Round | None) -> tuple[str, ...]:
    facts = set(procedure.circumstances)
    known = {choice.id for choice in procedure_type(procedure.kind).circumstances}
    if round is not None and round.kind == Round.Kind.CHANGE and PLAN_CHANGE in known:
        facts.add(PLAN_CHANGE)
    return tuple(sorted(facts))


def _recorded(procedure: Procedure, round: Round | None) -> dict[str, date]:
    events = ProcedureEvent.objects.filter(procedure_id=procedure.pk).standing()
    own = list(events.filter(round=None).values_list("name", "day"))
    if round is not None and round.pk:
        own += events.filter(round=round).values_list("name", "day")
    return dict(own)


def _set_by_hand(procedure: Procedure, round: Round | None) -> dict[str, date]:
    overrides = StepOverride.objects.filter(procedure_id=procedure.pk).standing()
    days = list(overrides.filter(round=None).values_list("step", "day"))
    if round is not None and round.pk:
        days += overrides.filter(round=round).values_list("step", "day")
    known = {rule.step for rule in procedure_type(procedure.kind).steps}
    return {step: day for step, day in days if step in known}


def preview(
    procedure: Procedure, *, round: Round | None = None, events: Days = NONE, overrides: Days = NONE
) -> Schedule:
    """The schedule as it would be with these days besides the recorded ones; nothing is stored.

    Without an event from which anything counts it has no steps.

    Args:
        procedure: as it stands, or changed and not yet saved.
        round: of which round; one that is not saved yet has no events of its own.
        events: further days, other days for recorded events, None to leave one out.
        overrides: the same for last days set by hand.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the days are not lawful.
    """
    arguments = arguments_of(procedure, round)
    arguments["events"] = _merged(arguments["events"], events)
    arguments["overrides"] = _merged(arguments["overrides"], overrides)
    try:
        return schedule(procedure.kind, **arguments)
    except MissingEvent:
        return Schedule(procedure.kind, procedure.land, procedure.eia, arguments["events"], ())


def _merged(stored: Mapping[str, date], given: Days) -> dict[str, date]:
    return {name: day for name, day in {**stored, **given}.items() if day is not None}


def schedule_of(procedure: Procedure, round: Round | None = None) -> Schedule:
    """The schedule computed anew from what is stored; without a round, of the last one."""
    return preview(procedure, round=round or procedure.current_round)


AS_WRITTEN = (
    *("step", "kind", "actor", "trigger", "norms", "explanation_de", "explanation_en"),
    *("name_de", "name_en", "readings", "hints_de", "hints_en", "confidence"),
    *("recorded", "overridden"),
)


def step_row(procedure: Procedure, step: Step, round: Round | None = None) -> ScheduledStep:
    """A step of the core as a row, not saved."""
    values = step.as_dict()
    return ScheduledStep(
        procedure=procedure,
        round=round,
        first_day=step.first_day,
        last_day=step.last_day,
        computed_last_day=step.computed_last_day or step.last_day,
        minimum_last_day=step.minimum_last_day,
        accept_until=step.accept_until,
        law_from=step.law_from,
        **{key: values[key] for key in AS_WRITTEN},
    )


def round_rows(procedure: Procedure, plan: Schedule) -> list[ScheduledStep]:
    """The steps of a planned round, as the screen shows stored ones; not saved."""
    return [step_row(procedure, step) for step in plan.steps if step.of_round]
