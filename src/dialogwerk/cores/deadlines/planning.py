"""What if one event were on another day; planning backwards is in `backwards`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from .backwards import plan_backwards
from .errors import DeadlineError, UnknownEvent
from .milestones import BackwardPlan, Milestone
from .planning_errors import MoveTooFar, NoMove, NothingToMove
from .procedures import procedure_type as find_type
from .schedule import schedule
from .steps import Schedule, Step
from .wording import Text, long_date

__all__ = ["BackwardPlan", "Change", "Milestone", "WhatIf", "plan_backwards", "what_if"]


@dataclass(frozen=True, slots=True)
class Change:
    """A step before and after.

    Attributes:
        step: id.
        name: what it is called.
        before: last day now; None if there is no such step yet.
        after: last day then; None if the step falls away.
        text: what happens to it, in a sentence.
        stays: the day stays only because it is recorded or set by hand.
        step_before, step_after: the whole step, with its explanation.
    """

    step: str
    name: Text
    before: date | None
    after: date | None
    text: Text
    stays: bool
    step_before: Step | None
    step_after: Step | None

    @property
    def moves(self) -> bool:
        """Whether the last day is another one."""
        return self.before != self.after

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        return {
            "step": self.step,
            "name_de": self.name.de,
            "name_en": self.name.en,
            "before": self.before.isoformat() if self.before else None,
            "after": self.after.isoformat() if self.after else None,
            "moves": self.moves,
            "stays": self.stays,
            "text_de": self.text.de,
            "text_en": self.text.en,
        }


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would become of the schedule. Iterating gives the changes.

    Attributes:
        event: the event that moves.
        from_day: its day now, None if it has none.
        to_day: its day then.
        changes: every step before and after, in the order of the procedure.
        conflicts: why the move would not do, or which recorded day would no longer do.
        released: recorded events that would have to be set anew; the changes are without them.
        text: the question in a sentence.
    """

    event: str
    from_day: date | None
    to_day: date
    changes: tuple[Change, ...]
    conflicts: tuple[DeadlineError, ...]
    released: tuple[str, ...]
    text: Text

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands against it."""
        return not self.conflicts

    def as_dict(self) -> dict[str, object]:
        """Values for JSON."""
        return {
            "event": self.event,
            "from": self.from_day.isoformat() if self.from_day else None,
            "to": self.to_day.isoformat(),
            "is_possible": self.is_possible,
            "conflicts": [
                {"code": one.code, "error": one.sentence("en"), "error_de": one.sentence("de")}
                for one in self.conflicts
            ],
            "released": list(self.released),
            "changes": [change.as_dict() for change in self.changes],
        }


def what_if(
    procedure_type: str,
    *,
    land: str,
    eia: bool | None,
    events: Mapping[str, date],
    event: str,
    days: int | None = None,
    day: date | None = None,
    variant: str = "",
    municipality: str = "",
    circumstances: Iterable[str] = (),
    overrides: Mapping[str, date] = MappingProxyType({}),
) -> WhatIf:
    """What every step would be if one event were on another day.

    A recorded day that would no longer be lawful is named and left out, so that one sees what
    would be computed instead.

    Args:
        event: the one that moves.
        days: by how many, negative for earlier; or
        day: to which day; then the event need not be recorded yet.

    Raises:
        DeadlineError: the schedule as it is cannot be computed, or the question makes no sense.
    """
    to_day = _target(procedure_type, events, event, days, day)
    case: dict[str, Any] = {
        "land": land,
        "eia": eia,
        "variant": variant,
        "municipality": municipality,
        "circumstances": tuple(circumstances),
        "overrides": overrides,
    }
    before = schedule(procedure_type, events=events, **case) if events else None
    moved = {**events, event: to_day}
    after, conflicts, released = _after(procedure_type, moved, event, case)
    return WhatIf(
        event=event,
        from_day=events.get(event),
        to_day=to_day,
        changes=_changes(before, after) if after else (),
        conflicts=conflicts,
        released=released,
        text=_question(procedure_type, event, events.get(event), to_day),
    )


def _target(
    procedure_type: str,
    events: Mapping[str, date],
    event: str,
    days: int | None,
    day: date | None,
) -> date:
    known = [one.id for one in find_type(procedure_type).events]
    if event not in known:
        raise UnknownEvent(given=event, known=", ".join(known))
    if (days is None) == (day is None):
        raise NoMove(event=event)
    if day is not None:
        return day
    if event not in events:
        raise NothingToMove(event=event)
    try:
        return events[event] + timedelta(days=days or 0)
    except OverflowError:
        raise MoveTooFar(event=event, days=days) from None


def _after(
    procedure_type: str, moved: Mapping[str, date], event: str, case: Mapping[str, Any]
) -> tuple[Schedule | None, tuple[DeadlineError, ...], tuple[str, ...]]:
    """The schedule after the move, without the recorded days that it makes unlawful."""
    left = dict(moved)
    conflicts: list[DeadlineError] = []
    released: list[str] = []
    while True:
        try:
            return schedule(procedure_type, events=left, **case), tuple(conflicts), tuple(released)
        except DeadlineError as error:
            conflicts.append(error)
            culprit = _culprit(error, left, event)
            if not culprit:
                return None, tuple(conflicts), tuple(released)
            released.append(culprit)
            del left[culprit]


def _culprit(error: DeadlineError, events: Mapping[str, date], moved: str) -> str:
    """The recorded event that the error is about, if it is not the one that moves."""
    for key in ("event", "later", "earlier"):
        name = str(error.params.get(key, ""))
        if name == moved and key == "event":
            return ""
        if name in events and name != moved:
            return name
    return ""


def _changes(before: Schedule | None, after: Schedule) -> tuple[Change, ...]:
    old = {step.step: step for step in before.steps} if before else {}
    new = {step.step: step for step in after.steps}
    ids = [*new, *(name for name in old if name not in new)]
    return tuple(_change(old.get(name), new.get(name)) for name in ids)


def _change(before: Step | None, after: Step | None) -> Change:
    one = after or before
    assert one is not None  # noqa: S101 - the id comes from one of both
    stays = bool(
        before
        and after
        and before.last_day == after.last_day
        and (after.recorded or after.overridden)
    )
    return Change(
        step=one.step,
        name=one.name,
        before=before.last_day if before else None,
        after=after.last_day if after else None,
        text=_becomes(before, after, stays=stays),
        stays=stays,
        step_before=before,
        step_after=after,
    )


def _becomes(before: Step | None, after: Step | None, *, stays: bool) -> Text:
    if before is None:
        return Text("kommt hinzu", "is new")
    if after is None:
        return Text("entfällt", "falls away")
    if stays and after.overridden:
        return Text("bleibt, weil von Hand gesetzt", "stays, as it was set by hand")
    if stays:
        return Text("bleibt, weil eingetragen", "stays, as it is on record")
    days = (after.last_day - before.last_day).days
    if not days:
        return Text("bleibt gleich", "stays the same")
    german, english = ("später", "later") if days > 0 else ("früher", "earlier")
    count = abs(days)
    if count == 1:
        return Text(f"ein Tag {german}", f"one day {english}")
    return Text(f"{count} Tage {german}", f"{count} days {english}")


def _question(procedure_type: str, event: str, before: date | None, after: date) -> Text:
    name = find_type(procedure_type).event(event).name
    if before is None:
        return Text(
            f"Was wäre, wenn „{name.de}“ am {long_date(after, 'de')} läge?",
            f"What if “{name.en}” were on {long_date(after, 'en')}?",
        )
    return Text(
        f"Was wäre, wenn „{name.de}“ nicht am {long_date(before, 'de')}, sondern am "
        f"{long_date(after, 'de')} läge?",
        f"What if “{name.en}” were not on {long_date(before, 'en')} but on "
        f"{long_date(after, 'en')}?",
    )
