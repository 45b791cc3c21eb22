"""Letters that may be the same, two beside each other, for a person to decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.statements.views.workbench import procedure_for

from ..errors import IntakeError
from ..models import Duplicate
from ..services import duplicates as service
from .deliveries import PERM, intake_page

PAGE = 20


@login_required
@require_safe
def duplicates(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs that nobody has decided on; or, asked for, those decided."""
    procedure = procedure_for(request, slug, PERM)
    decided = request.GET.get("state") == "decided"
    rows = Duplicate.objects.filter(procedure=procedure).select_related("first", "second")
    rows = rows.exclude(state=Duplicate.State.PROPOSED) if decided else rows.undecided()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "decided": decided,
    }
    return intake_page(request, "duplicates", procedure, context, part="duplicates")


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same letter, or two; then back to where it was said, the list or one of both letters."""
    procedure = procedure_for(request, slug, PERM)
    rows = Duplicate.objects.select_related("first", "second")
    pair = get_object_or_404(rows, pk=pk, procedure=procedure)
    pair.procedure = procedure
    read = request.POST.get("letter")
    in_reader = read in (pair.first.code, pair.second.code)
    back = redirect("reader", slug, read) if in_reader else redirect("duplicates", slug)
    same = request.POST.get("same")
    if same not in ("yes", "no"):
        messages.error(request, _("Say whether it is the same letter."))
        return back
    try:
        service.decide(pair, same=same == "yes", by=request.user.actor)
    except IntakeError as error:
        messages.error(request, str(error))
    return back
