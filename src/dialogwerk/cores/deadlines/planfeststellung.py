"""Plan approval (Planfeststellung), North Rhine-Westphalia: display and objections.

§ 73 Abs. 3 and 4 VwVfG NRW, § 21 UVPG with the transition of § 74 Abs. 2 UVPG.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from . import sentences as say
from .counting import (
    WorkingDay,
    end_of_day_start_period,
    end_of_event_period,
    next_working_day,
)
from .errors import EventOutOfOrder, MissingEvent, PeriodTooShort, PeriodTooShortUnlessOld
from .law import Version, in_force
from .steps import Step
from .wording import EMPTY, Text

TYPE = "planfeststellung"
LAENDER = ("NW",)
EVENTS = ("scoping", "application", "published", "display_start", "display_end", "objections_end")
TRANSITION_HINT_YEARS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one procedure.

    Attributes:
        land: code of the Land.
        eia: with environmental impact assessment; None if not yet known.
        events: recorded days.
        is_working_day: calendar of the place where objections are lodged.
    """

    land: str
    eia: bool | None
    events: Mapping[str, date]
    is_working_day: WorkingDay

    def shifted(self, day: date) -> date:
        """The day or the next working day, § 31 Abs. 3 Satz 1 VwVfG NRW."""
        return next_working_day(day, self.is_working_day)

    def rule(self, parameter: str, day: date) -> Version:
        """The version of a period in force on that day."""
        return in_force(TYPE, parameter, land=self.land, day=day)


def steps(case: Case) -> tuple[Step, ...]:
    """All steps that can be computed.

    Raises:
        MissingEvent: no ``display_start``.
        EventOutOfOrder, PeriodTooShort, NoVersionInForce: as their names say.
    """
    if "display_start" not in case.events:
        raise MissingEvent(event="display_start")
    _check_order(case.events)
    display = public_display(case)
    return display, objections(case, display_end=display.last_day)


def _check_order(events: Mapping[str, date]) -> None:
    """The notice comes before the display, the application before both."""
    norms = {
        "published": "§ 73 Abs. 5 Satz 1 VwVfG NRW",
        "application": "§ 73 Abs. 1 bis 3 VwVfG NRW",
    }
    start = events["display_start"]
    for name, norm in norms.items():
        if name in events and events[name] >= start:
            raise EventOutOfOrder(
                earlier=name,
                earlier_day=events[name],
                later="display_start",
                later_day=start,
                norm=norm,
            )


def public_display(case: Case) -> Step:
    """Display of the plan (Auslegung): one month, the first day counts.

    § 73 Abs. 3 Satz 1 VwVfG NRW with §§ 187 Abs. 2, 188 Abs. 2 and 3 BGB. Whether an end on a
    weekend moves is open (§ 31 Abs. 3 against Abs. 4); as practice does, the next working day is
    recommended.
    """
    start = case.events["display_start"]
    rule = case.rule("public_display", start)
    minimum = end_of_day_start_period(start, rule.period)
    recommended = case.shifted(minimum)
    recorded = case.events.get("display_end")
    if recorded is not None and recorded < minimum:
        raise PeriodTooShort(event="display_end", given=recorded, minimum=minimum, norm=rule.norm)
    text = say.display_counted(start, minimum, rule)
    if recommended != minimum:
        text += say.display_shifted(minimum, recommended, case.land)
    if recorded:
        text += say.recorded(recorded, minimum)
    shift = ("§ 31 Abs. 3 Satz 1 VwVfG NRW",) if recommended != minimum else ()
    last_day = recorded or recommended
    return Step(
        step="public_display",
        first_day=start,
        last_day=last_day,
        kind="minimum",
        norms=(rule.norm, "§ 187 Abs. 2 BGB", say.month_norm(start, minimum), *shift),
        explanation_de=text.de,
        explanation_en=text.en,
        minimum_last_day=minimum,
        accept_until=last_day,
        recorded=recorded is not None,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """The end of the objection period under one reading of the law.

    Attributes:
        rule: the version applied.
        counted: end by counting alone.
        minimum: end on a working day; nothing shorter is lawful.
        latest: the same under the reading that is kinder to people at the end of a month.
        also: further legal grounds.
    """

    rule: Version
    counted: date
    minimum: date
    latest: date
    also: tuple[str, ...] = ()


def objections(case: Case, *, display_end: date) -> Step:
    """Last day for objections (Einwendungen).

    Two weeks after the display, § 73 Abs. 4 Satz 1 VwVfG NRW; with environmental impact assessment
    one month, § 21 Abs. 2 and 5 UVPG. If that is not known, the later day is shown.
    """
    readings = _readings(case, display_end)
    chosen = max(readings, key=lambda reading: reading.latest)
    minimum = min(reading.minimum for reading in readings)
    recorded = case.events.get("objections_end")
    if recorded is not None and recorded < minimum:
        raise _too_short(case, recorded, min(readings, key=lambda reading: reading.minimum))
    last_day = recorded or chosen.latest
    accept_until = case.shifted(last_day)
    text = _objection_text(case, display_end, readings, chosen)
    if recorded:
        text += say.recorded(recorded, minimum, longer_norm=_longer_norm(chosen))
        text += say.still_in_time(recorded, accept_until, case.land)
        if recorded < chosen.minimum:
            text += say.too_short_with_eia(chosen.minimum)
    elif len(readings) > 1 or chosen.latest != chosen.minimum:
        text += say.later_day_given()
    text += say.arrival()
    return Step(
        step="objections",
        first_day=case.events["display_start"],
        last_day=last_day,
        kind="right",
        norms=_norms(chosen),
        explanation_de=text.de,
        explanation_en=text.en,
        minimum_last_day=minimum,
        accept_until=accept_until,
        recorded=recorded is not None,
    )


def _readings(case: Case, display_end: date) -> list[Reading]:
    without = _reading(case, display_end, case.rule("objections", display_end))
    if case.eia is False:
        return [without]
    with_eia = _eia_reading(case, display_end)
    if case.eia or with_eia.latest == without.latest:
        return [with_eia if case.eia else without]
    return [without, with_eia]


def _eia_reading(case: Case, display_end: date) -> Reading:
    """With assessment: by § 21 UVPG, unless the procedure began before the cut-off day."""
    rule = case.rule("objections_eia", display_end)
    if not _begun_before_cut_off(case, rule, display_end):
        also = ("§ 21 Abs. 5 UVPG",) if _is_uvpg(rule) else ()
        return _reading(case, display_end, rule, also)
    transition = case.rule("eia_transition", display_end)
    old = case.rule("objections", display_end)
    return _reading(case, display_end, old, (transition.norm,))


def _begun_before_cut_off(case: Case, rule: Version, display_end: date) -> bool:
    begun = [case.events[name] for name in ("scoping", "application") if name in case.events]
    if not begun or not _is_uvpg(rule):
        return False
    cut_off = case.rule("eia_transition", display_end).begun_before
    return cut_off is not None and min(begun) < cut_off


def _is_uvpg(rule: Version) -> bool:
    return rule.norm.endswith("UVPG")


def _reading(case: Case, display_end: date, rule: Version, also: tuple[str, ...] = ()) -> Reading:
    counted = end_of_event_period(display_end, rule.period)
    kinder = end_of_day_start_period(display_end + timedelta(days=1), rule.period)
    return Reading(rule, counted, case.shifted(counted), case.shifted(max(counted, kinder)), also)


def _objection_text(
    case: Case, display_end: date, readings: list[Reading], chosen: Reading
) -> Text:
    text = say.objections_counted(display_end, chosen.counted, chosen.rule, chosen.also)
    if chosen.minimum != chosen.counted:
        text += say.shifted(chosen.counted, chosen.minimum, case.land)
    if chosen.latest != chosen.minimum:
        text += say.month_end(chosen.minimum, chosen.latest)
    if len(readings) > 1:
        text += say.eia_unknown(*(reading.latest for reading in readings))
    return text + _transition_text(case, display_end, chosen)


def _transition_text(case: Case, display_end: date, chosen: Reading) -> Text:
    """A hint at the former law while procedures of that age are still to be expected."""
    if not _is_uvpg(chosen.rule) or {"scoping", "application"} & set(case.events):
        return EMPTY
    transition = case.rule("eia_transition", display_end)
    cut_off = transition.begun_before
    if cut_off is None or display_end.year > cut_off.year + TRANSITION_HINT_YEARS:
        return EMPTY
    return say.transition(cut_off, transition.norm)


def _norms(reading: Reading) -> tuple[str, ...]:
    shift = ("§ 31 Abs. 3 Satz 1 VwVfG NRW",) if reading.minimum != reading.counted else ()
    month_end = reading.rule.period.unit == "month" and reading.counted.day != reading.latest.day
    count = ("§ 187 Abs. 1 BGB", "§ 188 Abs. 2 BGB")
    kinder = ("§ 187 Abs. 2 BGB",) if month_end and reading.latest != reading.minimum else ()
    return (reading.rule.norm, *reading.also, *count, *kinder, *shift)


def _longer_norm(reading: Reading) -> str:
    return "§ 21 Abs. 3 UVPG" if _is_uvpg(reading.rule) else ""


def _too_short(case: Case, recorded: date, reading: Reading) -> PeriodTooShort:
    """The error, with a hint at the former law where that may be the explanation."""
    facts = {
        "event": "objections_end",
        "given": recorded,
        "minimum": reading.minimum,
        "norm": reading.rule.norm,
    }
    if not _is_uvpg(reading.rule) or {"scoping", "application"} & set(case.events):
        return PeriodTooShort(**facts)
    cut_off = case.rule("eia_transition", recorded).begun_before
    return PeriodTooShortUnlessOld(**facts, cut_off=cut_off)
