"""The steps of a round for the screen: stored days with a name, norms and their reasons."""

from datetime import date

from dialogwerk.cores.deadlines import Text

from .models import Round, ScheduledStep

DISPLAY = Text("Auslegung der Unterlagen", "Display of the documents")
OBJECTIONS = Text("Einwendungen", "Objections")


def explained(one: Round) -> list[ScheduledStep]:
    """The steps of a round as last computed; without computed ones, the bare days of the round.

    Uses prefetched steps (`Procedure.objects.with_calendar()`).
    """
    standing = [step for step in one.steps.all() if step.cancelled_at is None]
    return standing or [
        _bare(one, "public_display", DISPLAY, one.display_end),
        _bare(one, "objections", OBJECTIONS, one.objections_until),
    ]


def _bare(one: Round, step: str, name: Text, last_day: date) -> ScheduledStep:
    return ScheduledStep(
        procedure_id=one.procedure_id,
        round=one,
        step=step,
        name_de=name.de,
        name_en=name.en,
        first_day=one.display_start,
        last_day=last_day,
    )
