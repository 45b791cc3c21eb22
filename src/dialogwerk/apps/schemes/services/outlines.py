"""The districts of North Rhine-Westphalia as outlines for a drawing, and which place is in which.

Source: data/geo/nrw-kreise.geojson and nrw-gemeinden.geojson; credit and licence beside them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Any

from django.conf import settings

WIDTH = 480
"""Of the drawing, in its own units."""

_MIDDLE = radians(51.5)
_KEY_OF_DISTRICT = 5
"""The first digits of a municipality's key (AGS) are the key of its district."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A district: its key, its name and its border as an SVG path."""

    key: str
    name: str
    path: str


@cache
def districts() -> tuple[Outline, ...]:
    """All 53, by name, drawn so that together they are `WIDTH` wide."""
    features = _features("nrw-kreise.geojson")
    scale = _Scale(features)
    found = [
        Outline(one["properties"]["ags"], one["properties"]["name"], scale.path(one["geometry"]))
        for one in features
    ]
    return tuple(sorted(found, key=lambda one: one.name))


@cache
def height() -> int:
    """Of the drawing, in the units of `WIDTH`."""
    return _Scale(_features("nrw-kreise.geojson")).height


def municipality_named(town: str) -> str:
    """How the map spells this town; empty if it does not know it.

    >>> municipality_named("stadt  KÖLN"), municipality_named("Musterhausen")
    ('Köln', '')
    """
    return _names().get(_folded(town), "")


def district_of(municipality: str) -> str:
    """The key of the district of a municipality in the spelling of the map; empty if unknown."""
    return _keys().get(municipality, "")


@cache
def _keys() -> dict[str, str]:
    return {
        one["properties"]["name"]: one["properties"]["ags"][:_KEY_OF_DISTRICT]
        for one in _features("nrw-gemeinden.geojson")
    }


@cache
def _names() -> dict[str, str]:
    return {_folded(name): name for name in _keys()}


def _folded(town: str) -> str:
    words = town.casefold().replace("ß", "ss").split()
    plain = " ".join(words[1:] if words[:1] == ["stadt"] else words)
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(umlaut, letters)
    return plain


def _features(name: str) -> list[dict[str, Any]]:
    outlines = json.loads((settings.DATA_DIR / "geo" / name).read_bytes())
    features: list[dict[str, Any]] = outlines["features"]
    return features


class _Scale:
    """From degrees to the drawing: at this latitude a degree east is shorter than one north."""

    def __init__(self, features: Sequence[dict[str, Any]]) -> None:
        points = [point for one in features for ring in _rings(one["geometry"]) for point in ring]
        self._west = min(east for east, _north in points)
        self._north = max(north for _east, north in points)
        width = (max(east for east, _north in points) - self._west) * cos(_MIDDLE)
        self._units = WIDTH / width
        south = min(north for _east, north in points)
        self.height = round((self._north - south) * self._units)

    def path(self, geometry: dict[str, Any]) -> str:
        return "".join(f"M{self._line(ring)}z" for ring in _rings(geometry))

    def _line(self, ring: Sequence[Sequence[float]]) -> str:
        points: list[tuple[int, int]] = []
        for east, north in ring:
            point = (
                round((east - self._west) * cos(_MIDDLE) * self._units),
                round((self._north - north) * self._units),
            )
            if not points or points[-1] != point:
                points.append(point)
        return " ".join(f"{across},{down}" for across, down in points)


def _rings(geometry: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    areas = geometry["coordinates"]
    for area in areas if geometry["type"] == "MultiPolygon" else [areas]:
        yield from area
