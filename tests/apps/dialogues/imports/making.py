"""Invented files in the layouts of other systems."""

import csv
import io
import json

import xlsxwriter

ADHOCRACY = (
    *("Referenznummer", "Link", "Titel", "Beschreibung", "Kategorie"),
    *("Ort (Längengrad)", "Ort (Breitengrad)", "Ersteller*in", "Erstellt"),
    *("Positive Bewertungen", "Moderator feedback", "Official Statement"),
)


def table(rows, header=None, delimiter=","):
    """CSV of these rows (mappings)."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header or list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(stream.getvalue().encode())


def simple(count, **more):
    """So many contributions with number, title, text and address."""
    return [
        {
            "id": f"M{number}",
            "title": f"Bank {number}",
            "text": f"Am Markt fehlt Bank {number}.",
            "url": f"https://dialog.musterhausen.example/beitrag/{number}",
            **more,
        }
        for number in range(1, count + 1)
    ]


def adhocracy(*rows):
    """An XLSX as adhocracy+ writes it; each row by the names of its columns."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate([dict(zip(ADHOCRACY, ADHOCRACY, strict=True)), *rows]):
            for column, name in enumerate(ADHOCRACY):
                sheet.write(line, column, row.get(name, ""))
    target.seek(0)
    return target


def idea(number, **more):
    return {
        "Referenznummer": f"2021-0{number}",
        "Link": f"https://mitreden.musterhausen.example/mapideas/2021-0{number}/",
        "Titel": f"Querung {number}",
        "Beschreibung": "Hier kommt man nicht über die Straße.",
        "Kategorie": "Fußverkehr",
        "Ort (Längengrad)": 7.1,
        "Ort (Breitengrad)": 50.7,
        "Ersteller*in": f"mira{number}",
        "Erstellt": "2021-05-03T10:15:00+02:00",
        "Positive Bewertungen": 4,
        **more,
    }


def proposal(number, **more):
    """An object as Decidim exports it."""
    return {
        "id": number,
        "category": {"id": 1, "name": {"de": "Grün", "en": "Green"}},
        "title": {"de": f"Linde {number}"},
        "body": {"de": "<p>Eine Linde am Tor.</p>"},
        "latitude": 50.7,
        "longitude": 7.1,
        "state": "not_answered",
        "reference": f"mus-PROP-2022-03-{number}",
        "answer": {"de": ""},
        "answered_at": None,
        "votes": 3,
        "endorsements": {"total_count": 1, "user_endorsements": ["Ada"]},
        "published_at": "2022-03-01T09:00:00.000Z",
        "url": f"https://decidim.musterhausen.example/processes/gruen/f/1/proposals/{number}",
        "withdrawn": False,
        **more,
    }


def decidim(*proposals):
    return io.BytesIO(json.dumps(proposals).encode())
