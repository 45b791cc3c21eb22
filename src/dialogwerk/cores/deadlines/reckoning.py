"""From a declared step and the day of its trigger to a counted day, with the arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from . import sentences as say
from .case import Case
from .counting import (
    Period,
    end_of_day_start_period,
    end_of_event_period,
    extended,
    latest_day_before,
)
from .declaring import Bases, Basis, FindText, StepRule
from .law import Version
from .steps import Reading
from .wording import EMPTY, Text, long_date, norms_in_words, period_words


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What counting leads to, before anything recorded is looked at.

    Attributes:
        first_day: first day of the step; None if there is none.
        last_day: the safe end, as recommended.
        minimum: the earliest lawful end.
        safest: the end under the basis shown, without the kinder reading at the end of a month.
        text: trigger, arithmetic and norm.
        norms: legal grounds.
        basis: what the end rests on; None where nothing is counted.
        readings: all readings where several are open.
        minimum_basis: what the earliest lawful end rests on.
        regular: the earliest end if the step before ends as recommended; None if that is
            ``minimum``.
        unmoved: earliest lawful end of the step before, from which ``minimum`` then counts.
    """

    first_day: date | None
    last_day: date
    minimum: date
    safest: date
    text: Text
    norms: tuple[str, ...]
    basis: Basis | None = None
    minimum_basis: Basis | None = None
    readings: tuple[Reading, ...] = ()
    regular: date | None = None
    unmoved: date | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a period on one basis."""

    basis: Basis
    counted: date
    shifted: date
    latest: date

    @property
    def is_ambiguous(self) -> bool:
        return self.latest != self.shifted


def reckon(case: Case, rule: StepRule, trigger: date) -> Reckoned:
    """Count as the step is declared."""
    if rule.count == "on" and not rule.law:
        return _on(case, rule, trigger)
    bases = case.bases(rule.law, trigger) if isinstance(rule.law, str) else rule.law(case, trigger)
    return {"span": _span, "after": _after, "before": _before, "on": _on_basis}[rule.count](
        case, rule, trigger, bases
    )


def _on(case: Case, rule: StepRule, trigger: date) -> Reckoned:
    norms = tuple(map(case.cited, rule.norms))
    text = _lead(case, rule, trigger, None)
    first = _first_day(case, rule, trigger, trigger)
    return Reckoned(first, trigger, trigger, trigger, text, norms)


def _on_basis(case: Case, rule: StepRule, trigger: date, bases: Bases) -> Reckoned:
    """The day itself, on a version of the law that has its days."""
    basis = bases.items[0]
    text = _lead(case, rule, trigger, basis) + say.version_applied(basis.version)
    first = _first_day(case, rule, trigger, trigger)
    norms = _norms(case, basis)
    return Reckoned(first, trigger, trigger, trigger, text, norms, basis, basis)


def _span(case: Case, rule: StepRule, trigger: date, bases: Bases) -> Reckoned:
    """A period whose first day counts: displays (Auslegung), § 187 Abs. 2 BGB."""
    start = trigger + timedelta(days=1) if rule.first == "next" else trigger
    ends = [_End(one, *_span_ends(case, rule, start, one)) for one in bases.items]
    chosen = max(ends, key=lambda end: (end.counted, -ends.index(end)))
    minimum = _minimum(ends, bases.mode).counted
    text = _lead(case, rule, trigger, chosen.basis)
    text += _span_text(case, start, ends, chosen, bases.mode)
    readings: list[Reading] = []
    shift = case.cited(rule.shift_norm)
    if chosen.shifted != chosen.counted:
        called = found(rule.called, case, start)
        text += say.span_shifted(chosen.counted, chosen.shifted, case.place, shift, called)
        readings += _shift_readings(chosen, shift, called)
    if bases.mode == "open" and len(ends) > 1:
        text += say.readings_open([(end.basis.label, end.shifted) for end in ends])
        readings += [_reading(case, end, end is chosen) for end in ends]
    text += say.version_applied(chosen.basis.version)
    norms = (
        *_norms(case, chosen.basis),
        *(_norms(case, one.basis)[0] for one in ends if one is not chosen),
        *map(case.cited, rule.norms),
        "§ 187 Abs. 2 BGB",
        say.month_norm(start, chosen.counted, chosen.basis.version),
        *((shift,) if chosen.shifted != chosen.counted else ()),
    )
    basis = chosen.basis
    last_day = chosen.shifted
    return Reckoned(
        start, last_day, minimum, last_day, text, _once(norms), basis, basis, tuple(readings)
    )


def _span_ends(case: Case, rule: StepRule, start: date, basis: Basis) -> tuple[date, date, date]:
    counted = end_of_day_start_period(start, basis.version.period)
    shifted = case.shifted(counted) if rule.shifts else counted
    return counted, shifted, shifted


def _span_text(case: Case, start: date, ends: list[_End], chosen: _End, mode: str) -> Text:
    text = say.span_counted(start, chosen.counted, chosen.basis.version, _cited(case, chosen.basis))
    return text + _also_text(case, say.also_counted, start, ends, chosen) if mode == "all" else text


def _also_text(
    case: Case,
    counted: Callable[[date, date, Version, str], Text],
    start: date,
    ends: list[_End],
    chosen: _End,
) -> Text:
    """The other lengths that have to be met, and that the later day decides."""
    text = EMPTY
    for other in (end for end in ends if end is not chosen):
        text += counted(start, other.counted, other.basis.version, _cited(case, other.basis))
    if any(end.counted != chosen.counted for end in ends):
        text += say.later_one_decides(chosen.counted)
    return text


def _shift_readings(end: _End, shift: str, called: Text) -> list[Reading]:
    against = shift.replace("Abs. 3 Satz 1", "Abs. 4", 1)
    return [
        Reading(end.counted, against, say.end_read_unshifted(called)),
        Reading(end.shifted, shift, say.end_read_shifted(called), chosen=True),
    ]


def _after(case: Case, rule: StepRule, trigger: date, bases: Bases) -> Reckoned:
    """A period set off by an event, whose day does not count, § 187 Abs. 1 BGB."""
    ends = [_End(one, *_after_ends(case, rule, trigger, one)) for one in bases.items]
    chosen = max(ends, key=lambda end: (end.latest, end.counted, -ends.index(end)))
    least = _minimum(ends, bases.mode)
    shift = case.cited(rule.shift_norm)
    text = _lead(case, rule, trigger, chosen.basis)
    text += _after_text(case, rule, trigger, chosen)
    if bases.mode == "all":
        text += _also_text(case, say.also_after, trigger, ends, chosen)
    readings: list[Reading] = []
    if chosen.shifted != chosen.counted:
        text += say.shifted(chosen.counted, chosen.shifted, case.place, shift)
    elif rule.shift_open and (moved := case.shifted(chosen.counted)) != chosen.counted:
        text += say.shift_uncertain(chosen.counted, moved, case.place, shift)
        by = say.event_norm(trigger, chosen.counted, chosen.basis.version)
        readings += _open_shift_readings(chosen, moved, by, shift)
    if chosen.is_ambiguous:
        text += say.month_end(chosen.shifted, chosen.latest)
        readings += _month_end_readings(chosen)
    if bases.mode == "open" and len(ends) > 1:
        text += say.readings_open([(end.basis.label, end.latest) for end in ends])
        readings += [_reading(case, end, end is chosen) for end in ends]
    return Reckoned(
        _first_day(case, rule, trigger, chosen.latest),
        chosen.latest,
        least.shifted,
        chosen.shifted,
        text + say.version_applied(chosen.basis.version),
        _after_norms(case, rule, trigger, chosen, shift),
        chosen.basis,
        least.basis,
        tuple(readings),
    )


def _after_text(case: Case, rule: StepRule, trigger: date, end: _End) -> Text:
    called = found(rule.called, case, trigger) if rule.after_span else None
    extension = end.basis.extension
    if extension is None:
        return say.period_counted(trigger, end.counted, end.basis.version, after=called)
    first = end_of_event_period(trigger, end.basis.version.period)
    norm = case.cited(extension.norm)
    return say.period_counted(
        trigger, first, end.basis.version, after=called
    ) + say.period_extended(end.counted, extension, norm)


def _open_shift_readings(end: _End, moved: date, counted: str, shift: str) -> list[Reading]:
    return [
        Reading(end.counted, counted, say.period_read_unshifted(), chosen=True),
        Reading(moved, shift, say.period_read_shifted()),
    ]


def _after_ends(case: Case, rule: StepRule, trigger: date, basis: Basis) -> tuple[date, date, date]:
    period = basis.version.period
    counted = end_of_event_period(trigger, period)
    kinder = counted
    if rule.after_span:
        kinder = max(counted, end_of_day_start_period(trigger + timedelta(days=1), period))
    if basis.extension:
        counted = kinder = extended(counted, basis.extension.period)
    if not rule.shifts or rule.shift_open:
        return counted, counted, kinder
    return counted, case.shifted(counted), case.shifted(kinder)


def _after_norms(
    case: Case, rule: StepRule, trigger: date, end: _End, shift: str
) -> tuple[str, ...]:
    first = end_of_event_period(trigger, end.basis.version.period)
    counted = say.event_norm(trigger, first, end.basis.version)
    return _once(
        (
            *_norms(case, end.basis),
            *map(case.cited, rule.norms),
            "§ 187 Abs. 1 BGB",
            counted,
            *((case.cited(end.basis.extension.norm), "§ 190 BGB") if end.basis.extension else ()),
            *(("§ 187 Abs. 2 BGB",) if end.is_ambiguous else ()),
            *((shift,) if end.shifted != end.counted else ()),
        )
    )


def _month_end_readings(end: _End) -> list[Reading]:
    return [
        Reading(end.shifted, "§ 187 Abs. 1 BGB", say.month_read_by_number()),
        Reading(end.latest, "§ 187 Abs. 2 BGB", say.month_read_in_full(), chosen=True),
    ]


def _first_day(case: Case, rule: StepRule, trigger: date, last_day: date) -> date | None:
    if rule.first == "next":
        return trigger + timedelta(days=1)
    if rule.first == "same":
        return last_day
    first = case.day(rule.first) if rule.first else None
    return first if first is None or first <= last_day else None


def _before(case: Case, rule: StepRule, trigger: date, bases: Bases) -> Reckoned:
    """A backward period: full days in between, and no shift towards the day."""
    ends = [(latest_day_before(trigger, one.version.period), one) for one in bases.items]
    latest, basis = min(ends, key=lambda end: end[0])
    enforced, least = max(ends, key=lambda end: end[0])
    text = _lead(case, rule, trigger, basis) + say.counted_backwards(latest, basis.version)
    counting = ("§ 187 Abs. 1 BGB",) if basis.version.period.value else ()
    norms = _once((*_norms(case, basis), *map(case.cited, rule.norms), *counting))
    readings: tuple[Reading, ...] = ()
    if len(ends) > 1:
        text += say.readings_open([(one.label, day) for day, one in ends])
        readings = tuple(
            Reading(day, _cited(case, one), one.label, one is basis) for day, one in ends
        )
    text += say.version_applied(basis.version)
    return Reckoned(None, latest, enforced, latest, text, norms, basis, least, readings)


def _minimum(ends: list[_End], mode: str) -> _End:
    choose = max if mode == "all" else min
    return choose(ends, key=lambda end: (end.shifted, end.counted))


def _reading(case: Case, end: _End, chosen: bool) -> Reading:
    return Reading(end.latest, _cited(case, end.basis), end.basis.label, chosen)


def _norms(case: Case, basis: Basis) -> tuple[str, ...]:
    return tuple(case.cited(norm) for norm in (basis.version.norm, *basis.also))


def _cited(case: Case, basis: Basis) -> str:
    return norms_in_words(_norms(case, basis))


def _once(norms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(norms))


def found(text: Text | FindText, case: Case, day: date) -> Text:
    """A declared text, or what the declared function says."""
    return text if isinstance(text, Text) else text(case, day)


def _lead(case: Case, rule: StepRule, trigger: date, basis: Basis | None) -> Text:
    lead = found(rule.lead, case, trigger)
    if lead is EMPTY:
        return EMPTY
    norms = _cited(case, basis) if basis else norms_in_words(tuple(map(case.cited, rule.norms)))
    return _worded(lead, trigger, norms, basis.version.period if basis else None)


@lru_cache(4096)
def _worded(lead: Text, trigger: date, norms: str, period: Period | None) -> Text:
    """A lead with its places filled."""
    return Text(
        lead.de.format(
            trigger=long_date(trigger, "de"),
            norms=norms,
            period=period_words(period, "de") if period else "",
            period_acc=period_words(period, "de_acc") if period else "",
            period_dat=period_words(period, "de_dat") if period else "",
        ),
        lead.en.format(
            trigger=long_date(trigger, "en"),
            norms=norms,
            period=period_words(period, "en") if period else "",
        ),
    )
