"""What people have contributed to a format, as everyone reads it: a list, a map, one by one."""

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from .. import hooks
from ..formats import CONTRIBUTIONS, drawable
from ..forms.contributions import ContributionFilter
from ..gates import is_open
from ..mapping import features, parse_box
from ..models import Comment, Contribution, Format, Process
from ..services.comments import may_be_commented
from ..services.lineage import results_of, was_public
from ..services.outcomes import outcomes_for
from ..services.themes import themes_of
from .finding import format_of, moved_contribution, process_for, public_contribution
from .visitors import supporter_of

PER_PAGE = 20


@require_safe
@gzip_page
@vary_on_headers("HX-Request")
def listed(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """All public contributions to this format; htmx exchanges only the results."""
    process = process_for(request, slug)
    one = format_of(process, format_slug, CONTRIBUTIONS)
    chosen = ContributionFilter(request.GET, one=one)
    found = chosen.apply(one.contributions.public())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = page.object_list.select_related("category", "process").with_outcome()
    query = request.GET.copy()
    query.pop("page", None)
    address = reverse("contributions-map", args=[slug, format_slug])
    context: dict[str, Any] = {
        "process": process,
        "format": one,
        "filter": chosen,
        "page": page,
        "contributions": shown,
        "sentence": chosen.sentence(page.paginator.count),
        "map_url": f"{address}?{query.urlencode()}",
        "kept_query": query.urlencode(),
    }
    if request.htmx:
        return render(request, "dialogues/contributions_results.html", context)
    day = timezone.localdate()
    return render(
        request,
        "dialogues/contributions.html",
        {
            **context,
            "address": reverse("contributions", args=[slug, format_slug]),
            "has_map": bool(drawable(one)) or one.contributions.exclude(west=None).exists(),
            "is_open": is_open(one, day),
            "objection_ways": hooks.objection_ways(process, day),
            "may_work": request.user.has_perm("dialogues.open_workbench", process),
        },
    )


@require_safe
@gzip_page
def on_map(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The same contributions as GeoJSON, within ``bbox`` if one is asked for."""
    process = process_for(request, slug)
    one = format_of(process, format_slug, CONTRIBUTIONS)
    found = ContributionFilter(request.GET, one=one).apply(one.contributions.public())
    collection = features(process, found, parse_box(request.GET.get("bbox", "")))
    return JsonResponse(collection, content_type="application/geo+json")


@require_safe
@gzip_page
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One contribution: what was said, and what became of it."""
    process = process_for(request, slug)
    if moved := moved_contribution(process, code):
        return _moved(request, process, moved)
    contribution = public_contribution(process, code)
    if contribution.code != code:
        return redirect("contribution", slug, contribution.code)
    if address := hooks.own_page_of(contribution):
        return redirect(address)
    kind = hooks.kind_of(contribution.format)
    day = timezone.localdate()
    context = {
        "process": process,
        "format": contribution.format,
        "format_url": page_of_format(contribution.format),
        "place": kind.place_of(contribution) if kind else None,
        "contribution": contribution,
        "outcomes": list(reversed(contribution.outcomes.all())),
        "photos": contribution.photos.all(),
        "themes": [row.theme for row in themes_of([contribution])[contribution.pk]],
        "threads": _threads(contribution),
        "is_open": is_open(contribution.format, day),
        "may_comment": may_be_commented(contribution, timezone.now()),
        "is_supported": _is_supported(request, contribution),
        "objection_ways": hooks.objection_ways(process, day),
        "may_work": request.user.has_perm("dialogues.open_workbench", process),
    }
    return render(request, "dialogues/contribution.html", context)


def _moved(request: HttpRequest, process: Process, contribution: Contribution) -> HttpResponse:
    """What was put together with others or taken apart: as it was, and what it became."""
    ends = results_of([contribution])[contribution.pk]
    results = Contribution.objects.public().filter(pk__in=ends).select_related("process")
    context = {
        "process": process,
        "format_url": page_of_format(contribution.format),
        "contribution": contribution,
        "results": results,
        "was_public": was_public(contribution),
        "outcomes": outcomes_for([contribution])[contribution.pk],
    }
    return render(request, "dialogues/contribution_moved.html", context)


def _threads(contribution: Contribution) -> list[tuple[Comment, list[Comment]]]:
    """Public comments with their public replies; whose comment went stays under the rest."""
    comments = list(contribution.comments.public())
    shown = {one.pk for one in comments}
    replies: dict[int, list[Comment]] = defaultdict(list)
    for one in comments:
        if one.parent_id in shown:
            replies[one.parent_id].append(one)
    return [(one, replies[one.pk]) for one in comments if one.parent_id not in shown]


def page_of_format(format: Format) -> str:
    """The public page of a format, of whatever kind; the dialogue where its app is missing."""
    kind = hooks.kind_of(format)
    if kind is None:
        return format.process.get_absolute_url()
    return reverse(kind.public, args=[format.process.slug, format.slug])


def _is_supported(request: HttpRequest, contribution: Contribution) -> bool:
    mine = supporter_of(request).supports().filter(contribution=contribution)
    found: bool = mine.exists()
    return found


@require_safe
def photo(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """A picture of a public contribution."""
    contribution = public_contribution(process_for(request, slug), code)
    return picture(contribution, pk)


def picture(contribution: Contribution, pk: int) -> FileResponse:
    """The picture of this number; the caller has checked who may see it.

    Raises:
        Http404: the contribution has no such picture.
    """
    found = contribution.photos.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such picture."))
    response = FileResponse(found.file.open("rb"), content_type=found.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
