"""Reading a document and commenting on it: by paragraph, or on a sheet by place."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.guarding import guard_of, is_refused

from .. import hooks
from ..documents import DOCUMENT, comments_on_sheet, current_version, discussion
from ..errors import DialogueError, KeyReused
from ..forms.documents import CommentForm, PlaceCommentForm
from ..gates import is_open
from ..models import Contribution, Format, Sheet, State, TextVersion
from ..services.contributions import contribute
from ..services.documents import anchor_of_paragraph, anchor_of_place
from ..services.following import follow_own
from .finding import format_of, process_for

talks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gzip_page
def document(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The newest version with the number of comments beside each paragraph; the sheets."""
    one = _format(request, slug, format_slug)
    return _reading(request, one, current_version(one))


def _format(request: HttpRequest, slug: str, format_slug: str) -> Format:
    return format_of(process_for(request, slug), format_slug, DOCUMENT)


@require_safe
@gzip_page
def version(request: HttpRequest, slug: str, format_slug: str, number: int) -> HttpResponse:
    """An earlier version with the comments on it."""
    one = _format(request, slug, format_slug)
    return _reading(request, one, _version(one, number))


def _version(one: Format, number: int) -> TextVersion:
    found = get_object_or_404(one.text_versions, number=number)
    found.format = one
    return found


def _reading(request: HttpRequest, one: Format, shown: TextVersion | None) -> HttpResponse:
    newest = current_version(one)
    if shown:
        shown.format = one
    context = {
        **_shared(request, one),
        "version": shown,
        "versions": list(one.text_versions.order_by("-number")),
        "is_newest": shown == newest,
        "talk": discussion(shown) if shown else None,
        "sheets": list(one.sheets.all()),
    }
    return render(request, "dialogues/document.html", context)


def _shared(request: HttpRequest, one: Format) -> dict[str, Any]:
    day = timezone.localdate()
    return {
        "process": one.process,
        "format": one,
        "is_open": is_open(one, day),
        "objection_ways": hooks.objection_ways(one.process, day),
        "may_work": request.user.has_perm("dialogues.open_workbench", one.process),
    }


@require_safe
@gzip_page
def comments(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """All comments in the order of the paragraphs, to read and to print."""
    one = _format(request, slug, format_slug)
    newest = current_version(one)
    if newest:
        newest.format = one
    sheets = list(one.sheets.all())
    for each in sheets:
        each.format = one
    context = {
        **_shared(request, one),
        "version": newest,
        "talk": discussion(newest) if newest else None,
        "sheets": [(each, list(comments_on_sheet(each))) for each in sheets],
    }
    return render(request, "dialogues/document_comments.html", context)


@talks
@vary_on_headers("HX-Request")
def paragraph(
    request: HttpRequest, slug: str, format_slug: str, number: int, place: int
) -> HttpResponse:
    """One paragraph with its comments and the form; htmx opens it beside the paragraph."""
    now = timezone.now()
    one = _format(request, slug, format_slug)
    shown = _version(one, number)
    found = get_object_or_404(shown.paragraphs, number=place)
    found.version = shown
    form = _comment_form(place, request.POST if request.method == "POST" else None)
    key = f"{one.process.slug}/{one.slug}"
    made = None
    if request.method == "POST":
        made = _commented(request, one, form, now, lambda: anchor_of_paragraph(found))
    address = reverse("document-paragraph", args=[slug, format_slug, number, place])
    if made and not request.htmx:
        messages.success(request, _told(made))
        return redirect(f"{address}#{made.code}" if made.state == State.PUBLIC else address)
    talk = next(row for row in discussion(shown).rows if row.paragraph.pk == found.pk)
    if made:
        form = _comment_form(place)
    if request.htmx and request.method != "POST":
        form.fields["text"].widget.attrs["autofocus"] = True
    context = {
        **_shared(request, one),
        "version": shown,
        "is_newest": shown == current_version(one),
        "row": talk,
        "paragraph": found,
        "address": address,
        "form": form,
        "told": _told(made) if made else "",
        "receipt": made.receipt if made else "",
        "guard": guard_of(form, place=key, now=now),
    }
    if request.htmx:
        return render(request, "dialogues/document_talk.html", context)
    status = 422 if form.errors else 200
    return render(request, "dialogues/document_paragraph.html", context, status=status)


def _comment_form(place: int, data: Any = None) -> CommentForm:
    """Several of them can be open beside their paragraphs, so each has ids of its own."""
    return CommentForm(data, auto_id=f"absatz-{place}-%s")


def _commented(
    request: HttpRequest, one: Format, form: CommentForm, now: datetime, anchor: Any
) -> Contribution | None:
    """The comment taken in, or None with the reasons in the form."""
    key = f"{one.process.slug}/{one.slug}"
    if not form.is_valid() or is_refused(request, form, place=key, now=now):
        return None
    user: Any = request.user if request.user.is_authenticated else None
    try:
        said = form.said(user=user, anchor=anchor())
        made = contribute(format=one, said=said, by="public", now=now)
        follow_own(made, email=form.cleaned_data["email"], now=now)
        return made
    except KeyReused as error:
        form.key_is_spent = True
        form.refuse(str(error))
    except DialogueError as error:
        form.refuse(str(error))
    return None


def _told(made: Contribution) -> str:
    told = (
        _("Your comment has arrived. It appears as soon as somebody has looked at it.")
        if made.state == State.HELD
        else _("Your comment has arrived.")
    )
    return told + " " + _("Your receipt is %(receipt)s.") % {"receipt": made.receipt}


@talks
def sheet(request: HttpRequest, slug: str, format_slug: str, number: int) -> HttpResponse:
    """A plan sheet with the comments at their places, an equal list, and the form."""
    now = timezone.now()
    one = _format(request, slug, format_slug)
    found = _sheet(one, number)
    form = PlaceCommentForm(request.POST if request.method == "POST" else None, sheet=found)
    if request.method == "POST":
        made = _commented(request, one, form, now, lambda: anchor_of_place(found, **form.place))
        if made:
            messages.success(request, _told(made))
            return redirect(found.get_absolute_url())
    context = {
        **_shared(request, one),
        "sheet": found,
        "grid": _grid(found),
        "comments": [_marked(found, comment) for comment in comments_on_sheet(found)],
        "form": form,
        "guard": guard_of(form, place=f"{one.process.slug}/{one.slug}", now=now),
    }
    status = 422 if form.errors else 200
    return render(request, "dialogues/document_sheet.html", context, status=status)


def _sheet(one: Format, number: int) -> Sheet:
    found = get_object_or_404(one.sheets, number=number)
    found.format = one
    return found


def _grid(sheet: Sheet) -> dict[str, Any]:
    """Lines and names of the grid in the picture's pixels, and how large signs have to be."""
    columns, rows = len(sheet.columns), sheet.rows
    wide, high = sheet.width / columns, sheet.height / rows
    size = max(sheet.width, sheet.height) // 50
    return {
        "size": size,
        "half": size // 2,
        "radius": size,
        "down": [round(wide * number) for number in range(1, columns)],
        "across": [round(high * number) for number in range(1, rows)],
        "columns": [(name, round(wide * (i + 0.5))) for i, name in enumerate(sheet.columns)],
        "rows": [(i + 1, round(high * (i + 0.5))) for i in range(rows)],
        "first": round(size * 1.1),
    }


def _marked(sheet: Sheet, comment: Contribution) -> dict[str, Any]:
    return {
        "comment": comment,
        "x": round(comment.anchor["x"] / 100 * sheet.width),
        "y": round(comment.anchor["y"] / 100 * sheet.height),
        "square": comment.anchor["square"],
    }


@require_safe
def picture(request: HttpRequest, slug: str, format_slug: str, number: int) -> FileResponse:
    """The picture of a sheet."""
    one = _format(request, slug, format_slug)
    found = _sheet(one, number)
    try:
        response = FileResponse(found.file.open("rb"), content_type="image/png")
    except FileNotFoundError:
        raise Http404(_("There is no such picture.")) from None
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
