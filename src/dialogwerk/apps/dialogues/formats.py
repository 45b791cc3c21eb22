"""The kinds of formats that this app offers itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import hooks
from .models import Format, Process

CONTRIBUTIONS = "contributions"

GEOMETRIES = ("Point", "LineString", "Polygon")
"""What people can draw on the map of a format, as far as its settings allow."""


def register() -> None:
    """Offer them; called once at start."""
    hooks.provide_format(
        hooks.FormatKind(
            kind=CONTRIBUTIONS,
            label=_("Contributions on a map or list"),
            description=_("People say what matters to them, with a place if you wish."),
            public="contributions",
            workbench="contribution-desk",
            call=_("Contribute"),
            figures=_figures,
        )
    )
    hooks.provide_scene("contributions", "Contributions on the map", _rehearse)


def _rehearse(process: Process, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from .demo import contributions

    contributions.rehearse(process, users)


def _figures(one: Format) -> Sequence[tuple[Any, int]]:
    return [(_("contributions"), one.contributions.public().count())]


def drawable(one: Format) -> tuple[str, ...]:
    """Which GeoJSON types may be drawn in this format; none means there is no map."""
    chosen = one.settings.get("geometries", ["Point"])
    return tuple(kind for kind in GEOMETRIES if kind in chosen)
