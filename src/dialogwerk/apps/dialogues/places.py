"""Places of contributions: GeoJSON as people draw it, checked and boxed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_POINTS = 500

_DEPTHS = {"Point": 0, "LineString": 1, "Polygon": 2}
"""How deep the lists of points are nested."""

_UNREADABLE = gettext_lazy("The place could not be read. Please mark it on the map again.")


class UnfitPlace(ValueError):
    """A place that cannot be taken; the text says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """A GeoJSON geometry (WGS 84, longitude first) and the box around it, in degrees."""

    geometry: dict[str, Any]
    west: float
    south: float
    east: float
    north: float


def parse_place(text: str, *, allowed: Sequence[str]) -> Place:
    """The place that a form sends.

    Args:
        text: a GeoJSON geometry.
        allowed: GeoJSON types that may be drawn here.

    Raises:
        UnfitPlace: no GeoJSON, another type, too many points, or outside of the world.

    >>> parse_place('{"type": "Point", "coordinates": [7.1, 50.7]}', allowed=["Point"]).west
    7.1
    """
    try:
        given = json.loads(text)
        kind, coordinates = given["type"], given["coordinates"]
        points = list(_points(coordinates, _DEPTHS.get(kind, 0)))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        raise UnfitPlace(_UNREADABLE) from None
    if kind not in allowed:
        raise UnfitPlace(_("This kind of place cannot be marked here. Please mark it again."))
    if len(points) > MOST_POINTS:
        raise UnfitPlace(
            _("A place may have up to %(most)d points. Please draw it with fewer.")
            % {"most": MOST_POINTS}
        )
    if not _is_drawn(kind, coordinates):
        raise UnfitPlace(_UNREADABLE)
    longitudes, latitudes = zip(*points, strict=True)
    if max(map(abs, longitudes)) > 180 or max(map(abs, latitudes)) > 90:
        raise UnfitPlace(_("The place lies outside of the map. Please mark it again."))
    geometry = {"type": kind, "coordinates": coordinates}
    return Place(geometry, min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _points(coordinates: Any, depth: int) -> Iterable[tuple[float, float]]:
    """The points of lists nested as deep as the type wants; anything else is an error."""
    if not isinstance(coordinates, list) or not coordinates:
        raise ValueError("no list, or an empty one")
    if depth:
        for part in coordinates:
            yield from _points(part, depth - 1)
        return
    longitude, latitude = (_degrees(value) for value in coordinates[:2])
    yield longitude, latitude


def _degrees(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        raise ValueError("not a number")
    return float(value)


def _is_drawn(kind: str, coordinates: Any) -> bool:
    """Whether a line has two points and the rings of an area are closed."""
    if kind == "LineString":
        return len(coordinates) >= 2
    if kind == "Polygon":
        return all(len(ring) >= 4 and ring[0] == ring[-1] for ring in coordinates)
    return True
