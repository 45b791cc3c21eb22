"""Scans: what a machine has read, beside the page, for a second reader."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.statements.errors import StatementError
from dialogwerk.apps.statements.views.workbench import procedure_for
from dialogwerk.cores.incoming.ocr import Word

from ..errors import IntakeError
from ..forms.deliveries import ReadingForm
from ..models import ScanPage, ScanReading
from ..services import scans as service
from .deliveries import PAGE, PERM, intake_page

NAMES = "statements.see_names"
"""A picture of a letter shows who wrote it."""


@login_required
@require_safe
def scans(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the machine, and what waits for a second reader."""
    procedure = procedure_for(request, slug, PERM)
    rows = ScanReading.objects.filter(statement__procedure=procedure).select_related("statement")
    confirmed = request.GET.get("state") == "confirmed"
    rows = rows.confirmed() if confirmed else rows.unconfirmed()
    context = {
        "page": Paginator(rows.order_by("-doubtful", "pk"), PAGE).get_page(request.GET.get("page")),
        "confirmed": confirmed,
        "unread": service.waiting(procedure).count(),
        "is_installed": service.is_installed(),
    }
    return intake_page(request, "scans", procedure, context, part="scans")


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the machine read what waits."""
    procedure = procedure_for(request, slug, PERM)
    try:
        run = service.start(procedure, by=request.user.actor)
    except IntakeError as error:
        messages.error(request, str(error))
        return redirect("scans", slug)
    return redirect("run", run.public_id)


def _found(request: HttpRequest, slug: str, code: str) -> ScanReading:
    procedure = procedure_for(request, slug, PERM)
    if not request.user.has_perm(NAMES, procedure):
        raise PermissionDenied
    rows = ScanReading.objects.select_related("statement")
    found = get_object_or_404(rows, statement__procedure=procedure, statement__code=code)
    found.statement.procedure = procedure
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One letter: each page beside its words, and the text to confirm or correct."""
    found = _found(request, slug, code)
    form = ReadingForm(request.POST or None, initial={"text": found.statement.text})
    if request.method == "POST" and form.is_valid():
        try:
            service.confirm(found, text=form.cleaned_data["text"], by=request.user.actor)
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The reading of %(code)s is confirmed.") % {"code": code})
            return redirect(_next(found, slug))
    context = {
        "reading": found,
        "letter": found.statement,
        "form": form,
        "pages": [_shown(page) for page in found.pages.all()],
    }
    procedure = found.statement.procedure
    status = 422 if form.errors else 200
    return intake_page(request, "scan", procedure, context, part="scan", status=status)


def _next(found: ScanReading, slug: str) -> Any:
    """The next letter that waits for a second reader, or the list."""
    from django.urls import reverse

    rows = ScanReading.objects.filter(statement__procedure=found.statement.procedure)
    following = rows.unconfirmed().order_by("-doubtful", "pk").select_related("statement").first()
    if following is None:
        return reverse("scans", args=[slug])
    return reverse("scan", args=[slug, following.statement.code])


def _shown(page: ScanPage) -> dict[str, Any]:
    """A page with its words by lines."""
    lines: list[list[Word]] = []
    last = -1
    for raw in page.words:
        word = Word(*raw)
        if word.line != last:
            lines.append([])
            last = word.line
        lines[-1].append(word)
    doubtful = [word for line in lines for word in line if word.is_doubtful]
    return {"page": page, "lines": lines, "doubtful": doubtful}


@login_required
@never_cache
@require_safe
def picture(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The picture of a page; ours, made from the scan, so it is shown."""
    found = _found(request, slug, code)
    page = get_object_or_404(ScanPage, reading=found, number=number)
    try:
        content = page.picture.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file is not in the store. Tell the administrators.")) from error
    return FileResponse(content, content_type="image/png")
