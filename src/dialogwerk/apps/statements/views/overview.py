"""The overview of a procedure: how far it is, what weighs most, where the letters come from."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from dialogwerk.apps.base.places import MAP_CREDIT
from dialogwerk.apps.schemes.services import outlines

from ..services import origins, overview
from .workbench import procedure_for, workbench_page

LOOK = "statements.open_workbench"
CHART_HEIGHT = 120
BAR_WIDTH = 8
SHADES = 5


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts, progress, the heaviest campaigns, own words to read next, origin and arrivals."""
    procedure = procedure_for(request, slug, LOOK)
    standing = overview.standing(procedure)
    places = origins.origins(procedure, newest=standing.newest)
    bars = origins.arrivals(procedure, newest=standing.newest)
    context = {
        "standing": standing,
        "unread": standing.unread,
        "steps": [(step, _address(step, slug)) for step in standing.steps],
        "campaigns": overview.heaviest(procedure),
        "next_own": overview.next_own_words(procedure),
        "origins": places,
        "fewest": origins.FEWEST_PERSONS,
        "map": _map(places),
        "chart": _chart(bars),
        "bars": bars,
    }
    page = "statements/workbench/overview.html"
    return workbench_page(request, page, procedure, "overview", context)


def _address(step: overview.Step, slug: str) -> str:
    """The page that lists what is left; empty where nothing is, or no page does."""
    if not step.left or not step.page:
        return ""
    query = f"?{step.query}" if step.query else ""
    return reverse(step.page, args=[slug]) + query


@dataclass(frozen=True, slots=True)
class Area:
    """A district on the map: 0 is blank, `SHADES` the darkest."""

    outline: outlines.Outline
    persons: int
    shade: int


def _map(places: origins.Origins) -> dict[str, Any] | None:
    """The districts, the more persons the darker; None if no place is on the map."""
    if not places.districts:
        return None
    most = max(places.districts.values())
    areas = [
        Area(one, persons, _shade(persons, most))
        for one in outlines.districts()
        for persons in [places.districts.get(one.key, 0)]
    ]
    shown = sorted((one for one in areas if one.persons), key=lambda one: -one.persons)
    size = {"width": outlines.WIDTH, "height": outlines.height()}
    return {"areas": areas, "shown": shown, "credit": MAP_CREDIT, **size}


def _shade(persons: int, most: int) -> int:
    """By steps of a fixed ratio, since most people live near: 1 to `SHADES`, 0 for nobody."""
    shade = SHADES
    while persons * 3 <= most and shade > 1:
        shade, persons = shade - 1, persons * 3
    return shade if persons else 0


def _chart(bars: list[origins.Bar]) -> dict[str, Any] | None:
    if not bars:
        return None
    most = max(bar.letters for bar in bars) or 1
    drawn = [
        {
            "bar": bar,
            "x": place * BAR_WIDTH,
            "y": CHART_HEIGHT - high,
            "height": high,
        }
        for place, bar in enumerate(bars)
        for high in [-(-CHART_HEIGHT * bar.letters // most)]
    ]
    width = len(bars) * BAR_WIDTH
    return {"drawn": drawn, "width": width, "height": CHART_HEIGHT, "most": most}


@login_required
@require_safe
def read_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Straight to the own words that wait longest; back to the overview when none do."""
    procedure = procedure_for(request, slug, LOOK)
    letter = overview.next_own_words(procedure)
    if letter is None:
        return redirect("overview", slug)
    narrowing = "?state=own" if letter.campaign_id else "?state=unread"
    return redirect(reverse("reader", args=[slug, letter.code]) + narrowing)
