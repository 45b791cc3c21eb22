"""Whether dialogue and procedure go together: what to hand over when, what not to promise.

Informal formats are possible beside every procedure, independent of it, and must not anticipate its
result (§ 17a Abs. 8 FStrG, § 18a Abs. 8 AEG say so in as many words).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from . import interlock_sentences as say
from .citing import cite
from .interlock_values import DialogueFormat, Finding, Opportunity, Severity
from .opportunities import (
    norm_of_early_participation,
    norms_of_independence,
    opportunities,
)
from .promising import anticipating, formal_name, misnamed
from .steps import Schedule, Step
from .wording import Text

__all__ = ["DialogueFormat", "Finding", "Opportunity", "check_dialogue", "opportunities"]

EARLY = "early_participation"
MEDIATION = "mediation"
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
_WITH_APPLICATION = ("planfeststellung", "bimschg")
_LATE_NORM = {
    "planfeststellung": "§ 73 Abs. 4 {VwVfG}",
    "bimschg": "§ 10 Abs. 3 BImSchG",
    "bauleitplan": "§ 3 Abs. 2 BauGB",
    "raumordnung": "§ 9 Abs. 2 ROG",
    "raumvertraeglichkeit": "§ 15 Abs. 3 ROG",
}
_WEIGHING_NORM = {
    "planfeststellung": "§ 74 Abs. 1 und 2 {VwVfG}",
    "bimschg": "§ 6 BImSchG",
    "bauleitplan": "§ 1 Abs. 7 BauGB",
    "raumordnung": "§ 7 Abs. 2 ROG",
    "raumvertraeglichkeit": "§ 15 ROG",
}
_NO_PLANS = ("kleine_anfrage",)


def check_dialogue(schedule: Schedule, dialogue: Sequence[DialogueFormat]) -> tuple[Finding, ...]:
    """What does not go together, the gravest first.

    Args:
        schedule: the procedure, as computed.
        dialogue: informal formats on the same scheme, in any order.
    """
    if schedule.procedure_type in _NO_PLANS:
        return ()
    found = [*_of_procedure(schedule, dialogue)]
    for one in sorted(dialogue, key=lambda each: (each.first_day, each.id)):
        found += _of_format(schedule, one)
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _of_procedure(schedule: Schedule, dialogue: Sequence[DialogueFormat]) -> Iterator[Finding]:
    yield from _early_missing(schedule, dialogue)
    yield from _hearing_without_notice(schedule)


def _of_format(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    for check in (
        _early_in_time,
        _result,
        _overlap,
        _answer_by,
        _names,
        _promises,
        _plan_change,
        _local_plan,
        _spatial_impact,
    ):
        yield from check(schedule, one)


# Early participation and what is handed over


def _early_missing(schedule: Schedule, dialogue: Iterable[DialogueFormat]) -> Iterator[Finding]:
    if schedule.procedure_type not in _WITH_APPLICATION:
        return
    has_one = any(one.kind == EARLY for one in dialogue) or "early_start" in schedule.events
    if not has_one:
        applied = schedule.events.get("application")
        text, advice = say.early_missing(applied)
        yield _finding(
            "early_missing", "advice", "", text, advice, norm_of_early_participation(schedule)
        )


def _early_in_time(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    applied = schedule.events.get("application")
    if one.kind != EARLY or applied is None or one.last_day < applied:
        return
    text, advice = say.early_late(one.title, one.last_day, applied)
    yield _finding(
        "early_late", "warning", one.id, text, advice, norm_of_early_participation(schedule)
    )


def _result(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    """§ 25 Abs. 3 Satz 4 VwVfG: with the application at the latest, else without delay."""
    if one.kind != EARLY or schedule.procedure_type not in _WITH_APPLICATION:
        return
    applied = schedule.events.get("application")
    given = one.result_handed_over or schedule.events.get("result_handed_over")
    norm = norm_of_early_participation(schedule, " Satz 4")
    if applied is None:
        if given is None:
            yield _finding("result_due", "advice", one.id, *say.result_due(one.title), norm)
        return
    if given is None and one.last_day >= applied:
        text, advice = say.result_without_delay(one.title)
        yield _finding("result_due", "warning", one.id, text, advice, norm)
    elif given is None:
        text, advice = say.result_missing(one.title, applied)
        yield _finding("result_missing", "error", one.id, text, advice, norm)
    elif given > applied and one.last_day < applied:
        text, advice = say.result_late(one.title, given, applied)
        yield _finding("result_late", "error", one.id, text, advice, norm)


# Beside the objection period


def _overlap(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    period = _objections(schedule)
    if period is None or one.says_no_objection:
        return
    first, last = period
    if one.first_day <= last and one.last_day >= first:
        text, advice = say.overlap(one.title, first, last)
        norms = _beside(schedule)
        yield _finding("overlap_without_hint", "error", one.id, text, advice, *norms)


def _answer_by(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    period = _objections(schedule)
    if period is None or one.answer_by is None:
        return
    last = period[1]
    if one.answer_by > last >= one.first_day:
        text, advice = say.answer_after_objections(one.title, one.answer_by, last)
        norms = _beside(schedule)
        yield _finding("answer_by_after_objections", "warning", one.id, text, advice, *norms)


def _names(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    period = _objections(schedule)
    norms = _beside(schedule)
    name = formal_name(one.title)
    if name:
        text, advice = say.formal_name(one.title, name)
        yield _finding("formal_name_in_title", "error", one.id, text, advice, *norms)
        return
    name = misnamed(one.summary, period or ())
    if name:
        text, advice = say.formal_name_in_summary(one.title, name, period[1] if period else None)
        yield _finding("formal_name_in_summary", "warning", one.id, text, advice, *norms)


def _promises(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    words = next(
        (found for text in (one.promises, one.title, one.summary) if (found := anticipating(text))),
        "",
    )
    if not words:
        return
    weighing = _cited(schedule, _WEIGHING_NORM[schedule.procedure_type])
    norms = (*norms_of_independence(schedule), weighing)
    text, advice = say.anticipates(one.title, words)
    yield _finding("promise_anticipates", "warning", one.id, text, advice, *norms)


# Hearing, plan change


def _hearing_without_notice(schedule: Schedule) -> Iterator[Finding]:
    held = schedule.events.get("hearing")
    if held is None or "hearing_published" in schedule.events:
        return
    notice = _step(schedule, "hearing_notice")
    if notice is None:
        return
    text, advice = say.hearing_without_notice(held, notice.last_day)
    norms = tuple(norm for norm in notice.norms if "BGB" not in norm)
    yield _finding("hearing_without_notice", "warning", "", text, advice, *norms)


def _plan_change(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    changed = {"plan_change"} & schedule.circumstances or schedule.variant == "renewed"
    period = _objections(schedule)
    if not changed or period is None or one.last_day < period[0] or one.first_day > period[1]:
        return
    said = f"{one.title} {one.summary}".casefold()
    if any(word in said for word in ("änder", "geändert", "change", "deckblatt")):
        return
    norm = {
        "planfeststellung": ("§ 73 Abs. 8 {VwVfG}", "§ 22 UVPG"),
        "bauleitplan": ("§ 4a Abs. 3 BauGB",),
    }.get(schedule.procedure_type, ())
    norms = tuple(_cited(schedule, each) for each in norm)
    yield _finding("only_the_change", "advice", one.id, *say.only_the_change(one.title), *norms)


# Local plans, spatial planning


def _local_plan(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    if schedule.procedure_type != "bauleitplan":
        return
    if schedule.variant == "consent":
        text, advice = say.consent(one.title)
        yield _finding("consent_prolonged", "advice", one.id, text, advice, "§ 36a Abs. 2 BauGB")
        return
    if one.kind == MEDIATION:
        text, advice = say.mediation(one.title)
        yield _finding("mediation", "advice", one.id, text, advice, "§ 4b BauGB")
    start = schedule.events.get("display_start")
    is_before = start is None or one.last_day < start
    if is_before and "early_start" not in schedule.events:
        text, advice = say.early_may_be_left_out(one.title)
        norm = "§ 3 Abs. 1 BauGB"
        yield _finding("early_may_be_left_out", "advice", one.id, text, advice, norm)


def _spatial_impact(schedule: Schedule, one: DialogueFormat) -> Iterator[Finding]:
    if schedule.procedure_type != "raumvertraeglichkeit":
        return
    text, advice = say.say_it_again(one.title)
    norms = ("§ 15 Abs. 3 ROG", "§ 15 Abs. 5 und 6 ROG")
    yield _finding("say_it_again", "advice", one.id, text, advice, *norms)


# Helpers


def _objections(schedule: Schedule) -> tuple[date, date] | None:
    """From the first day of the display to the last one for objections."""
    step = _step(schedule, "objections") or _step(schedule, "public_display")
    if step is None:
        return None
    return step.first_day or schedule.events.get("display_start", step.last_day), step.last_day


def _step(schedule: Schedule, name: str) -> Step | None:
    return schedule.step(name) if schedule.has(name) else None


def _beside(schedule: Schedule) -> tuple[str, ...]:
    late = _cited(schedule, _LATE_NORM[schedule.procedure_type])
    return *norms_of_independence(schedule), late


def _cited(schedule: Schedule, norm: str) -> str:
    return cite(norm, schedule.land.split("/")[0])


def _finding(
    code: str, severity: Severity, subject: str, text: Text, advice: Text, *norms: str
) -> Finding:
    return Finding(code, severity, subject, text, advice, tuple(dict.fromkeys(norms)))
