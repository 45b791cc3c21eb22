"""Themes of a process: what there is, what to decide next, how good proposals were."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..errors import Incomplete
from ..forms.themes import ExamplesForm, ReviewForm, ThemesForm
from ..models import Process
from ..services import themes as service
from ..services.theme_learning import most_useful_next, runs_of, start_proposing
from ..services.theme_quality import Counts, quality_of
from .contribution_desk import contribution_of, work_page
from .finding import desk_page, process_for, staff_only

SECTION = "process-themes"
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The themes with their numbers, the last run, and how good proposals were."""
    process = process_for(request, slug, "dialogues.open_workbench")
    quality = quality_of(process)
    context = {
        "themes": service.with_counts(process),
        "quality": quality,
        "total": _shares(quality.total),
        "rows": [{"theme": theme, **_shares(counts)} for theme, counts in quality.themes],
        "bands": [
            {
                "low": round(100 * band.low),
                "high": round(100 * band.high),
                "proposals": band.proposals,
                "said": round(100 * band.said),
                "right": round(100 * band.right),
            }
            for band in quality.bands
            if band.proposals
        ],
        "f1": round(100 * quality.model.held_out_f1) if quality.model else None,
        "run": runs_of(process).order_by("-created_at").first(),
        "examples": process.theme_examples.count(),
        "may_moderate": request.user.has_perm("dialogues.moderate", process),
        "may_edit": request.user.has_perm("dialogues.edit", process),
    }
    return desk_page(request, "dialogues/workbench/themes.html", process, SECTION, context)


def _shares(counts: Counts) -> dict[str, Any]:
    shares = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    percent = {name: None if one is None else round(100 * one) for name, one in shares.items()}
    return {"counts": counts, **percent}


@staff_only
@pages
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Which themes there are."""
    process = process_for(request, slug, "dialogues.edit")
    form = ThemesForm(request.POST or None, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            service.save_themes(
                process=process, titles=form.cleaned_data["titles"], by=request.user
            )
        except Incomplete as error:
            form.add_error("titles", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(SECTION, process.slug)
    return _form_page(request, "dialogues/workbench/themes_form.html", process, form)


@staff_only
@pages
def examples(request: HttpRequest, slug: str) -> HttpResponse:
    """Take labelled texts from a table, to have something to learn from."""
    process = process_for(request, slug, "dialogues.edit")
    form = ExamplesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = service.take_examples(
                process=process,
                rows=form.rows,
                source=form.cleaned_data["source"],
                by=request.user,
            )
        except Incomplete as error:
            form.add_error(None, str(error))
        else:
            start_proposing(process, by=request.user.actor)
            said = ngettext(
                "One example taken. Themes are proposed in the background.",
                "%(count)d examples taken. Themes are proposed in the background.",
                taken.examples,
            )
            messages.success(request, said % {"count": taken.examples})
            return redirect(SECTION, process.slug)
    return _form_page(request, "dialogues/workbench/examples.html", process, form)


def _form_page(request: HttpRequest, template: str, process: Process, form: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return desk_page(request, template, process, SECTION, {"form": form}, status=status)


@staff_only
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Learn and propose in the background."""
    process = process_for(request, slug, "dialogues.moderate")
    start_proposing(process, by=request.user.actor)
    messages.success(request, _("Themes are proposed in the background."))
    return redirect(SECTION, process.slug)


@staff_only
@require_safe
def useful(request: HttpRequest, slug: str) -> HttpResponse:
    """What to decide on next: where the machine is least sure."""
    process = process_for(request, slug, "dialogues.moderate")
    found = most_useful_next(process)
    for one in found:
        one.process = process
    current = found[0] if found else None
    context = {
        "current": current,
        "form": ReviewForm(contribution=current) if current else None,
        "coming": found[1:],
    }
    return desk_page(request, "dialogues/workbench/themes_next.html", process, SECTION, context)


@staff_only
@require_POST
def review(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A person says which themes a contribution has."""
    process = process_for(request, slug, "dialogues.moderate")
    contribution = contribution_of(process, code)
    form = ReviewForm(request.POST, contribution=contribution)
    if not form.is_valid():
        return work_page(request, process, contribution, themes_form=form, status=422)
    service.review(contribution=contribution, themes=form.chosen, by=request.user)
    messages.success(request, _("The themes are kept."))
    if request.POST.get("next"):
        return redirect("themes-next", process.slug)
    return redirect("contribution-work", process.slug, contribution.code)
