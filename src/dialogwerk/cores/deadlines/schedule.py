"""From recorded events to a schedule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from . import planfeststellung
from .errors import UnknownEvent, UnknownLand, UnknownProcedureType, WrongDate
from .holidays import working_days
from .planfeststellung import Case
from .steps import Schedule, Step


@dataclass(frozen=True, slots=True)
class Procedure:
    """A type of procedure: where its rules are on file, its events, its steps."""

    laender: tuple[str, ...]
    events: tuple[str, ...]
    steps: Callable[[Case], tuple[Step, ...]]


PROCEDURES: Mapping[str, Procedure] = MappingProxyType(
    {
        planfeststellung.TYPE: Procedure(
            planfeststellung.LAENDER, planfeststellung.EVENTS, planfeststellung.steps
        )
    }
)


def schedule(
    procedure_type: str, *, land: str, eia: bool | None, events: Mapping[str, date]
) -> Schedule:
    """Compute the steps of a procedure from what has happened.

    Recorded ends override computed ones and later steps count from them; a longer announced period
    binds, a shorter one is refused.

    Args:
        procedure_type: "planfeststellung".
        land: code of the Land, "NW".
        eia: with environmental impact assessment (UVP); None if not yet known.
        events: name → local calendar day. For Planfeststellung: ``display_start`` (required),
            ``display_end``, ``objections_end``, ``published``, ``application``, ``scoping``.

    Raises:
        DeadlineError: with a sentence saying what is wrong and what to do.

    >>> plan = schedule("planfeststellung", land="NW", eia=False,
    ...                 events={"display_start": date(2026, 3, 2)})
    >>> [(step.step, str(step.last_day)) for step in plan.steps]
    [('public_display', '2026-04-01'), ('objections', '2026-04-15')]
    """
    procedure = PROCEDURES.get(procedure_type)
    if procedure is None:
        raise UnknownProcedureType(given=procedure_type, known=", ".join(sorted(PROCEDURES)))
    if land not in procedure.laender:
        raise UnknownLand(given=land, known=", ".join(procedure.laender))
    _check_events(procedure, events)
    recorded = MappingProxyType(dict(events))
    steps = procedure.steps(Case(land, eia, recorded, working_days(land)))
    return Schedule(procedure_type, land, eia, recorded, steps)


def _check_events(procedure: Procedure, events: Mapping[str, date]) -> None:
    for name, day in events.items():
        if name not in procedure.events:
            raise UnknownEvent(given=name, known=", ".join(procedure.events))
        if not isinstance(day, date) or isinstance(day, datetime):
            raise WrongDate(event=name, given=str(day))
