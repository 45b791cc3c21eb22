"""The map as a drawing: coordinates for the template, in pixels from the upper left."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from .wording import group_name

WIDTH, HEIGHT, MARGIN = 640, 440, 36
SMALLEST, LARGEST = 4.0, 22.0
COLOURS = ("#1f5fa8", "#b3541e", "#2e7d4f", "#7a3e9d", "#8a6d00")
"""Of groups in the report, where no style sheet reaches; letters tell them apart too."""


@dataclass(frozen=True, slots=True)
class Dot:
    """Some people at one place; ``group`` "" for those in none."""

    x: str
    y: str
    r: str
    people: int
    group: str
    colour: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A group: its outline, and where its letter stands."""

    name: str
    points: str
    x: str
    y: str
    colour: str
    size: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws."""

    outlines: Sequence[Outline]
    dots: Sequence[Dot]
    own: tuple[str, str] | None
    width: int = WIDTH
    height: int = HEIGHT


class _Scale:
    """From positions to pixels; both axes alike, so that distances can be compared."""

    def __init__(self, places: Sequence[tuple[float, float]]) -> None:
        xs, ys = [x for x, _y in places], [y for _x, y in places]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        per = min(
            (WIDTH - 2 * MARGIN) / wide if wide else 1e9,
            (HEIGHT - 2 * MARGIN) / high if high else 1e9,
        )
        self.per = per if per < 1e9 else 1.0
        self.x0 = (max(xs) + min(xs)) / 2
        self.y0 = (max(ys) + min(ys)) / 2

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return WIDTH / 2 + (x - self.x0) * self.per, HEIGHT / 2 - (y - self.y0) * self.per


def draw(result: dict[str, Any], own: tuple[float, float] | None = None) -> Drawing | None:
    """The map of this result; None where no positions are shown.

    Args:
        result: of a stored map.
        own: where the visitor stands.
    """
    if not result["points"]:
        return None
    places = [(x, y) for x, y, _people, _group in result["points"]]
    places += [(x, y) for group in result["groups"] for x, y in group["hull"]]
    scale = _Scale([*places, own] if own else places)
    groups = [(one, group) for one, group in enumerate(result["groups"]) if group["hull"]]
    return Drawing(
        [_outline(scale, one, group) for one, group in groups],
        [_dot(scale, point) for point in sorted(result["points"], key=lambda one: -one[2])],
        _written(*scale(*own)) if own else None,
    )


def _outline(scale: _Scale, one: int, group: dict[str, Any]) -> Outline:
    corners = [scale(x, y) for x, y in group["hull"]]
    x = sum(x for x, _y in corners) / len(corners)
    y = sum(y for _x, y in corners) / len(corners)
    points = " ".join(",".join(_written(*corner)) for corner in corners)
    return Outline(group_name(one), points, *_written(x, y), _colour(one), group["size"])


def _dot(scale: _Scale, point: Sequence[float]) -> Dot:
    x, y, people, group = point
    radius = min(SMALLEST * sqrt(people), LARGEST)
    name = group_name(int(group)) if group >= 0 else ""
    return Dot(*_written(*scale(x, y)), f"{radius:.1f}", int(people), name, _colour(int(group)))


def _colour(group: int) -> str:
    return COLOURS[group % len(COLOURS)] if group >= 0 else "#6b6b6b"


def _written(x: float, y: float) -> tuple[str, str]:
    return f"{x:.1f}", f"{y:.1f}"
