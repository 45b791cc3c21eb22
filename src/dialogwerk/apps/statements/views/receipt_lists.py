"""Receipts of an import or a signature list: to look at, as a table, as slips to cut out."""

from tempfile import SpooledTemporaryFile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dialogwerk.documents.values import Lang

from ..models import ImportBatch, SignatureList
from ..paging import KeyedPages, in_order
from ..services import receipt_lists as service
from .workbench import procedure_for, workbench_page

PERM = "statements.take_in"
TEMPLATE = "statements/workbench/receipts.html"
PAGE = 50
IN_MEMORY = 4 * 1024**2
SECTIONS = {"import-receipts": "imports", "captured-receipts": "capture"}


def _bundle(request: HttpRequest, kind: str, slug: str, code: str) -> service.Bundle:
    procedure = procedure_for(request, slug, PERM)
    if kind == "import-receipts":
        batch = get_object_or_404(ImportBatch, procedure=procedure, code=code)
        batch.procedure = procedure
        return service.of_import(batch)
    signed = get_object_or_404(SignatureList, procedure=procedure, code=code)
    signed.procedure = procedure
    return service.of_list(signed)


@login_required
@require_safe
@never_cache
def receipts(request: HttpRequest, kind: str, slug: str, code: str) -> HttpResponse:
    """The receipts as a list, and the files."""
    bundle = _bundle(request, kind, slug, code)
    pages = KeyedPages(bundle.letters, ("pk",), count=bundle.count, per_page=PAGE)
    page = pages.get_page(request.GET.get("page"))
    letters = in_order(bundle.letters.defer("text", "original__body"), page.object_list)
    context = {
        "bundle": bundle,
        "page": page,
        "rows": [(one, service.row_of(one)) for one in letters],
        "parts": [(number, part[0], part[-1]) for number, part in enumerate(bundle.parts, start=1)],
        "kind": kind,
        "file_address": f"{kind}-file",
        "slips_address": f"{kind}-slips",
    }
    return workbench_page(request, TEMPLATE, bundle.procedure, SECTIONS[kind], context)


@login_required
@require_safe
@never_cache
def table(request: HttpRequest, kind: str, slug: str, code: str) -> HttpResponse:
    """All receipts as CSV; a large table waits on disk, not in memory."""
    bundle = _bundle(request, kind, slug, code)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    service.write_table(target, bundle, by=request.user.actor)
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"belege-{bundle.code}.csv",
        content_type="text/csv; charset=utf-8",
    )


@login_required
@require_safe
@never_cache
def slips(request: HttpRequest, kind: str, slug: str, code: str, part: int) -> HttpResponse:
    """One file of slips."""
    bundle = _bundle(request, kind, slug, code)
    parts = bundle.parts
    if not 1 <= part <= len(parts):
        raise Http404
    content = service.slips(bundle, parts[part - 1], by=request.user.actor, lang=_lang())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="belege-{bundle.code}-{part}.pdf"'
    return response


def _lang() -> Lang:
    return "en" if (get_language() or "de").startswith("en") else "de"
