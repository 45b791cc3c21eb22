"""Works through the declared steps: counting, then what was recorded or set by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from . import recorded_sentences as say
from .case import Case
from .checking_order import check_after, check_order
from .counting import earliest_day_after
from .declaring import ProcedureType, StepRule
from .errors import EndBeforeStart, NoticeTooLate, PeriodTooShort
from .reckoning import Reckoned, reckon
from .steps import Step
from .wording import EMPTY, Text


def compute(procedure: ProcedureType, case: Case) -> tuple[Step, ...]:
    """All steps that can be computed from the events of the case.

    Raises:
        DeadlineError: an event is out of order, a recorded end too short, a notice too late.
    """
    check_order(procedure, case)
    for rule in procedure.steps:
        if not rule.when(case):
            continue
        step = _step(case, rule)
        if step is not None:
            case.found[rule.step] = step
    check_after(procedure, case)
    return tuple(case.found.values())


def _step(case: Case, rule: StepRule) -> Step | None:
    trigger = next((name for name in rule.trigger if case.day(name) is not None), None)
    recorded = case.events.get(rule.recorded) if rule.recorded else None
    if trigger is None:
        alone = _recorded_only(case, rule, recorded) if recorded else None
        return _with_override(case, rule, alone) if alone else None
    day = case.day(trigger)
    assert day is not None  # noqa: S101 - just looked up
    counted = _from_the_minimum(case, rule, trigger, reckon(case, rule, day))
    step = _counted_step(case, rule, trigger, counted)
    if recorded is not None:
        step = _with_recorded(case, rule, step, counted, recorded, day)
    elif len(counted.readings) > 1 and rule.count == "after" and not rule.shift_open:
        step = _explained(step, say.later_day_given())
    elif rule.count == "on" and rule.kind == "right":
        shift = case.cited(rule.shift_norm)
        late = say.still_in_time(step.last_day, step.accept_until, case.place, shift)
        step = _explained(step, late)
    step = _with_override(case, rule, step)
    if rule.arrival:
        step = _explained(step, say.arrival())
    hints = tuple(text for hint in rule.hints if (text := hint(case, step)) is not EMPTY)
    return replace(step, hints=(*step.hints, *hints)) if hints else step


def _behind(case: Case, origin: Step | None) -> Step | None:
    """The step on whose end a fiction rests: service on everyone falls on the end of a display."""
    if origin is not None and origin.kind == "fiction" and not origin.overridden:
        return case.found.get(origin.trigger, origin)
    return origin


def _from_the_minimum(case: Case, rule: StepRule, trigger: str, counted: Reckoned) -> Reckoned:
    """The earliest lawful end, if the display before may lawfully end earlier than recommended.

    Who announces only the later end may have meant a display that does not move off a weekend.
    """
    origin = _behind(case, case.found.get(trigger))
    if rule.count != "after" or rule.kind != "right" or origin is None:
        return counted
    if origin.recorded or origin.overridden or origin.minimum_last_day >= origin.last_day:
        return counted
    earliest = reckon(case, rule, origin.minimum_last_day)
    if earliest.minimum >= counted.minimum:
        return counted
    return replace(
        counted,
        minimum=earliest.minimum,
        minimum_basis=earliest.minimum_basis,
        regular=counted.minimum,
        unmoved=origin.minimum_last_day,
    )


def _counted_step(case: Case, rule: StepRule, trigger: str, counted: Reckoned) -> Step:
    version = counted.basis.version if counted.basis else None
    accept = case.shifted(counted.last_day) if rule.kind == "right" else counted.last_day
    return Step(
        step=rule.step,
        first_day=counted.first_day,
        last_day=counted.last_day,
        kind=rule.kind,
        norms=counted.norms,
        explanation_de=counted.text.de,
        explanation_en=counted.text.en,
        minimum_last_day=min(counted.minimum, counted.last_day),
        accept_until=accept,
        name=rule.name,
        actor=rule.actor,
        trigger=trigger,
        computed_last_day=counted.last_day,
        readings=counted.readings,
        recorded=rule.count == "on" and trigger in case.events,
        law_from=version.valid_from if version else None,
        confidence=version.confidence if version else "",
        of_round=rule.of_round,
    )


def _recorded_only(case: Case, rule: StepRule, day: date) -> Step:
    text, accept = say.recorded_only(day), day
    if rule.kind == "right":
        accept = case.shifted(day)
        text += say.still_in_time(day, accept, case.place, case.cited(rule.shift_norm))
    return Step(
        step=rule.step,
        first_day=day if rule.first == "same" else None,
        last_day=day,
        kind=rule.kind,
        norms=(),
        explanation_de=text.de,
        explanation_en=text.en,
        minimum_last_day=day,
        accept_until=accept,
        recorded=True,
        name=rule.name,
        actor=rule.actor,
        computed_last_day=day,
        of_round=rule.of_round,
    )


def _with_recorded(
    case: Case, rule: StepRule, step: Step, counted: Reckoned, day: date, trigger: date
) -> Step:
    if rule.count == "before":
        return _announced(case, rule, step, counted, day, trigger)
    if rule.ceiling:
        return _set_within(rule, step, day)
    if rule.kind in ("duty", "target") or (rule.kind == "fiction" and rule.count == "after"):
        return _done(rule, step, day)
    if rule.kind == "target" and rule.count == "on":
        return _done(rule, step, day)
    return _end_announced(case, rule, step, counted, day)


def _announced(
    case: Case, rule: StepRule, step: Step, counted: Reckoned, day: date, trigger: date
) -> Step:
    """A notice that has to come a full period ahead."""
    latest = counted.minimum
    assert counted.basis is not None  # noqa: S101 - backward periods rest on one
    assert counted.minimum_basis is not None  # noqa: S101 - the same
    version = counted.minimum_basis.version
    norm = case.cited(version.norm)
    text, hints = say.done_on(day, counted.last_day), step.hints
    if day > latest and rule.must:
        raise NoticeTooLate(
            event=rule.recorded,
            given=day,
            of=step.trigger,
            day=trigger,
            latest=latest,
            norm=norm,
            earliest=earliest_day_after(day, version.period),
        )
    if day > counted.last_day:
        wanted = case.cited(counted.basis.version.norm)
        hints = (*hints, say.should_be_earlier(day, counted.last_day, wanted))
    return _explained(
        step,
        text,
        first_day=day,
        last_day=day,
        minimum_last_day=min(step.minimum_last_day, day),
        accept_until=day,
        recorded=True,
        hints=hints,
    )


def _done(rule: StepRule, step: Step, day: date) -> Step:
    """A duty or target that was met, in time or not."""
    missed = {"target": say.target_missed, "duty": say.duty_missed}.get(
        rule.kind, say.fiction_had_come
    )
    hints = (*step.hints, missed(step.last_day)) if day > step.last_day else step.hints
    first = day if rule.first == "same" else step.first_day
    text = say.done_on(day, step.last_day)
    return _explained(
        step,
        text,
        first_day=min(first, day) if first else None,
        last_day=day,
        minimum_last_day=min(step.minimum_last_day, day),
        accept_until=day,
        recorded=True,
        hints=hints,
    )


def _set_within(rule: StepRule, step: Step, day: date) -> Step:
    """An end that somebody set within a longest period."""
    hints = step.hints
    if day > step.last_day:
        hints = (*hints, say.longer_than_allowed(day, step.last_day))
    return _explained(
        step,
        say.end_was_set(day),
        last_day=day,
        minimum_last_day=min(day, step.last_day),
        accept_until=day,
        recorded=True,
        hints=hints,
    )


def _end_announced(case: Case, rule: StepRule, step: Step, counted: Reckoned, day: date) -> Step:
    """An announced end: binding if it is long enough, refused if it is too short."""
    minimum = _minimum_of_trigger(case, rule, step, counted)
    hints = step.hints
    if day < minimum and (rule.must or counted.minimum_basis is None):
        raise _too_short(case, rule, counted, day, minimum)
    if day < minimum and counted.minimum_basis is not None:
        norm = case.cited(counted.minimum_basis.version.norm)
        text, hints = (
            say.announced(day),
            (*hints, say.should_last_longer(day, minimum, norm)),
        )
    else:
        text = say.recorded(day, minimum, longer_norm=_longer(case, rule, counted))
    accept = day
    if rule.kind == "right":
        accept = case.shifted(day)
        text += say.still_in_time(day, accept, case.place, case.cited(rule.shift_norm))
    needed = _needed(case, rule, counted, day)
    return _explained(
        step,
        text + needed,
        last_day=day,
        minimum_last_day=min(minimum, day),
        accept_until=accept,
        recorded=True,
        hints=hints,
    )


def _minimum_of_trigger(case: Case, rule: StepRule, step: Step, counted: Reckoned) -> date:
    """What lasts as long as another step may end when that one may lawfully end."""
    origin = case.found.get(step.trigger) if rule.count == "on" else None
    if origin is None or origin.recorded or origin.overridden:
        return counted.minimum
    return origin.minimum_last_day


def _needed(case: Case, rule: StepRule, counted: Reckoned, day: date) -> Text:
    """What would be too short under the reading that needs more."""
    basis, text = counted.basis, EMPTY
    if counted.unmoved and counted.regular and day < counted.regular:
        text = say.enough_if_unmoved(counted.unmoved)
    if rule.count != "after" or basis is None or day >= counted.safest or basis.label is EMPTY:
        return text
    if counted.minimum_basis and counted.minimum_basis.version == basis.version:
        return text
    norm = case.cited(basis.version.norm)
    return text + say.too_short_otherwise(basis.label, counted.safest, norm)


def _longer(case: Case, rule: StepRule, counted: Reckoned) -> str:
    if not rule.longer_norm or counted.basis is None:
        return ""
    fits = counted.basis.version.norm.split("Abs.")[0] in rule.longer_norm
    return case.cited(rule.longer_norm) if fits else ""


def _too_short(
    case: Case, rule: StepRule, counted: Reckoned, day: date, minimum: date
) -> Exception:
    basis = counted.minimum_basis
    if basis is None and rule.norms:
        norm = case.cited(rule.norms[0])
        return PeriodTooShort(event=rule.recorded, given=day, minimum=minimum, norm=norm)
    if basis is None:
        return EndBeforeStart(
            earlier=rule.trigger[0], earlier_day=counted.minimum, later=rule.recorded, later_day=day
        )
    if rule.too_short:
        return rule.too_short(case, day, counted.minimum, basis)
    return PeriodTooShort(
        event=rule.recorded, given=day, minimum=counted.minimum, norm=case.cited(basis.version.norm)
    )


def _with_override(case: Case, rule: StepRule, step: Step) -> Step:
    day = case.overrides.get(rule.step)
    if day is None or day == step.last_day:
        return step
    first = step.first_day
    if step.first_day is not None and (rule.first == "same" or step.first_day > day):
        first = day
    return _explained(
        step,
        say.overridden(day, step.last_day),
        first_day=first,
        last_day=day,
        accept_until=case.shifted(day) if rule.kind == "right" else day,
        computed_last_day=step.last_day,
        overridden=True,
    )


def _explained(step: Step, more: Text, **changes: Any) -> Step:
    """With more said, and other values."""
    text = Text(step.explanation_de, step.explanation_en) + more
    return replace(step, explanation_de=text.de, explanation_en=text.en, **changes)
