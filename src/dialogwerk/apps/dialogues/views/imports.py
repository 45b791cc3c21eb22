"""Contributions from elsewhere: upload, columns, dry run, start, progress, result."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import stop_run
from dialogwerk.apps.base.watching import renewed, settle
from dialogwerk.cores.tables import write_csv

from ..errors import DialogueError
from ..formats import CONTRIBUTIONS
from ..forms.imports import ColumnsForm, UploadForm
from ..models import ContributionImport, Process
from ..services import import_files
from ..services import imports as service
from ..services.import_words import shown
from .finding import desk_page, process_for, staff_only

PERM = "dialogues.take_in"
SECTION = "process-imports"
PAGE = 50
pages = require_http_methods(["GET", "HEAD", "POST"])


def _import(request: HttpRequest, slug: str, code: str) -> ContributionImport:
    process = process_for(request, slug, PERM)
    found = get_object_or_404(process.imports.select_related("format"), code=code)
    found.process = found.format.process = process
    return found


def _to(found: ContributionImport) -> HttpResponse:
    return redirect("process-import", found.process.slug, found.code)


def _page(
    request: HttpRequest,
    name: str,
    process: Process,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    template = f"dialogues/imports/{name}.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@pages
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """The imports of a process, and the form for the next one."""
    process = process_for(request, slug, PERM)
    form = UploadForm(request.POST or None, request.FILES or None, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            staged = service.stage(
                format=form.cleaned_data["format"],
                file=form.cleaned_data["file"].file,
                name=form.cleaned_data["file"].name,
                by=request.user.actor,
            )
        except DialogueError as error:
            form.add_error("file", str(error))
        else:
            _mention_earlier(request, staged)
            return _to(staged)
    rows = process.imports.select_related("format").defer("findings", "summary")
    context = {
        "form": form,
        "has_formats": process.formats.shown().filter(kind=CONTRIBUTIONS).exists(),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return _page(request, "list", process, context, status=422 if form.errors else 200)


def _mention_earlier(request: HttpRequest, staged: ContributionImport) -> None:
    if staged.process.imports.begun_with(staged.sha256).exists():
        messages.info(
            request,
            _("This very file was imported before; what is known already is not added again."),
        )


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One import: the step at which it stands."""
    found = _import(request, slug, code)
    run = Run.objects.filter(public_id=found.run_code).first() if found.run_code else None
    if answer := renewed(request, run):
        return answer
    if run and not run.is_finished:
        context = {"one": found, "run": run, "process": found.process}
        return _page(request, "progress", found.process, context)
    settle(found, run)
    if found.state == ContributionImport.State.UPLOADED or "spalten" in request.GET:
        return _columns_page(request, found, error=run.error if run else "")
    return _result_page(request, found, run)


def _columns_page(
    request: HttpRequest,
    found: ContributionImport,
    *,
    form: ColumnsForm | None = None,
    error: str = "",
) -> HttpResponse:
    try:
        form = form or ColumnsForm(instance=found, samples=_samples(found))
    except DialogueError as failure:
        messages.error(request, str(failure))
        return redirect("process-imports", found.process.slug)
    context = {
        "one": found,
        "form": form,
        "sources": ContributionImport.From.choices,
        "notes": found.summary.get("notes", []),
        "error": error,
    }
    return _page(request, "columns", found.process, context, status=422 if form.errors else 200)


def _samples(found: ContributionImport) -> list[Any]:
    with import_files.rows_of(found) as rows:
        return [row.values for row, _place in zip(rows, range(5), strict=False)]


def _result_page(request: HttpRequest, found: ContributionImport, run: Run | None) -> HttpResponse:
    severity = request.GET.get("art", "")
    findings = [row for row in found.findings if severity in ("", row["severity"])]
    page = Paginator(findings, PAGE).get_page(request.GET.get("page"))
    page.object_list = list(shown(page.object_list))
    is_checked = found.state == ContributionImport.State.CHECKED
    context = {
        "one": found,
        "page": page,
        "severity": severity,
        "severities": _severities(found),
        "kept": len(found.findings),
        "notes": found.summary.get("notes", []),
        "rows": _preview(found) if is_checked else [],
        "error": run.error if run else "",
    }
    return _page(request, "checked" if is_checked else "result", found.process, context)


def _severities(found: ContributionImport) -> list[dict[str, Any]]:
    counts = found.summary.get("by_severity", {})
    labels = {"error": _("not taken in"), "warning": _("to be checked"), "note": _("notes")}
    return [
        {"name": name, "label": label, "count": counts[name]}
        for name, label in labels.items()
        if counts.get(name)
    ]


def _preview(found: ContributionImport) -> list[Any]:
    try:
        return service.preview(found)
    except DialogueError:
        return []


@staff_only
@require_POST
def columns(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Settle the columns and check every row."""
    found = _import(request, slug, code)
    try:
        form = ColumnsForm(request.POST, instance=found, samples=_samples(found))
    except DialogueError as error:
        messages.error(request, str(error))
        return _to(found)
    if not form.is_valid():
        return _columns_page(request, found, form=form)
    chosen, data = form.chosen, form.cleaned_data
    try:
        service.settle(
            found,
            chosen,
            credit=data["credit"],
            licence=data["licence"],
            said_at=_noon(data["said_on"]),
            decided_on=data["decided_on"],
            held=data["held"],
        )
        service.start_check(found, by=request.user.actor)
    except DialogueError as error:
        form.add_error(None, str(error))
        return _columns_page(request, found, form=form)
    return _to(found)


def _noon(day: Any) -> datetime | None:
    """Noon of a day, so that it is that day wherever it is read."""
    return timezone.make_aware(datetime.combine(day, time(12))) if day else None


@staff_only
@require_POST
def source(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Look at the file as one from elsewhere."""
    found = _import(request, slug, code)
    wanted = request.POST.get("source", "")
    if wanted in ContributionImport.From.values:
        try:
            service.propose_again(found, wanted)
        except DialogueError as error:
            messages.error(request, str(error))
    return _to(found)


@staff_only
@require_POST
def start(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the checked file in; also goes on with a stopped one."""
    found = _import(request, slug, code)
    try:
        service.start(found, by=request.user.actor)
    except DialogueError as error:
        messages.error(request, str(error))
    return _to(found)


@staff_only
@require_POST
def stop(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask the import to stop after the portion at hand; what is in stays in."""
    found = _import(request, slug, code)
    run = Run.objects.filter(public_id=found.run_code).first()
    if run and not run.is_finished:
        stop_run(run)
        messages.info(request, _("The import stops after the rows at hand; it can go on later."))
    return _to(found)


@staff_only
@pages
def discard(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Throw an upload away that was not taken in; asked for once more before."""
    found = _import(request, slug, code)
    if request.method != "POST":
        return _page(request, "discard", found.process, {"one": found})
    try:
        service.discard(found)
    except DialogueError as error:
        messages.error(request, str(error))
        return _to(found)
    messages.success(request, _("The upload of “%(name)s” was removed.") % {"name": found.name})
    return redirect("process-imports", slug)


@staff_only
@require_safe
def findings(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The findings as a table for whoever corrects the file."""
    found = _import(request, slug, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="befunde-{found.code}.csv"'
    write_csv(response, *service.findings_rows(found))
    return response
