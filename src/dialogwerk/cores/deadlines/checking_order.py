"""Whether the recorded events come in the order that the law or the calendar demands."""

from __future__ import annotations

from .case import Case
from .declaring import ProcedureType
from .errors import EndBeforeStart, EventOutOfOrder


def check_order(procedure: ProcedureType, case: Case) -> None:
    """Events come in the order that the law or the calendar demands.

    Raises:
        EventOutOfOrder: with the norm.
        EndBeforeStart: a period ends before it begins.
    """
    for order in procedure.order:
        earlier, later = case.events.get(order.earlier), case.events.get(order.later)
        if earlier is None or later is None or earlier < later:
            continue
        if earlier == later and not order.strict:
            continue
        if order.unless and case.has(order.unless):
            continue
        error = EventOutOfOrder if order.norm else EndBeforeStart
        raise error(
            earlier=order.earlier,
            earlier_day=earlier,
            later=order.later,
            later_day=later,
            norm=case.cited(order.norm),
        )


def check_after(procedure: ProcedureType, case: Case) -> None:
    """What presupposes that a step is over comes after its earliest lawful end.

    Raises:
        EventOutOfOrder: with the norm.
    """
    for one in procedure.after:
        step, day = case.found.get(one.step), case.events.get(one.later)
        if step is None or day is None or case.has(one.unless) or day > step.minimum_last_day:
            continue
        raise EventOutOfOrder(
            earlier=one.end,
            earlier_day=step.minimum_last_day,
            later=one.later,
            later_day=day,
            norm=case.cited(one.norm),
        )
