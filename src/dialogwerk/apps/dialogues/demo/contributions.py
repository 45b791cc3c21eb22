"""Contributions of the demo: invented, on a map around the project, supported and discussed."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from dialogwerk.apps.accounts.models import User

from ..formats import CONTRIBUTIONS
from ..models import Contribution, Format, Process, Support
from ..places import Place
from ..services.comments import comment_on
from ..services.contributions import Said, contribute_many

MIDDLE = (7.93, 51.47)
"""Longitude and latitude where nothing else is known."""


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """Fill the first format for contributions; without one there is nothing to show."""
    one = process.formats.shown().filter(kind=CONTRIBUTIONS).first()
    if one is None:
        return
    one.process = process
    rows = yaml.safe_load((Path(__file__).parent / "contributions.yaml").read_text("utf-8"))
    now = timezone.now()
    made = contribute_many(
        format=one,
        all_said=[_said(one, row, number) for number, row in enumerate(rows)],
        by="public",
        now=now,
    )
    for contribution, row in zip(made, rows, strict=True):
        for said in row.get("comments", []):
            comment_on(contribution=contribution, by="public", now=now, **said)
    _support(made, [row.get("supports", 0) for row in rows])


def _said(one: Format, row: Mapping[str, Any], number: int) -> Said:
    categories = {category.title: category for category in one.categories.all()}
    return Said(
        title=row["title"],
        text=row["text"],
        category=categories.get(row.get("category", "")),
        public_name=row.get("name", ""),
        on_behalf_of=row.get("on_behalf_of", ""),
        channel=row.get("channel", "web"),
        place_name=row.get("place", ""),
        place=_place(one.process, row["at"]) if "at" in row else None,
        received_at=timezone.now() - timedelta(hours=9 + 17 * number),
    )


def _place(process: Process, at: list[list[float]]) -> Place:
    """A point, a line or (closed) an area, given in thousandths of a degree from the middle."""
    longitude, latitude = _middle(process)
    points = [[longitude + east / 1000, latitude + north / 1000] for east, north in at]
    if len(points) == 1:
        geometry: dict[str, Any] = {"type": "Point", "coordinates": points[0]}
    elif at[0] == at[-1]:
        geometry = {"type": "Polygon", "coordinates": [points]}
    else:
        geometry = {"type": "LineString", "coordinates": points}
    east, north = zip(*points, strict=True)
    return Place(geometry, min(east), min(north), max(east), max(north))


def _middle(process: Process) -> tuple[float, float]:
    area = process.area or {}
    if area.get("type") == "Point":
        longitude, latitude = area["coordinates"]
        return float(longitude), float(latitude)
    return MIDDLE


def _support(made: list[Contribution], numbers: list[int]) -> None:
    """Rows and numbers fit each other, as if people had pressed the button."""
    Support.objects.bulk_create(
        Support(contribution=one, visitor=f"demo-{one.pk}-{place}")
        for one, number in zip(made, numbers, strict=True)
        for place in range(number)
    )
    for one, number in zip(made, numbers, strict=True):
        one.support_count = number
    Contribution.objects.bulk_update(made, ["support_count"])
