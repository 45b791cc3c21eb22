"""The start page, the page of a procedure, and where its answers stand."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues.standing import running
from dialogwerk.apps.schemes.kinds import about
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.schemes.timeline import timeline_of
from dialogwerk.cores.deadlines import procedure_type

from ..services import standing as figures
from ..timeliness import exclusion

ON_START_PAGE = 20
LINES_PER_PAGE = 50


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, and in which procedures one can take part now."""
    now = timezone.now()
    found = Procedure.objects.visible_to(request.user).in_full().filter(weighing_closed_at=None)
    newest = found.order_by("-created_at", "-pk")[:ON_START_PAGE]
    current = [(one, figures.participation(one, now=now)) for one in newest]
    context = {
        "current": sorted(current, key=_by_deadline),
        "dialogues": running(request.user, timezone.localdate(now)),
        **_demo(current),
    }
    return render(request, "statements/public/start.html", context)


def _by_deadline(entry: tuple[Procedure, figures.Participation]) -> tuple[bool, str]:
    """Running periods first, the one that ends soonest on top."""
    one = entry[1]
    until = one.round.objections_until.isoformat() if one.round else ""
    return one.phase in ("after", "none"), until


def _demo(current: list[tuple[Procedure, figures.Participation]]) -> dict[str, Any]:
    """The guided path and the accounts of the demo; nothing outside of it."""
    if not settings.DIALOGWERK_DEMO or find_spec("dialogwerk.apps.statements.demo") is None:
        return {}
    demo = import_module("dialogwerk.apps.statements.demo")
    procedures = [one for one, _part in current]
    guided = getattr(demo, "DEMO_PROCEDURE", "")
    chosen = next((one for one in procedures if one.slug == guided), None)
    chosen = chosen or next(iter(procedures), None)
    running = [one for one, part in current if part.is_possible and not part.is_late]
    return {
        "demo_accounts": [_account(one) for one in getattr(demo, "DEMO_ACCOUNTS", [])],
        "demo_procedure": chosen,
        "demo_open": next(iter(running), chosen),
        "demo_receipt": chosen and _example(chosen),
    }


def _example(procedure: Procedure) -> str:
    """The receipt of a letter to look at: one that was answered, if there is one."""
    letters = procedure.statements.order_by("pk").values_list("receipt", flat=True)
    answered = letters.filter(
        person__replies__procedure=procedure, person__replies__sent_at__isnull=False
    )
    return answered.first() or letters.first() or ""


def _account(account: dict[str, str]) -> dict[str, Any]:
    """An account of the demo with its role in words."""
    return {**account, "role": dict(Role.choices).get(account["role"], account["role"])}


def public_procedure(request: HttpRequest, slug: str) -> Procedure:
    """The procedure with everything that its pages show.

    Raises:
        Http404: no such procedure, or not open to this visitor.
    """
    procedure = Procedure.objects.visible_to(request.user).in_full().filter(slug=slug).first()
    if procedure is None:
        raise Http404(_("There is no such procedure, or it is not public."))
    return procedure


@require_safe
@gzip_page
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """What the procedure is, its dates with their reasons, and what one can do now."""
    found = public_procedure(request, slug)
    now = timezone.now()
    day = timezone.localdate(now)
    participation = figures.participation(found, now=now)
    context = {
        "procedure": found,
        "participation": participation,
        "timeline": SimpleLazyObject(lambda: timeline_of(found.scheme, [found], day=day)),
        "counter": figures.counter_of(found),
        "exclusion": exclusion(found, participation.round),
        "about": about(found.kind),
        "declared": procedure_type(found.kind),
        **_kept(request, found, day),
    }
    return render(request, "statements/public/procedure.html", context)


def _kept(request: HttpRequest, procedure: Procedure, day: date) -> dict[str, Any]:
    """How long the written dates are kept, and for whom: who works on them sees them at once."""
    is_visitor = request.user.is_anonymous
    return {
        "kept_for": figures.FRESH_FOR if is_visitor else 0,
        "kept_as": f"{procedure.pk} {get_language()} {day} {is_visitor}",
    }


@require_safe
@vary_on_headers("HX-Request")
def standing(request: HttpRequest, slug: str) -> HttpResponse:
    """All arguments with the number of people and, once released, their answers."""
    found = public_procedure(request, slug)
    state = request.GET.get("stand", "")
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    keys = figures.listed(found, state=state, words=words)
    page = Paginator(keys, LINES_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = figures.lines(found, page.object_list)
    context = {
        "procedure": found,
        "counter": figures.counter_of(found),
        "page": page,
        "state": state,
        "words": words,
        "individual": figures.individual_concerns(found),
    }
    name = "statements/public/standing.html"
    if request.headers.get("HX-Request"):
        name = "statements/public/standing_results.html"
    return render(request, name, context)
