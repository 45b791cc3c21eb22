"""Questions to the calendar of a procedure. Nothing is stored."""

from datetime import date

from dialogwerk.cores.deadlines.planning import BackwardPlan, WhatIf, plan_backwards, what_if

from ..models import Procedure, Round
from .asking import arguments_of


def ask_what_if(
    *,
    procedure: Procedure,
    event: str,
    days: int | None = None,
    day: date | None = None,
    round: Round | None = None,
) -> WhatIf:
    """What becomes of every date if one event is on another day.

    Args:
        round: whose dates; the last one if none is named.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: what is recorded cannot be computed, or the
            question makes no sense.
    """
    facts = arguments_of(procedure, round or procedure.current_round)
    return what_if(procedure.kind, event=event, days=days, day=day, **facts)


def ask_backwards(
    *,
    procedure: Procedure,
    wish: str,
    day: date,
    not_before: date,
    afresh: bool = False,
) -> BackwardPlan:
    """The latest days of everything that has to come before a wished one.

    Args:
        afresh: leave out what is recorded of the last round, to plan the next one.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the wish cannot be met; the sentence says why.
    """
    facts = arguments_of(procedure, None if afresh else procedure.current_round)
    facts.pop("overrides")
    facts["events"].pop(wish, None)
    return plan_backwards(procedure.kind, wish=wish, day=day, not_before=not_before, **facts)
