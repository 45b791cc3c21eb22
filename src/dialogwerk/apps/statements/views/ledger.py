"""The ledger: every point on its way from the person to the letter that was sent."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.schemes.models import Procedure

from ..forms.replies import LedgerFilter
from ..models import Occurrence
from ..services import argument_counts, dialogue_results, figures, gate
from ..services import ledger as service
from ..services.masking import masker
from . import considering
from .workbench import procedure_for, workbench_page

SECTION = "ledger"
PAGE = 50
TEMPLATES = "statements/workbench/ledger"
LOOK = "statements.open_workbench"
KINDS = {
    "unanswered": "danger",
    "unwritten": "warning",
    "unsent": "warning",
    "sent": "success",
    "outdated": "warning",
    "returned": "danger",
}


@login_required
@require_safe
@vary_on_headers("HX-Request")
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """The points as a table, narrowed and paged."""
    procedure = procedure_for(request, slug, LOOK)
    chosen = LedgerFilter(request.GET, procedure=procedure)
    at = figures.stamp(procedure)
    known = _arguments(procedure, at)
    context = {
        **_results(request, procedure, chosen, at, known),
        "procedure": procedure,
        "filter": chosen,
        "is_narrowed": bool(chosen.chosen),
        "query": urlencode(chosen.chosen),
    }
    if request.htmx:
        return workbench_page(request, f"{TEMPLATES}/_results.html", None, SECTION, context)
    items = figures.kept("open", procedure, lambda: gate.open_items(procedure, known), at=at)
    context |= {
        "items": items,
        "unread": items.unread_letters,
        "promises": considering.in_ledger(procedure) if items.promises else None,
        "dialogue_results": dialogue_results.weighed(procedure) if items.results else [],
    }
    return workbench_page(request, f"{TEMPLATES}/list.html", procedure, SECTION, context)


def _arguments(procedure: Procedure, at: str) -> dict[int, argument_counts.Figures]:
    arguments = procedure.arguments.all()
    return figures.kept(
        "arguments", procedure, lambda: argument_counts.figures_of(arguments), at=at
    )


def _results(
    request: HttpRequest,
    procedure: Procedure,
    chosen: LedgerFilter,
    at: str,
    known: dict[int, argument_counts.Figures],
) -> dict[str, Any]:
    wanted, number = chosen.wanted, request.GET.get("page")
    if wanted.state == "nothing":
        letters = service.letters_without_points(procedure)
        count = figures.kept("without points", procedure, letters.count, at=at)
        page = figures.Counted(letters, PAGE, count=count).get_page(number)
        return {"page": page, "shows_letters": True}
    count = figures.kept(
        f"points {wanted}", procedure, lambda: service.count(procedure, wanted, known), at=at
    )
    page = figures.Counted(service.search(procedure, wanted), PAGE, count=count).get_page(number)
    shown = list(service.points(procedure).filter(pk__in=page.object_list.values("pk")))
    _mask(request, procedure, shown)
    rows = [{"row": row, "kind": KINDS[row.state]} for row in service.rows(shown)]
    return {"page": page, "rows": rows, "shows_letters": False}


def _mask(request: HttpRequest, procedure: Procedure, shown: list[Occurrence]) -> None:
    """Hide in the passages who wrote them, from those who may not know it."""
    hide = masker(
        (point.statement.person_id for point in shown),
        sees_names=request.user.has_perm("statements.see_names", procedure),
    )
    for point in shown:
        point.segment.text = hide(point.statement.person_id, point.segment.text)


@login_required
@require_safe
@never_cache
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The points asked for as CSV; passages without names for those who may not see them."""
    procedure = procedure_for(request, slug, LOOK)
    chosen = LedgerFilter(request.GET, procedure=procedure)
    pieces = service.export(
        procedure,
        chosen.wanted,
        masks=not request.user.has_perm("statements.see_names", procedure),
        by=request.user.actor,
        user_id=request.user.pk,
    )
    name = f"nachweis-{procedure.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
