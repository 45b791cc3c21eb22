"""Procedures of a project and their rounds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.apps.people.models import Organisation
from dialogwerk.cores.deadlines import DeadlineError, procedure_type

from ..forms import ProcedureForm, RoundForm
from ..forms.procedures import type_choices
from ..models import Procedure, Scheme
from ..services import open_round, plan_round, save_procedure
from ..services.calendar import Moved, round_rows
from ..services.procedures import Saved
from ..words import in_reader_language, in_words
from .finding import procedure_for, scheme_for, staff_only

pages = require_http_methods(["GET", "HEAD", "POST"])
KIND = "art"
"""Name of the parameter with the type of procedure."""


@staff_only
@pages
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new procedure on a project: first its type, then what is asked of that type."""
    scheme = scheme_for(request, slug, "schemes.edit")
    kind = request.POST.get(KIND) or request.GET.get(KIND, "")
    types = type_choices()
    if kind not in dict(types):
        context = {"scheme": scheme, "types": types, "missing": request.method == "POST"}
        status = 422 if request.method == "POST" else 200
        return render(request, "schemes/procedure_type.html", context, status=status)
    return _form_page(request, scheme, None, kind)


@staff_only
@pages
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said of a procedure, what decides about its dates, its authority."""
    found = procedure_for(request, slug, "schemes.edit")
    return _form_page(request, found.scheme, found, found.kind)


def _form_page(
    request: HttpRequest, scheme: Scheme, procedure: Procedure | None, kind: str
) -> HttpResponse:
    form = ProcedureForm(request.POST or None, kind=kind, procedure=procedure)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_procedure(
                procedure=procedure, scheme=scheme, by=request.user.actor, **form.values()
            )
        except DeadlineError as error:
            form.add_error(None, in_words(error, kind))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _saved(request, saved)
    context = {
        "form": form,
        "scheme": scheme,
        "procedure": procedure,
        "kind": kind,
        "kind_name": in_reader_language(procedure_type(kind).name),
        "organisations": Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY),
    }
    status = 422 if form.errors else 200
    return render(request, "schemes/procedure_form.html", context, status=status)


def _saved(request: HttpRequest, saved: Saved) -> HttpResponse:
    procedure = saved.procedure
    messages.success(request, _("“%(procedure)s” has been saved.") % {"procedure": procedure})
    if moved := [one for one in saved.moved if one.before is not None]:
        changes = "; ".join(_in_words(one) for one in moved)
        messages.warning(request, _("These days have changed: %(changes)s") % {"changes": changes})
    return redirect("calendar", procedure.slug)


def _in_words(one: Moved) -> str:
    words = {"step": one.name, "before": day_in_words(one.before)}
    if one.after is None:
        return _("%(step)s (%(before)s) falls away") % words
    return _("%(step)s: %(before)s → %(after)s") % {**words, "after": day_in_words(one.after)}


@staff_only
@pages
def new_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round in two steps: compute the days and read why, then open it."""
    procedure = procedure_for(request, slug, "schemes.edit")
    if not procedure_type(procedure.kind).has_rounds:
        messages.info(request, _("There is no participation in rounds here; record an event."))
        return redirect("event-new", procedure.slug)
    form = RoundForm(request.POST or None, procedure=procedure)
    context: dict[str, Any] = {"procedure": procedure, "scheme": procedure.scheme, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if "open" in request.POST:
                return _opened(request, procedure, form)
            plan = plan_round(procedure=procedure, kind=form.kind_of_round(), **form.days())
            context["steps"] = round_rows(procedure, plan)
        except DeadlineError as error:
            form.add_error(None, in_words(error, procedure.kind))
    return render(request, "schemes/round_form.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, procedure: Procedure, form: RoundForm) -> HttpResponse:
    opened = open_round(
        procedure=procedure,
        by=request.user.actor,
        kind=form.kind_of_round(),
        title=form.cleaned_data["title"],
        **form.days(),
    )
    messages.success(
        request,
        _("%(round)s is open. Objections are in time until %(day)s.")
        % {"round": opened.title, "day": day_in_words(opened.objections_until)},
    )
    return redirect("calendar", procedure.slug)
