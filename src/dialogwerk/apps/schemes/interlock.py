"""How the dialogue goes together with the procedures beside it, by the checks of the core."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dialogwerk.cores.deadlines import DeadlineError, Schedule
from dialogwerk.cores.deadlines.interlock import (
    DialogueFormat,
    Finding,
    Opportunity,
    check_dialogue,
    opportunities,
)

from .models import DialogueDate, Procedure
from .services.asking import schedule_of
from .words import in_words


@dataclass
class Checked:
    """A date of the dialogue, and what the procedures have to say of it.

    Attributes:
        date: None for what belongs to no single date.
        findings: each with the procedure from whose schedule it comes.
    """

    date: DialogueDate | None
    findings: list[tuple[Procedure, Finding]] = field(default_factory=list)


@dataclass
class Interlock:
    """All dates of the dialogue of a scheme beside the schedules of its procedures.

    Attributes:
        dates: each date with its findings.
        others: findings that belong to none of them.
        places: where each procedure leaves room for dialogue.
        problems: why the schedule of a procedure cannot be computed, in the reader's language.
    """

    dates: list[Checked]
    others: Checked
    places: list[tuple[Procedure, tuple[Opportunity, ...]]] = field(default_factory=list)
    problems: list[tuple[Procedure, str]] = field(default_factory=list)


def findings_beside(plan: Schedule, dialogue: Iterable[DialogueDate]) -> tuple[Finding, ...]:
    """What is to be said of these dates beside this schedule, the gravest first.

    As long as nothing is on record there is nothing beside which they could stand.
    """
    if not plan.events:
        return ()
    return check_dialogue(plan, [as_format(one) for one in dialogue])


def interlock_of(procedures: Iterable[Procedure], dialogue: Sequence[DialogueDate]) -> Interlock:
    """Check each date beside each of these procedures, as they stand."""
    by_id = {str(one.pk): Checked(one) for one in dialogue}
    found = Interlock(list(by_id.values()), Checked(None))
    for procedure in procedures:
        try:
            plan = schedule_of(procedure)
        except DeadlineError as error:
            found.problems.append((procedure, in_words(error, procedure.kind)))
            continue
        found.places.append((procedure, opportunities(plan)))
        for finding in findings_beside(plan, dialogue):
            by_id.get(finding.subject, found.others).findings.append((procedure, finding))
    return found


def as_format(one: DialogueDate) -> DialogueFormat:
    """A row as the core reads it."""
    return DialogueFormat(
        id=str(one.pk),
        title=one.title,
        kind=str(one.kind),
        first_day=one.first_day,
        last_day=one.last_day,
        answer_by=one.answer_by,
        says_no_objection=one.says_no_objection,
        result_handed_over=one.result_handed_over,
        promises=one.promises,
        summary=one.summary,
    )
