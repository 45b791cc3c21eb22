"""When phases begin: their days, and what has to be true of the phase before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .models import Contribution, Format, Phase, Process


class Standing(StrEnum):
    """How a phase stands on a day."""

    COMING = "coming"
    WAITING = "waiting"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PhaseStanding:
    """A phase on a day; ``waits_for`` is the phase before whose gate is still closed."""

    phase: Phase
    standing: Standing
    waits_for: Phase | None = None


def gate_is_open(phase: Phase) -> bool:
    """Whether what has to follow from this phase has happened, or was waived with a reason."""
    if phase.gate_waived_because or phase.gate == Phase.Gate.NONE:
        return True
    if phase.gate == Phase.Gate.RESULTS_PUBLISHED:
        return phase.results_published_at is not None
    return unanswered_of(phase) == 0


def unanswered_of(phase: Phase) -> int:
    """Contributions to the formats of this phase that count as said and have no outcome yet."""
    waiting = Contribution.objects.without_outcome().filter(format__phase=phase)
    return int(waiting.order_by().count())


def phases_on(process: Process, day: date) -> list[PhaseStanding]:
    """All phases of the process as they stand on this day, in their order."""
    found: list[PhaseStanding] = []
    closed: Phase | None = None
    for phase in process.phases.all():
        found.append(_standing(phase, day, closed))
        if closed is None and not gate_is_open(phase):
            closed = phase
    return found


def _standing(phase: Phase, day: date, closed: Phase | None) -> PhaseStanding:
    if day < phase.first_day:
        return PhaseStanding(phase, Standing.COMING)
    if closed is not None:
        return PhaseStanding(phase, Standing.WAITING, closed)
    over = day > phase.last_day
    return PhaseStanding(phase, Standing.OVER if over else Standing.RUNNING)


def is_open(one: Format, day: date, phases: Sequence[PhaseStanding] | None = None) -> bool:
    """Whether people can take part in this format on this day.

    Args:
        phases: what `phases_on` gave for that day, if it was asked already.
    """
    if one.withdrawn_at or one.process.ended_at:
        return False
    if (one.first_day and day < one.first_day) or (one.last_day and day > one.last_day):
        return False
    if one.phase_id is None:
        return True
    known = phases_on(one.process, day) if phases is None else phases
    return any(row.phase.pk == one.phase_id and row.standing is Standing.RUNNING for row in known)
