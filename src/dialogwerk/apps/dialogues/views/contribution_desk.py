"""Contributions in the workbench: the list of a process or a format, and one of them."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.people.services import identities
from dialogwerk.apps.promises.models import Promise

from ..forms.contribution_desk import DeskFilter
from ..forms.moderation import DecisionForm
from ..forms.themes import ReviewForm
from ..models import Contribution, Format, Outcome, Process, State, ThemeReview
from ..services import moderation
from ..services.lineage import STANDING, lineages_of, results_of
from ..services.outcomes import outcomes_for
from ..services.themes import themes_of
from .finding import desk_page, format_of, process_for, staff_only

PER_PAGE = 50
SECTION = "process-contributions"


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def of_process(request: HttpRequest, slug: str) -> HttpResponse:
    """All contributions of a process."""
    return _list(request, process_for(request, slug, "dialogues.open_workbench"), None)


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def of_format(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The contributions to one format."""
    process = process_for(request, slug, "dialogues.open_workbench")
    return _list(request, process, format_of(process, format_slug))


def _list(request: HttpRequest, process: Process, one: Format | None) -> HttpResponse:
    chosen = DeskFilter(request.GET, process=process, has_formats=one is None)
    found = Contribution.objects.filter(process=process)
    if one is not None:
        found = found.filter(format=one)
    found = chosen.narrow(found).select_related("format", "category")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "process": process,
        "format": one,
        "filter": chosen,
        "page": page,
        "rows": rows_of(list(page.object_list), process),
        "keep": urlencode(chosen.chosen),
        "is_narrowed": bool({*chosen.chosen} - {"sort"}),
        "may_moderate": request.user.has_perm("dialogues.moderate", process),
        "may_decide": request.user.has_perm("dialogues.decide", process),
        "address": request.path,
    }
    if request.htmx:
        return render(request, "dialogues/workbench/_contributions.html", context)
    return desk_page(request, "dialogues/workbench/contributions.html", process, SECTION, context)


def rows_of(contributions: list[Contribution], process: Process) -> list[dict[str, Any]]:
    """Each with its present outcome and with what stands for it now; asked once for all."""
    ends = results_of(one for one in contributions if one.state in (State.MERGED, State.SPLIT))
    wanted = {one.pk for one in contributions} | {end for some in ends.values() for end in some}
    current = Outcome.objects.current().filter(contribution__in=wanted)
    outcomes = {outcome.contribution_id: outcome for outcome in current}
    others = Contribution.objects.in_bulk(wanted) if ends else {}
    themes = themes_of(contributions)
    for contribution in contributions:
        contribution.process = process
    return [
        {
            "contribution": one,
            "outcome": outcomes.get(one.pk),
            "became": [
                (others[end], outcomes.get(end)) for end in ends.get(one.pk, ()) if end != one.pk
            ],
            "themes": themes[one.pk],
        }
        for one in contributions
    ]


def contribution_of(process: Process, code: str) -> Contribution:
    """The contribution of that code in this process, whatever its state.

    Raises:
        Http404: there is none.
    """
    found = process.contributions.select_related("format", "category").filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such contribution in this dialogue."))
    found.process = process
    return found


@staff_only
@require_safe
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One contribution with all that is known of it, and what can be done with it."""
    process = process_for(request, slug, "dialogues.open_workbench")
    return work_page(request, process, contribution_of(process, code))


def work_page(
    request: HttpRequest,
    process: Process,
    contribution: Contribution,
    *,
    decision_form: DecisionForm | None = None,
    themes_form: ReviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one contribution; a form that was filled in wrongly is shown again."""
    may_moderate = request.user.has_perm("dialogues.moderate", process)
    form = decision_form or DecisionForm(rules=moderation.rules_of(process))
    context = {
        "contribution": contribution,
        "photos": contribution.photos.all(),
        "holds": contribution.holds.filter(comment=None),
        "reports": contribution.reports.filter(comment=None).select_related("decision"),
        "decisions": contribution.moderation_decisions.filter(comment=None).order_by("-number"),
        "appeal": moderation.appeal_of(contribution),
        "decision_form": form,
        "can_be_moderated": may_moderate and contribution.state in moderation.MODERATED,
        "outcomes": contribution.outcomes.order_by("-number"),
        "lineages": lineages_of(contribution),
        "promises": Promise.objects.from_source("contribution", contribution.code),
        "elsewhere": outcomes_for([contribution])[contribution.pk],
        "notices": contribution.author_notices.order_by("-pk"),
        "themes_form": themes_form or ReviewForm(contribution=contribution),
        "review": ThemeReview.objects.filter(contribution=contribution).first(),
        "identity": _identity(request, process, contribution),
        "may_moderate": may_moderate,
        "may_decide": request.user.has_perm("dialogues.decide", process),
        "may_promise": request.user.has_perm("promises.keep", process.scheme),
        "may_see_names": request.user.has_perm("dialogues.see_names", process),
        "stands": contribution.state in STANDING,
    }
    template = "dialogues/workbench/contribution.html"
    return desk_page(request, template, process, SECTION, context, status=status)


def _identity(request: HttpRequest, process: Process, contribution: Contribution) -> Any:
    """Who wrote it, only when asked for and allowed; the look is logged."""
    asked = request.GET.get("name") == "yes" and contribution.person_id
    if not asked or not request.user.has_perm("dialogues.see_names", process):
        return None
    found = identities(
        [contribution.person_id],
        by=request.user.actor,
        user_id=request.user.pk,
        purpose="contribution",
    )
    return found.get(contribution.person_id)
