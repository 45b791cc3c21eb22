"""Procedures of a project and their rounds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogwerk.apps.people.models import Organisation
from dialogwerk.cores.deadlines import DeadlineError

from ..forms import ProcedureForm, RoundForm
from ..models import Procedure, Scheme
from ..services import open_round, plan_round, save_procedure
from ..services.calendar import round_rows
from ..words import in_words
from .finding import procedure_for, scheme_for, staff_only

pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new procedure on a project."""
    return _form_page(request, scheme_for(request, slug, "schemes.edit"), None)


@staff_only
@pages
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said of a procedure, and the letterhead of its authority."""
    found = procedure_for(request, slug, "schemes.edit")
    return _form_page(request, found.scheme, found)


def _form_page(request: HttpRequest, scheme: Scheme, procedure: Procedure | None) -> HttpResponse:
    form = ProcedureForm(request.POST or None, procedure=procedure)
    if request.method == "POST" and form.is_valid():
        saved = save_procedure(
            procedure=procedure, scheme=scheme, by=request.user.actor, **form.values()
        )
        messages.success(request, _("“%(procedure)s” has been saved.") % {"procedure": saved})
        if saved.rounds.exists():
            return redirect("scheme-edit", scheme.slug)
        return redirect("round-new", saved.slug)
    context = {
        "form": form,
        "scheme": scheme,
        "procedure": procedure,
        "organisations": Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY),
    }
    status = 422 if form.errors else 200
    return render(request, "schemes/procedure_form.html", context, status=status)


@staff_only
@pages
def new_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round in two steps: compute the days and read why, then open it."""
    procedure = procedure_for(request, slug, "schemes.edit")
    form = RoundForm(request.POST or None)
    steps = []
    if request.method == "POST" and form.is_valid():
        days = form.days()
        try:
            planned = plan_round(procedure=procedure, **days)
            if "open" in request.POST:
                return _opened(request, procedure, form)
            steps = round_rows(procedure, planned)
        except DeadlineError as error:
            form.add_error(None, in_words(error))
    context = {"procedure": procedure, "scheme": procedure.scheme, "form": form, "steps": steps}
    return render(request, "schemes/round_form.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, procedure: Procedure, form: RoundForm) -> HttpResponse:
    opened = open_round(
        procedure=procedure,
        by=request.user.actor,
        title=form.cleaned_data["title"],
        **form.days(),
    )
    messages.success(
        request,
        _("%(round)s is open. Objections are in time until %(day)s.")
        % {"round": opened.title, "day": f"{opened.objections_until:%d.%m.%Y}"},
    )
    return redirect("scheme-edit", procedure.scheme.slug)
