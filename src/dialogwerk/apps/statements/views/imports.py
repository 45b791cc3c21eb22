"""Importing a table: upload, columns, dry run, start, progress, result."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import stop_run
from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.apps.base.watching import renewed, settle
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import TableError, write_csv

from ..errors import StatementError
from ..forms.imports import ColumnsForm, UploadForm
from ..models import ImportBatch
from ..services import imports as service
from ..services.import_findings import shown
from .workbench import procedure_for, workbench_page

PERM = "statements.take_in"
TEMPLATES = "statements/workbench/imports"
PAGE = 50


def _batch(request: HttpRequest, slug: str, code: str) -> ImportBatch:
    procedure = procedure_for(request, slug, PERM)
    found = get_object_or_404(ImportBatch, procedure=procedure, code=code)
    found.procedure = procedure
    return found


def _to(batch: ImportBatch) -> HttpResponse:
    return redirect("import", batch.procedure.slug, batch.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """The imports of a procedure, and the form for the next one."""
    procedure = procedure_for(request, slug, PERM)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        staged = _staged(request, procedure, form)
        if staged:
            return _to(staged)
    page = Paginator(procedure.imports.defer("findings"), PAGE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    context = {"form": form, "page": page}
    return workbench_page(
        request, f"{TEMPLATES}/list.html", procedure, "imports", context, status=status
    )


def _staged(request: HttpRequest, procedure: Procedure, form: UploadForm) -> ImportBatch | None:
    """The uploaded table, or None with the reason in the form."""
    file = form.cleaned_data["file"]
    try:
        staged = service.stage(
            procedure=procedure, file=file.file, name=file.name, by=request.user.actor
        )
    except TableError as error:
        form.add_error("file", table_sentence(error))
        return None
    _mention_earlier(request, staged)
    return staged


def _mention_earlier(request: HttpRequest, staged: ImportBatch) -> None:
    same = staged.procedure.imports.filter(sha256=staged.sha256, added__gt=0)
    if same.exclude(pk=staged.pk).exists():
        messages.info(
            request,
            _("This very file was imported before; what is known already is not added again."),
        )


@login_required
@require_safe
@vary_on_headers("HX-Request")
def batch(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One import: the step at which it stands."""
    found = _batch(request, slug, code)
    run = Run.objects.filter(public_id=found.run_code).first() if found.run_code else None
    if answer := renewed(request, run):
        return answer
    if run and not run.is_finished:
        return _progress(request, found, run)
    settle(found, run)
    if found.state == ImportBatch.State.UPLOADED or "spalten" in request.GET:
        return _columns_page(request, found, run=run)
    return _result_page(request, found, run)


def _progress(request: HttpRequest, found: ImportBatch, run: Run) -> HttpResponse:
    context = {"batch": found, "run": run, "procedure": found.procedure}
    return workbench_page(
        request, f"{TEMPLATES}/progress.html", found.procedure, "imports", context
    )


def _columns_page(
    request: HttpRequest,
    found: ImportBatch,
    *,
    form: ColumnsForm | None = None,
    run: Run | None = None,
) -> HttpResponse:
    try:
        form = form or ColumnsForm(batch=found, samples=service.sample_rows(found))
    except (TableError, StatementError) as error:
        messages.error(request, _sentence(error))
        return redirect("imports", found.procedure.slug)
    context = {
        "batch": found,
        "form": form,
        "notes": [one["sentence"] for one in shown(found.summary.get("notes", []))],
        "error": run.error if run else "",
    }
    status = 422 if form.errors else 200
    return workbench_page(
        request, f"{TEMPLATES}/columns.html", found.procedure, "imports", context, status=status
    )


def _samples(found: ImportBatch) -> list[dict[str, str]]:
    try:
        return service.sample_rows(found)
    except (TableError, StatementError):
        return []


def _sentence(error: TableError | StatementError) -> str:
    return table_sentence(error) if isinstance(error, TableError) else str(error)


def _result_page(request: HttpRequest, found: ImportBatch, run: Run | None) -> HttpResponse:
    severity = request.GET.get("art", "")
    findings = [one for one in found.findings if severity in ("", one["severity"])]
    page = Paginator(findings, PAGE).get_page(request.GET.get("page"))
    page.object_list = list(shown(page.object_list))
    checked = found.state == ImportBatch.State.CHECKED
    context = {
        "batch": found,
        "page": page,
        "severity": severity,
        "severities": _severities(found),
        "notes": [one["sentence"] for one in shown(found.summary.get("notes", []))],
        "readings": _preview(found) if checked else [],
        "error": run.error if run else "",
        "shown_findings": len(found.findings),
    }
    template = "checked" if checked else "result"
    return workbench_page(
        request, f"{TEMPLATES}/{template}.html", found.procedure, "imports", context
    )


def _severities(found: ImportBatch) -> list[dict[str, Any]]:
    counts = found.summary.get("by_severity", {})
    labels = {"error": _("not taken in"), "warning": _("to be checked"), "note": _("notes")}
    return [
        {"name": name, "label": label, "count": counts[name]}
        for name, label in labels.items()
        if counts.get(name)
    ]


def _preview(found: ImportBatch) -> Iterable[Any]:
    try:
        return service.preview(found)
    except (TableError, StatementError):
        return []


@login_required
@require_POST
def columns(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Settle the columns and check every row."""
    found = _batch(request, slug, code)
    form = ColumnsForm(request.POST, batch=found, samples=_samples(found))
    if not form.is_valid():
        return _columns_page(request, found, form=form)
    try:
        service.set_mapping(
            found,
            form.mapping,
            channel=form.cleaned_data["channel"],
            received_at=form.cleaned_data["received_at"],
        )
        service.start_check(found, by=request.user.actor)
    except (TableError, StatementError) as error:
        form.add_error(None, _sentence(error))
        return _columns_page(request, found, form=form)
    return _to(found)


@login_required
@require_POST
def start(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the checked table in; also goes on with a stopped one."""
    found = _batch(request, slug, code)
    try:
        service.start(
            found, by=request.user.actor, group_after=request.POST.get("group_after") == "on"
        )
    except StatementError as error:
        messages.error(request, str(error))
    return _to(found)


@login_required
@require_POST
def stop(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask the import to stop after the portion at hand; what is in stays in."""
    found = _batch(request, slug, code)
    run = Run.objects.filter(public_id=found.run_code).first()
    if run and not run.is_finished:
        stop_run(run)
        messages.info(request, _("The import stops after the rows at hand; it can go on later."))
    return _to(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Throw an upload away that was not taken in; asked for once more before."""
    found = _batch(request, slug, code)
    if request.method != "POST":
        return workbench_page(
            request, f"{TEMPLATES}/discard.html", found.procedure, "imports", {"batch": found}
        )
    try:
        service.discard(found)
    except StatementError as error:
        messages.error(request, str(error))
        return _to(found)
    messages.success(request, _("The upload of “%(name)s” was removed.") % {"name": found.name})
    return redirect("imports", slug)


@login_required
@require_safe
def findings(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The findings as a table for the desk of whoever corrects the file."""
    found = _batch(request, slug, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="befunde-{found.code}.csv"'
    write_csv(response, *service.findings_table(found))
    return response
