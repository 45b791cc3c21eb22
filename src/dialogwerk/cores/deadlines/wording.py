"""Words for days and periods in explanations, German and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .counting import Period
from .holidays import holiday_name

_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PERIODS = {
    "de": {
        "day": ("ein Tag", "Tage"),
        "week": ("eine Woche", "Wochen"),
        "month": ("ein Monat", "Monate"),
    },
    "en": {
        "day": ("one day", "days"),
        "week": ("one week", "weeks"),
        "month": ("one month", "months"),
    },
}
_NUMBERS = {"de": {2: "zwei", 3: "drei", 4: "vier"}, "en": {2: "two", 3: "three", 4: "four"}}


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentences in both languages."""

    de: str
    en: str

    def __add__(self, other: Text) -> Text:
        return Text(_joined(self.de, other.de), _joined(self.en, other.en))


EMPTY = Text("", "")


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if first and second else first or second


def long_date(day: date, language: str) -> str:
    """A day with its weekday.

    >>> long_date(date(2026, 3, 2), "de"), long_date(date(2026, 3, 2), "en")
    ('Montag, 02.03.2026', 'Monday, 2 March 2026')
    """
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "de":
        return f"{weekday}, {short_date(day, 'de')}"
    return f"{weekday}, {short_date(day, 'en')}"


def short_date(day: date, language: str) -> str:
    """A day in figures (German) or with its month's name (English)."""
    if language == "de":
        return f"{day:%d.%m.}{day.year:04d}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_words(period: Period, language: str) -> str:
    """A period in words.

    >>> period_words(Period(2, "week"), "de"), period_words(Period(1, "month"), "en")
    ('zwei Wochen', 'one month')
    """
    single, several = _PERIODS[language][period.unit]
    if period.value == 1:
        return single
    return f"{_NUMBERS[language].get(period.value, period.value)} {several}"


def why_no_working_day(day: date, land: str, language: str) -> str:
    """The reason why an end moves.

    >>> why_no_working_day(date(2026, 4, 6), "NW", "de")
    'ein gesetzlicher Feiertag (Ostermontag)'
    """
    name = holiday_name(land, day, language)
    if name:
        kind = {"de": "ein gesetzlicher Feiertag", "en": "a public holiday"}[language]
        return f"{kind} ({name})"
    article = {"de": "ein", "en": "a"}[language]
    return f"{article} {_WEEKDAYS[language][day.weekday()]}"
