"""Publishing texts and sheets for commenting."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..documents import DOCUMENT, current_version
from ..errors import UnreadableFile
from ..forms.documents import SheetForm, TextForm
from ..models import Format, Process
from ..paragraphs import UnfitText
from ..services.document_files import outline_of, picture_of
from ..services.documents import publish_sheet, publish_text
from .finding import desk_page, format_of, process_for, staff_only


@staff_only
@require_safe
def desk(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """What is published: versions of the text, sheets."""
    process, one = _format(request, slug, format_slug, "dialogues.open_workbench")
    context = {
        "format": one,
        "versions": one.text_versions.annotate(parts=Count("paragraphs")).order_by("-number"),
        "sheets": one.sheets.all(),
        "may_edit": request.user.has_perm("dialogues.edit", process),
    }
    return desk_page(request, "dialogues/document_desk.html", process, "process-formats", context)


def _format(request: HttpRequest, slug: str, format_slug: str, perm: str) -> tuple[Process, Format]:
    process = process_for(request, slug, perm)
    return process, format_of(process, format_slug, DOCUMENT)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The next version: a file is read into the field, then the text is looked at and published."""
    process, one = _format(request, slug, format_slug, "dialogues.edit")
    before = current_version(one)
    form = TextForm(request.POST or None, request.FILES or None, initial=_initial(one))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["file"]:
            form = _read(form)
        elif _published(request, one, form):
            return redirect("document-desk", process.slug, one.slug)
    context = {"format": one, "form": form, "before": before}
    return _page(request, "dialogues/document_text.html", process, context)


def _initial(one: Format) -> dict[str, str]:
    """What the version before said, with its headings marked."""
    before = current_version(one)
    if before is None:
        return {"title": one.title}
    blocks = [
        f"{'#' * part.level} {part.text}" if part.level else part.text
        for part in before.paragraphs.all()
    ]
    return {"title": before.title, "text": "\n\n".join(blocks)}


def _read(form: TextForm) -> TextForm:
    """The form with the text of the file in its field, or with the reason why there is none."""
    data = form.cleaned_data
    try:
        found = outline_of(data["file"], data["file"].name)
    except UnreadableFile as error:
        form.add_error("file", str(error))
        return form
    told = {"title": data["title"], "changes": data["changes"], "source": data["file"].name}
    read = TextForm(initial={**told, "text": found})
    read.was_read = True  # type: ignore[attr-defined]
    return read


def _published(request: HttpRequest, one: Format, form: TextForm) -> bool:
    data = dict(form.cleaned_data)
    data.pop("file")
    try:
        publish_text(format=one, now=timezone.now(), by=request.user, **data)  # type: ignore[arg-type]
    except UnfitText as error:
        form.add_error("text", str(error))
        return False
    messages.success(request, _("The text is published."))
    return True


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """A new plan sheet."""
    process, one = _format(request, slug, format_slug, "dialogues.edit")
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = picture_of(data["file"], data["page"])
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            publish_sheet(
                format=one,
                title=data["title"],
                description=data["description"],
                picture=made,
                now=timezone.now(),
                by=request.user,  # type: ignore[arg-type]
            )
            messages.success(request, _("The sheet is published."))
            return redirect("document-desk", process.slug, one.slug)
    context = {"format": one, "form": form}
    return _page(request, "dialogues/document_sheet_new.html", process, context)


def _page(
    request: HttpRequest, template: str, process: Process, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return desk_page(request, template, process, "process-formats", context, status=status)
