"""Projects as everyone sees them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from .. import hooks
from ..timeline import timeline_of
from .finding import scheme_for, visible_schemes

PER_PAGE = 50


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """All projects that this visitor may see."""
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    schemes = visible_schemes(request).prefetch_related("procedures__rounds")
    if words:
        schemes = schemes.mentioning(words)
    page = Paginator(schemes.order_by("title", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    may_create = request.user.has_perm("schemes.create")
    context = {"page": page, "words": words, "may_create": may_create}
    return render(request, "schemes/list.html", context)


@require_safe
@gzip_page
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be built where and by whom, the documents on display, the procedures."""
    found = scheme_for(request, slug, marks=hooks.part_marks(request))
    procedures = list(found.procedures.in_full())
    context = {
        "scheme": found,
        "documents": found.documents.all(),
        "procedures": procedures,
        "timeline": timeline_of(found, procedures, day=timezone.localdate()),
        "may_edit": request.user.has_perm("schemes.edit", found),
        "parts": hooks.parts(request, found),
    }
    return render(request, "schemes/scheme.html", context)
