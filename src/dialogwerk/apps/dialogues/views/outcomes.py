"""What becomes of contributions: one, or many at once; what is to be reported again."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.promises.services.promises import Origin, make_promise

from ..errors import DialogueError, Incomplete
from ..forms.contribution_desk import DeskFilter
from ..forms.outcomes import OutcomeForm
from ..forms.promises import ContributionPromiseForm
from ..models import Contribution, Process, State
from ..models.contributions import ContributionQuerySet
from ..services.outcomes import MOST_AT_ONCE, decide_outcome, reports_coming, reports_due
from .contribution_desk import contribution_of
from .finding import desk_page, process_for, staff_only

SECTION = "process-contributions"
PER_PAGE = 50
SHOWN = 12
SOON = timedelta(days=30)
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say what becomes of one contribution; a new version if something was said before."""
    process = process_for(request, slug, "dialogues.decide")
    contribution = contribution_of(process, code)
    latest = contribution.outcomes.order_by("-number").first()
    initial = {"kind": latest.kind, "passed_to": latest.passed_to} if latest else {}
    form = OutcomeForm(request.POST or None, today=timezone.localdate(), initial=initial)
    if request.method == "POST" and _decided(request, [contribution], form):
        return redirect("contribution-work", process.slug, contribution.code)
    context = {"form": form, "contribution": contribution, "latest": latest}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/outcome.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@pages
def promise(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put what was decided on a contribution into the register of promises; for those who keep the
    promises of this project, or of none."""
    process = process_for(request, slug, "dialogues.decide")
    if not request.user.has_perm("promises.keep", process.scheme):
        raise PermissionDenied
    contribution = contribution_of(process, code)
    latest = contribution.outcomes.order_by("-number").first()
    initial = {"owner_name": process.decided_by, "made_on": timezone.localdate()}
    if latest:
        initial |= {"text": latest.reason, "made_on": latest.decided_on}
        initial |= {"due": latest.deferred_until or latest.next_report_on}
    form = ContributionPromiseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and contribution.state == State.PUBLIC:
        try:
            made = make_promise(
                **form.cleaned_data,
                by=request.user.actor,
                origin=Origin("contribution", contribution.code),
                scheme=process.scheme,
                responsible=request.user,
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The promise stands in the register."))
            return redirect(made)
    context = {"form": form, "contribution": contribution}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/promise.html"
    return desk_page(request, template, process, SECTION, context, status=status)


def _decided(request: HttpRequest, chosen: list[Contribution], form: OutcomeForm) -> bool:
    if not form.is_valid():
        return False
    try:
        made = decide_outcome(contributions=chosen, draft=form.draft, by=request.user)
    except Incomplete as error:
        form.add_error(error.field or None, str(error))
    except DialogueError as error:
        form.add_error(None, str(error))
    else:
        said = ngettext(
            "Said of one contribution; its author is told.",
            "Said of %(count)d contributions; their authors are told.",
            len(made),
        )
        messages.success(request, said % {"count": len(made)})
        return True
    return False


@staff_only
@pages
def many(request: HttpRequest, slug: str) -> HttpResponse:
    """One outcome for the contributions chosen in the list, or for all that a filter shows."""
    process = process_for(request, slug, "dialogues.decide")
    found = chosen_of(request, process)
    public = found.public()
    count, left_out = public.count(), found.exclude(pk__in=public.values("pk")).count()
    is_sent = request.method == "POST" and "reason" in request.POST
    form = OutcomeForm(request.POST if is_sent else None, today=timezone.localdate())
    if is_sent and _decided(request, list(public.order_by("pk")[: MOST_AT_ONCE + 1]), form):
        return redirect("process-contributions", process.slug)
    context = {
        "form": form,
        "count": count,
        "left_out": left_out,
        "shown": public.order_by("-pk")[:SHOWN],
        "kept": kept_of(request),
    }
    status = 422 if form.errors else 200
    template = "dialogues/workbench/outcome_many.html"
    return desk_page(request, template, process, SECTION, context, status=status)


def chosen_of(request: HttpRequest, process: Process) -> ContributionQuerySet:
    """The contributions ticked in the list, or all that its filter shows."""
    data = request.POST if request.method == "POST" else request.GET
    found = Contribution.objects.filter(process=process)
    if data.get("all"):
        return DeskFilter(data, process=process, has_formats=True).narrow(found)
    codes = [code.replace("\x00", "") for code in data.getlist("contribution")]
    return found.filter(code__in=codes[:MOST_AT_ONCE])


def kept_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was chosen, as fields that a form sends along."""
    data: Any = request.POST if request.method == "POST" else request.GET
    names = ("contribution", "all", "q", "state", "format", "outcome", "theme", "channel")
    return [(name, value) for name in names for value in data.getlist(name)[:MOST_AT_ONCE]]


@staff_only
@require_safe
def due(request: HttpRequest, slug: str) -> HttpResponse:
    """What was promised to be reported on by today, and what comes within a month."""
    process = process_for(request, slug, "dialogues.open_workbench")
    day = timezone.localdate()
    page = Paginator(reports_due(process, day), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "coming": reports_coming(process, day, within=SOON)[:PER_PAGE],
        "may_decide": request.user.has_perm("dialogues.decide", process),
    }
    return desk_page(
        request, "dialogues/workbench/reports_due.html", process, "reports-due", context
    )
