"""The workbench of dialogues: begin one, lay out phases and formats, say who works on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.places import municipalities
from dialogwerk.apps.schemes.interlock import interlock_of

from .. import formats as own_formats
from .. import hooks
from ..courses import courses
from ..forms.processes import (
    ContributionsFormatForm,
    FormatForm,
    MemberForm,
    NewProcessForm,
    PhaseForm,
    ProcessForm,
    ResultsForm,
    WaiveForm,
)
from ..gates import gate_is_open, phases_on, unanswered_of
from ..models import Format, Process
from ..services import processes as service
from ..services.team import join, leave
from ..standing import cards_of, now_in
from .finding import desk_page, format_of, process_for, staff_only

PER_PAGE = 30
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """The dialogues on which this account works."""
    found = Process.objects.worked_on_by(request.user).select_related("scheme").running_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": now_in(page.object_list, timezone.localdate()),
        "may_create": request.user.has_perm("dialogues.create"),
    }
    return render(request, "dialogues/desks.html", context)


@staff_only
@pages
def new(request: HttpRequest) -> HttpResponse:
    """A new dialogue, perhaps with a recommended course."""
    if not request.user.has_perm("dialogues.create"):
        raise PermissionDenied
    form = NewProcessForm(
        request.POST or None, user=request.user, initial={"first_day": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        process = service.begin_process(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The dialogue is begun. Nobody else sees it until you show it to everyone.")
        )
        return redirect("process-desk", process.slug)
    context = {"form": form, "courses": courses(), "municipalities": municipalities()}
    status = 422 if form.errors else 200
    return render(request, "dialogues/process_new.html", context, status=status)


@staff_only
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the dialogue is, what is to do, what procedures beside it have to say."""
    process = process_for(request, slug, "dialogues.open_workbench")
    day = timezone.localdate()
    phases = phases_on(process, day)
    context = {
        "phases": phases,
        "cards": cards_of(process, day, phases),
        "waiting": process.contributions.waiting().count(),
        "unanswered": process.contributions.without_outcome().count(),
        "findings": _findings(process),
        "may_edit": request.user.has_perm("dialogues.edit", process),
    }
    return desk_page(request, "dialogues/desk.html", process, "process-desk", context)


def _findings(process: Process) -> list[tuple[Any, Any]]:
    """What the procedures of the scheme have to say of this dialogue's phases."""
    if process.scheme is None:
        return []
    dates = [phase.dialogue_date for phase in process.phases.select_related("dialogue_date")]
    procedures = list(process.scheme.procedures.in_full())
    interlock = interlock_of(procedures, [one for one in dates if one])
    found = [pair for checked in interlock.dates for pair in checked.findings]
    return [*found, *interlock.others.findings]


@staff_only
@pages
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What everyone reads of the dialogue before taking part."""
    process = process_for(request, slug, "dialogues.edit")
    form = ProcessForm(request.POST or None, instance=process)
    if request.method == "POST" and form.is_valid():
        service.change_process(process=process, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("process-desk", process.slug)
    context = {"form": form, "municipalities": municipalities()}
    return _form_page(request, "dialogues/process_form.html", process, "process-edit", context)


def _form_page(
    request: HttpRequest, template: str, process: Process, section: str, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return desk_page(request, template, process, section, context, status=status)


@staff_only
@require_POST
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the dialogue to everyone, or take it from view."""
    process = process_for(request, slug, "dialogues.edit")
    is_public = request.POST.get("shown") == "yes"
    service.publish(process=process, is_public=is_public, by=request.user)
    told = _("Everyone can see the dialogue now.") if is_public else _("Only the team sees it now.")
    messages.success(request, told)
    return redirect("process-desk", process.slug)


@staff_only
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """End the dialogue; everything stays readable."""
    process = process_for(request, slug, "dialogues.edit")
    service.end_process(process=process, now=timezone.now(), by=request.user)
    messages.success(request, _("The dialogue has ended. Everything stays readable."))
    return redirect("process-desk", process.slug)


@staff_only
@require_safe
def phases(request: HttpRequest, slug: str) -> HttpResponse:
    """The phases in their order, each with its gate."""
    process = process_for(request, slug, "dialogues.open_workbench")
    rows = [
        {
            "standing": one,
            "phase": one.phase,
            "gate_is_open": gate_is_open(one.phase),
            "unanswered": unanswered_of(one.phase),
        }
        for one in phases_on(process, timezone.localdate())
    ]
    context = {"rows": rows, "may_edit": request.user.has_perm("dialogues.edit", process)}
    return desk_page(request, "dialogues/phases.html", process, "process-phases", context)


@staff_only
@pages
def phase_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new phase behind the others."""
    return _phase_page(request, process_for(request, slug, "dialogues.edit"), None)


@staff_only
@pages
def phase_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A phase: purpose, audience, days, gate."""
    process = process_for(request, slug, "dialogues.edit")
    return _phase_page(request, process, get_object_or_404(process.phases, pk=pk))


def _phase_page(request: HttpRequest, process: Process, phase: Any) -> HttpResponse:
    initial = None if phase else {"position": process.phases.count() + 1}
    form = PhaseForm(request.POST or None, instance=phase, initial=initial)
    if request.method == "POST" and form.is_valid():
        service.save_phase(process=process, phase=phase, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("process-phases", process.slug)
    context = {"form": form, "phase": phase}
    return _form_page(request, "dialogues/phase_form.html", process, "process-phases", context)


@staff_only
@pages
def phase_results(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What came out of a phase, published on the page of the dialogue."""
    process = process_for(request, slug, "dialogues.edit")
    phase = get_object_or_404(process.phases, pk=pk)
    form = ResultsForm(request.POST or None, initial={"results": phase.results})
    if request.method == "POST" and form.is_valid():
        results = form.cleaned_data["results"]
        service.publish_results(phase=phase, results=results, now=timezone.now(), by=request.user)
        messages.success(request, _("The results are published."))
        return redirect("process-phases", process.slug)
    context = {"form": form, "phase": phase}
    return _form_page(request, "dialogues/phase_results.html", process, "process-phases", context)


@staff_only
@pages
def phase_waive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open the gate behind a phase all the same, with a reason that everyone reads."""
    process = process_for(request, slug, "dialogues.edit")
    phase = get_object_or_404(process.phases, pk=pk)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.waive_gate(phase=phase, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The next phase can begin."))
        return redirect("process-phases", process.slug)
    context = {"form": form, "phase": phase}
    return _form_page(request, "dialogues/phase_waive.html", process, "process-phases", context)


@staff_only
@require_POST
def phase_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a phase out; its formats stay."""
    process = process_for(request, slug, "dialogues.edit")
    service.remove_phase(phase=get_object_or_404(process.phases, pk=pk), by=request.user)
    messages.success(request, _("The phase has been taken out; its formats are still there."))
    return redirect("process-phases", process.slug)


@staff_only
@require_safe
def formats(request: HttpRequest, slug: str) -> HttpResponse:
    """The ways of taking part, and the kinds that can be added."""
    process = process_for(request, slug, "dialogues.open_workbench")
    day = timezone.localdate()
    context = {
        "cards": cards_of(process, day, phases_on(process, day)),
        "kinds": hooks.format_kinds(),
        "may_edit": request.user.has_perm("dialogues.edit", process),
    }
    return desk_page(request, "dialogues/formats.html", process, "process-formats", context)


@staff_only
@pages
def format_new(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A new way of taking part."""
    process = process_for(request, slug, "dialogues.edit")
    if kind not in {one.kind for one in hooks.format_kinds()}:
        raise Http404(_("There is no such kind of format."))
    return _format_page(request, process, Format(process=process, kind=kind))


@staff_only
@pages
def format_edit(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """A way of taking part: what people are asked, and when."""
    process = process_for(request, slug, "dialogues.edit")
    return _format_page(request, process, format_of(process, format_slug))


def _format_page(request: HttpRequest, process: Process, one: Format) -> HttpResponse:
    has_own = one.kind == own_formats.CONTRIBUTIONS
    form_class = ContributionsFormatForm if has_own else FormatForm
    initial = None if one.pk else {"position": process.formats.count() + 1}
    form = form_class(request.POST or None, instance=one, process=process, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.format_values() if has_own else form.cleaned_data
        given = {"kind": one.kind, **values}
        known = one if one.pk else None
        saved = service.save_format(process=process, format=known, by=request.user, **given)
        if has_own:
            form.keep_categories(saved)
        messages.success(request, _("Saved."))
        kind = hooks.kind_of(saved)
        return redirect(kind.workbench if kind else "process-formats", process.slug, saved.slug)
    context = {"form": form, "format": one, "kind": hooks.kind_of(one)}
    return _form_page(request, "dialogues/format_form.html", process, "process-formats", context)


@staff_only
@require_POST
def format_withdraw(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Take a format out; what was contributed stays."""
    process = process_for(request, slug, "dialogues.edit")
    one = format_of(process, format_slug)
    service.withdraw_format(format=one, now=timezone.now(), by=request.user)
    messages.success(request, _("The format has been taken out; what was contributed stays."))
    return redirect("process-formats", process.slug)


@staff_only
@pages
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works on the dialogue; the team of its project does too."""
    process = process_for(request, slug, "dialogues.edit")
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        join(process=process, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("process-team", process.slug)
    members = process.members.select_related("user").order_by("role", "user__name")
    context = {"form": form, "members": members}
    return _form_page(request, "dialogues/team.html", process, "process-team", context)


@staff_only
@require_POST
def team_leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the team."""
    process = process_for(request, slug, "dialogues.edit")
    leave(member=get_object_or_404(process.members, pk=pk), by=request.user)
    messages.success(request, _("Saved."))
    return redirect("process-team", process.slug)
