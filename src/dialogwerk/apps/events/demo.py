"""What the demo shows of events: one that is over, one to which people register."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.dialogues.models import Process

from .services.events import note_afterwards, save_event
from .services.registrations import register

PEOPLE = ("Kim Beispiel", "Toni Muster", "Alex Probe", "Sascha Vorlage", "Robin Entwurf")


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """An evening in two weeks with a waiting list, and a walk that took place."""
    one = process.formats.shown().filter(kind="event").first()
    if one is None:
        return
    office, now = users[Role.OFFICE], timezone.now()
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    evening = hour.replace(hour=18) + timedelta(days=14)
    walk = hour.replace(hour=14) - timedelta(days=6)
    shared = {"takes_registrations": True, "contact": "Dialogbüro", "is_public": True}
    coming = save_event(
        event=None,
        format=one,
        now=now,
        by=office,
        title="Dialogabend im Gemeindehaus",
        description="Planerinnen, Gutachter und Dialogbüro stellen sich Ihren Fragen.",
        programme="18:00 Ankommen\n18:15 Stand der Planung\n18:45 Fragen und Gespräch\n20:00 Ende",
        starts_at=evening,
        ends_at=evening + timedelta(hours=2),
        place="Gemeindehaus, Am Anger 2, Musterhausen",
        access="Stufenlos; Höranlage; Bus 12 bis „Anger“.",
        capacity=6,
        **shared,
    )
    for number, name in enumerate(PEOPLE):
        register(
            event=coming,
            name=name,
            email=f"gast{number}@beispiel.example",
            seats=1 + number % 2,
            now=now,
        )
    past = save_event(
        event=None,
        format=one,
        now=now,
        by=office,
        title="Spaziergang entlang der Trasse",
        description="Vier Kilometer mit Halt an den Stellen, zu denen die meisten Hinweise kamen.",
        starts_at=walk,
        ends_at=walk + timedelta(hours=3),
        place="Treffpunkt: Parkplatz am Sportplatz",
        **shared,
    )
    note_afterwards(
        event=past,
        attended=34,
        summary="Die Querung am Schulweg und der Zugang zu den Äckern waren die Hauptthemen.",
        groups={"Anwohnende": 19, "Landwirtschaft": 8, "Schule": 7},
        by=office,
    )
