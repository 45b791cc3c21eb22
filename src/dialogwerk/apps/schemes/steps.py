"""Rounds whose days were announced before their steps were computed, as steps for the screen."""

from datetime import date

from dialogwerk.cores.deadlines import Text

from .models import Round, ScheduledStep

DISPLAY = Text("Auslegung der Unterlagen", "Display of the documents")
OBJECTIONS = Text("Einwendungen", "Objections")


def bare_steps(one: Round) -> list[ScheduledStep]:
    """The announced days of a round, without reasons; not saved."""
    return [
        _bare(one, "public_display", DISPLAY, "minimum", one.display_end),
        _bare(one, "objections", OBJECTIONS, "right", one.objections_until),
    ]


def _bare(one: Round, step: str, name: Text, kind: str, last_day: date) -> ScheduledStep:
    return ScheduledStep(
        procedure=one.procedure,
        round=one,
        step=step,
        kind=kind,
        name_de=name.de,
        name_en=name.en,
        first_day=one.display_start,
        last_day=last_day,
        accept_until=one.accept_until if kind == "right" else last_day,
        recorded=True,
    )
