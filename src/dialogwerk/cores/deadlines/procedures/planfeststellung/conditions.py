"""Which course a plan approval takes: conditions that the steps have in common."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...case import Case
from ...declaring import Bases, Basis, Condition, StepRule

CORRIDOR = "bundesfachplanung"
GRID = ("nabeg", CORRIDOR)
NRW_EARLY = date(2014, 5, 28)
"""First day of early participation in North Rhine-Westphalia, GV. NRW. 2014 Nr. 14."""


def both(*conditions: Condition) -> Condition:
    """All of these conditions."""

    def hold(case: Case) -> bool:
        for condition in conditions:  # noqa: SIM110 - asked very often, and faster than all()
            if not condition(case):
                return False
        return True

    return hold


def has(circumstance: str) -> Condition:
    """This fact is on record."""
    return lambda case: circumstance in case.circumstances


def lacks(circumstance: str) -> Condition:
    """This fact is not on record."""
    return lambda case: circumstance not in case.circumstances


def under(*variants: str) -> Condition:
    """One of these special laws applies."""
    return lambda case: case.variant in variants


def not_under(*variants: str) -> Condition:
    """None of these special laws applies."""
    return lambda case: case.variant not in variants


def recorded(event: str) -> Condition:
    """This event is on record."""
    return lambda case: event in case.events


def on_file(parameter: str, *triggers: str) -> Condition:
    """A version is in force on the day of the trigger; also while that day is unknown."""

    def is_on_file(case: Case) -> bool:
        day = day_of(case, *triggers)
        return day is None or case.has_rule(parameter, day)

    return is_on_file


def day_of(case: Case, *triggers: str) -> date | None:
    """Day of the first of these events or steps that is known."""
    for name in triggers:
        day = case.day(name)
        if day is not None:
            return day
    return None


def known(*triggers: str) -> Condition:
    """Something to count from is on record."""
    return lambda case: any(name in case.events for name in triggers)


def on_website(case: Case) -> bool:
    """The hearing authority itself displays the plan, on its website."""
    day = day_of(case, "display_start", "display_end", "complete")
    return day is not None and case.has_rule("own_display", day)


def municipal(case: Case) -> bool:
    """The municipalities display the plan, § 73 Abs. 3 VwVfG."""
    return not on_website(case)


def by_either(rule: StepRule) -> tuple[StepRule, StepRule]:
    """A step of the municipality, or of the hearing authority where a special law says so."""
    return (
        replace(rule, when=both(rule.when, municipal)),
        replace(rule, actor="authority", when=both(rule.when, on_website)),
    )


def with_own_display(parameter: str, case: Case, day: date) -> Bases:
    """A period, with the norm that leaves the display to the hearing authority."""
    version = case.rule(parameter, day)
    if not case.has_rule("own_display", day):
        return Bases((Basis(version),))
    own = case.rule("own_display", day).norm
    is_same = version.norm.startswith(own.rpartition(" ")[0])
    return Bases((Basis(version, also=() if is_same else (own,)),))


def course(case: Case) -> str:
    """How objections are counted: what sets their period off.

    Returns:
        "set" (no display, the authority sets the end), "notified" (a change, told to those newly
        affected), "change" (changed documents displayed again where the period may be shorter),
        else "display".
    """
    if not {"display_start", "display_end"} & case.events.keys():
        told = case.has("plan_change") and "change_notified" in case.events
        if case.has("no_display") and not told:
            return "set"
        if case.has("plan_change"):
            return "notified"
        return "display"
    return "change" if case.has("plan_change") and _may_be_shorter(case) else "display"


def _may_be_shorter(case: Case) -> bool:
    day = day_of(case, "display_start", "display_end")
    if day is None:
        return False
    if case.variant in GRID:
        return case.has_rule("change_display", day)
    return case.eia is not False and case.has_rule("eia_change", day)


def runs(name: str) -> Condition:
    """Objections are counted in this way."""
    return lambda case: course(case) == name


def early_participation_known(case: Case) -> bool:
    """The Land's law knew early participation when the application was filed."""
    day = case.events.get("application")
    if day is None or case.variant == CORRIDOR or not case.has_rule("early_participation", day):
        return False
    return case.laender[0] != "NW" or day >= NRW_EARLY


def online(case: Case) -> bool:
    """The hearing is replaced by an online consultation: said so, or its days are recorded."""
    if case.has("online_consultation"):
        return True
    return "online_start" in case.events and "hearing" not in case.events


def not_online(case: Case) -> bool:
    """There is no online consultation instead of the hearing."""
    return not online(case)


def is_discussed(case: Case) -> bool:
    """There is a hearing, and it is not done without."""
    return not case.has("hearing_waived") and case.variant != CORRIDOR


def heard_before(case: Case) -> bool:
    """The hearing was held before the change on which one may comment now."""
    held, until = case.events.get("hearing"), case.day("objections")
    return case.has("plan_change") and bool(held and until and held <= until)


def not_heard_before(case: Case) -> bool:
    """No hearing was held before a change."""
    return not heard_before(case)
