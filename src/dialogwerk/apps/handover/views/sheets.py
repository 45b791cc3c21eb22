"""Sheets out and in: as files, row by row before anything changes, and taken over."""

from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.views.workbench import procedure_for, workbench_page
from dialogwerk.documents.synopsis import FORMATS

from ..errors import HandOverError
from ..forms.handing_over import SheetForm
from ..models import CommentSheet, HandOver
from ..services import returned
from ..services.sheets import sheet_name, write_sheet
from .authority import READ, SECTION, TAKE_OVER
from .finding import COMMENT, procedure_of_developer

IN_MEMORY = 4 * 1024**2
PER_PAGE = 200


@login_required
@require_safe
@never_cache
def for_authority(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """A hand-over as sheet, for the authority that hands it over by other ways."""
    return _sheet(request, procedure_for(request, slug, READ), number)


@login_required
@require_safe
@never_cache
def for_developer(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """A hand-over as sheet, for the developer to fill in."""
    return _sheet(request, procedure_of_developer(request, slug), number)


def _sheet(request: HttpRequest, procedure: Procedure, number: int) -> FileResponse:
    found = get_object_or_404(HandOver, procedure=procedure, number=number)
    found.procedure = procedure
    everything = request.GET.get("all") == "yes"
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    lang: Any = "en" if (get_language() or "de").startswith("en") else "de"
    write_sheet(target, found, everything=everything, lang=lang)
    record(
        "hand_over.sheet_written",
        subject=found.code,
        actor=request.user.actor,
        procedure=procedure.slug,
        payload={"number": found.number, "everything": everything},
    )
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=sheet_name(procedure, found),
        content_type=FORMATS["xlsx"].media_type,
    )


@login_required
@require_POST
def returned_to_authority(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a filled sheet that reached the authority, and show what it would change."""
    procedure = procedure_for(request, slug, TAKE_OVER)
    return _returned(request, procedure, "handovers", "handover-return")


@login_required
@require_POST
def returned_by_developer(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a sheet that the developer filled in, and show what it would change."""
    procedure = procedure_of_developer(request, slug, COMMENT)
    return _returned(request, procedure, "developer-arguments", "developer-return")


def _returned(request: HttpRequest, procedure: Procedure, back: str, on: str) -> HttpResponse:
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors["file"])))
        return redirect(back, procedure.slug)
    file = form.cleaned_data["file"]
    try:
        sheet = returned.keep_sheet(
            procedure=procedure, file=file.file, name=file.name, by=request.user
        )
    except HandOverError as error:
        messages.error(request, str(error))
        return redirect(back, procedure.slug)
    return redirect(on, procedure.slug, sheet.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def line_by_line(
    request: HttpRequest, slug: str, code: str, *, theirs: bool = False
) -> HttpResponse:
    """What each row of a returned sheet would change; posted, it is taken over."""
    procedure = _procedure(request, slug, theirs=theirs)
    sheet = get_object_or_404(CommentSheet, procedure=procedure, code=code)
    sheet.procedure = procedure
    back = "developer-arguments" if theirs else "handovers"
    try:
        if request.method == "POST":
            return _take(request, sheet, back, theirs=theirs)
        lines = returned.lines_of(sheet)
    except HandOverError as error:
        messages.error(request, str(error))
        return redirect(back, slug)
    return _lines_page(request, sheet, lines, theirs=theirs)


def _procedure(request: HttpRequest, slug: str, *, theirs: bool) -> Procedure:
    if theirs:
        return procedure_of_developer(request, slug, COMMENT)
    return procedure_for(request, slug, TAKE_OVER)


def _take(request: HttpRequest, sheet: CommentSheet, back: str, *, theirs: bool) -> HttpResponse:
    conflicts = [int(row) for row in request.POST.getlist("conflict") if row.isdecimal()]
    at_once = not theirs or "at_once" in request.POST
    if theirs and not request.user.has_perm(COMMENT, sheet.procedure):
        raise PermissionDenied
    count = returned.take_over(sheet=sheet, by=request.user, conflicts=conflicts, at_once=at_once)
    said = ngettext("%(count)s comment is taken over.", "%(count)s comments are taken over.", count)
    messages.success(request, said % {"count": count})
    return redirect(back, sheet.procedure.slug)


def _lines_page(
    request: HttpRequest, sheet: CommentSheet, lines: list[returned.Line], *, theirs: bool
) -> HttpResponse:
    """Rows with something to say first come all; those without anything new are only counted."""
    quiet = {returned.Finding.EMPTY, returned.Finding.UNCHANGED}
    shown = [line for line in lines if line.finding not in quiet]
    conflicts = [line for line in lines if line.finding == returned.Finding.CONFLICT]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "procedure": sheet.procedure,
        "sheet": sheet,
        "page": page,
        "rows": len(lines),
        "to_take": sum(line.finding in returned.TAKEN for line in lines),
        "conflicts": conflicts,
        "not_taken": sum(line.finding in returned.NOT_TAKEN for line in lines),
        "quiet": len(lines) - len(shown),
        "theirs": theirs,
    }
    template = "handover/returned.html"
    if theirs:
        return render(request, template, {**context, "frame": "handover/base.html"})
    context["frame"] = "statements/workbench/base.html"
    return workbench_page(request, template, sheet.procedure, SECTION, context)
