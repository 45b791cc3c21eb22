"""The stored calendar of a procedure, brought in line with what is recorded.

`recalculate` is the only place that writes `ScheduledStep` rows and the days of a round.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dialogwerk.apps.base.journal import record
from dialogwerk.cores.deadlines import Schedule

from ..models import Procedure, ProcedureEvent, Round, ScheduledStep
from ..signals import round_days_changed
from ..words import reader_language
from .asking import Days, arguments_of, preview, round_rows, schedule_of, step_row

__all__ = [
    "Moved",
    "Trial",
    "arguments_of",
    "days_of_round",
    "foresee",
    "preview",
    "recalculate",
    "round_rows",
    "schedule_of",
    "step_row",
]

VISIBLE = (
    *("name_de", "name_en", "first_day", "last_day", "computed_last_day", "minimum_last_day"),
    *("accept_until", "kind", "actor", "norms", "explanation_de", "explanation_en", "readings"),
    *("hints_de", "hints_en", "recorded", "overridden"),
)
"""What readers of a step see; a change of it counts its sequence on."""

SILENT = ("position", "trigger", "law_from", "confidence")
COUNTED = ("sequence", "changed_at", "cancelled_at")

Key = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """A last day that is another one now; None where there was or is no such step."""

    step: str
    name_de: str
    name_en: str
    round: int | None
    before: date | None
    after: date | None

    @property
    def name(self) -> str:
        """What the step is called, in the reader's language."""
        return self.name_en if reader_language() == "en" else self.name_de


@dataclass(frozen=True, slots=True)
class Trial:
    """Days to try out, of one round or of the procedure (``round`` None)."""

    round: Round | None = None
    events: Days = field(default_factory=dict)
    overrides: Days = field(default_factory=dict)

    def counts_for(self, round: Round | None) -> bool:
        """Days of the procedure count for every round."""
        return self.round is None or self.round == round


@transaction.atomic
def recalculate(*, procedure: Procedure, by: str) -> tuple[Moved, ...]:
    """Bring the stored calendar in line with what is recorded; says which last days moved.

    Waits for anybody who does the same, but keeps no letter from coming in meanwhile (hence the
    lock without the key); done twice it changes nothing. A step that falls away is
    cancelled, never deleted. A round without recorded days stays as it was announced.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: what is recorded does not go together.
    """
    locked = Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)
    plans = _plans(locked, Trial())
    rows, stored = _rows(locked, plans), _stored(locked)
    moved = _moves(stored, rows)
    _store(stored, rows, timezone.now())
    for one, plan in plans.items():
        if one is not None:
            _keep_days(one, plan, by)
    _say(locked, moved, by)
    return moved


def foresee(*, procedure: Procedure, trial: Trial | None = None) -> tuple[Moved, ...]:
    """Which last days would move with these days, or with a procedure changed but not saved.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the days do not go together.
    """
    rows = _rows(procedure, _plans(procedure, trial or Trial()))
    return _moves(_stored(procedure), rows)


def _plans(procedure: Procedure, trial: Trial) -> dict[Round | None, Schedule]:
    """The schedule of each round that has recorded days; without such rounds, of the procedure."""
    with_days = ProcedureEvent.objects.filter(procedure_id=procedure.pk).standing().values("round")
    rounds: list[Round | None] = list(
        Round.objects.filter(procedure_id=procedure.pk, pk__in=with_days).order_by("number")
    )
    return {one: _tried(procedure, one, trial) for one in rounds or [None]}


def _tried(procedure: Procedure, round: Round | None, trial: Trial) -> Schedule:
    if not trial.counts_for(round):
        return preview(procedure, round=round)
    return preview(procedure, round=round, events=trial.events, overrides=trial.overrides)


def _rows(procedure: Procedure, plans: Mapping[Round | None, Schedule]) -> list[ScheduledStep]:
    """The rows as they should be: before the participation, its rounds, after it.

    Steps of the procedure come from the last round; before there is one, all do.
    """
    *_earlier, (last, whole) = plans.items()
    if last is None:
        return _numbered([step_row(procedure, step) for step in whole.steps])
    turn = next((n for n, step in enumerate(whole.steps) if step.of_round), len(whole.steps))
    rows = [step_row(procedure, step) for step in whole.steps[:turn]]
    for one, plan in plans.items():
        rows += [step_row(procedure, step, one) for step in plan.steps if step.of_round]
    rows += [step_row(procedure, step) for step in whole.steps[turn:] if not step.of_round]
    return _numbered(rows)


def _numbered(rows: list[ScheduledStep]) -> list[ScheduledStep]:
    for position, row in enumerate(rows):
        row.position = position
    return rows


def _stored(procedure: Procedure) -> dict[Key, ScheduledStep]:
    found = ScheduledStep.objects.filter(procedure_id=procedure.pk).select_related("round")
    return {_key(one): one for one in found}


def _key(row: ScheduledStep) -> Key:
    return (row.round_id, row.step)


def _moves(stored: Mapping[Key, ScheduledStep], rows: list[ScheduledStep]) -> tuple[Moved, ...]:
    standing = {key: one for key, one in stored.items() if not one.cancelled_at}
    wanted = {_key(row): row for row in rows}
    moved = []
    for key in [*wanted, *(key for key in standing if key not in wanted)]:
        old, new = standing.get(key), wanted.get(key)
        before, after = old.last_day if old else None, new.last_day if new else None
        one = new or old
        if before != after and one is not None:
            number = one.round.number if one.round else None
            moved.append(Moved(one.step, one.name_de, one.name_en, number, before, after))
    return tuple(moved)


def _store(stored: Mapping[Key, ScheduledStep], rows: list[ScheduledStep], now: datetime) -> None:
    wanted = {_key(row): row for row in rows}
    new = [row for key, row in wanted.items() if key not in stored]
    changed = [
        old
        for key, old in stored.items()
        if (_brought_in_line(old, wanted[key], now) if key in wanted else _cancelled(old, now))
    ]
    ScheduledStep.objects.bulk_create(new)
    for one in changed:  # a few dozen at most: building one query of them takes far longer
        one.save(update_fields=[*VISIBLE, *SILENT, *COUNTED])


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


def _cancelled(old: ScheduledStep, now: datetime) -> bool:
    if old.cancelled_at:
        return False
    old.sequence, old.changed_at, old.cancelled_at = old.sequence + 1, now, now
    return True


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


def _keep_days(round: Round, plan: Schedule, by: str) -> None:
    days = days_of_round(plan, plan.events.get("display_start", round.display_start))
    if any(getattr(round, name) != day for name, day in days.items()):
        for name, day in days.items():
            setattr(round, name, day)
        round.save(update_fields=list(days))
        round_days_changed.send(sender=Round, round=round, by=by)


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
