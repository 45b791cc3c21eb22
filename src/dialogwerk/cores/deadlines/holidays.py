"""Public holidays of the Länder and, where they differ, of municipalities.

Three Länder know holidays that hold in some municipalities only: Mariä Himmelfahrt in Bavaria (and
the peace festival in Augsburg), Fronleichnam in Saxony and Thuringia.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from .counting import WorkingDay
from .errors import CalendarEnds, UnknownLand, UnknownMunicipality
from .feasts import Name, feasts_in

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
CATHOLIC = "catholic"
AUGSBURG = "Augsburg"
MUNICIPAL = {"BY": (CATHOLIC, AUGSBURG), "SN": (CATHOLIC,), "TH": (CATHOLIC,)}
"""Calendars of single municipalities: those where the feasts of Catholics are public holidays."""
FIRST_YEAR, LAST_YEAR = 1991, 2100


@lru_cache(256)
def working_days(place: str) -> WorkingDay:
    """Calendar of a place: True on days that are neither Saturday, Sunday nor public holiday.

    The calendar is that of the place where a letter has to arrive (§ 193 BGB). Of several Länder
    each one's holidays count, so that nobody is cut off on a holiday at home.

    Args:
        place: code as in ISO 3166-2:DE, such as "NW"; with a municipality "BY:catholic"; several
            joined by "/".

    Raises:
        UnknownLand, UnknownMunicipality: there is no such place.
        CalendarEnds: (from the calendar) the year is not on file.
    """
    calendars = [_checked(one) for one in place.split("/")]

    def is_working_day(day: date) -> bool:
        return day.weekday() < 5 and not any(
            day in _holidays(land, municipality, day.year) for land, municipality in calendars
        )

    return is_working_day


@lru_cache(4096)
def holiday_name(place: str, day: date, language: str) -> str | None:
    """Name of the public holiday on that day, "de" or "en"; None if it is none.

    >>> holiday_name("NW", date(2026, 6, 4), "de")
    'Fronleichnam'
    """
    for one in place.split("/"):
        name = _holidays(*_checked(one), day.year).get(day)
        if name:
            return name[language]
    return None


def calendar_of(laender: tuple[str, ...], municipality: str = "") -> str:
    """Name of the calendar of a place, for `working_days`.

    In Länder without holidays of single municipalities the municipality does not matter.

    Raises:
        UnknownLand: no such Land.
        UnknownMunicipality: it matters there, and this one's holidays are not on file.

    >>> calendar_of(("NW",), "Musterhausen"), calendar_of(("BY",), "augsburg")
    ('NW', 'BY:Augsburg')
    """
    return "/".join(_calendar(land, municipality.strip()) for land in laender)


def _calendar(land: str, municipality: str) -> str:
    _require(land)
    known = MUNICIPAL.get(land, ())
    if not municipality or not known:
        return land
    for name in known:
        if name.casefold() == municipality.casefold():
            return f"{land}:{name}"
    raise UnknownMunicipality(given=municipality, land=land, known=", ".join(known))


def _checked(place: str) -> tuple[str, str]:
    land, _, municipality = place.partition(":")
    _require(land)
    return land, municipality


def _require(land: str) -> None:
    if land not in LAENDER:
        raise UnknownLand(given=land, known=", ".join(LAENDER))


@lru_cache(4096)
def _holidays(land: str, municipality: str, year: int) -> Mapping[date, Name]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarEnds(year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return feasts_in(land, municipality, year)
