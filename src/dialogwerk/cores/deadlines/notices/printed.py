"""The days printed in a notice against those of the schedule."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..errors import DeadlineError
from ..procedures import procedure_type
from ..schedule import schedule
from ..steps import Step
from . import saying as say
from .dates import FoundDate, FoundRange, Places, find_dates, find_ranges
from .facts import NoticeFacts
from .findings import NoticeFinding
from .folding import Folded
from .saying import Where

_BEFORE, _AFTER = 170, 300
_OBJECTION = re.compile(
    r"einwend|einwaend|aeusser|stellung nehmen|"
    r"(?<!vorliegenden )(?<!bezogenen )stellungnahmen?\b"
    r"(?! (?:der|von) (?:\w{1,40} ){0,2}\w{0,40}(?:behoerde|traeger))"
)
_DISPLAY = re.compile(
    r"auslieg|ausgelegt|(?<!ablauf der )(?<!ende der )auslegung|offenlage|veroeffentlich"
    r"|zugaenglich|einsicht|eingesehen|einsehbar|lieg(?:t|en)\b|bereitgestellt|offengelegt|offenleg|einsehen|abrufbar|abgerufen|eingestellt"
)
_HEARING = re.compile(r"eroerter")
_CONSULTATION = re.compile(r"konsultation|aeusser")
_UNTIL = re.compile(
    r"(?:bis|spaetestens|ablauf|endet|letzter tag)[^.;:]{0,40}$|einschliesslich\s?$|bis zum\s?$"
)
_OTHER = re.compile(
    r"(?:antrag|bescheid|beschluss|fassung|gesetz\w*|bgbl|gv\. ?nrw|s\.|amtsblatt)"
    r"[^.;]{0,25}vom\s?$"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A period that a notice announces.

    Attributes:
        step: of the schedule.
        first, last: what its days are called.
        words: by which its printed period is known.
        rival: words of the other period from which it has to be told.
    """

    step: str
    first: str
    last: str
    words: re.Pattern[str]
    rival: re.Pattern[str] | None = None


_DISPLAY_PERIOD = Expected("public_display", "display_start", "display_end", _DISPLAY, _OBJECTION)
_OBJECTION_PERIOD = Expected("objections", "display_start", "objections_end", _OBJECTION, _DISPLAY)
_COMMENT_PERIOD = Expected(
    "public_display",
    "display_start",
    "display_end",
    re.compile(f"{_DISPLAY.pattern}|{_OBJECTION.pattern}"),
)
_DECISION_PERIOD = Expected(
    "decision_display", "decision_display_start", "decision_display_end", _DISPLAY
)
_CONSULTATION_PERIOD = Expected("online_consultation", "online_start", "online_end", _CONSULTATION)
_FAR = float("inf")
# Events that decide which version of the law holds.
_OF_THE_LAW = frozenset({"scoping", "application", "published"})


def compare_dates(kind: str, facts: NoticeFacts, text: Folded) -> Iterator[NoticeFinding]:
    """Findings on dates: impossible ones, wrong weekdays, periods that differ from the schedule."""
    around = facts.publish_on or facts.day("display_start")
    dates, ranges = find_dates(text, around), find_ranges(text, around)
    yield from (say.impossible(found.where) for found in dates if found.impossible)
    yield from (
        say.wrong_weekday(one.day, one.where) for one in dates if one.day and one.wrong_weekday
    )
    yield from (say.reversed_period(found.where) for found in ranges if found.is_reversed)
    yield from _periods(kind, facts, text, dates, ranges)
    if kind == "hearing":
        yield from _hearing(facts, text, dates)


def _periods(
    kind: str,
    facts: NoticeFacts,
    text: Folded,
    dates: tuple[FoundDate, ...],
    ranges: tuple[FoundRange, ...],
) -> Iterator[NoticeFinding]:
    facts = _counted_from_print(kind, facts, text, ranges)
    for expected in _expected(kind, facts):
        for found in _ranges_of(expected, text, ranges):
            yield from _compare(expected, found, facts)
    if kind in ("display", "change") and _has_own_objection_period(facts):
        inside = Places(found.where for found in ranges)
        for one in _ends_of_objections(text, dates, inside):
            yield from _compare_last(_OBJECTION_PERIOD, one, facts)


def _counted_from_print(
    kind: str, facts: NoticeFacts, text: Folded, ranges: tuple[FoundRange, ...]
) -> NoticeFacts:
    """The facts with the period for objections that follows from a longer printed display."""
    if kind not in ("display", "change") or not _has_own_objection_period(facts):
        return facts
    if not facts.schedule.has("public_display"):
        return facts
    printed = [found.last.day for found in _ranges_of(_DISPLAY_PERIOD, text, ranges)]
    end = max((day for day in printed if day), default=None)
    if end is None or end <= facts.schedule.step("public_display").last_day:
        return facts
    later = _objections_after(facts, end)
    if later is None or later.last_day <= facts.schedule.step("objections").last_day:
        return facts
    steps = tuple(later if step.step == "objections" else step for step in facts.schedule.steps)
    return replace(facts, schedule=replace(facts.schedule, steps=steps))


def _objections_after(facts: NoticeFacts, display_end: date) -> Step | None:
    """The period for objections if the display ends on that day; None if it cannot be counted."""
    events = {name: day for name, day in facts.schedule.events.items() if name in _OF_THE_LAW}
    start = facts.day("display_start")
    if start:
        events["display_start"] = start
    declared = {one.id for one in procedure_type(facts.procedure_type).circumstances}
    try:
        computed = schedule(
            facts.procedure_type,
            land=facts.land,
            eia=facts.eia,
            variant=facts.variant,
            events={**events, "display_end": display_end},
            circumstances=tuple(facts.circumstances & declared),
        )
    except DeadlineError:
        return None
    return computed.step("objections") if computed.has("objections") else None


def _expected(kind: str, facts: NoticeFacts) -> tuple[Expected, ...]:
    if kind in ("display", "change"):
        if _has_own_objection_period(facts):
            return _DISPLAY_PERIOD, _OBJECTION_PERIOD
        return (_COMMENT_PERIOD,)
    by_kind = {
        "decision": (_DECISION_PERIOD,),
        "online_consultation": (_CONSULTATION_PERIOD,),
    }
    return by_kind.get(kind, ())


def _has_own_objection_period(facts: NoticeFacts) -> bool:
    """Whether objections go on after the display; comments on land-use plans do not."""
    return facts.schedule.has("objections") and facts.procedure_type != "bauleitplan"


def _ranges_of(
    expected: Expected, text: Folded, ranges: Iterable[FoundRange]
) -> Iterator[FoundRange]:
    """The printed periods that speak of this step: its words stand nearest."""
    for found in ranges:
        own = _distance(text, found.where, expected.words)
        rival = _distance(text, found.where, expected.rival) if expected.rival else _FAR
        if own < rival:
            yield found


def _distance(text: Folded, where: tuple[int, int], words: re.Pattern[str]) -> float:
    """How far the words stand from a passage, within its sentence first."""
    start, end = _in_folded(text, where)
    before = [start - m.end() for m in words.finditer(text.text, max(0, start - _BEFORE), start)]
    after = [m.start() - end for m in words.finditer(text.text, end, end + _AFTER)]
    gaps = [_gap(text.text, start - gap, start, gap) for gap in before]
    gaps += [_gap(text.text, end - 4, end + gap, gap) for gap in after]
    return min(gaps, default=_FAR)


def _gap(text: str, start: int, end: int, gap: int) -> float:
    """The gap, and much more if a sentence ends in it."""
    return gap + (500 if re.search(r"(?:[a-z)]|\d{4})\. ", text[start:end]) else 0)


def _in_folded(text: Folded, where: tuple[int, int]) -> tuple[int, int]:
    return bisect_left(text.origin, where[0]), bisect_left(text.origin, where[1])


def _ends_of_objections(
    text: Folded, dates: Iterable[FoundDate], inside: Places
) -> Iterator[FoundDate]:
    for found in dates:
        start, _end = _in_folded(text, found.where)
        before = text.text[max(0, start - 60) : start]
        if found.where[0] in inside or _OTHER.search(before):
            continue
        near = _distance(text, found.where, _OBJECTION)
        if _UNTIL.search(before) and near < _distance(text, found.where, _DISPLAY):
            yield found


def _compare(expected: Expected, found: FoundRange, facts: NoticeFacts) -> Iterator[NoticeFinding]:
    first = facts.day(expected.first)
    printed = found.first.day
    if first and printed and printed != first:
        yield say.differs(expected.first, printed, first, found.first.where)
    yield from _compare_last(expected, found.last, facts)


def _compare_last(
    expected: Expected, found: FoundDate, facts: NoticeFacts
) -> Iterator[NoticeFinding]:
    printed = found.day
    if printed is None or not facts.schedule.has(expected.step):
        computed = facts.day(expected.last)
        if printed and computed and printed != computed:
            yield say.differs(expected.last, printed, computed, found.where)
        return
    step = facts.schedule.step(expected.step)
    norms = step.norms
    if printed < step.minimum_last_day:
        yield say.too_short(expected.last, printed, step.minimum_last_day, norms, found.where)
    elif printed < step.last_day:
        yield say.earlier(expected.last, printed, step.last_day, norms, found.where)
    elif printed > step.last_day:
        yield say.longer(expected.last, printed, step.last_day, norms, found.where)


def where_printed(what: str, text: Folded, facts: NoticeFacts) -> Where | None:
    """Where a period is printed; None if nowhere.

    Args:
        what: "display", "decision_display", "objections" (the whole period) or "objections_end"
            (at least its last day).
        text: the folded text.
        facts: tell whether comments run with the display.
    """
    ranges = find_ranges(text)
    for found in _ranges_of(_printed_as(what, facts), text, ranges):
        return found.where
    if what != "objections_end":
        return None
    inside = Places(found.where for found in ranges)
    ends = _ends_of_objections(text, find_dates(text), inside)
    return next((found.where for found in ends), None)


def _printed_as(what: str, facts: NoticeFacts) -> Expected:
    if what == "display":
        return _DISPLAY_PERIOD if _has_own_objection_period(facts) else _COMMENT_PERIOD
    return _DECISION_PERIOD if what == "decision_display" else _OBJECTION_PERIOD


def _hearing(
    facts: NoticeFacts, text: Folded, dates: tuple[FoundDate, ...]
) -> Iterator[NoticeFinding]:
    """The printed day of the hearing, if the calendar has another."""
    day = facts.day("hearing")
    near = [found for found in dates if found.day and _speaks_of_hearing(text, found)]
    if day and near and all(found.day != day for found in near):
        nearest = min(near, key=lambda found: _distance(text, found.where, _HEARING))
        yield say.differs("hearing", nearest.day or day, day, nearest.where)


def _speaks_of_hearing(text: Folded, found: FoundDate) -> bool:
    start, _end = _in_folded(text, found.where)
    if _OTHER.search(text.text[max(0, start - 60) : start]):
        return False
    return _distance(text, found.where, _HEARING) < _BEFORE
