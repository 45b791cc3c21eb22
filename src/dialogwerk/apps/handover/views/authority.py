"""The authority's pages: handing over, what is with the developer, adopting a comment."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.schemes.models import Procedure, TeamMember
from dialogwerk.apps.statements.errors import StatementError
from dialogwerk.apps.statements.views.workbench import procedure_for, workbench_page
from dialogwerk.cores.tables import safe_cell

from ..beside import DRAFT
from ..errors import HandOverError
from ..forms.handing_over import HandOverForm, SheetForm
from ..models import HandOver
from ..services import adopting, standing
from ..services.hand_over_runs import KIND, start_hand_over

SECTION = "handovers"
READ, HAND_OVER, TAKE_OVER = "handover.read_comments", "handover.hand_over", "handover.take_over"
PER_PAGE = 50


@login_required
@require_safe
@never_cache
def hand_overs(request: HttpRequest, slug: str) -> HttpResponse:
    """What was handed over so far, how far the comments are, and handing over more."""
    return _page(request, procedure_for(request, slug, READ), HandOverForm())


def _page(
    request: HttpRequest, procedure: Procedure, form: HandOverForm, status: int = 200
) -> HttpResponse:
    developers = TeamMember.objects.filter(scheme=procedure.scheme_id, role="developer")
    runs = Run.objects.filter(kind=KIND, arguments__procedure=procedure.slug)
    context = {
        "hand_overs": list(procedure.hand_overs.all()),
        "submissions": list(procedure.submissions.select_related("by")),
        "sheets": list(procedure.comment_sheets.select_related("by")[:20]),
        "progress": standing.progress(procedure),
        "last": standing.last_hand_over(procedure),
        "developers": list(developers.select_related("user")),
        "run": runs.order_by("-created_at").first(),
        "form": form,
        "sheet_form": SheetForm(),
        "may_hand_over": request.user.has_perm(HAND_OVER, procedure),
        "may_take_over": request.user.has_perm(TAKE_OVER, procedure),
    }
    return workbench_page(
        request, "handover/hand_overs.html", procedure, SECTION, context, status=status
    )


@login_required
@require_POST
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over what is new or has changed, in the background."""
    procedure = procedure_for(request, slug, HAND_OVER)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, procedure, form, 422)
    run = start_hand_over(
        procedure=procedure,
        by=request.user.actor,
        lang=get_language() or "de",
        **form.cleaned_data,
    )
    run.refresh_from_db()
    if run.state == Run.State.FAILED:
        messages.error(request, run.error)
    elif run.state == Run.State.DONE:
        messages.success(request, _("The statements are handed over."))
    else:
        messages.info(request, _("The hand-over is being prepared. This takes a moment."))
    return redirect("handovers", slug)


@login_required
@require_safe
def one(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One hand-over: its arguments as they were handed over."""
    procedure = procedure_for(request, slug, READ)
    found = get_object_or_404(HandOver, procedure=procedure, number=number)
    page = Paginator(found.arguments.order_by("number"), PER_PAGE)
    context = {"hand_over": found, "page": page.get_page(request.GET.get("page"))}
    return workbench_page(request, "handover/hand_over.html", procedure, SECTION, context)


@login_required
@require_safe
def letters(request: HttpRequest, slug: str, number: int) -> StreamingHttpResponse:
    """The code numbers of the letters handed over for the first time, streamed as CSV."""
    procedure = procedure_for(request, slug, READ)
    found = get_object_or_404(HandOver, procedure=procedure, number=number)
    response = StreamingHttpResponse(_code_lines(found), content_type="text/csv; charset=utf-8")
    name = f"uebergabe-{number}-kennnummern.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Line:
    """What `csv.writer` writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def _code_lines(hand_over: HandOver) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")  # type: ignore[arg-type]
    yield "\ufeff" + writer.writerow([_("Code number"), _("Campaign")])
    rows = hand_over.statements.order_by("pk").values_list(
        "statement__code", "statement__campaign__number"
    )
    for code, campaign in rows.iterator(5_000):
        yield writer.writerow([safe_cell(code), campaign or ""])


@login_required
@require_POST
def adopt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the developer's comment as draft of the answer; the answer stays as it is."""
    procedure = procedure_for(request, slug, READ)
    argument = get_object_or_404(procedure.arguments, number=number)
    argument.procedure = procedure
    if not request.user.has_perm("statements.answer", argument):
        raise PermissionDenied
    address: Any = reverse("argument", args=[slug, number])
    try:
        adopting.adopt(argument=argument, by=request.user.actor)
    except (HandOverError, StatementError) as error:
        messages.error(request, str(error))
        return redirect(address)
    messages.info(
        request,
        _("The comment stands in the field as a draft. Check it, choose a result and save."),
    )
    return redirect(f"{address}?{DRAFT}=1#answer-title")
