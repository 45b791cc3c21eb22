"""Typing in contributions from paper, events and the telephone, and the receipt to hand out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..errors import DialogueError
from ..formats import CONTRIBUTIONS
from ..forms.capture import CaptureForm
from ..services.contributions import contribute
from ..services.receipt_slips import slip_for
from .contribution_desk import contribution_of
from .finding import desk_page, format_of, process_for, staff_only

SECTION = "process-contributions"


@staff_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The form; what came in time may be typed in after the format has closed."""
    process = process_for(request, slug, "dialogues.take_in")
    one, now = format_of(process, format_slug, CONTRIBUTIONS), timezone.now()
    form = CaptureForm(request.POST or None, one=one, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            made = contribute(format=one, said=form.said, by=request.user.actor, now=now)
        except DialogueError as error:
            form.add_error(None, str(error))
        else:
            return redirect("contribution-captured", process.slug, made.code)
    context = {"form": form, "format": one, "draft_key": f"capture-{process.slug}-{one.slug}"}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/capture.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@never_cache
@require_safe
def captured(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What was typed in, with its receipt."""
    process = process_for(request, slug, "dialogues.take_in")
    contribution = contribution_of(process, code)
    key = f"capture-{process.slug}-{contribution.format.slug}"
    context = {"contribution": contribution, "draft_key": key}
    return desk_page(request, "dialogues/workbench/captured.html", process, SECTION, context)


@staff_only
@never_cache
@require_safe
def slip(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The receipt as PDF, to hand out; that it was printed is noted."""
    process = process_for(request, slug, "dialogues.take_in")
    contribution = contribution_of(process, code)
    lang = "en" if (get_language() or "de").startswith("en") else "de"
    content = slip_for(contribution, lang=lang, by=request.user)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="beleg-{contribution.code}.pdf"'
    return response
