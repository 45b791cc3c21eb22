"""Public holidays of the Länder as dated law: which day, where, from which year to which.

Written down here and not taken from a library because a command has to start at once; the tests
compare every day of every Land with the library `holidays`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ALL = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"
LATEST = 9999
Name = Mapping[str, str]
"""In "de" and "en"."""


@dataclass(frozen=True, slots=True)
class Feast:
    """A public holiday.

    Attributes:
        name: what it is called.
        places: codes of the Länder, and of single municipalities, such as "BY:catholic".
        month, day: of a fixed day; month 0: ``day`` counts from Easter Sunday.
        first, last: years in which it is a holiday.
    """

    name: Name
    places: frozenset[str]
    month: int
    day: int
    first: int = 0
    last: int = LATEST

    def on(self, year: int) -> date:
        """Its day in that year."""
        if self.month:
            return date(year, self.month, self.day)
        return easter_sunday(year) + timedelta(days=self.day)


def _feast(de: str, en: str, places: str, month: int, day: int, *years: int) -> Feast:
    first, last = (*years, *(0, LATEST)[len(years) :])
    return Feast({"de": de, "en": en}, frozenset(places.split()), month, day, first, last)


_REFORMATION = ("Reformationstag", "Reformation Day")
_LIBERATION = (
    "Jahrestag der Befreiung vom Nationalsozialismus und der Beendigung des Zweiten Weltkriegs in "
    "Europa",
    "anniversary of the liberation from Nazism and the end of the Second World War in Europe",
)
FEASTS = (
    _feast("Neujahr", "New Year's Day", ALL, 1, 1),
    _feast("Heilige Drei Könige", "Epiphany", "BW BY ST", 1, 6),
    _feast("Frauentag", "Women's Day", "BE", 3, 8, 2019),
    _feast("Frauentag", "Women's Day", "MV", 3, 8, 2023),
    _feast("Karfreitag", "Good Friday", ALL, 0, -2),
    _feast("Ostersonntag", "Easter Sunday", "BB", 0, 0),
    _feast("Ostermontag", "Easter Monday", ALL, 0, 1),
    _feast("Christi Himmelfahrt", "Ascension Day", ALL, 0, 39),
    _feast("Erster Mai", "Labor Day", ALL, 5, 1),
    _feast(f"75. {_LIBERATION[0]}", f"75th {_LIBERATION[1]}", "BE", 5, 8, 2020, 2020),
    _feast(f"80. {_LIBERATION[0]}", f"80th {_LIBERATION[1]}", "BE", 5, 8, 2025, 2025),
    _feast("Pfingstsonntag", "Pentecost", "BB", 0, 49),
    _feast("Pfingstmontag", "Pentecost Monday", ALL, 0, 50),
    _feast(
        "Fronleichnam",
        "Corpus Christi",
        "BW BY HE NW RP SL SN:catholic TH:catholic",
        0,
        60,
    ),
    _feast(
        "75. Jahrestag des Aufstandes vom 17. Juni 1953",
        "75th anniversary of the East German uprising of 1953",
        "BE",
        *(6, 17, 2028, 2028),
    ),
    _feast("Augsburger Hohes Friedensfest", "Augsburg Peace Festival", "BY:Augsburg", 8, 8),
    _feast("Mariä Himmelfahrt", "Assumption Day", "SL BY:catholic BY:Augsburg", 8, 15),
    _feast("Weltkindertag", "World Children's Day", "TH", 9, 20, 2019),
    _feast("Tag der Deutschen Einheit", "German Unity Day", ALL, 10, 3),
    _feast(*_REFORMATION, "BB MV SN ST TH", 10, 31),
    _feast(*_REFORMATION, "BE BW BY HE NW RP SL", 10, 31, 2017, 2017),
    _feast(*_REFORMATION, "HB HH NI SH", 10, 31, 2017),
    _feast("Allerheiligen", "All Saints' Day", "BW BY NW RP SL", 11, 1),
    _feast("Erster Weihnachtstag", "Christmas Day", ALL, 12, 25),
    _feast("Zweiter Weihnachtstag", "Second Day of Christmas", ALL, 12, 26),
)
_REPENTANCE = {"de": "Buß- und Bettag", "en": "Repentance and Prayer Day"}
_REPENTANCE_EVERYWHERE_UNTIL = 1994


def feasts_in(land: str, municipality: str, year: int) -> Mapping[date, Name]:
    """Public holidays of a year at a place, with their names.

    >>> feasts_in("NW", "", 2026)[date(2026, 6, 4)]["de"]
    'Fronleichnam'
    """
    found: dict[date, Name] = {}
    for day, name in sorted(_found(land, municipality, year), key=lambda one: one[1]["de"]):
        known = found.get(day)
        found[day] = {key: f"{known[key]}; {name[key]}" for key in name} if known else name
    return found


def _found(land: str, municipality: str, year: int) -> Iterator[tuple[date, Name]]:
    places = {land, f"{land}:{municipality}"}
    for feast in FEASTS:
        if feast.first <= year <= feast.last and not places.isdisjoint(feast.places):
            yield feast.on(year), feast.name
    if land == "SN" or year <= _REPENTANCE_EVERYWHERE_UNTIL:
        yield _wednesday_before_23_november(year), _REPENTANCE


def _wednesday_before_23_november(year: int) -> date:
    """Buß- und Bettag: the last Wednesday before 23 November."""
    last = date(year, 11, 22)
    return last - timedelta(days=(last.weekday() - 2) % 7)


@lru_cache(512)
def easter_sunday(year: int) -> date:
    """By the Gregorian calendar (Gauss's rule as amended by Lichtenberg).

    >>> easter_sunday(2026), easter_sunday(2038)
    (datetime.date(2026, 4, 5), datetime.date(2038, 4, 25))
    """
    century = year // 100
    moon_shift = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    cycle = year % 19
    moon = (19 * cycle + moon_shift) % 30
    moon -= (moon + cycle // 11) // 29
    full = 21 + moon
    sunday_shift = 2 - (3 * century + 3) // 4
    first_sunday = 7 - (year + year // 4 + sunday_shift) % 7
    return date(year, 3, 1) + timedelta(days=full + 7 - (full - first_sunday) % 7 - 1)
