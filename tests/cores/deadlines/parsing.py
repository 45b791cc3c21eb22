"""Reads an explanation like a person with a calendar: days, lengths, and what is said of them."""

import re
from dataclasses import dataclass
from datetime import date

from . import recount

WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
MONTHS = [f"{date(2026, month, 1):%B}" for month in range(1, 13)]
DAY = {
    "de": r"(?:(?:\w+tag|Mittwoch), )?\d\d\.\d\d\.\d{4}",
    "en": rf"(?:\w+day, )?\d\d? (?:{'|'.join(MONTHS)}) \d{{4}}",
}
_IN_WORDS = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "two three four five six seven eight nine ten eleven twelve",
}
NUMBERS = {language: words.split() for language, words in _IN_WORDS.items()}
ONE = {"de": r"ein(?:en|em|er|e)?", "en": r"one"}
UNITS = {
    "de": {"Tag": "day", "Woche": "week", "Monat": "month", "Jahr": "year"},
    "en": {"day": "day", "week": "week", "month": "month", "year": "year"},
}
PERIOD = {
    language: re.compile(
        rf"\b({ONE[language]}|{'|'.join(NUMBERS[language])}|\d+) ({'|'.join(UNITS[language])})"
        r"(?:en|e|n|s)?\b",
        re.IGNORECASE,
    )
    for language in ("de", "en")
}
SENTENCES = {
    "de": {
        "span": r"(?:mit Ablauf des) (DAY), einem (\w+) \(",
        "after": r"die Frist endet am (DAY) \(§ 188",
        "extended": r"die Frist endet damit am (DAY)\.",
        "before": r"Letzter möglicher Tag ist (DAY)",
        "moved": r"am nächsten Werktag, (DAY)",
        "recommended": r"der nächste Werktag: (DAY)",
        "may_move": r"Ende dann auf (DAY) verschiebt",
        "whole_month": r"umfasst und am (DAY) endet",
        "rest": r"zählt nicht mit|zählt mit|Weder der eine",
    },
    "en": {
        "span": r"at the end of (DAY) \(",
        "after": r"the period ends on (DAY) \(§ 188",
        "extended": r"so the period ends on (DAY)\.",
        "before": r"The last possible day is (DAY)",
        "moved": r"on the next working day, (DAY)",
        "recommended": r"the next working day is recommended: (DAY)",
        "may_move": r"then moves to (DAY) \(",
        "whole_month": r"whole following month, to (DAY)",
        "rest": r"does not count|first day counts|Neither day counts",
    },
}


@dataclass(frozen=True)
class Said:
    """A day in a text, with the weekday that is printed with it ("" if none)."""

    day: date
    weekday: str

    def weekday_is_true(self, language):
        return not self.weekday or WEEKDAYS[language][self.day.weekday()] == self.weekday


def days_in(text, language):
    return [said(found[0], language) for found in re.finditer(DAY[language], text)]


def said(text, language):
    weekday, _, figures = text.rpartition(", ")
    if language == "de":
        day, month, year = figures.split(".")
        return Said(date(int(year), int(month), int(day)), weekday)
    day, month, year = figures.split(" ")
    return Said(date(int(year), MONTHS.index(month) + 1, int(day)), weekday)


def periods_in(text, language):
    """(value, unit) of every length of time."""
    return [
        (_value(found[1], language), UNITS[language][_as_listed(found[2], language)])
        for found in PERIOD[language].finditer(text)
    ]


def _as_listed(unit, language):
    return unit.capitalize() if language == "de" else unit.lower()


def _value(word, language):
    word = word.lower()
    if word in NUMBERS[language]:
        return NUMBERS[language].index(word) + 2
    return int(word) if word.isdigit() else 1


def ends(text, language, kind):
    """Days that a sentence of this kind names as an end."""
    pattern = SENTENCES[language][kind].replace("DAY", DAY[language])
    return [said(found[1], language).day for found in re.finditer(pattern, text)]


def after(event, *length):
    return recount.after(event, *in_months(*length))


def from_first(first, *length):
    return recount.from_first(first, *in_months(*length))


def in_months(value, unit):
    return (value * 12, "month") if unit == "year" else (value, unit)


def recomputed(text, language, place):
    """The last end that the text arrives at, counted anew from its own first day and lengths.

    Raises:
        AssertionError: a day that the text names does not follow from what it says.
    """
    start = days_in(text, language)[0].day
    lead = re.split(SENTENCES[language]["rest"], text)[0]
    for end in ends(text, language, "span"):
        first = start + recount.DAY if re.search("Tag danach|next day", text) else start
        spans = {from_first(first, *one) for one in periods_in(text, language)}
        assert end in spans, (end, spans)
    counted = max(ends(text, language, "span"), default=None)
    for end in ends(text, language, "after"):
        possible = {after(start, *one) for one in periods_in(lead, language)}
        assert end in possible, (end, possible)
        counted = end
    for end in ends(text, language, "extended"):
        assert end in {after(counted, *one) for one in periods_in(text, language)}
        counted = end
    for end in ends(text, language, "before"):
        possible = {recount.before(start, *in_months(*one)) for one in periods_in(text, language)}
        assert end in possible | {start - recount.DAY}, (end, possible)
        counted = end
    return _shifted(text, language, place, start, lead, counted)


def _shifted(text, language, place, start, lead, counted):
    last = counted
    for kind in ("moved", "recommended", "may_move"):
        for end in ends(text, language, kind):
            assert end == recount.shifted(counted, place), (kind, end, counted)
            last = counted if kind == "may_move" else end
    for end in ends(text, language, "whole_month"):
        first = start + recount.DAY
        months = {from_first(first, *one) for one in periods_in(lead, language)}
        assert end in {recount.shifted(one, place) for one in months}, (end, months)
        last = end
    return last
