"""The most useful passages next, and how good proposals were."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.arguing import LEAST_OF_EACH

from ..models import Proposal, ProposalQueue, Segment
from ..reliability import SIZE, dots
from ..services.model_card import card, card_pdf
from ..services.proposal_outcomes import open_proposals
from ..services.proposal_quality import Outcomes, models_of, quality_of
from ..services.proposal_runs import last_run, start_proposing
from . import passages
from .workbench import procedure_for, workbench_page

SECTION = "useful-passages"
SHOWN = 12


@login_required
@require_safe
@vary_on_headers("HX-Request")
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """One passage to decide on, and those that come behind it."""
    procedure = procedure_for(request, slug, "statements.tie")
    waiting = _waiting(procedure)
    current = next((one for one in waiting if str(one.pk) == request.GET.get("passage")), None)
    current = current or (waiting[0] if waiting else None)
    context = {
        **passages.single(request, procedure, current),
        "rows": _rows(waiting[:SHOWN]),
        "waiting": len(waiting),
        "campaign": current.campaign if current else None,
        "neighbours": _neighbours(waiting, current),
        "may_tie": True,
        "run": last_run(procedure),
        "queue": ProposalQueue.objects.filter(procedure=procedure).first(),
        "procedure": procedure,
    }
    template = "proposals/_queue.html" if request.htmx else "proposals/queue.html"
    shown = None if request.htmx else procedure
    return workbench_page(request, f"statements/workbench/{template}", shown, SECTION, context)


def _waiting(procedure: Procedure) -> list[Segment]:
    """Passages of the queue that are still open, in its order, with the letters they stand in."""
    known = ProposalQueue.objects.filter(procedure=procedure).first()
    letters = dict(known.passages) if known else {}
    found = (
        Segment.objects.filter(procedure=procedure, pk__in=letters)
        .proposed()
        .select_related("statement", "campaign", "argument")
        .in_bulk()
    )
    waiting = [found[pk] for pk in letters if pk in found]
    for one in waiting:
        one.letters = letters[one.pk]
        (one.statement or one.campaign).procedure = procedure
    return waiting


def _rows(shown: list[Segment]) -> list[dict[str, Any]]:
    proposed = open_proposals(shown)
    return [{"segment": one, "first": next(iter(proposed.get(one.pk, [])), None)} for one in shown]


def _neighbours(waiting: list[Segment], current: Segment | None) -> dict[str, Segment]:
    if current is None:
        return {}
    at = waiting.index(current)
    found = {"next": waiting[at + 1 : at + 2], "previous": waiting[max(0, at - 1) : at]}
    return {name: some[0] for name, some in found.items() if some}


@login_required
@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Tie, set aside or refuse, and go on to the next passage of the queue."""
    procedure = procedure_for(request, slug, "statements.tie")
    named = request.POST.get("segment", "")
    segments = Segment.objects.select_related("statement", "campaign")
    if not passages.is_number(named):
        raise Http404
    segment = get_object_or_404(segments, pk=named, procedure=procedure)
    where = segment.statement or segment.campaign
    where.procedure = procedure
    passages.decide(request, where)
    stays = urlencode({"passage": segment.pk}) if request.POST.get("refuse") else ""
    return redirect(f"{reverse('useful-passages', args=[slug])}?{stays}".rstrip("?"))


@login_required
@require_POST
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody does not want to wait for the minute after the last decision."""
    procedure = procedure_for(request, slug, "statements.tie")
    start_proposing(procedure, by=request.user.actor)
    messages.success(request, _("Proposals are renewed in the background."))
    return redirect("useful-passages", slug)


@login_required
@require_safe
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Kept, changed, refused and new; calibration as chart and table; over time."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    found = quality_of(procedure)
    context = {
        "quality": found,
        "ways": _ways(found.by_method),
        "bands": [_band(one) for one in found.bands],
        "dots": dots(found.bands),
        "size": SIZE,
        "weeks": [{"monday": one.monday, **_shares(one.outcomes)} for one in found.weeks],
        "explicit": _shares(found.explicit),
        "tacit": _shares(found.tacit),
        "models": models_of(procedure),
        "arguing": _arguing(procedure),
        "least": LEAST_OF_EACH,
        "may_tie": request.user.has_perm("statements.tie", procedure),
    }
    return workbench_page(
        request, "statements/workbench/proposals/quality.html", procedure, SECTION, context
    )


def _arguing(procedure: Procedure) -> dict[str, Any]:
    """How well it was learned whether a passage holds an argument; empty if it was not."""
    queue = ProposalQueue.objects.filter(procedure=procedure).only("arguing").first()
    if queue is None or not queue.arguing:
        return {}
    shares = {kind: queue.arguing[f"right_{kind}"] for kind in ("tied", "set_aside")}
    return queue.arguing | {f"percent_{kind}": round(100 * one) for kind, one in shares.items()}


def _ways(by_method: dict[str, Outcomes]) -> list[dict[str, Any]]:
    return [
        {"label": Proposal.Method(name).label, **_shares(one)} for name, one in by_method.items()
    ]


def _shares(some: Outcomes) -> dict[str, Any]:
    kept = some.share_kept
    return {"outcomes": some, "percent": None if kept is None else round(100 * kept)}


def _band(band: Any) -> dict[str, int]:
    return {
        "low": round(100 * band.low),
        "high": round(100 * band.high),
        "proposals": band.proposals,
        "said": round(100 * band.said),
        "right": round(100 * band.right),
    }


@login_required
@require_safe
def model_card(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The model card as JSON or PDF."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    today = timezone.localdate()
    if ending == "json":
        response: HttpResponse = JsonResponse(
            card(procedure, today), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    elif ending == "pdf":
        response = HttpResponse(card_pdf(procedure, today), content_type="application/pdf")
    else:
        raise Http404
    name = f"modellkarte-{procedure.slug}-{today:%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
