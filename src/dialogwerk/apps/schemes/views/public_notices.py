"""Published notices for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from dialogwerk.documents.notices import FORMATS, PublicNotice, notice_file

from ..models import Notice, Procedure


def _published(request: HttpRequest, slug: str, pk: int) -> Notice:
    procedures = Procedure.objects.visible_to(request.user)
    notices = Notice.objects.exclude(published_at=None).select_related(
        "procedure__scheme", "procedure__authority", "replaces"
    )
    return get_object_or_404(notices, pk=pk, procedure__slug=slug, procedure__in=procedures)


@require_safe
def notice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A published notice; one that was replaced says by which."""
    found = _published(request, slug, pk)
    context = {
        "notice": found,
        "procedure": found.procedure,
        "scheme": found.procedure.scheme,
        "replacement": found.replaced_by.exclude(published_at=None).first(),
        "endings": list(FORMATS),
    }
    return render(request, "schemes/public_notice.html", context)


@require_safe
def file(request: HttpRequest, slug: str, pk: int, ending: str) -> HttpResponse:
    """A published notice as PDF or DOCX."""
    return as_file(_published(request, slug, pk), ending)


def as_file(found: Notice, ending: str) -> HttpResponse:
    """A notice in the format of that ending; notices are in German whatever the reader speaks."""
    if ending not in FORMATS:
        raise Http404(_("There is no such file."))
    with override("de"):
        draft = "" if found.is_published else _("Draft, not published")
    value = PublicNotice(
        title=found.title,
        text=found.text,
        issuer=found.procedure.authority.name,
        date=found.published_on or timezone.localdate(found.changed_at),
        draft=draft,
    )
    name = f"bekanntmachung-{found.procedure.slug}-{found.pk}.{ending}"
    response = HttpResponse(notice_file(value, ending), content_type=FORMATS[ending].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
