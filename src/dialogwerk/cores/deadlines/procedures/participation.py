"""Events and helpers that several procedures with public participation have in common."""

from __future__ import annotations

from datetime import date

from ..case import Case
from ..declaring import Condition, EventRule
from ..wording import EMPTY, Text

AS_ANNOUNCED = Text("wie bekannt gemacht", "as announced")


def event(
    id_: str,
    name: tuple[str, str],
    help_: tuple[str, str] | Text = EMPTY,
    *,
    of_round: bool = False,
    starts: bool = False,
) -> EventRule:
    """An event with its names and help in both languages, German first."""
    explained = help_ if isinstance(help_, Text) else Text(*help_)
    return EventRule(id_, Text(*name), explained, of_round=of_round, starts=starts)


def round_event(
    id_: str, name: tuple[str, str], help_: tuple[str, str] | Text = EMPTY, *, starts: bool = False
) -> EventRule:
    """An event of one round of participation."""
    return event(id_, name, help_, of_round=True, starts=starts)


AGENCIES_ASKED = round_event(
    "agencies_asked",
    ("Behörden beteiligt", "Public agencies asked"),
    (
        "Tag, an dem die Aufforderung bei den Behörden und Trägern öffentlicher Belange einging",
        "Day on which the request reached the public agencies",
    ),
    starts=True,
)
AGENCIES_END = round_event(
    "agencies_end",
    ("Letzter Tag für Stellungnahmen der Behörden", "Last day for comments of agencies"),
    (
        "wie in der Aufforderung an die Behörden genannt",
        "as named in the request to the agencies",
    ),
)


def recorded(*events: str) -> Condition:
    """One of these events is on record."""
    return lambda case: any(name in case.events for name in events)


def in_variant(*variants: str) -> Condition:
    """The procedure runs under one of these variants."""
    return lambda case: case.variant in variants


def all_of(*conditions: Condition) -> Condition:
    """All conditions hold."""
    return lambda case: all(condition(case) for condition in conditions)


def not_(condition: Condition) -> Condition:
    """The condition does not hold."""
    return lambda case: not condition(case)


def applies(parameter: str, day: date | None, case: Case) -> bool:
    """Whether the law of that day has such a rule at all."""
    return day is not None and day >= case.first_day_of(parameter)


def begun_before(case: Case, cut_off: date | None, *events: str) -> bool:
    """Whether the first of these events lies before the day on which new law came."""
    begun = [case.events[name] for name in events if name in case.events]
    return bool(begun and cut_off and min(begun) < cut_off)
