"""The calendar of a procedure: what is recorded goes to the core, what it says is stored.

`recalculate` is the only place that writes `ScheduledStep` rows and the days of a round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dialogwerk.apps.base.journal import record
from dialogwerk.cores.deadlines import Schedule, Step, schedule

from ..models import Procedure, ProcedureEvent, Round, ScheduledStep
from ..words import name_of_step

VISIBLE = (
    *("name_de", "name_en", "first_day", "last_day", "computed_last_day", "minimum_last_day"),
    *("accept_until", "kind", "actor", "norms", "explanation_de", "explanation_en", "readings"),
    *("hints_de", "hints_en", "recorded", "overridden"),
)
"""What readers of a step see; a change of it counts its sequence on."""

SILENT = ("position", "trigger", "law_from", "confidence")
COUNTED = ("sequence", "changed_at", "cancelled_at")


@dataclass(frozen=True, slots=True)
class Moved:
    """A last day that is another one now; None where there was or is no such step."""

    step: str
    name_de: str
    name_en: str
    round: int | None
    before: date | None
    after: date | None


def arguments_of(procedure: Procedure, round: Round | None = None) -> dict[str, Any]:
    """What the core is asked with for one round, as recorded; of the procedure without rounds."""
    return {
        "land": procedure.land,
        "eia": procedure.eia,
        "events": _recorded(procedure, round),
    }


def _recorded(procedure: Procedure, round: Round | None) -> dict[str, date]:
    events = ProcedureEvent.objects.filter(procedure=procedure).standing()
    own = list(events.filter(round=None).values_list("name", "day"))
    if round is not None and round.pk:
        own += events.filter(round=round).values_list("name", "day")
    return dict(own)


def preview(
    procedure: Procedure, *, round: Round | None = None, events: Mapping[str, date | None] = {}
) -> Schedule:
    """The schedule as it would be with these events besides the recorded ones; nothing is stored.

    Args:
        procedure: as it stands, or changed and not yet saved.
        round: of which round; one that is not saved yet has no events of its own.
        events: further days, other days for recorded events, None to leave one out.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the days are not lawful.
    """
    arguments = arguments_of(procedure, round)
    merged = {**arguments["events"], **events}
    arguments["events"] = {name: day for name, day in merged.items() if day is not None}
    if not _can_start(arguments["events"]):
        return _empty(procedure, arguments["events"])
    return schedule(procedure.kind, **arguments)


def _can_start(events: Mapping[str, date]) -> bool:
    return "display_start" in events


def _empty(procedure: Procedure, events: Mapping[str, date]) -> Schedule:
    return Schedule(procedure.kind, procedure.land, procedure.eia, events, ())


def schedule_of(procedure: Procedure, round: Round | None = None) -> Schedule:
    """The schedule computed anew from what is stored; without a round, of the last one."""
    return preview(procedure, round=round or procedure.current_round)


@transaction.atomic
def recalculate(*, procedure: Procedure, by: str) -> tuple[Moved, ...]:
    """Bring the stored calendar in line with what is recorded; says which last days moved.

    Waits for anybody who does the same; done twice it changes nothing. A step that falls away is
    cancelled, never deleted. A round without recorded days stays as it was announced.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: what is recorded does not go together.
    """
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    rounds = [one for one in locked.rounds.order_by("number") if _has_days(one)]
    plans = {one: preview(locked, round=one) for one in rounds}
    whole = plans[rounds[-1]] if rounds else preview(locked)
    moved = _store(locked, _rows(locked, whole, plans), timezone.now())
    for one, plan in plans.items():
        _keep_days(one, plan)
    _say(locked, moved, by)
    return moved


def _has_days(round: Round) -> bool:
    return ProcedureEvent.objects.filter(round=round).standing().exists()


def _rows(
    procedure: Procedure, whole: Schedule, plans: Mapping[Round, Schedule]
) -> list[ScheduledStep]:
    """The rows as they should be: before the participation, its rounds, after it."""
    if not plans:
        return _numbered([step_row(procedure, step) for step in whole.steps])
    of_round = [number for number, step in enumerate(whole.steps) if is_of_round(step)]
    turn = of_round[0] if of_round else len(whole.steps)
    rows = [step_row(procedure, step) for step in whole.steps[:turn]]
    for one, plan in plans.items():
        rows += [step_row(procedure, step, one) for step in plan.steps if is_of_round(step)]
    rows += [step_row(procedure, step) for step in whole.steps[turn:] if not is_of_round(step)]
    return _numbered(rows)


def round_rows(procedure: Procedure, plan: Schedule) -> list[ScheduledStep]:
    """The steps of a planned round, as the screen shows stored ones; not saved."""
    return [step_row(procedure, step) for step in plan.steps if is_of_round(step)]


def is_of_round(step: Step) -> bool:
    """Whether a step belongs to one round of participation."""
    return step.of_round or step.step in ("public_display", "objections")


def _numbered(rows: list[ScheduledStep]) -> list[ScheduledStep]:
    for position, row in enumerate(rows):
        row.position = position
    return rows


def step_row(procedure: Procedure, step: Step, round: Round | None = None) -> ScheduledStep:
    """A step of the core as a row, not saved."""
    values = step.as_dict()
    name = name_of_step(step)
    return ScheduledStep(
        procedure=procedure,
        round=round,
        step=step.step,
        name_de=name.de,
        name_en=name.en,
        first_day=step.first_day,
        last_day=step.last_day,
        computed_last_day=step.computed_last_day or step.last_day,
        minimum_last_day=step.minimum_last_day,
        accept_until=step.accept_until,
        law_from=step.law_from,
        **{
            key: values[key]
            for key in (
                *("kind", "actor", "trigger", "norms", "explanation_de", "explanation_en"),
                *("readings", "hints_de", "hints_en", "confidence", "recorded", "overridden"),
            )
        },
    )


def _store(procedure: Procedure, rows: list[ScheduledStep], now: datetime) -> tuple[Moved, ...]:
    found = ScheduledStep.objects.filter(procedure=procedure).select_related("round")
    stored = {(one.round_id, one.step): one for one in found}
    new: list[ScheduledStep] = []
    kept: list[ScheduledStep] = []
    moved: list[Moved] = []
    for row in rows:
        old = stored.pop((row.round_id, row.step), None)
        before = old.last_day if old and not old.cancelled_at else None
        if before != row.last_day:
            moved.append(_moved(row, before, row.last_day))
        if old is None:
            new.append(row)
        elif _brought_in_line(old, row, now):
            kept.append(old)
    gone = [one for one in stored.values() if not one.cancelled_at]
    moved += [_moved(one, one.last_day, None) for one in gone]
    for one in gone:
        one.cancelled_at = one.changed_at = now
        one.sequence += 1
    ScheduledStep.objects.bulk_create(new)
    ScheduledStep.objects.bulk_update([*kept, *gone], [*VISIBLE, *SILENT, *COUNTED])
    return tuple(moved)


def _brought_in_line(old: ScheduledStep, row: ScheduledStep, now: datetime) -> bool:
    """Whether the stored row changed; what its readers see counts its sequence on."""
    seen = [name for name in VISIBLE if getattr(old, name) != getattr(row, name)]
    silent = [name for name in SILENT if getattr(old, name) != getattr(row, name)]
    for name in (*seen, *silent):
        setattr(old, name, getattr(row, name))
    if seen or old.cancelled_at:
        old.sequence, old.changed_at, old.cancelled_at = old.sequence + 1, now, None
        return True
    return bool(silent)


def _moved(row: ScheduledStep, before: date | None, after: date | None) -> Moved:
    number = row.round.number if row.round else None
    return Moved(row.step, row.name_de, row.name_en, number, before, after)


def days_of_round(plan: Schedule, display_start: date) -> dict[str, date]:
    """The days that a round keeps for every letter that asks for them."""
    end = plan.step("public_display").last_day if plan.has("public_display") else display_start
    until = plan.step("objections") if plan.has("objections") else None
    return {
        "display_start": display_start,
        "display_end": end,
        "objections_until": until.last_day if until else end,
        "accepted_until": until.accept_until if until else end,
    }


def _keep_days(round: Round, plan: Schedule) -> None:
    days = days_of_round(plan, plan.events.get("display_start", round.display_start))
    if any(getattr(round, name) != day for name, day in days.items()):
        for name, day in days.items():
            setattr(round, name, day)
        round.save(update_fields=list(days))


def _say(procedure: Procedure, moved: tuple[Moved, ...], by: str) -> None:
    """One entry if a day that people may have relied on is another one now."""
    relied_on = [one for one in moved if one.before is not None]
    if relied_on:
        record(
            "calendar.changed",
            subject=procedure.slug,
            actor=by,
            procedure=procedure.slug,
            payload={"moved": [_as_payload(one) for one in relied_on]},
        )


def _as_payload(one: Moved) -> dict[str, Any]:
    days = {"before": one.before, "after": one.after}
    shown = {name: day.isoformat() if day else None for name, day in days.items()}
    return {"step": one.step, "round": one.round, **shown}
