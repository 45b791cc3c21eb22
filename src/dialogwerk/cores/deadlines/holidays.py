"""Public holidays of the Länder.

Statutory holidays of the whole Land; those of single municipalities (Augsburg, Mariä Himmelfahrt
in parts of Bavaria, Fronleichnam in parts of Saxony and Thuringia) are not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from .counting import WorkingDay
from .errors import CalendarEnds, UnknownLand

LAENDER = (
    "BB",
    "BE",
    "BW",
    "BY",
    "HB",
    "HE",
    "HH",
    "MV",
    "NI",
    "NW",
    "RP",
    "SH",
    "SL",
    "SN",
    "ST",
    "TH",
)
FIRST_YEAR, LAST_YEAR = 1991, 2100
_LANGUAGES = {"de": "de", "en": "en_US"}


@cache
def working_days(land: str) -> WorkingDay:
    """Calendar of a Land: True on days that are neither Saturday, Sunday nor public holiday.

    The calendar is that of the place where a letter has to arrive (§ 193 BGB).

    Args:
        land: code as in ISO 3166-2:DE, such as "NW".

    Raises:
        UnknownLand: there is no such Land.
        CalendarEnds: (from the calendar) the year is not on file.
    """
    _require(land)

    def is_working_day(day: date) -> bool:
        return day.weekday() < 5 and day not in _holidays(land, "de", day.year)

    return is_working_day


def holiday_name(land: str, day: date, language: str) -> str | None:
    """Name of the public holiday on that day, "de" or "en"; None if it is none.

    >>> holiday_name("NW", date(2026, 6, 4), "de")
    'Fronleichnam'
    """
    _require(land)
    return _holidays(land, language, day.year).get(day)


def _require(land: str) -> None:
    if land not in LAENDER:
        raise UnknownLand(given=land, known=", ".join(LAENDER))


@cache
def _holidays(land: str, language: str, year: int) -> Mapping[date, str]:
    import holidays  # slow to load, and wanted only when something is counted

    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarEnds(year=year, first=FIRST_YEAR, last=LAST_YEAR)
    found: Any = holidays.country_holidays(
        "DE", subdiv=land, years=year, language=_LANGUAGES[language]
    )
    return dict(found)
