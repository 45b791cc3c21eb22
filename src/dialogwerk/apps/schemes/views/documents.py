"""Documents on display: reading them, adding one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..forms import DocumentForm
from ..models import Document
from ..services import display_document, free_slug
from .finding import scheme_for, staff_only


@require_safe
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The PDF, shown in the browser; with ``?laden`` to be saved."""
    scheme = scheme_for(request, slug)
    found = scheme.documents.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such document."))
    etag = quote_etag(found.sha256)
    response = get_conditional_response(request, etag=etag) or _file(found, "laden" in request.GET)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    who = "public" if scheme.is_public else "private"
    response.headers["Cache-Control"] = f"{who}, max-age=600"
    return response


def _file(found: Document, as_attachment: bool) -> FileResponse:
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(
            _("The file of this document is missing. Please tell the authority.")
        ) from error
    return FileResponse(
        content,
        content_type="application/pdf",
        as_attachment=as_attachment,
        filename=f"{free_slug(str(found), ())}.pdf",
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a PDF on display."""
    scheme = scheme_for(request, slug, "schemes.edit")
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = display_document(scheme=scheme, by=request.user.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("number" if "number" in (error.code or "") else "file", error)
        else:
            messages.success(
                request,
                _("“%(document)s” is on display, with %(pages)s pages.")
                % {"document": added, "pages": added.pages},
            )
            return redirect("scheme-edit", scheme.slug)
    context = {"scheme": scheme, "form": form, "documents": scheme.documents.all()}
    return render(
        request, "schemes/document_form.html", context, status=422 if form.errors else 200
    )
