"""The synopsis as a page and as files. Names only for those who may see them, every look logged."""

from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.people.audiences import Audience, sees_names
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents.synopsis import FORMATS
from dialogwerk.documents.values import Lang
from dialogwerk.documents.wording import kind_label, result_label

from .. import hooks
from ..forms.replies import SynopsisFilter
from ..services import synopsis as service
from .workbench import procedure_for, workbench_page

SECTION = "synopsis"
PAGE = 20
IN_MEMORY = 4 * 1024**2
EXPORT, NAMES, WORK = "statements.export", "statements.see_names", "statements.open_workbench"
RESULTS = {
    "followed": "success",
    "followed_in_part": "info",
    "not_followed": "neutral",
    "already_met": "success",
    "passed_on": "info",
}


def reader_of(request: HttpRequest, procedure: Procedure) -> service.Reader:
    """Who looks: the authority, with names if it asks for them; anyone else by code number."""
    is_authority = request.user.has_perm(NAMES, procedure)
    return service.Reader(
        audience=Audience.AUTHORITY if is_authority else Audience.DEVELOPER,
        by=request.user.actor,
        user_id=request.user.pk,
        with_names=is_authority and request.GET.get("names") == "yes",
    )


@login_required
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def synopsis(request: HttpRequest, slug: str) -> HttpResponse:
    """Every argument beside its answer, narrowed and paged; and the files."""
    procedure = procedure_for(request, slug, EXPORT)
    chosen, reader = SynopsisFilter(request.GET), reader_of(request, procedure)
    found = service.arguments_of(procedure, chosen.wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = service.rows_of(list(page.object_list), procedure, reader)
    shows_names = service.shows_names(reader, procedure)
    context = {
        "procedure": procedure,
        "page": page,
        "rows": [_row(row) for row in rows],
        "filter": chosen,
        "is_narrowed": bool(chosen.chosen),
        "shows_names": shows_names,
        "has_remarks": hooks.remarks(procedure, (), reader.audience) is not None,
        "works_here": request.user.has_perm(WORK, procedure),
    }
    if request.htmx:
        return workbench_page(
            request, "statements/workbench/synopsis/_results.html", None, SECTION, context
        )
    context |= {
        "may_see_names": sees_names(reader.audience, procedure_kind=procedure.kind),
        "names_query": urlencode({**chosen.chosen, "names": "" if shows_names else "yes"}),
        "endings": list(FORMATS),
    }
    return workbench_page(
        request, "statements/workbench/synopsis/synopsis.html", procedure, SECTION, context
    )


def _row(row: Any) -> dict[str, Any]:
    lang = _lang()
    return {
        "row": row,
        "kind": kind_label(row.kind, lang),
        "result": result_label(row.result, lang, passed_to=row.passed_to),
        "result_kind": RESULTS.get(row.result or "", "warning"),
    }


def _lang() -> Lang:
    return "en" if (get_language() or "de").startswith("en") else "de"


@login_required
@require_safe
@never_cache
def synopsis_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The whole synopsis as a file; large ones wait on disk, not in memory."""
    procedure = procedure_for(request, slug, EXPORT)
    if ending not in FORMATS:
        raise Http404
    reader = reader_of(request, procedure)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    service.write_file(target, procedure, ending, reader=reader, lang=_lang())
    target.seek(0)
    marked = "-mit-namen" if service.shows_names(reader, procedure) else ""
    name = f"synopse-{procedure.slug}-{timezone.localdate():%Y-%m-%d}{marked}.{ending}"
    return FileResponse(
        target,
        as_attachment=True,
        filename=name,
        content_type=FORMATS[ending].media_type,
    )
