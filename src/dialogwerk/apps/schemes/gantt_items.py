"""What stands on the chart of a calendar: steps, dates of the dialogue and events as items."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogwerk.apps.base.templatetags.dialogwerk import day as in_figures

from .models import DialogueDate, ProcedureEvent, ScheduledStep
from .words import name_of_event

DIALOGUE = "dialogue"
EVENT = "event"
Track = tuple[str, str, list["Item"]]
"""A heading, its track ("dialogue" or "procedure"), and the items under it."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something with days, before it has its place.

    Attributes:
        kind: kind of the step, or "dialogue", or "event".
        computed: the computed last day where another one was set by hand.
        recorded: it is on record, not only computed.
    """

    name: str
    first_day: date
    last_day: date
    kind: str
    recorded: bool = False
    computed: date | None = None

    @property
    def days(self) -> str:
        """In figures, with the weekday of a single day."""
        if self.first_day == self.last_day:
            return with_weekday(self.last_day)
        return f"{in_figures(self.first_day)} – {in_figures(self.last_day)}"


def with_weekday(day: date) -> str:
    """Mo 30.04.2029, in English Mon 30 Apr 2029."""
    return f"{date_format(day, 'D').rstrip('.')} {in_figures(day)}"


def of_step(step: ScheduledStep) -> Item:
    """A step of the schedule."""
    return Item(
        name=step.name,
        first_day=first_day_of(step),
        last_day=step.last_day,
        kind=step.kind,
        recorded=step.recorded,
        computed=step.computed_last_day if step.overridden else None,
    )


def first_day_of(step: ScheduledStep) -> date:
    """Where a step begins on the chart: one that only had to be done within a time and is done
    (a hearing, an answer) lies on its day alone."""
    is_done = step.recorded and step.kind == "target"
    return step.last_day if is_done else min(step.first_day or step.last_day, step.last_day)


def of_dialogue(one: DialogueDate) -> Item:
    """A format of the informal dialogue."""
    return Item(one.title, one.first_day, max(one.first_day, one.last_day), DIALOGUE)


def of_event(event: ProcedureEvent) -> Item:
    """Something that happened."""
    name = name_of_event(event.procedure.kind, event.name)
    return Item(name, event.day, event.day, EVENT, recorded=True)


def tracks(
    steps: Sequence[ScheduledStep],
    events: Iterable[ProcedureEvent] = (),
    dialogue: Iterable[DialogueDate] = (),
) -> list[Track]:
    """Headings, tracks and items: the dialogue, then the procedure and its rounds in their order.

    An event is shown by itself only where no step begins or ends on its day.
    """
    alone = list(_alone(steps, events))
    found = [
        (_("Dialogue (informal)"), DIALOGUE, [of_dialogue(one) for one in dialogue]),
        (_("Recorded"), "procedure", [of_event(one) for one in alone if one.round_id is None]),
    ]
    seen_round = False
    for round, some in groupby(steps, key=lambda step: step.round):
        own = [of_event(one) for one in alone if round and one.round_id == round.pk]
        found.append((heading(round, seen_round), "procedure", [*own, *map(of_step, some)]))
        seen_round = seen_round or round is not None
    return [one for one in found if one[2]]


def heading(round: object, seen_round: bool) -> str:
    """What a part of the schedule is called: a round, or what lies before or after all rounds."""
    if round is not None:
        return str(round)
    return _("Procedure after the participation") if seen_round else _("Procedure")


def _alone(
    steps: Sequence[ScheduledStep], events: Iterable[ProcedureEvent]
) -> Iterator[ProcedureEvent]:
    taken = {(step.round_id, day) for step in steps for day in (step.first_day, step.last_day)}
    taken |= {(None, day) for _round, day in taken}
    return (one for one in events if (one.round_id, one.day) not in taken)
