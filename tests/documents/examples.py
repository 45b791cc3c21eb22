"""Invented values that the tests of the documents share."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

from dialogwerk.documents import wording
from dialogwerk.documents.values import (
    ArgumentKind,
    Office,
    Passage,
    Point,
    Receipt,
    ReplyLetter,
    Source,
    Submission,
    Synopsis,
    SynopsisRow,
    WeighingResult,
)

SUMMER = timezone(timedelta(hours=2), "CEST")
CHECKSUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
OFFICE = Office(
    name="Bezirksregierung Musterhausen",
    department="Dezernat 25 – Planfeststellung",
    address=("Am Rathaus 1", "12345 Musterhausen"),
    contact="Petra Muster",
    phone="01234 567-890",
    email="dialog@musterhausen.example",
    web="dialog.musterhausen.example",
)
ANSWER = (
    "Der Hinweis ist richtig. Die Schallimmissionsprognose wurde überarbeitet; die Richtwerte "
    "der TA Lärm werden nachts unterschritten.\n\n"
    "Die Vorhabenträgerin betreibt die Anlagen WEA 2 und WEA 4 nachts schallreduziert."
)
TITLES = (
    "Lärm in der Nacht",
    "Schattenwurf auf das Wohnhaus",
    "Rotmilan-Horst am Eichenkamp",
    "Zuwegung über den Schulweg",
    "Wertverlust der Grundstücke",
)


def point(number: int = 0, **changes: Any) -> Point:
    """A point with an answer; its number chooses title and result."""
    values: dict[str, Any] = {
        "title": TITLES[number % len(TITLES)],
        "quotes": ("Ich kann schon heute bei offenem Fenster nicht schlafen.",),
        "result": list(WeighingResult)[number % len(WeighingResult)],
        "passed_to": "die Straßenbauverwaltung",
        "answer": ANSWER,
        "sources": (Source(document="Schallimmissionsprognose", page="12–14"),),
    }
    return Point(**{**values, **changes})


def letter(**changes: Any) -> ReplyLetter:
    """A letter to one person about five points raised in two letters."""
    values: dict[str, Any] = {
        "office": OFFICE,
        "recipient": ("Frau", "Erika Beispiel", "Hofstraße 12 a", "12345 Musterhausen"),
        "reference": "25.3-2026/017",
        "code_number": "E-00417",
        "date": date(2026, 11, 22),
        "procedure": "Windpark Hohe Heide – Planfeststellung",
        "submissions": (
            Submission(
                received_on=date(2026, 9, 1), receipt_code="K7QF-2M9X-4TRD", channel="Online"
            ),
            Submission(
                received_on=date(2026, 9, 14), receipt_code="B3HN-8WPC-6ZLE", channel="Post"
            ),
        ),
        "points": tuple(point(number) for number in range(5)),
        "lookup_url": "https://dialog.musterhausen.example/beleg",
        "lookup_code": "K7QF-2M9X-4TRD",
        "salutation": "Sehr geehrte Frau Beispiel,",
        "legal_notes": wording.legal_notes("de"),
        "signature": ("Im Auftrag", "Petra Muster"),
    }
    return ReplyLetter(**{**values, **changes})


def receipt(**changes: Any) -> Receipt:
    """A receipt for a letter that came in the last minute of the period."""
    values: dict[str, Any] = {
        "office": OFFICE,
        "code": "K7QF-2M9X-4TRD",
        "received_at": datetime(2026, 9, 14, 23, 59, 58, tzinfo=SUMMER),
        "channel": "Online-Formular",
        "procedure": "Windpark Hohe Heide – Planfeststellung",
        "sha256": CHECKSUM,
        "lookup_url": "https://dialog.musterhausen.example/beleg",
        "text": "Guten Tag,\n\nich wohne am Eichenkamp.\nEs ist dort nachts sehr still.",
        "in_time": True,
        "deadline": date(2026, 9, 14),
    }
    return Receipt(**{**values, **changes})


def row(number: int = 1, **changes: Any) -> SynopsisRow:
    """One argument of the synopsis."""
    values: dict[str, Any] = {
        "number": str(number),
        "title": TITLES[number % len(TITLES)],
        "kind": list(ArgumentKind)[number % len(ArgumentKind)],
        "passages": (Passage(text="Es ist nachts zu laut.", author="E-00417"),),
        "persons": 1234,
        "letters": 1567,
        "result": WeighingResult.FOLLOWED_IN_PART,
        "answer": ANSWER,
        "sources": (Source(document="Erläuterungsbericht", page="7"),),
    }
    return SynopsisRow(**{**values, **changes})


def rows(count: int) -> Iterator[SynopsisRow]:
    """Arguments one after another, as a database would hand them out."""
    return (row(number) for number in range(1, count + 1))


def synopsis(*arguments: SynopsisRow, **changes: Any) -> Synopsis:
    """A synopsis of the arguments given."""
    values: dict[str, Any] = {
        "title": "Abwägungstabelle",
        "procedure": "Windpark Hohe Heide – Planfeststellung",
        "as_of": date(2026, 11, 22),
        "rows": arguments,
    }
    return Synopsis(**{**values, **changes})
