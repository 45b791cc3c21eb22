"""The steps of a round for the screen: stored days with a name, norms and their reasons."""

from .models import Round, ScheduledStep
from .words import NAMES


def explained(one: Round) -> list[ScheduledStep]:
    """The steps of a round as last computed; without computed ones, the bare days of the round.

    Uses prefetched steps (`Procedure.objects.with_calendar()`).
    """
    standing = [step for step in one.steps.all() if step.cancelled_at is None]
    return standing or [
        _bare(one, "public_display", last_day=one.display_end),
        _bare(one, "objections", last_day=one.objections_until),
    ]


def _bare(one: Round, step: str, **days) -> ScheduledStep:
    name = NAMES[step]
    return ScheduledStep(
        round=one,
        step=step,
        name_de=name.de,
        name_en=name.en,
        first_day=one.display_start,
        **days,
    )
