"""Maps in templates: ``{% load places %}``."""

from typing import Any

from django import template
from django.conf import settings

from ..places import MAP_CREDIT

register = template.Library()


@register.inclusion_tag("components/map.html")
def place_map(
    map_id: str, label: str, geometry: dict[str, Any] | None = None, mode: str = "show"
) -> dict[str, Any]:
    """A map that loads when it comes into view; nothing without JavaScript.

    Args:
        map_id: id of the element, unique on the page.
        label: what the map shows, for screen readers.
        geometry: GeoJSON of the place, WGS 84.
        mode: ``show``, ``pick`` (fills the form's fields longitude and latitude) or ``draw`` (fills
            its field geometry with a point). In any other mode a script of the page does the rest
            when the event ``dialogwerk:map`` tells it that the map is there.
    """
    return {
        "id": map_id,
        "label": label,
        "geometry": geometry,
        "geometry_id": f"{map_id}-geometry",
        "mode": mode,
        "map_credit": MAP_CREDIT,
        "map_tiles_url": settings.MAP_TILES_URL,
        "map_tiles_credit": settings.MAP_TILES_CREDIT,
    }
