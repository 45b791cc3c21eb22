"""Those who moderate: what waits, the decision, what is blacked out, what the machine looks for."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..errors import DialogueError, Incomplete
from ..forms.moderation import BlackOutForm, DecisionForm, SettingsForm
from ..models import Appeal, Comment, Contribution, Hold, Report
from ..services import moderation
from ..services.moderation_settings import change_settings
from ..services.redaction import black_out
from ..services.screening import settings_of
from .contribution_desk import contribution_of, work_page
from .contributions import picture
from .finding import desk_page, process_for, staff_only

SECTION = "contribution-moderation"
PER_PAGE = 20
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the moderation, with the reason why."""
    process = process_for(request, slug, "dialogues.moderate")
    found = moderation.contributions_to_look_at(process).select_related("format", "category")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    comments = moderation.comments_to_look_at(process).select_related("contribution")
    context = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "comments": _comment_rows(list(comments[:PER_PAGE])),
        "comment_count": comments.count(),
        "may_edit": request.user.has_perm("dialogues.edit", process),
    }
    return desk_page(request, "dialogues/workbench/moderation.html", process, SECTION, context)


def _rows(contributions: list[Contribution]) -> list[dict[str, Any]]:
    about = {"contribution__in": contributions, "comment": None}
    return _questions(contributions, about, "contribution_id")


def _comment_rows(comments: list[Comment]) -> list[dict[str, Any]]:
    return _questions(comments, {"comment__in": comments}, "comment_id")


def _questions(things: list[Any], about: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Each with why it waits; asked once for all."""
    found: dict[int, dict[str, Any]] = {
        one.pk: {"thing": one, "holds": [], "reports": [], "appeal": None} for one in things
    }
    for hold in Hold.objects.filter(**about):
        found[getattr(hold, key)]["holds"].append(hold)
    for report in Report.objects.open().filter(**about):
        found[getattr(report, key)]["reports"].append(report)
    for appeal in Appeal.objects.filter(**about, decision=None).select_related("against"):
        found[getattr(appeal, key)]["appeal"] = appeal
    return list(found.values())


@staff_only
@require_POST
def decide(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Publish, hold back or refuse a contribution."""
    process = process_for(request, slug, "dialogues.moderate")
    contribution = contribution_of(process, code)
    form = DecisionForm(request.POST, rules=moderation.rules_of(process))
    if _decided(request, contribution, form):
        return redirect("contribution-moderation", process.slug)
    return work_page(request, process, contribution, decision_form=form, status=422)


def _decided(request: HttpRequest, thing: Contribution | Comment, form: DecisionForm) -> bool:
    if not form.is_valid():
        return False
    try:
        moderation.decide(thing=thing, by=request.user, **form.cleaned_data)
    except Incomplete as error:
        form.add_error(error.field or None, str(error))
    except DialogueError as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, _("Decided. The author can read it with the reason."))
        return True
    return False


@staff_only
@pages
def comment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One comment with why it waits, and the decision on it."""
    process = process_for(request, slug, "dialogues.moderate")
    rows = Comment.objects.select_related("contribution__format")
    found = get_object_or_404(rows, contribution__process=process, code=code)
    found.contribution.process = process
    form = DecisionForm(request.POST or None, rules=moderation.rules_of(process))
    if request.method == "POST" and _decided(request, found, form):
        return redirect("contribution-moderation", process.slug)
    context = {
        "row": _comment_rows([found])[0],
        "thing": found,
        "form": form,
        "decisions": found.moderation_decisions.order_by("-number"),
        "action": request.path,
    }
    status = 422 if form.errors else 200
    template = "dialogues/workbench/comment.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@pages
def redact(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Which passages of a contribution others do not read."""
    process = process_for(request, slug, "dialogues.moderate")
    contribution = contribution_of(process, code)
    form = BlackOutForm(request.POST or None, contribution=contribution)
    if request.method == "POST" and form.is_valid():
        black_out(contribution=contribution, stretches=form.stretches, by=request.user)
        messages.success(request, _("Saved. What was received stays as it is."))
        return redirect("contribution-work", process.slug, contribution.code)
    context = {"form": form, "contribution": contribution}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/black_out.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@pages
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What makes the machine hold a contribution back."""
    process = process_for(request, slug, "dialogues.edit")
    form = SettingsForm(request.POST or None, instance=settings_of(process))
    if request.method == "POST" and form.is_valid():
        change_settings(process=process, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("contribution-moderation", process.slug)
    status = 422 if form.errors else 200
    template = "dialogues/workbench/moderation_settings.html"
    return desk_page(request, template, process, SECTION, {"form": form}, status=status)


@staff_only
@require_safe
def photo(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """A picture of any contribution, also of one that is held back."""
    process = process_for(request, slug, "dialogues.open_workbench")
    return picture(contribution_of(process, code), pk)
