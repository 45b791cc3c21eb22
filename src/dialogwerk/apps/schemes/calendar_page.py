"""What the page of a procedure's calendar shows, read from the stored schedule at one go."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from dialogwerk.cores.deadlines import DeadlineError, procedure_type
from dialogwerk.cores.deadlines.interlock import Finding

from .gantt import Chart, chart
from .gantt_items import heading, tracks
from .interlock import findings_beside
from .kinds import badge_of_kind, name_of_actor, name_of_kind
from .models import DialogueDate, Procedure, ProcedureEvent, Round, ScheduledStep, StepOverride
from .services.asking import schedule_of
from .services.due_dates import MISSED_KINDS, days_from
from .words import in_words, name_of_event

NEXT = 4
"""How many coming dates stand on top."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step with everything that is known of it.

    Attributes:
        when: how far away its last day is, in words.
        records: event that is recorded when it is done; "" if the schedule knows none.
        event: that event, if it stands.
        override: the day set by hand, if one stands.
    """

    step: ScheduledStep
    when: str
    is_over: bool
    is_late: bool
    records: str
    event: ProcedureEvent | None = None
    override: StepOverride | None = None

    @property
    def first_day(self) -> date | None:
        """Where it begins; nothing of what only had to be done within a time and is done."""
        return None if self.step.recorded and self.step.kind == "target" else self.step.first_day

    @property
    def kind(self) -> str:
        return name_of_kind(self.step.kind)

    @property
    def badge(self) -> str:
        return badge_of_kind(self.step.kind)

    @property
    def actor(self) -> str:
        return name_of_actor(self.step.actor)

    @property
    def record_name(self) -> str:
        """What is recorded when the step is done, in the reader's language."""
        return name_of_event(self.step.procedure.kind, self.records) if self.records else ""

    @property
    def moved_by(self) -> int:
        """By how many days the day set by hand differs from the computed one."""
        return (self.step.last_day - self.step.computed_last_day).days


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading: a round, or what lies before or after all rounds."""

    label: str
    rows: tuple[Row, ...]


@dataclass
class CalendarPage:
    """The calendar of a procedure on a day.

    Attributes:
        problem: why what is recorded no longer goes together; the stored days still stand.
    """

    procedure: Procedure
    today: date
    steps: Sequence[ScheduledStep]
    events: Sequence[ProcedureEvent]
    overrides: Sequence[StepOverride]
    dialogue: Sequence[DialogueDate]
    findings: Sequence[Finding] = ()
    problem: str = ""
    _records: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, procedure: Procedure, *, today: date) -> "CalendarPage":
        """Everything in a fixed number of queries, however long the calendar is."""
        dialogue = list(procedure.scheme.dialogue_dates.all())
        findings, problem = _checked(procedure, dialogue)
        steps = procedure.steps.standing().select_related("round").order_by("position", "pk")
        return cls(
            procedure=procedure,
            today=today,
            steps=_with(steps, procedure),
            events=_with(_told(procedure.events), procedure),
            overrides=_with(_told(procedure.overrides), procedure),
            dialogue=dialogue,
            findings=findings,
            problem=problem,
            _records=events_that_record(procedure.kind, procedure.circumstances),
        )

    @cached_property
    def rows(self) -> list[Row]:
        """All steps in their order."""
        events = {(one.round_id, one.name): one for one in self.standing_events}
        overrides = {
            (one.round_id, one.step): one for one in self.overrides if not one.withdrawn_at
        }
        return [self._row(step, events, overrides) for step in self.steps]

    def _row(
        self,
        step: ScheduledStep,
        events: Mapping[tuple[int | None, str], ProcedureEvent],
        overrides: Mapping[tuple[int | None, str], StepOverride],
    ) -> Row:
        records = self._records.get(step.step, "")
        is_over = step.last_day < self.today
        return Row(
            step=step,
            when=days_from(step.last_day, self.today),
            is_over=is_over,
            is_late=is_over and step.kind in MISSED_KINDS and not step.recorded,
            records=records,
            event=events.get((step.round_id, records)),
            override=overrides.get((step.round_id, step.step)),
        )

    @property
    def blocks(self) -> list[Block]:
        """The rows by round."""
        found: list[Block] = []
        seen_round = False
        for round, some in groupby(self.rows, key=lambda row: row.step.round):
            found.append(Block(heading(round, seen_round), tuple(some)))
            seen_round = seen_round or round is not None
        return found

    @property
    def coming(self) -> list[Row]:
        """The next dates, the nearest first."""
        ahead = [row for row in self.rows if not row.is_over]
        return sorted(ahead, key=lambda row: row.step.last_day)[:NEXT]

    @property
    def late(self) -> list[Row]:
        """Duties and targets whose day has passed and that nobody recorded."""
        return [row for row in self.rows if row.is_late]

    @property
    def standing_events(self) -> list[ProcedureEvent]:
        """What is on record and counts."""
        return [one for one in self.events if one.withdrawn_at is None]

    @property
    def unproved(self) -> list[ProcedureEvent]:
        """Standing events without a proof."""
        none = ProcedureEvent.Proof.NONE
        return [one for one in self.standing_events if one.proof == none]

    @property
    def withdrawn(self) -> list[ProcedureEvent | StepOverride]:
        """Events and days set by hand that no longer count, the last withdrawn first."""
        gone: list[Any] = [one for one in (*self.events, *self.overrides) if one.withdrawn_at]
        return sorted(gone, key=lambda one: one.withdrawn_at, reverse=True)

    @cached_property
    def chart(self) -> Chart | None:
        """The chart of both tracks."""
        return chart(tracks(self.steps, self.standing_events, self.dialogue), today=self.today)


def _checked(
    procedure: Procedure, dialogue: Sequence[DialogueDate]
) -> tuple[Sequence[Finding], str]:
    """What is to be said of the dialogue, or why the calendar cannot be computed any more."""
    try:
        return findings_beside(schedule_of(procedure), dialogue), ""
    except DeadlineError as error:
        return (), in_words(error, procedure.kind)


def _told(records: Any) -> Any:
    return records.select_related("round", "by", "withdrawn_by")


def _with(rows: Iterable[Any], procedure: Procedure) -> list[Any]:
    """Rows that know their procedure already, so that nobody asks for it again."""
    found = list(rows)
    rounds: dict[int, Round] = {one.pk: one for one in procedure.rounds.all()}
    for row in found:
        row.procedure = procedure
        if row.round_id in rounds:
            row.round = rounds[row.round_id]
    return found


def events_that_record(kind: str, circumstances: Collection[str] = ()) -> dict[str, str]:
    """Which event records which step, as the procedure is declared; of several the plain one.

    Only where the hearing is held online, it is recorded with the end of the consultation.
    """
    try:
        steps = procedure_type(kind).steps
    except DeadlineError:
        return {}
    is_online = "online_consultation" in circumstances
    found: dict[str, str] = {}
    for rule in steps:
        if rule.recorded and (
            rule.step not in found or (is_online and rule.recorded == "online_end")
        ):
            found[rule.step] = rule.recorded
    return found
