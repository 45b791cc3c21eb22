"""Words for days and periods in explanations, German and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

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
    "de": {"day": "Tage", "week": "Wochen", "month": "Monate", "year": "Jahre"},
    "en": {"day": "days", "week": "weeks", "month": "months", "year": "years"},
}
_SINGLE = {
    "de": {"day": "ein Tag", "week": "eine Woche", "month": "ein Monat", "year": "ein Jahr"},
    "de_acc": {
        "day": "einen Tag",
        "week": "eine Woche",
        "month": "einen Monat",
        "year": "ein Jahr",
    },
    "de_dat": {
        "day": "einem Tag",
        "week": "einer Woche",
        "month": "einem Monat",
        "year": "einem Jahr",
    },
    "en": {"day": "one day", "week": "one week", "month": "one month", "year": "one year"},
}
_DATIVE = {"day": "Tagen", "week": "Wochen", "month": "Monaten", "year": "Jahren"}
_NUMBERS = {
    "de": (
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
    ),
    "en": (
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentences in both languages; what is empty in one is empty in the other."""

    de: str
    en: str

    def __add__(self, other: Text) -> Text:
        if not other.de:
            return self
        return Text(f"{self.de} {other.de}", f"{self.en} {other.en}") if self.de else other


EMPTY = Text("", "")


@lru_cache(4096)
def long_date(day: date, language: str) -> str:
    """A day with its weekday.

    >>> long_date(date(2026, 3, 2), "de"), long_date(date(2026, 3, 2), "en")
    ('Montag, 02.03.2026', 'Monday, 2 March 2026')
    """
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "de":
        return f"{weekday}, {short_date(day, 'de')}"
    return f"{weekday}, {short_date(day, 'en')}"


@lru_cache(4096)
def short_date(day: date, language: str) -> str:
    """A day in figures (German) or with its month's name (English)."""
    if language == "de":
        return f"{day:%d.%m.}{day.year:04d}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@cache
def period_words(period: Period, language: str) -> str:
    """A period in words; "de_acc" and "de_dat" give the German accusative and dative.

    >>> period_words(Period(2, "week"), "de"), period_words(Period(1, "month"), "en")
    ('zwei Wochen', 'one month')
    >>> period_words(Period(1, "month"), "de_acc"), period_words(Period(3, "month"), "de_dat")
    ('einen Monat', 'drei Monaten')
    """
    if period.value == 1:
        return _SINGLE[language][period.unit]
    tongue = language[:2]
    units = _DATIVE if language == "de_dat" else _PERIODS[tongue]
    return f"{_number(period.value, tongue)} {units[period.unit]}"


def _number(value: int, language: str) -> str:
    words = _NUMBERS[language]
    return words[value - 2] if 2 <= value < len(words) + 2 else str(value)


def norms_in_words(norms: tuple[str, ...]) -> str:
    """Norms one after the other, each once."""
    return ", ".join(dict.fromkeys(norm for norm in norms if norm))


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


def why(day: date, shifted_to: date, place: str, language: str) -> str:
    """Why the day does not count, and which holidays lie between it and the next working day."""
    reasons = [why_no_working_day(day, place, language)]
    again = holiday_name(place, day, language) is not None
    between = day + timedelta(days=1)
    while between < shifted_to:
        if holiday_name(place, between, language) and between.weekday() < 5:
            reason = why_no_working_day(between, place, language)
            reasons.append(_one_more(short_date(between, language), reason, again, language))
            again = True
        between += timedelta(days=1)
    return "; ".join(reasons)


def _one_more(day: str, reason: str, again: bool, language: str) -> str:
    """A holiday that follows; "as well" only if there was one before it."""
    if language == "de":
        return f"{'auch ' if again else ''}der {day} ist {reason}"
    return f"{day} is {reason}{' as well' if again else ''}"


def capital(text: str) -> str:
    """With its first letter in upper case."""
    return text[:1].upper() + text[1:]
