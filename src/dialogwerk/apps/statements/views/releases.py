"""The board of redactions: what is to be looked at, what is certain, what was released."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.people.disclosure import Audience
from dialogwerk.apps.schemes.models import Procedure

from ..errors import StatementError
from ..forms.redaction import ReleaseFilter, SampleForm
from ..models import BulkRelease, RedactionCheck, Release, Statement
from ..models.redactions import AUDIENCES
from ..services import figures, redaction_marks, redaction_runs
from ..services import releases as service
from .redaction import REDACT, RELEASE, SECTION
from .workbench import first_error, procedure_for, workbench_page

PAGE = 50
TEMPLATES = "statements/workbench/redaction"


@login_required
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Letters by what is to be done with them for one audience, and the sample of a bulk."""
    procedure = procedure_for(request, slug, REDACT)
    chosen = ReleaseFilter(request.GET)
    audience, state = chosen.chosen_audience, chosen.chosen_state
    at = figures.stamp(procedure)
    letters = _listed(procedure, audience, state)
    count = figures.kept(
        f"redactions {audience} {state}", procedure, letters.count, at=at, of_all=True
    )
    page = figures.Counted(letters, PAGE, count=count).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "filter": chosen,
        "audience": audience,
        "audience_label": AUDIENCES[audience],
        "state": state,
        "procedure": procedure,
    }
    if request.htmx:
        return workbench_page(request, f"{TEMPLATES}/_results.html", None, SECTION, context)
    counts = figures.kept(
        f"redaction counts {audience}",
        procedure,
        lambda: _counts(procedure, audience),
        at=at,
        of_all=True,
    )
    context |= {
        "counts": counts,
        "bulk": _bulk(procedure, audience),
        "sample_form": SampleForm(initial={"audience": audience}),
        "sizes": [(size, round(100 * service.most_wrong(size), 1)) for size in service.SAMPLES],
        "may_release": request.user.has_perm(RELEASE, procedure),
    }
    return workbench_page(request, f"{TEMPLATES}/board.html", procedure, SECTION, context)


def _listed(procedure: Procedure, audience: Audience, state: str) -> Any:
    if state == "unprepared":
        return redaction_marks.unprepared(procedure).order_by("-pk")
    if state == "certain":
        return service.certain_letters(procedure, audience)
    standing = Release.objects.standing().filter(statement=OuterRef("pk"), audience=audience)
    letters = Statement.objects.filter(procedure=procedure)
    if state == "released":
        return letters.filter(Exists(standing)).order_by("-pk")
    doubtful = RedactionCheck.objects.filter(statement=OuterRef("pk")).exclude(uncertain=0, files=0)
    return letters.filter(Exists(doubtful), ~Exists(standing)).order_by("pk")


def _rows(letters: list[Statement]) -> list[dict[str, Any]]:
    checks = RedactionCheck.objects.in_bulk([one.pk for one in letters])
    return [{"letter": one, "check": checks.get(one.pk)} for one in letters]


def _counts(procedure: Procedure, audience: Audience) -> dict[str, int]:
    return {
        state or "look": _listed(procedure, audience, state).count()
        for state in ("", "certain", "released", "unprepared")
    }


def _bulk(procedure: Procedure, audience: Audience) -> dict[str, Any] | None:
    """The sample that is drawn, with the state of each letter in it."""
    bulk = service.open_bulk(procedure, audience)
    if bulk is None:
        return None
    checks = service.sample_of(bulk)
    lines = [
        {
            "letter": one.statement,
            "is_done": service.is_looked_through(one, bulk),
            "is_corrected": service.is_corrected(one, bulk),
        }
        for one in checks
    ]
    done = sum(line["is_done"] for line in lines)
    return {
        "bulk": bulk,
        "lines": lines,
        "done": done,
        "is_ready": done == len(lines) and not any(line["is_corrected"] for line in lines),
        "most_wrong": round(100 * service.most_wrong(len(lines)), 1),
    }


def _to_board(slug: str, audience: str) -> HttpResponse:
    return redirect(f"{reverse('redactions', args=[slug])}?{urlencode({'audience': audience})}")


@login_required
@require_POST
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose marks for all letters that have none, in the background."""
    procedure = procedure_for(request, slug, REDACT)
    run = redaction_runs.start_preparing(procedure, by=request.user.actor)
    return redirect("run", run.public_id)


@login_required
@require_POST
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw a sample of the certain letters."""
    procedure = procedure_for(request, slug, RELEASE)
    form = SampleForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error([form]))
        return redirect("redactions", slug)
    audience = form.audience_chosen
    try:
        service.draw(
            procedure=procedure,
            audience=audience,
            size=form.cleaned_data["size"],
            by=request.user.actor,
        )
    except StatementError as error:
        messages.error(request, str(error))
    return _to_board(slug, audience)


@login_required
@require_POST
def bulk(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Release the letters of a bulk, or give its sample up."""
    procedure = procedure_for(request, slug, RELEASE)
    waiting = BulkRelease.objects.filter(
        procedure=procedure, released_at=None, dropped_at=None
    ).select_related("procedure")
    found = get_object_or_404(waiting, code=code)
    if request.POST.get("action") == "drop":
        service.drop(bulk=found, by=request.user.actor)
        return _to_board(slug, found.audience)
    try:
        run = redaction_runs.start_releasing(found, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
        return _to_board(slug, found.audience)
    messages.info(request, _("The letters are being released."))
    return redirect("run", run.public_id)
