"""Setting the last day of a step by hand, and going back to the computed one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.cores.deadlines import DeadlineError

from ..forms.events import OverrideForm, WithdrawalForm
from ..models import Procedure, ScheduledStep
from ..services.calendar import Moved, Trial, foresee
from ..services.overrides import override_step, withdraw_override
from ..words import in_words, name_of_step
from .events import KEEP, add_to, calendar_page, pages
from .finding import procedure_for, staff_only


@staff_only
@pages
def new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set the last day of a step by hand; what was computed stays beside it."""
    procedure = procedure_for(request, slug, KEEP)
    step = get_object_or_404(procedure.steps.standing().select_related("round"), pk=pk)
    form = OverrideForm(request.POST or None, step=step)
    moved: tuple[Moved, ...] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "compute" not in request.POST:
                return _set(request, procedure, step, form)
            trial = Trial(step.round, overrides={step.step: form.cleaned_data["day"]})
            moved = foresee(procedure=procedure, trial=trial)
        except DeadlineError as error:
            form.add_error("day", in_words(error, procedure.kind))
        except ValidationError as error:
            add_to(form, error)
    context = {"form": form, "step": step, "moved": moved}
    return calendar_page(request, "schemes/override_form.html", procedure, form, context)


def _set(
    request: HttpRequest, procedure: Procedure, step: ScheduledStep, form: OverrideForm
) -> HttpResponse:
    data = form.cleaned_data
    override_step(
        procedure=procedure,
        step=step.step,
        round=step.round,
        day=data["day"],
        reason=data["reason"],
        norm=data["norm"],
        by=request.user,
    )
    messages.success(
        request,
        _("“%(step)s” ends on %(day)s now, set by hand. The computed day stays beside it.")
        % {"step": step.name, "day": day_in_words(data["day"])},
    )
    return redirect("calendar", procedure.slug)


@staff_only
@pages
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Go back to the computed day, with a reason."""
    procedure = procedure_for(request, slug, KEEP)
    override = get_object_or_404(procedure.overrides.standing().select_related("round"), pk=pk)
    form = WithdrawalForm(request.POST or None)
    name = name_of_step(procedure.kind, override.step)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_override(override=override, by=request.user, **form.cleaned_data)
        except DeadlineError as error:
            form.add_error(None, in_words(error, procedure.kind))
        except ValidationError as error:
            add_to(form, error)
        else:
            messages.success(request, _("“%(step)s” is computed again.") % {"step": name})
            return redirect("calendar", procedure.slug)
    context = {"form": form, "override": override, "step_name": name}
    return calendar_page(request, "schemes/override_withdraw.html", procedure, form, context)
