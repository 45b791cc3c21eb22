"""Calendars that have been in use for years, for benchmarks: rounds, proofs, dialogue.

The dates of ten procedures: their events are on record, what follows is computed by the services.
"""

from datetime import date, timedelta
from typing import Any

PROCEDURES = 10
ROUNDS = 4
ROUNDS_OF_THE_LONGEST = 9
BETWEEN_ROUNDS = timedelta(days=45)
FIRST_DISPLAY = timedelta(days=480)
"""How long ago the first display began."""

BEFORE_DISPLAY = {
    "early_start": 310,
    "early_end": 250,
    "result_handed_over": 130,
    "application": 120,
    "complete": 55,
}
"""Event → days before the first display."""


def fill(email: str, today: date) -> list[str]:
    """Make the procedures on the team of this account; their addresses, the longest one first."""
    from dialogwerk.apps.accounts.models import User

    user = User.objects.get(email=email)
    rounds = [ROUNDS_OF_THE_LONGEST, *[ROUNDS] * (PROCEDURES - 1)]
    return [_procedure(n, count, user, today).slug for n, count in enumerate(rounds, start=1)]


def counted(slug: str) -> dict[str, int]:
    """How much there is: steps of one procedure, events of all."""
    from dialogwerk.apps.schemes.models import ProcedureEvent, ScheduledStep

    steps = ScheduledStep.objects.standing().filter(procedure__slug=slug).count()
    return {
        "steps_of_one": steps,
        "steps": ScheduledStep.objects.standing().count(),
        "events": ProcedureEvent.objects.standing().count(),
    }


def _procedure(number: int, rounds: int, user: Any, today: date) -> Any:
    from dialogwerk.apps.schemes.services import open_round
    from dialogwerk.apps.schemes.services.events import record_event
    from dialogwerk.apps.statements.demo.calendar import workday

    procedure = _planned(number, user)
    start = workday(today - FIRST_DISPLAY)
    for name, ago in BEFORE_DISPLAY.items():
        day = workday(start - timedelta(days=ago))
        record_event(procedure=procedure, name=name, day=day, by=user, proof=_proof())
    for turn in range(rounds):
        day = workday(start + turn * BETWEEN_ROUNDS)
        kind = "change" if turn else "first"
        one = open_round(procedure=procedure, display_start=day, kind=kind, by=user.actor)
        _of_round(procedure, one, day, user)
    record_event(
        procedure=procedure, name="hearing", day=workday(today + timedelta(days=40)), by=user
    )
    _dialogue(procedure, start, user)
    return procedure


def _of_round(procedure: Any, one: Any, day: date, user: Any) -> None:
    from dialogwerk.apps.schemes.services.events import record_event
    from dialogwerk.apps.statements.demo.calendar import workday

    days = {"published": workday(day - timedelta(days=10)), "agencies_asked": day}
    for name, happened in days.items():
        record_event(
            procedure=procedure, name=name, day=happened, round=one, by=user, proof=_proof()
        )


def _planned(number: int, user: Any) -> Any:
    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.services import save_procedure, save_scheme
    from dialogwerk.apps.schemes.services.procedures import Course
    from dialogwerk.apps.schemes.services.schemes import OrganisationDraft

    kinds = Organisation.Kind
    scheme = save_scheme(
        scheme=None,
        title=f"Freileitung Probe, Abschnitt {number}",
        summary="Neubau einer Leitung.",
        developer=OrganisationDraft("Musternetz GmbH", kinds.DEVELOPER),
        place_name="Musterland",
        geometry=None,
        is_public=True,
        by=user,
    )
    scheme.team.create(user=user, role="case_worker")
    return save_procedure(
        procedure=None,
        scheme=scheme,
        title=f"Planfeststellung Freileitung Probe, Abschnitt {number}",
        reference=f"99.8.9-Probe-{number:02}",
        course=Course(eia=True),
        authority=OrganisationDraft("Bezirksregierung Musterland", kinds.AUTHORITY),
        by=user.actor,
    ).procedure


def _proof() -> Any:
    from dialogwerk.apps.schemes.models import ProcedureEvent
    from dialogwerk.apps.schemes.services.proofs import Proof

    return Proof(kind=ProcedureEvent.Proof.FILE_NOTE, text="Vermerk, Blatt 31 der Akte")


def _dialogue(procedure: Any, start: date, user: Any) -> None:
    from dialogwerk.apps.schemes.models import DialogueDate
    from dialogwerk.apps.schemes.services.dialogue import save_dialogue_date

    for turn in range(10):
        day = start + turn * BETWEEN_ROUNDS
        save_dialogue_date(
            scheme=procedure.scheme,
            dialogue_date=None,
            by=user.actor,
            kind=DialogueDate.Kind.EVENT,
            title=f"Sprechstunde {turn + 1}",
            summary="Das Dialogbüro erklärt die Pläne.",
            first_day=day,
            last_day=day,
            place="Rathaus Musterhausen",
            says_no_objection=True,
        )
