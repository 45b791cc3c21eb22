"""Where letters come from and when they came: figures only, never a name.

Both change when letters come in, so they are counted once for each newest letter; and every hour,
since persons are put together or get another address.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, cast

from django.core.cache import caches
from django.db.models import Count
from django.utils import timezone

from dialogwerk.apps.people.services import towns_of
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.schemes.services.outlines import district_of, municipality_named

FEWEST_PERSONS = 5
"""A place of fewer persons is not named: with the date of a letter it might tell who they are."""

KEPT_FOR = 3600
MOST_BARS = 120
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Origin:
    """How many persons of a place wrote how many letters; ``district`` is the key of its district,
    empty outside the map."""

    place: str
    persons: int
    letters: int
    district: str = ""


@dataclass(frozen=True, slots=True)
class Origins:
    """By place, most persons first.

    Attributes:
        places: those of at least `FEWEST_PERSONS` persons.
        elsewhere: all other places together.
        unknown: persons of whom no place is known.
        districts: persons by the key of their district.
    """

    places: tuple[Origin, ...]
    elsewhere: Origin
    unknown: Origin
    districts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """Letters of one day, or of the days from ``first`` to ``last``."""

    first: date
    last: date
    letters: int


def origins(procedure: Procedure, *, newest: int) -> Origins:
    """Persons and letters by the place of the sender.

    Args:
        newest: primary key of the newest letter; as long as it is that one, nothing is counted.
    """
    return _kept(f"origins:{newest}", procedure, _origins)


def arrivals(procedure: Procedure, *, newest: int) -> list[Bar]:
    """Letters by day of arrival, in order; by week where there are too many days for a chart."""
    return _kept(f"arrivals:{newest}", procedure, _arrivals)


def _kept(name: str, procedure: Procedure, compute: Callable[[Procedure], Found]) -> Found:
    key = f"{name}:{procedure.pk}"
    found = caches["near"].get_or_set(key, lambda: compute(procedure), timeout=KEPT_FOR)
    return cast("Found", found)


def _origins(procedure: Procedure) -> Origins:
    letters = procedure.statements.order_by().values_list("person")
    wrote = dict(letters.annotate(number=Count("pk")))
    towns = towns_of(wrote)
    persons: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for person, number in wrote.items():
        town = _name_of(towns.get(person, ""))
        persons[town] += 1
        written[town] += number
    return _sorted(persons, written)


def _name_of(town: str) -> str:
    """As the map spells it, where it has it."""
    return municipality_named(town) or " ".join(town.split())


def _sorted(persons: Counter[str], written: Counter[str]) -> Origins:
    named = [
        Origin(place, count, written[place], district_of(place))
        for place, count in sorted(persons.items(), key=lambda one: (-one[1], one[0]))
        if place
    ]
    few = [one for one in named if one.persons < FEWEST_PERSONS]
    districts: Counter[str] = Counter()
    for one in named:
        districts[one.district] += one.persons
    districts.pop("", None)
    return Origins(
        places=tuple(one for one in named if one.persons >= FEWEST_PERSONS),
        elsewhere=Origin("", sum(one.persons for one in few), sum(one.letters for one in few)),
        unknown=Origin("", persons[""], written[""]),
        districts={key: count for key, count in districts.items() if count >= FEWEST_PERSONS},
    )


def _arrivals(procedure: Procedure) -> list[Bar]:
    """Counted by moment in an index, then by day: many letters of a table share a moment."""
    moments = procedure.statements.order_by().values_list("received_at")
    days: Counter[date] = Counter()
    for moment, number in moments.annotate(number=Count("pk")).iterator():
        days[timezone.localtime(moment).date()] += number
    return list(_bars(days)) if days else []


def _bars(days: Counter[date]) -> Iterable[Bar]:
    first, last = min(days), max(days)
    width = 1 + (last - first).days // MOST_BARS
    width = width if width == 1 else 7 * (1 + (width - 1) // 7)
    start = first
    while start <= last:
        end = start + timedelta(days=width - 1)
        number = sum(days[start + timedelta(days=at)] for at in range(width))
        yield Bar(start, end, number)
        start = end + timedelta(days=1)
