"""Print batches: letters for the post as one file, then marked as sent or discarded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow, StatementError
from ..forms.replies import PrintForm, ReprintForm
from ..models import PrintBatch, PrintPart
from ..services import dispatch, reply_runs
from ..services import printing as service
from .workbench import first_error, procedure_for, workbench_page

SECTION = "replies"
PAGE = 50
TEMPLATES = "statements/workbench/replies"
LOOK, SEND, NAMES = "statements.open_workbench", "statements.send", "statements.see_names"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prints(request: HttpRequest, slug: str) -> HttpResponse:
    """All print batches, and the button for a new one."""
    if request.method == "POST":
        return _start(request, procedure_for(request, slug, SEND))
    procedure = procedure_for(request, slug, LOOK)
    batches = procedure.print_batches.annotate(letters=Count("printed")).order_by(
        "-created_at", "-pk"
    )
    context = {
        "form": PrintForm(),
        "page": Paginator(batches, PAGE).get_page(request.GET.get("page")),
        "waiting": dispatch.by_post(dispatch.written(procedure)).count(),
        "may_send": request.user.has_perm(SEND, procedure),
    }
    return workbench_page(request, f"{TEMPLATES}/prints.html", procedure, SECTION, context)


def _start(request: HttpRequest, procedure: Procedure) -> HttpResponse:
    form = PrintForm(request.POST)
    try:
        if not form.is_valid():
            raise NotAllowedNow(first_error([form]))
        batch = reply_runs.start_printing(procedure, by=request.user.actor, **form.cleaned_data)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect("prints", procedure.slug)
    return redirect("print", procedure.slug, batch.code)


def _found(procedure: Procedure, code: str) -> PrintBatch:
    found = get_object_or_404(PrintBatch, procedure=procedure, code=code)
    found.procedure = procedure
    return found


@login_required
@require_safe
def batch(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One batch: its file, what is in it, and what becomes of it."""
    procedure = procedure_for(request, slug, LOOK)
    found = _found(procedure, code)
    printed = found.printed.select_related("reply__person")
    context = {
        "batch": found,
        "page": Paginator(printed, PAGE).get_page(request.GET.get("page")),
        "parts": found.parts.all(),
        "totals": found.parts.aggregate(pages=Sum("pages"), sheets=Sum("sheets")),
        "reprint_form": ReprintForm(),
        "run": Run.objects.filter(public_id=found.run_code).first(),
        "runs": reply_runs.at_work(procedure),
        "may_send": request.user.has_perm(SEND, procedure),
        "has_names": request.user.has_perm(NAMES, procedure),
    }
    return workbench_page(request, f"{TEMPLATES}/print.html", procedure, SECTION, context)


@login_required
@require_safe
@never_cache
def file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The list of everything in the batch: letters, files, checksums; no names."""
    procedure = procedure_for(request, slug, NAMES)
    found = _found(procedure, code)
    if not found.file:
        raise Http404(_("The print file is not ready yet."))
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=f"{found.code}.zip")


@login_required
@require_safe
@never_cache
def part(request: HttpRequest, slug: str, code: str, part: int) -> HttpResponse:
    """One file for the print shop; the look at so many names is logged."""
    procedure = procedure_for(request, slug, NAMES)
    found = _found(procedure, code)
    wanted = get_object_or_404(PrintPart, batch=found, number=part)
    service.log_look(wanted, by=request.user.actor, user_id=request.user.pk)
    name = f"{found.code}-{wanted.number:03}.zip"
    return FileResponse(wanted.file.open("rb"), as_attachment=True, filename=name)


@login_required
@require_POST
def reprint(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Single letters of the batch once more, as one PDF."""
    procedure = procedure_for(request, slug, NAMES)
    found = _found(procedure, code)
    form = ReprintForm(request.POST)
    try:
        if not form.is_valid():
            raise NotAllowedNow(first_error([form]))
        wanted = form.cleaned_data["numbers"]
        pdf = service.reprint(found, wanted, by=request.user.actor, user_id=request.user.pk)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect("print", slug, code)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.code}-nachdruck.pdf"'
    return response


@login_required
@require_POST
def sent(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note exactly the letters of this batch as posted, in the background."""
    procedure = procedure_for(request, slug, SEND)
    try:
        run = reply_runs.start_posting(_found(procedure, code), by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect("print", slug, code)
    return redirect("run", run.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask once more, then let the letters of a batch follow the record again."""
    procedure = procedure_for(request, slug, SEND)
    found = _found(procedure, code)
    if request.method != "POST":
        context = {"batch": found, "count": found.printed.count()}
        return workbench_page(request, f"{TEMPLATES}/discard.html", procedure, SECTION, context)
    try:
        service.discard(found, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The batch was discarded. Its letters can be printed again."))
    return redirect("print", slug, code)
