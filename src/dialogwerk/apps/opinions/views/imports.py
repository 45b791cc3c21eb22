"""Files of Polis: looked through, then taken over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogwerk.apps.dialogues.views.finding import desk_page, staff_only

from ..errors import UnfitImport
from ..forms.desk import PolisForm
from ..models import PolisImport
from ..services import imports as service
from .desk import RUN_IT, SECTION
from .finding import format_for


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Choose two files; what is wrong with them is said by row and column."""
    one = format_for(request, slug, format_slug, RUN_IT)
    form = PolisForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                kept = service.check(
                    format=one, by=request.user, now=timezone.now(), **form.cleaned_data
                )
            except UnfitImport as error:
                form.add_error(None, str(error))
            else:
                return redirect("opinion-import-check", slug, format_slug, kept.code)
        status = 422
    context = {"format": one, "form": form}
    return desk_page(request, "opinions/import.html", one.process, SECTION, context, status=status)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, slug: str, format_slug: str, code: str) -> HttpResponse:
    """What taking these files over would change; and doing it."""
    format = format_for(request, slug, format_slug, RUN_IT)
    kept = get_object_or_404(
        PolisImport.objects.select_related("run", "round__process"), round=format, code=code
    )
    if request.method == "POST":
        service.confirm(one=kept, by=request.user)
        messages.info(request, _("The votes are being taken over."))
        return redirect("opinion-import-check", slug, format_slug, code)
    context = {"format": format, "import": kept, "summary": kept.summary}
    return desk_page(request, "opinions/import_check.html", format.process, SECTION, context)
