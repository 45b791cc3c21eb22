"""Work through all letters of a procedure by key words: a rehearsal, never a real weighing.

    .venv/bin/python docs/how-to/all-the-way.py raddialog-2017 leitung@example.org

Ties every proposed passage to the first theme of which it holds a word, sets the others aside,
answers each theme, writes the letters and leaves them behind the receipts.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from dialogwerk.cli import house

if TYPE_CHECKING:
    from dialogwerk.apps.accounts.models import User
    from dialogwerk.apps.schemes.models import Procedure

THEMES = {
    "Ampeln und Wartezeiten": ("ampel", "grünphase", "rotphase", "lichtsignal"),
    "Parkende Fahrzeuge auf Radwegen": ("parken", "geparkt", "falschpark", "halten"),
    "Zustand der Fahrbahn": ("schlagloch", "belag", "pflaster", "wurzel", "holprig"),
    "Bordsteine und Absenkungen": ("bordstein", "absenk", "kante"),
    "Einbahnstraßen in Gegenrichtung": ("einbahn", "gegenrichtung"),
    "Abstellplätze für Fahrräder": ("fahrradständer", "abstell", "bügel"),
    "Radwege und Schutzstreifen": ("radweg", "schutzstreifen", "radstreifen", "fahrradstraße"),
    "Sicherheit an Kreuzungen": ("kreuzung", "abbiege", "gefährlich", "vorfahrt"),
}
ANSWER = "Der Hinweis geht mit seinem Ort in die Prüfung ein. (Probeantwort)"


def main(slug: str, email: str) -> None:
    """All steps after the import, with what they did."""
    house.start_django()
    from dialogwerk.apps.accounts.models import User
    from dialogwerk.apps.statements.services import dispatch, gate, replies

    procedure, user = house.find_procedure(slug), User.objects.get(email=email)
    points = tie_by_words(procedure, user)
    print(f"{points} points; open: {gate.open_items(procedure)}")
    for done, total in replies.write_due(procedure, by=user.actor):
        print(f"\r{done} of {total} letters written", end="", flush=True)
    left = sum(1 for one in dispatch.leave_to_fetch(procedure, by=user.actor) if one)
    print(f"; {left} wait behind their receipts; open: {gate.open_items(procedure)}")


def tie_by_words(procedure: Procedure, user: User) -> int:
    """Read every campaign, then every letter left; answer the themes. Returns the points made."""
    from dialogwerk.apps.statements.models import Occurrence
    from dialogwerk.apps.statements.services import answers

    catalogue = {
        theme: answers.open_argument(procedure=procedure, title=theme, by=user.actor)
        for theme in THEMES
    }
    for campaign in procedure.campaigns.unread():
        read(campaign, catalogue, user.actor)
    for letter in procedure.statements.unread().select_related("procedure", "campaign"):
        read(letter, catalogue, user.actor)
    for argument in catalogue.values():
        answers.answer(argument=argument, result="followed_in_part", text=ANSWER, by=user)
    return Occurrence.objects.filter(statement__procedure=procedure).count()


def read(where: Any, catalogue: dict[str, Any], by: str) -> None:
    """Tie what is proposed in this letter or template, and finish it."""
    from dialogwerk.apps.statements.services import reading

    for segment in reading.propose_segments(where):
        theme = theme_of(segment.text)
        if theme:
            reading.tie_segment(segment=segment, argument=catalogue[theme], by=by)
    reading.finish_reading(where=where, by=by, set_rest_aside=True)


def theme_of(text: str) -> str:
    """The first theme with a word that occurs in this text; empty without one."""
    lower = text.lower()
    found = (theme for theme, words in THEMES.items() if any(word in lower for word in words))
    return next(found, "")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Name the procedure and the account: all-the-way.py SLUG E-MAIL")
    main(*sys.argv[1:])
