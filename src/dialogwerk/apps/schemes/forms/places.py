"""Places as GeoJSON, checked."""

import json
import math
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_GEOMETRY_POINTS = 5_000
KINDS_OF_PLACE = ("Point", "Polygon")


def parse_geometry(text: str) -> dict[str, Any]:
    """A GeoJSON Point or Polygon, also out of a Feature, with nothing else in it.

    Raises:
        ValidationError: something else; the message says what.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            _('This is not GeoJSON. An example: {"type": "Point", "coordinates": [8.1, 51.5]}')
        ) from error
    if isinstance(data, dict) and data.get("type") == "Feature":
        data = data.get("geometry")
    if not isinstance(data, dict) or data.get("type") not in KINDS_OF_PLACE:
        raise ValidationError(_("Only a Point or a Polygon can be shown."))
    kind, coordinates = data["type"], data.get("coordinates")
    positions = [coordinates] if kind == "Point" else _ring_positions(coordinates)
    for position in positions:
        _check_position(position)
    return {"type": kind, "coordinates": coordinates}


def _ring_positions(rings: Any) -> list[Any]:
    if not isinstance(rings, list) or not rings or not all(isinstance(one, list) for one in rings):
        raise ValidationError(_("A Polygon needs a list of rings."))
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise ValidationError(
            _("Each ring of a Polygon needs four positions, the last like the first.")
        )
    positions = [position for ring in rings for position in ring]
    if len(positions) > MAX_GEOMETRY_POINTS:
        raise ValidationError(
            _("The outline has %(found)s points, at most %(limit)s are shown. Please simplify it.")
            % {"found": len(positions), "limit": MAX_GEOMETRY_POINTS}
        )
    return positions


def _check_position(position: Any) -> None:
    is_pair = isinstance(position, list) and len(position) == 2
    if not is_pair or not all(_is_number(value) for value in position):
        raise ValidationError(_("Each position is a pair: longitude, latitude."))
    longitude, latitude = position
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValidationError(
            _("%(lon)s, %(lat)s lies outside the world. Longitude comes first.")
            % {"lon": longitude, "lat": latitude}
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
