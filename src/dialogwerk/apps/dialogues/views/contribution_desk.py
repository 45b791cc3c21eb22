"""Contributions in the workbench: the list of a process or a format, and one of them."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ..forms.contribution_desk import DeskFilter
from ..models import Contribution, Format, Outcome, Process
from .finding import desk_page, format_of, process_for, staff_only

PER_PAGE = 50
SECTION = "process-contributions"


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def of_process(request: HttpRequest, slug: str) -> HttpResponse:
    """All contributions of a process."""
    return _list(request, process_for(request, slug, "dialogues.open_workbench"), None)


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def of_format(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The contributions to one format."""
    process = process_for(request, slug, "dialogues.open_workbench")
    return _list(request, process, format_of(process, format_slug))


def _list(request: HttpRequest, process: Process, one: Format | None) -> HttpResponse:
    chosen = DeskFilter(request.GET, process=process, has_formats=one is None)
    found = Contribution.objects.filter(process=process)
    if one is not None:
        found = found.filter(format=one)
    found = chosen.narrow(found).select_related("format", "category")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "process": process,
        "format": one,
        "filter": chosen,
        "page": page,
        "rows": rows_of(list(page.object_list), process),
        "keep": urlencode(chosen.chosen),
        "is_narrowed": bool({*chosen.chosen} - {"sort"}),
        "address": request.path,
    }
    if request.htmx:
        return render(request, "dialogues/workbench/_contributions.html", context)
    return desk_page(request, "dialogues/workbench/contributions.html", process, SECTION, context)


def rows_of(contributions: list[Contribution], process: Process) -> list[dict[str, Any]]:
    """Each with its present outcome; asked once for all."""
    current = Outcome.objects.current().filter(contribution__in=contributions)
    outcomes = {outcome.contribution_id: outcome for outcome in current}
    for contribution in contributions:
        contribution.process = process
    return [{"contribution": one, "outcome": outcomes.get(one.pk)} for one in contributions]


def contribution_of(process: Process, code: str) -> Contribution:
    """The contribution of that code in this process, whatever its state.

    Raises:
        Http404: there is none.
    """
    found = process.contributions.select_related("format", "category").filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such contribution in this dialogue."))
    found.process = process
    return found


@staff_only
@require_safe
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One contribution with what can be done with it."""
    process = process_for(request, slug, "dialogues.open_workbench")
    contribution = contribution_of(process, code)
    context = {"contribution": contribution, "outcomes": contribution.outcomes.order_by("-number")}
    return desk_page(request, "dialogues/workbench/contribution.html", process, SECTION, context)
