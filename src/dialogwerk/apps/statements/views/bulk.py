"""Actions on many letters: chosen in the inbox or on a campaign's page, confirmed, undone."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.schemes.models import Procedure

from ..errors import StatementError
from ..models import BulkAction, Campaign, Statement
from ..services import bulk_actions
from .inbox import inbox_filter, narrowed
from .workbench import procedure_for, workbench_page

Kind = BulkAction.Kind
MOST_TICKED = 1000
TEMPLATES = "statements/workbench/bulk"


@login_required
@require_safe
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done to many letters at once, the newest first."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    context = {
        "actions": bulk_actions.recent(procedure),
        "may_tie": request.user.has_perm("statements.tie", procedure),
    }
    return workbench_page(request, f"{TEMPLATES}/list.html", procedure, "inbox", context)


@login_required
@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether it is meant, with the number of letters; then do it."""
    procedure = procedure_for(request, slug, "statements.tie")
    kind = request.POST.get("kind", "")
    letters, chosen = _letters(request, procedure)
    campaign = _campaign(request, procedure)
    count = letters.count()
    back = reverse("inbox", args=[slug]) + (f"?{urlencode(chosen)}" if chosen else "")
    problem = _problem(kind, count, campaign)
    if problem:
        messages.error(request, problem)
        return redirect(back)
    if not _is_confirmed(request, count):
        context = {
            "kind": kind,
            "campaign": campaign,
            "count": count,
            "own_words_open": letters.own_words_open().count() if kind == Kind.READ else 0,
            "back": back,
        }
        return _confirm(request, procedure, context)
    keys = list(letters.order_by("pk").values_list("pk", flat=True))
    try:
        action = bulk_actions.start(
            procedure=procedure,
            kind=kind,
            letters=keys,
            by=request.user.actor,
            campaign=campaign,
            chosen=chosen,
        )
    except StatementError as error:
        messages.error(request, str(error))
        return redirect(back)
    return _started(request, action)


def _letters(request: HttpRequest, procedure: Procedure) -> tuple[Any, dict[str, str]]:
    """The letters meant, and how the inbox was narrowed."""
    form = inbox_filter(request, procedure)
    if request.POST.get("all"):
        found: QuerySet[Statement] = narrowed(request, procedure, form)
        return found, form.chosen
    codes = request.POST.getlist("letter")[:MOST_TICKED]
    ticked = [code for code in codes if "\x00" not in code]
    return Statement.objects.filter(procedure=procedure, code__in=ticked), form.chosen


def _campaign(request: HttpRequest, procedure: Procedure) -> Campaign | None:
    number = request.POST.get("into", "").strip()
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return procedure.campaigns.filter(number=number).first()


def _problem(kind: str, count: int, campaign: Campaign | None) -> str:
    if kind not in (Kind.READ, Kind.ASSIGN, Kind.LEAVE, Kind.SPLIT):
        return _("Choose what is to be done with the letters.")
    if not count:
        return _("Choose at least one letter.")
    if kind == Kind.ASSIGN and campaign is None:
        return _("Give the number of a campaign of this procedure.")
    return ""


def _is_confirmed(request: HttpRequest, count: int) -> bool:
    """Whether somebody has said yes to exactly this number of letters."""
    said = request.POST.get("confirmed")
    if said and said != str(count):
        messages.warning(request, _("The number of letters has changed meanwhile. Look again."))
    return said == str(count)


def _confirm(request: HttpRequest, procedure: Procedure, context: dict[str, Any]) -> HttpResponse:
    context |= {
        "kind_label": Kind(context["kind"]).label,
        "is_long": context["count"] > bulk_actions.AT_ONCE,
        "address": request.get_full_path(),
        "kept": _kept(request),
    }
    return workbench_page(request, f"{TEMPLATES}/confirm.html", procedure, "inbox", context)


def _kept(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """What was sent, to be sent again with the confirmation."""
    names = ["kind", "all", "into", *([] if request.POST.get("all") else ["letter"])]
    values = [(name, value) for name in names for value in request.POST.getlist(name)]
    return values[: MOST_TICKED + len(names)]


def _started(request: HttpRequest, action: BulkAction) -> HttpResponse:
    if action.letters > bulk_actions.AT_ONCE:
        messages.success(request, _("This is being done in the background."))
    else:
        messages.success(request, _("Done. You can undo it here."))
    return redirect("many-letters", action.procedure.slug)


@login_required
@require_POST
def merge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All letters of this campaign go into another one, after a confirmation."""
    procedure = procedure_for(request, slug, "statements.tie")
    source = get_object_or_404(procedure.campaigns, number=number)
    target = _campaign(request, procedure)
    back = reverse("campaign", args=[slug, number])
    if target is None:
        messages.error(request, _("Give the number of a campaign of this procedure."))
        return redirect(back)
    count = source.statements.count()
    if not _is_confirmed(request, count):
        context = {"kind": Kind.MERGE, "source": source, "campaign": target, "count": count}
        return _confirm(request, procedure, {**context, "back": back})
    try:
        action = bulk_actions.merge(source=source, target=target, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect(back)
    return _started(request, action)


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Bring all letters of an action back to where they were."""
    procedure = procedure_for(request, slug, "statements.tie")
    action = get_object_or_404(procedure.bulk_actions, code=code)
    try:
        bulk_actions.undo(action=action, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        is_long = action.letters > bulk_actions.AT_ONCE
        done, begun = _("Undone."), _("This is being undone in the background.")
        messages.success(request, begun if is_long else done)
    return redirect("many-letters", slug)
