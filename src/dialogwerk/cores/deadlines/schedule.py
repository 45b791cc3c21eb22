"""From recorded events to a schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from .case import Case
from .declaring import ProcedureType
from .engine import compute
from .errors import (
    MissingEvent,
    NothingCounts,
    UnknownCircumstance,
    UnknownEvent,
    UnknownLand,
    UnknownStep,
    UnknownVariant,
    WrongDate,
)
from .holidays import LAENDER, calendar_of, working_days
from .law import FEDERAL
from .procedures import procedure_type as find_type
from .steps import Schedule


def schedule(
    procedure_type: str,
    *,
    land: str,
    eia: bool | None,
    events: Mapping[str, date],
    variant: str = "",
    municipality: str = "",
    circumstances: Iterable[str] = (),
    overrides: Mapping[str, date] = MappingProxyType({}),
) -> Schedule:
    """Compute the steps of a procedure from what has happened.

    Recorded ends override computed ones and later steps count from them; a longer announced period
    binds, a shorter one is refused.

    Args:
        procedure_type: such as "planfeststellung"; `procedures.procedure_types` lists them.
        land: code of the Land, "NW"; several joined by "/" where a procedure spans them (then the
            holidays of each count, and the first one's act is cited); "DE" for all of them.
        eia: with environmental impact assessment (UVP); None if not yet known.
        events: name → local calendar day.
        variant: special law; "" for the general one.
        municipality: where holidays differ within a Land.
        circumstances: facts that change the course.
        overrides: step → last day set by hand; later steps count from it.

    Raises:
        DeadlineError: with a sentence saying what is wrong and what to do.

    >>> plan = schedule("planfeststellung", land="NW", eia=False,
    ...                 events={"display_start": date(2026, 3, 2)})
    >>> str(plan.step("public_display").last_day), str(plan.step("objections").last_day)
    ('2026-04-01', '2026-04-15')
    """
    declared = find_type(procedure_type)
    laender = _laender(land)
    chosen = _variant(declared, variant)
    facts = _circumstances(declared, circumstances)
    _check_events(declared, events)
    _check_overrides(declared, overrides)
    place = calendar_of(tuple(LAENDER) if laender == (FEDERAL,) else laender, municipality)
    recorded = MappingProxyType(dict(events))
    case = Case(
        procedure_type=declared.id,
        laender=(FEDERAL,) if chosen in _run_by_federation(declared) else laender,
        eia=eia,
        variant=chosen,
        circumstances=facts,
        events=recorded,
        overrides=overrides,
        is_working_day=working_days(place),
        place=place,
    )
    steps = compute(declared, case)
    if not steps:
        raise _missing(declared, recorded)
    return Schedule(declared.id, "/".join(laender), eia, recorded, steps, chosen, facts)


def _missing(declared: ProcedureType, events: Mapping[str, date]) -> MissingEvent:
    """What could be recorded; not what is on record already and leads nowhere."""
    starts = [event.id for event in declared.events if event.starts and event.id not in events]
    wanted = ", ".join(starts)
    return (
        NothingCounts(given=", ".join(events), event=wanted)
        if events
        else MissingEvent(event=wanted)
    )


def _laender(land: str) -> tuple[str, ...]:
    given = tuple(one.strip().upper() for one in land.replace(",", "/").split("/"))
    known = (*LAENDER, FEDERAL)
    for one in given:
        if one not in known or (one == FEDERAL and len(given) > 1):
            raise UnknownLand(given=land, known=", ".join(known))
    return given


def _variant(declared: ProcedureType, variant: str) -> str:
    wanted = variant.strip().casefold()
    known = [choice.id for choice in declared.variants]
    if not wanted:
        return known[0]
    if wanted not in known:
        raise UnknownVariant(type=declared.id, given=variant, known=", ".join(known))
    return wanted


def _run_by_federation(declared: ProcedureType) -> frozenset[str]:
    return frozenset(choice.id for choice in declared.variants if choice.federal)


def _circumstances(declared: ProcedureType, given: Iterable[str]) -> frozenset[str]:
    facts = frozenset(given)
    known = {choice.id for choice in declared.circumstances}
    for fact in sorted(facts - known):
        shown = ", ".join(sorted(known)) or "–"
        raise UnknownCircumstance(type=declared.id, given=fact, known=shown)
    return facts


def _check_events(declared: ProcedureType, events: Mapping[str, date]) -> None:
    known = [event.id for event in declared.events]
    for name, day in events.items():
        if name not in known:
            raise UnknownEvent(given=name, known=", ".join(known))
        _check_day(name, day)


def _check_overrides(declared: ProcedureType, overrides: Mapping[str, date]) -> None:
    known = [rule.step for rule in declared.steps]
    for name, day in overrides.items():
        if name not in known:
            raise UnknownStep(given=name, known=", ".join(known))
        _check_day(name, day)


def _check_day(name: str, day: object) -> None:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise WrongDate(event=name, given=str(day))
