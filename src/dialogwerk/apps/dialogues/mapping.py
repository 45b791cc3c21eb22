"""Contributions on a map: each by itself, or many together where they would cover each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Max, Min
from django.db.models.functions import Floor
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Contribution, Process

MOST_SINGLE = 250
"""So many places a phone draws at once; beyond that neighbours are put together."""

CELLS = 16
"""Into how many columns the box is divided then."""

WORLD = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return max(self.east - self.west, 1e-6)


def parse_box(text: str) -> Box | None:
    """The box "west,south,east,north"; None for what is none.

    >>> parse_box("7.0,50.5,7.3,50.9")
    Box(west=7.0, south=50.5, east=7.3, north=50.9)
    >>> parse_box("nan,0,1,1"), parse_box("3,0,1,1"), parse_box("")
    (None, None, None)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    west, south = max(west, WORLD[0]), max(south, WORLD[1])
    east, north = min(east, WORLD[2]), min(north, WORLD[3])
    fits = west <= east and south <= north
    return Box(west, south, east, north) if fits else None


def features(process: Process, contributions: Any, box: Box | None) -> dict[str, Any]:
    """A GeoJSON feature collection of what lies in this box, or everywhere without one.

    Its ``bbox`` is that of all these contributions, ``total`` how many have a place; a feature
    with ``count`` stands for several.

    Args:
        contributions: a query without slices; those without a place are left out.
    """
    placed = contributions.exclude(west=None).order_by()
    around = _around(placed)
    within = box or around
    if within is None:
        return {"type": "FeatureCollection", "features": [], "total": 0}
    shown = placed.within(
        west=within.west, south=within.south, east=within.east, north=within.north
    )
    number = shown.count()
    found = _single(process, shown) if number <= MOST_SINGLE else _together(process, shown, within)
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": list(found)}
    if around:
        collection["bbox"] = [around.west, around.south, around.east, around.north]
    return {**collection, "total": number}


def _around(placed: Any) -> Box | None:
    edges = placed.aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )
    return None if edges["west"] is None else Box(**edges)


def _single(process: Process, placed: Any) -> Iterable[Mapping[str, Any]]:
    for one in placed.select_related("category"):
        yield {
            "type": "Feature",
            "geometry": one.geometry,
            "properties": {
                "title": one.shown_title or shortened(one.shown_text),
                "category": one.category.title if one.category else "",
                "url": reverse("contribution", args=[process.slug, one.code]),
            },
        }


def _together(process: Process, placed: Any, box: Box) -> Iterable[Mapping[str, Any]]:
    size = box.width / CELLS
    longitude = (F("west") + F("east")) / 2.0
    latitude = (F("south") + F("north")) / 2.0
    cells = (
        placed.annotate(column=Floor(longitude / size), row=Floor(latitude / size))
        .values("column", "row")
        .annotate(
            number=Count("pk"), one=Min("pk"), longitude=Avg(longitude), latitude=Avg(latitude)
        )
    )
    many = [cell for cell in cells if cell["number"] > 1]
    alone = [cell["one"] for cell in cells if cell["number"] == 1]
    for cell in many:
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [cell["longitude"], cell["latitude"]]},
            "properties": {
                "count": cell["number"],
                "title": _("%(number)s contributions") % {"number": cell["number"]},
            },
        }
    yield from _single(process, Contribution.objects.filter(pk__in=alone))


def shortened(text: str, most: int = 80) -> str:
    """The beginning of a text, cut between words.

    >>> shortened("Der Lärm raubt uns den Schlaf.", 15)
    'Der Lärm raubt…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rpartition(" ")[0].rstrip(" ,;:") + "…"
