"""Dialogues as everyone sees them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from .. import hooks
from ..gates import phases_on
from ..models import Process
from ..standing import cards_of, now_in
from .finding import process_for

PER_PAGE = 30


@require_safe
def process_list(request: HttpRequest) -> HttpResponse:
    """All dialogues that this visitor may see, the newest first; those that run on top."""
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    found = Process.objects.visible_to(request.user).select_related("scheme")
    if words:
        found = found.mentioning(words)
    ordered = found.running_first()
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    day = timezone.localdate()
    context = {
        "page": page,
        "rows": now_in(page.object_list, day),
        "words": words,
        "may_create": request.user.has_perm("dialogues.create"),
    }
    return render(request, "dialogues/list.html", context)


@require_safe
@gzip_page
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is about, what is open and who decides; the phases; what one can do now."""
    found = process_for(request, slug)
    day = timezone.localdate()
    phases = phases_on(found, day)
    context: dict[str, Any] = {
        "process": found,
        "phases": phases,
        "room": _room_for_manoeuvre(found),
        "cards": cards_of(found, day, phases),
        "panels": hooks.panels(request, found),
        "objection_ways": hooks.objection_ways(found, day),
        "may_work": request.user.has_perm("dialogues.open_workbench", found),
        "desk_url": reverse("process-desk", args=[found.slug]),
    }
    return render(request, "dialogues/process.html", context)


def _room_for_manoeuvre(process: Process) -> list[tuple[str, str]]:
    """What people should know before they put work into it: label and text."""
    return [
        (_("Goal"), process.goal),
        (_("What is open"), process.open_matters),
        (_("What is decided already"), process.settled_matters),
        (_("Who decides in the end"), process.decided_by),
    ]
