"""The calendar of a procedure: what is next, the chart, the table with every reason, the export."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dialogwerk.cores.deadlines import procedure_type
from dialogwerk.documents.calendars import write_csv, write_xlsx

from ..calendar_page import CalendarPage
from ..calendar_table import table_of
from ..workbench import workbench_page
from .finding import procedure_for, staff_only

WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@staff_only
@never_cache
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Every date of a procedure, with its reason."""
    procedure = procedure_for(request, slug, "schemes.read_calendar")
    page = CalendarPage.of(procedure, today=timezone.localdate())
    context = {
        "page": page,
        "declared": procedure_type(procedure.kind),
        "may_keep": request.user.has_perm("schemes.keep_calendar", procedure),
        "may_edit": request.user.has_perm("schemes.edit", procedure),
    }
    return workbench_page(request, "schemes/calendar.html", procedure, "calendar", context)


@staff_only
@never_cache
@require_safe
def calendar_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The table as a file for spreadsheets."""
    procedure = procedure_for(request, slug, "schemes.read_calendar")
    if ending not in WRITERS:
        raise Http404(_("The table can be had as XLSX or CSV."))
    write, content_type = WRITERS[ending]
    today = timezone.localdate()
    response = HttpResponse(content_type=content_type)
    name = f"Fristen-{procedure.slug}-{today.isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    write(response, table_of(CalendarPage.of(procedure, today=today)))
    return response
