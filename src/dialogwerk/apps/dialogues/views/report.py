"""The results report: public versions with their files, and its place in the workbench."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.documents.reports import report_pdf

from ..errors import DialogueError
from ..forms.report import SummaryForm, TargetGroupForm
from ..hooks import Panel
from ..models import Process, ReportVersion
from ..services import report as service
from .finding import desk_page, process_for, staff_only

SECTION = "process-report"
ROWS_SHOWN = 50
DATA_ENDINGS = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("geojson", "GeoJSON"))
pages = require_http_methods(["GET", "HEAD", "POST"])


def panel(request: HttpRequest, process: Process) -> list[Panel]:
    """Results and open data on the public page of a process, as far as there are any."""
    newest = process.reports.newest_first().defer("snapshot").first()
    has_data = process.contributions.public().exists()
    if newest is None and not has_data:
        return []
    context = {"version": newest, "has_data": has_data, "endings": DATA_ENDINGS}
    return [Panel("dialogues/report/panel.html", context)]


def _version(request: HttpRequest, slug: str, number: int | None) -> ReportVersion:
    process = process_for(request, slug)
    versions = process.reports.newest_first()
    found = versions.first() if number is None else versions.filter(number=number).first()
    if found is None:
        raise Http404(_("There is no such version of the results."))
    found.process = process
    return found


@require_safe
@gzip_page
def report(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A published version; without number the newest one."""
    version = _version(request, slug, number)
    others = version.process.reports.newest_first().defer("snapshot")
    context = {
        "process": version.process,
        "version": version,
        "versions": list(others),
        "is_newest": not others.filter(number__gt=version.number).exists(),
        "endings": _ENDINGS,
        "hand_overs": _hand_overs(version.process),
        **_shown(version.snapshot, whole="alles" in request.GET),
    }
    return render(request, "dialogues/report/report.html", context)


def _hand_overs(process: Process) -> list[Any]:
    found = process.hand_overs.newest_first().defer("report__snapshot")
    return list(found.select_related("report", "organisation", "procedure"))


_ENDINGS = (("pdf", "PDF"), ("xlsx", "Excel"), ("zip", "ZIP (CSV)"), ("json", "JSON"))


def _shown(snapshot: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """A snapshot for a page: long tables are cut, for the files hold everything."""
    chapters = []
    for chapter in snapshot["chapters"]:
        tables = [
            {
                **table,
                "rows": table["rows"] if whole else table["rows"][:ROWS_SHOWN],
                "total": len(table["rows"]),
                "is_cut": not whole and len(table["rows"]) > ROWS_SHOWN,
                "numbers": _numbers(table["rows"]),
            }
            for table in chapter["tables"]
        ]
        figure = mark_safe(chapter["figure"])  # noqa: S308 - drawn by our own apps
        chapters.append({**chapter, "tables": tables, "figure": figure})
    return {
        "snapshot": snapshot,
        "chapters": chapters,
        "gaps": service.gaps_of(snapshot),
        "licence": service.LICENCES.get(snapshot["licence"]),
    }


def _numbers(rows: list[list[Any]]) -> list[bool]:
    """Which columns hold only numbers."""
    if not rows:
        return []
    return [all(isinstance(row[at], int | float) for row in rows) for at in range(len(rows[0]))]


@require_safe
def report_file(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    """A version as PDF, workbook, data package or JSON."""
    version = _version(request, slug, number)
    response = HttpResponse(service.file_of(version, ending), content_type=_type(ending))
    name = f"{version.process.slug}-ergebnis-{version.number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _type(ending: str) -> str:
    return service.MEDIA_TYPES[ending]


@staff_only
@pages
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """What the next version says as things stand, whom the process wants to reach, versions."""
    process = process_for(request, slug, "dialogues.open_workbench")
    may_edit = request.user.has_perm("dialogues.edit", process)
    snapshot = service.draft(process, timezone.now())
    form = SummaryForm(request.POST or None, initial={"summary": snapshot["summary"]})
    if request.method == "POST":
        process_for(request, slug, "dialogues.edit")
        if form.is_valid():
            service.save_summary(
                process=process, summary=form.cleaned_data["summary"], by=request.user
            )
            messages.success(request, _("Saved."))
            return redirect("process-report", slug)
    context = {
        "form": form,
        "may_edit": may_edit,
        "groups": process.target_groups.prefetch_related("phases"),
        "versions": process.reports.newest_first().defer("snapshot"),
        "hand_overs": _hand_overs(process),
        **_shown(snapshot, whole=False),
    }
    status = 422 if form.errors else 200
    return desk_page(
        request, "dialogues/report/desk.html", process, SECTION, context, status=status
    )


@staff_only
@require_safe
def draft_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as PDF, marked as such."""
    process = process_for(request, slug, "dialogues.open_workbench")
    content = report_pdf(service.draft_report(process, timezone.now()))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-entwurf.pdf"'
    return response


@staff_only
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the draft as the next version."""
    process = process_for(request, slug, "dialogues.edit")
    try:
        version = service.publish_report(process=process, by=request.user, now=timezone.now())
    except DialogueError as error:
        messages.info(request, str(error))
        return redirect("process-report", slug)
    messages.success(
        request,
        _("Version %(number)d is published and stays as it is.") % {"number": version.number},
    )
    return redirect("process-report", slug)


@staff_only
@pages
def group(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A group that the process wants to reach; a new one without ``pk``."""
    process = process_for(request, slug, "dialogues.edit")
    found = get_object_or_404(process.target_groups, pk=pk) if pk else None
    initial = {} if found else {"position": process.target_groups.count() + 1}
    form = TargetGroupForm(request.POST or None, instance=found, initial=initial, process=process)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        phases = list(data.pop("phases"))
        service.save_group(process=process, group=found, phases=phases, by=request.user, **data)
        messages.success(request, _("Saved."))
        return redirect("process-report", slug)
    context = {"form": form, "group": found}
    status = 422 if form.errors else 200
    return desk_page(
        request, "dialogues/report/group.html", process, SECTION, context, status=status
    )


@staff_only
@require_POST
def group_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a group out."""
    process = process_for(request, slug, "dialogues.edit")
    service.remove_group(group=get_object_or_404(process.target_groups, pk=pk), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("process-report", slug)
