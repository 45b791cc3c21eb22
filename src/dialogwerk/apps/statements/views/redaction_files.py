"""Files of a letter: their pages with boxes, and what an audience gets of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.cores.statements.redaction import Kind
from dialogwerk.documents.errors import UnreadableFile
from dialogwerk.documents.redacting import page_picture, png

from ..errors import StatementError
from ..forms.redaction import BoxForm
from ..models import Attachment, RedactedFile, Redaction
from ..models.redactions import KINDS
from ..services import redaction_files, redaction_marks
from .passages import is_number
from .redaction import REDACT, SECTION, letter_of
from .workbench import first_error, procedure_for, workbench_page

SCREEN_DPI = 90


def _file(request: HttpRequest, slug: str, code: str, pk: int) -> Attachment:
    procedure = procedure_for(request, slug, REDACT)
    attachment = get_object_or_404(
        Attachment, pk=pk, statement__code=code, statement__procedure=procedure
    )
    attachment.statement = letter_of(procedure, code)
    return attachment


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pages(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """One page of a file with its boxes; a posted box or decision is taken."""
    attachment = _file(request, slug, code, pk)
    if request.method == "POST":
        return _changed(request, attachment)
    count = _count_pages(attachment)
    if not count:
        raise Http404(_("This file cannot be shown as pages."))
    redaction_files.open_file(attachment, by=request.user.actor)
    page = _page(request, count)
    rows = Redaction.objects.filter(attachment=attachment, page=page).order_by("y", "x", "pk")
    context = {
        "letter": attachment.statement,
        "file": attachment,
        "page": page,
        "numbers": range(1, count + 1),
        "boxes": [_box(row) for row in rows],
        "form": BoxForm(),
    }
    template = "statements/workbench/redaction/file.html"
    return workbench_page(request, template, attachment.statement.procedure, SECTION, context)


def _count_pages(attachment: Attachment) -> int:
    try:
        return redaction_files.pages_of(attachment)
    except FileNotFoundError as error:
        raise Http404(_("This page cannot be shown.")) from error


def _page(request: HttpRequest, count: int) -> int:
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), count) if is_number(asked) else 1


def _box(row: Redaction) -> dict[str, Any]:
    shares = (row.x, row.y, row.width, row.height)
    x, y, width, height = (round(100 * (share or 0), 1) for share in shares)
    return {
        "row": row,
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "label": KINDS[Kind(row.kind)],
    }


def _changed(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    page = request.POST.get("page", "1")
    number = int(page) if is_number(page) else 1
    box = request.POST.get("box", "")
    if is_number(box):
        keys = {request.POST.get("action", "refused"): [int(box)]}
        redaction_marks.decide(
            statement=attachment.statement,
            accept=keys.get("accepted", ()),
            refuse=keys.get("refused", ()),
            by=request.user.actor,
        )
    else:
        _add(request, attachment, number)
    address = reverse(
        "redaction-file",
        args=[attachment.statement.procedure.slug, attachment.statement.code, attachment.pk],
    )
    return redirect(f"{address}?page={number}")


def _add(request: HttpRequest, attachment: Attachment, page: int) -> None:
    form = BoxForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error([form]))
        return
    try:
        redaction_marks.add_box(
            attachment=attachment,
            page=page,
            box=form.box,
            kind=Kind(form.cleaned_data["kind"]),
            audience=form.cleaned_data["audience"],
            by=request.user.actor,
        )
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Marked. Releases of this letter were taken back."))


@login_required
@require_safe
@never_cache
def page_image(request: HttpRequest, slug: str, code: str, pk: int, page: int) -> HttpResponse:
    """A page as a picture, for drawing boxes on it."""
    attachment = _file(request, slug, code, pk)
    try:
        picture = page_picture(redaction_files.content_of(attachment), page, dpi=SCREEN_DPI)
    except (UnreadableFile, FileNotFoundError) as error:
        raise Http404(_("This page cannot be shown.")) from error
    return HttpResponse(png(picture), content_type="image/png")


@login_required
@require_safe
@never_cache
def redacted_file(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """What an audience gets, for the authority to look at before it is handed over."""
    procedure = procedure_for(request, slug, REDACT)
    made = get_object_or_404(
        RedactedFile,
        pk=pk,
        release__statement__code=code,
        release__statement__procedure=procedure,
    )
    response = FileResponse(made.file.open("rb"), as_attachment=True, filename=made.name)
    response["Content-Type"] = "application/octet-stream"
    return response
