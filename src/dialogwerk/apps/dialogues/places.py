"""Places of contributions: GeoJSON as people draw it, checked and boxed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MOST_POINTS = 500


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
        points = list(_points(coordinates, 0))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        raise UnfitPlace(
            _("The place could not be read. Please mark it on the map again.")
        ) from None
    if kind not in allowed or not _has_shape(kind, coordinates):
        raise UnfitPlace(_("This kind of place cannot be marked here. Please mark it again."))
    if not 1 <= len(points) <= MOST_POINTS:
        raise UnfitPlace(
            _("A place may have up to %(most)d points. Please draw it with fewer.")
            % {"most": MOST_POINTS}
        )
    longitudes, latitudes = zip(*points, strict=True)
    if not (min(longitudes) >= -180 and max(longitudes) <= 180):
        raise UnfitPlace(_("The place lies outside of the map. Please mark it again."))
    if not (min(latitudes) >= -90 and max(latitudes) <= 90):
        raise UnfitPlace(_("The place lies outside of the map. Please mark it again."))
    geometry = {"type": kind, "coordinates": coordinates}
    return Place(geometry, min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _points(coordinates: Any, depth: int) -> Iterable[tuple[float, float]]:
    if depth > 4:
        raise ValueError("nested too deeply")
    if isinstance(coordinates[0], (int, float)) and not isinstance(coordinates[0], bool):
        longitude, latitude = float(coordinates[0]), float(coordinates[1])
        if longitude != longitude or latitude != latitude:
            raise ValueError("not a number")
        yield longitude, latitude
        return
    for part in coordinates:
        yield from _points(part, depth + 1)


def _has_shape(kind: str, coordinates: Any) -> bool:
    """Whether the nesting fits the type, lines have two points and rings are closed."""
    match kind:
        case "Point":
            return isinstance(coordinates[0], (int, float))
        case "LineString":
            return len(coordinates) >= 2 and isinstance(coordinates[0][0], (int, float))
        case "Polygon":
            return all(len(ring) >= 4 and ring[0] == ring[-1] for ring in coordinates) and (
                isinstance(coordinates[0][0][0], (int, float))
            )
        case _:
            return False
