"""Handing the results over to the authority, in the workbench."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..errors import DialogueError
from ..forms.handing_over import AcknowledgeForm, HandOverForm
from ..services import handing_over as service
from .finding import desk_page, process_for, staff_only

SECTION = "process-report"
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that a version went to the authority."""
    process = process_for(request, slug, "dialogues.edit")
    if not process.reports.exists():
        messages.info(request, _("Publish a version of the results first."))
        return redirect("process-report", slug)
    procedures = process.scheme.procedures.all() if process.scheme else ()
    may = any(request.user.has_perm("schemes.keep_calendar", one) for one in procedures)
    form = HandOverForm(request.POST or None, process=process, may_keep_calendar=may)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        in_calendar = data.pop("in_calendar", False)
        try:
            made = service.hand_over(process=process, by=request.user, **data)
        except DialogueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Recorded: the results were handed over."))
            may = request.user.has_perm("schemes.keep_calendar", made.procedure)
            if in_calendar and may:
                _tell(request, service.put_into_calendar(made, by=request.user))
            return redirect("process-report", slug)
    context = {"form": form}
    status = 422 if form.errors else 200
    return desk_page(
        request, "dialogues/report/hand_over.html", process, SECTION, context, status=status
    )


def _tell(request: HttpRequest, problem: str) -> None:
    if problem:
        messages.warning(request, problem)


@staff_only
@pages
def acknowledge(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Note that the authority has confirmed the receipt."""
    process = process_for(request, slug, "dialogues.edit")
    made = get_object_or_404(process.hand_overs.select_related("report", "procedure"), code=code)
    made.process = process
    form = AcknowledgeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.acknowledge(made=made, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("file", error)
        except DialogueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("process-report", slug)
    context = {"form": form, "made": made}
    status = 422 if form.errors else 200
    return desk_page(
        request, "dialogues/report/acknowledge.html", process, SECTION, context, status=status
    )


@staff_only
@require_safe
def confirmation(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """The confirmation as it was received; for the team only, as it may name people."""
    process = process_for(request, slug, "dialogues.open_workbench")
    made = get_object_or_404(process.hand_overs, code=code)
    if not made.file:
        raise Http404(_("There is no file."))
    return FileResponse(made.file.open("rb"), as_attachment=True)
