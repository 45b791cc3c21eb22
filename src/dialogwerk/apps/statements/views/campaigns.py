"""Campaigns: the board by weight, and each template with its letters' own words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.uniform import is_uniform

from ..errors import StatementError
from ..models import Campaign, Segment, Statement
from ..services import campaigns as service
from ..services import reading
from ..services.figures import Counted, figure
from ..services.grouping_runs import start_grouping
from ..services.masking import masker
from . import passages
from .inbox import snippet
from .workbench import procedure_for, workbench_page

PER_PAGE = 50
OWN_WORDS_SHOWN = 600


@login_required
@require_safe
@vary_on_headers("HX-Request")
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """All campaigns, the largest first."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    ordered = procedure.campaigns.by_weight()
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "individual": procedure.statements.individual().count(),
        "ungrouped": service.ungrouped(procedure),
        "grouping": _grouping(procedure),
        "may_tie": request.user.has_perm("statements.tie", procedure),
    }
    if request.htmx:
        context["procedure"] = procedure
        return workbench_page(
            request, "statements/workbench/_campaigns_results.html", None, "campaigns", context
        )
    return workbench_page(
        request, "statements/workbench/campaigns.html", procedure, "campaigns", context
    )


def _rows(shown: list[Campaign]) -> list[dict[str, Any]]:
    """The campaigns of one page with their counts: two queries, however many letters they have."""
    keys = [campaign.pk for campaign in shown]
    counted = Campaign.objects.filter(pk__in=keys).with_own_words_open().in_bulk()
    undecided = _undecided(keys)
    return [
        {"campaign": counted[key], "undecided": undecided.get(key, 0)}
        for key in keys
        if key in counted
    ]


def _undecided(keys: list[int]) -> dict[int, int]:
    proposed = Segment.objects.filter(campaign__in=keys).proposed().order_by()
    return dict(proposed.values_list("campaign").annotate(Count("pk")))


def _grouping(procedure: Procedure) -> Run | None:
    """The grouping that is under way, or the last one."""
    runs = Run.objects.filter(kind="group", arguments__procedure=procedure.slug)
    return runs.order_by("-created_at").first()


@login_required
@require_safe
@vary_on_headers("HX-Request")
def campaign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The template with the reading tools, and the letters with their own words only."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    found = _found(procedure, number)
    segments = list(reading.segments_of(found))
    context = {
        **passages.panel(request, found, segments),
        **_neighbours(procedure, found),
        "campaign": found,
        "is_uniform": is_uniform(found.people),
        "may_tie": request.user.has_perm("statements.tie", procedure),
    }
    if request.htmx and request.htmx.target != "letters":
        context["procedure"] = procedure
        return workbench_page(
            request, "statements/workbench/_campaign.html", None, "campaigns", context
        )
    context |= _letters(request, found)
    if request.htmx:
        context["procedure"] = procedure
        return workbench_page(
            request, "statements/workbench/_campaign_letters.html", None, "campaigns", context
        )
    return workbench_page(
        request, "statements/workbench/campaign.html", procedure, "campaigns", context
    )


def _found(procedure: Procedure, number: int) -> Campaign:
    own = Statement.objects.filter(procedure=procedure, campaign=OuterRef("pk")).with_own_words()
    counted = Campaign.objects.filter(procedure=procedure).with_own_words_open()
    counted = counted.select_related("merged_into").annotate(own_letters=figure(own, Count("*")))
    found = get_object_or_404(counted, number=number)
    found.procedure = procedure
    return found


def _letters(request: HttpRequest, found: Campaign) -> dict[str, Any]:
    """The letters that say something of their own, unread first; or all of them."""
    shows_all = request.GET.get("letters") == "all"
    letters = Statement.objects.filter(procedure=found.procedure, campaign=found)
    letters = letters if shows_all else letters.with_own_words()
    ordered = letters.order_by(F("read_at").asc(nulls_first=True), "-received_at", "-pk")
    count = letters.count() if shows_all else found.own_letters or 0
    page = Counted(ordered, PER_PAGE, count=count).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    sees_names = request.user.has_perm("statements.see_names", found.procedure)
    hide = masker((one.person_id for one in shown), sees_names=sees_names)
    rows = [
        {
            "letter": letter,
            "own": [
                snippet(hide(letter.person_id, one), OWN_WORDS_SHOWN) for one in letter.own_texts
            ],
        }
        for letter in shown
    ]
    return {"page": page, "letters": rows, "shows_all": shows_all}


def _neighbours(procedure: Procedure, found: Campaign) -> dict[str, Any]:
    """The next and the previous campaign that nobody has read, by weight."""
    unread = procedure.campaigns.unread()
    lighter = Q(size__lt=found.size) | Q(size=found.size, number__gt=found.number)
    heavier = Q(size__gt=found.size) | Q(size=found.size, number__lt=found.number)
    following = unread.filter(lighter).order_by("-size", "number").first()
    previous = unread.filter(heavier).order_by("size", "-number").first()
    return {
        "next_url": _address(procedure, following) if following else "",
        "previous_url": _address(procedure, previous) if previous else "",
    }


# Changes


@login_required
@require_POST
def passage(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Tie, set aside or reopen a passage of the template: for all its letters at once."""
    procedure = procedure_for(request, slug, "statements.tie")
    found = _found(procedure, number)
    query = passages.decide(request, found)
    return redirect(_address(procedure, found, query))


def _address(procedure: Procedure, found: Campaign, query: str = "") -> str:
    address = reverse("campaign", args=[procedure.slug, found.number])
    return f"{address}?{query}" if query else address


@login_required
@require_POST
def finish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Finish reading a template; its letters without own words are read with it."""
    procedure = procedure_for(request, slug, "statements.tie")
    found = _found(procedure, number)
    is_finished = passages.finish_reading(request, found)
    return redirect(_address(procedure, found, "" if is_finished else "finish=open"))


@login_required
@require_POST
def rename(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give a campaign a better title."""
    procedure = procedure_for(request, slug, "statements.tie")
    found = _found(procedure, number)
    title = request.POST.get("title", "").replace("\x00", "")
    try:
        service.rename(campaign=found, title=title, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The campaign has its new title."))
    return redirect(_address(procedure, found))


@login_required
@require_POST
def regroup(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for campaigns again, in the background."""
    procedure = procedure_for(request, slug, "statements.tie")
    start_grouping(procedure, by=request.user.actor)
    messages.success(
        request, _("The letters are being grouped. Titles, readings and corrections stay.")
    )
    return redirect("campaigns", slug)
