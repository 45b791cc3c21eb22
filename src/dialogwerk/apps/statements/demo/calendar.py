"""The calendars of the demo: what happened, dialogue beside the procedure, notices, a plan."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import DialogueDate, Procedure, ProcedureEvent, Scheme
from dialogwerk.apps.schemes.services import notices, open_round
from dialogwerk.apps.schemes.services.dialogue import save_dialogue_date
from dialogwerk.apps.schemes.services.events import record_event
from dialogwerk.apps.schemes.services.proofs import Proof
from dialogwerk.cores.deadlines import procedure_type

Users = Mapping[str, User]
TOLD = {
    "place": "der Stadt Musterhausen, Gemarkung Hohe Heide",
    "places": "Rathaus Musterhausen, Rathausplatz 1, Zimmer 12, Montag bis Freitag 8–16 Uhr",
    "bodies": "der Stadt Musterhausen, Rathausplatz 1, 99002 Musterhausen",
    "documents": "UVP-Bericht\nSchalltechnisches Gutachten\nArtenschutzbeitrag",
    "environmental": "Schall\nSchattenwurf\nBrutvögel und Fledermäuse\nBoden",
    "hearing_time": "10:00 Uhr",
    "hearing_place": "Stadthalle Musterhausen, Hallenweg 2, 99002 Musterhausen",
    "contact": "09999 100-0",
}


def workday(day: date) -> date:
    """This day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def wind_farm(procedure: Procedure, users: Users, today: date) -> None:
    """From early participation to a hearing that is fixed; its notice is not finished."""
    start = procedure.rounds.get().display_start
    _happened(procedure, users, _before_display(start))
    asked = workday(start - timedelta(days=40))
    _happened(procedure, users, {"agencies_asked": (asked, "letter", "Verteiler, Blatt 35")})
    _dialogue(procedure.scheme, start, users[Role.OFFICE].actor)
    _published(procedure, users, start - timedelta(days=7))
    hearing = workday(today + timedelta(days=30))
    _happened(procedure, users, {"hearing": (hearing, "letter", "Saalmiete Stadthalle, Blatt 88")})
    _unfinished_notice(procedure, users, today)


def _before_display(start: date) -> dict[str, tuple[date, str, str]]:
    """Event → day, kind of proof, where it is found."""
    days = {
        "early_start": (310, "website", "Projektseite der Musterwind Hohe Heide GmbH"),
        "early_end": (250, "website", "Projektseite der Musterwind Hohe Heide GmbH"),
        "result_handed_over": (130, "letter", "Anlage 12 zum Antrag"),
        "application": (120, "letter", "Eingangsstempel, Blatt 1 der Akte"),
        "complete": (55, "file_note", "Vermerk, Blatt 31 der Akte"),
    }
    return {
        name: (workday(start - timedelta(days=ago)), proof, where)
        for name, (ago, proof, where) in days.items()
    }


def _happened(
    procedure: Procedure, users: Users, events: Mapping[str, tuple[date, str, str]]
) -> None:
    declared = procedure_type(procedure.kind)
    for name, (day, proof, where) in events.items():
        record_event(
            procedure=procedure,
            name=name,
            day=day,
            round=procedure.current_round if declared.event(name).of_round else None,
            by=users[Role.CASE_WORKER],
            proof=Proof(kind=ProcedureEvent.Proof(proof), text=where),
        )


def _dialogue(scheme: Scheme, start: date, by: str) -> None:
    formats: list[dict[str, Any]] = [
        {
            "kind": DialogueDate.Kind.EARLY_PARTICIPATION,
            "title": "Dialogforum Hohe Heide",
            "summary": "Vier Abende zu Standorten, Schall und Natur, mit Protokoll.",
            "first_day": workday(start - timedelta(days=310)),
            "last_day": workday(start - timedelta(days=250)),
            "result_handed_over": workday(start - timedelta(days=130)),
            "place": "Stadthalle Musterhausen",
        },
        {
            "kind": DialogueDate.Kind.EVENT,
            "title": "Bürgersprechstunde zu den ausgelegten Unterlagen",
            "summary": "Das Dialogbüro erklärt die Pläne und hilft beim Lesen der Gutachten.",
            "first_day": start + timedelta(days=14),
            "last_day": start + timedelta(days=14),
            "place": "Rathaus Musterhausen, Foyer",
            "says_no_objection": True,
        },
        {
            "kind": DialogueDate.Kind.WORKSHOP,
            "title": "Werkstatt Ausgleichsflächen",
            "summary": "Vorschläge für Hecken, Wegraine und Streuobst, unabhängig vom Verfahren.",
            "first_day": start + timedelta(days=125),
            "last_day": start + timedelta(days=125),
            "place": "Dorfgemeinschaftshaus Hohe Heide",
        },
    ]
    for one in formats:
        save_dialogue_date(scheme=scheme, dialogue_date=None, by=by, **one)


def _published(procedure: Procedure, users: Users, on: date) -> None:
    told = {**TOLD, "publish_on": on.isoformat()}
    notice = notices.draft_notice(
        procedure=procedure, kind="display", told=told, by=users[Role.CASE_WORKER]
    )
    notices.publish_notice(notice=notice, on=on, by=users[Role.CASE_WORKER])


def _unfinished_notice(procedure: Procedure, users: Users, today: date) -> None:
    """A draft out of which somebody has taken two sentences: the check finds what is missing."""
    told = {**TOLD, "publish_on": today.isoformat()}
    clerk = users[Role.CASE_WORKER]
    notice = notices.draft_notice(procedure=procedure, kind="hearing", told=told, by=clerk)
    sentences = re.split(r"(?<=\.) (?=[A-ZÄÖÜ])", notice.text)
    kept = [one for one in sentences if not one.startswith(("Bleibt ", "Verspätete "))]
    notices.edit_notice(notice=notice, title=notice.title, text=" ".join(kept), by=clerk)


def land_use_plan(scheme: Scheme, authority: Organisation, users: Users, today: date) -> Procedure:
    """A building plan whose draft will be published in a week."""
    procedure = Procedure.objects.create(
        scheme=scheme,
        slug="bebauungsplan-gewerbepark-probe",
        kind=Procedure.Kind.BAULEITPLAN,
        title="Bebauungsplan Gewerbepark An der Probe",
        reference="99.8.3-Probe-03/26",
        authority=authority,
        eia=False,
    )
    early = workday(today - timedelta(days=120))
    events = {
        "plan_resolution": (early - timedelta(days=30), "gazette", "Amtsblatt Musterhausen, S. 4"),
        "early_start": (early, "website", "Internetseite der Stadt Musterhausen"),
        "early_end": (workday(early + timedelta(days=31)), "website", "ebenda"),
    }
    _happened(procedure, users, events)
    open_round(
        procedure=procedure,
        display_start=workday(today + timedelta(days=7)),
        by=users[Role.CASE_WORKER].actor,
    )
    return procedure
