"""Promises of the dialogue in the weighing: where each stands; citing, refuting, taking back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.promises.views.public import row
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import write_csv

from ..errors import StatementError
from ..forms.considering import CiteForm, ConsiderForm, TakeBackForm
from ..models import Argument, PromiseConsidered
from ..services import considered_lines
from ..services import considering as service
from .workbench import first_error, procedure_for, workbench_page

SECTION = "weighed-promises"
LOOK, DECIDE = "statements.open_workbench", "statements.answer"
TEMPLATES = "statements/workbench/promises"
PAGE = 25
IN_LEDGER = 20


def rows_of(procedure: Procedure, promises: Any) -> list[dict[str, Any]]:
    """Promises as lists of this app show them: how they stand, and where in the weighing."""
    day = timezone.localdate()
    return [
        {**row(one.promise, day), "considered": one.considered, "is_open": not one.is_dealt_with}
        for one in service.weighed(procedure, promises)
    ]


def in_ledger(procedure: Procedure) -> dict[str, Any]:
    """The promises that the ledger shows, and whether there are more."""
    found = list(service.concerned(procedure).in_full()[: IN_LEDGER + 1])
    rows = rows_of(procedure, found[:IN_LEDGER]) if found else []
    return {"rows": rows, "has_more": len(found) > IN_LEDGER}


@login_required
@require_safe
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    """All promises of the project, those still to be considered first."""
    procedure = procedure_for(request, slug, LOOK)
    found = service.concerned(procedure).in_full()
    is_open = request.GET.get("state") == "open"
    if is_open:
        found = found.filter(pk__in=service.unconsidered(procedure))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(procedure, page),
        "only_open": is_open,
        "may_decide": request.user.has_perm(DECIDE, procedure),
        "may_record": request.user.has_perm("promises.keep", procedure.scheme),
    }
    return workbench_page(request, f"{TEMPLATES}/list.html", procedure, SECTION, context)


@login_required
@require_safe
@never_cache
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as CSV, a row for each place in the weighing."""
    procedure = procedure_for(request, slug, LOOK)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"zusagen-{procedure.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    write_csv(response, *considered_lines.table(procedure))
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One promise: where it stands in the weighing; cite or refute it."""
    procedure = procedure_for(request, slug, LOOK)
    found = get_object_or_404(service.concerned(procedure).in_full(), code=code)
    form = ConsiderForm(request.POST or None, procedure=procedure)
    if request.method == "POST":
        _demand(request, procedure)
        if form.is_valid():
            try:
                _consider(request, procedure, found, form)
            except StatementError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The promise is considered."))
                return redirect(SECTION, slug)
    (shown,) = rows_of(procedure, [found])
    context = {
        **shown,
        "form": form,
        "take_back_form": TakeBackForm(),
        "may_decide": request.user.has_perm(DECIDE, procedure),
    }
    status = 422 if form.errors else 200
    template = f"{TEMPLATES}/promise.html"
    return workbench_page(request, template, procedure, SECTION, context, status=status)


def _demand(request: HttpRequest, thing: Any) -> None:
    if not request.user.has_perm(DECIDE, thing):
        raise PermissionDenied


def _consider(
    request: HttpRequest, procedure: Procedure, found: Promise, form: ConsiderForm
) -> None:
    data = form.cleaned_data
    about: dict[str, Any] = {"procedure": procedure, "promise": found, "by": request.user}
    if data["how"] == PromiseConsidered.How.REFUTED:
        service.refute_promise(**about, reasons=data["text"])
    else:
        service.cite_promise(**about, argument=data["argument"], text=data["text"])


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Take back with a reason that a promise is cited or refuted."""
    procedure = procedure_for(request, slug, LOOK)
    _demand(request, procedure)
    rows = PromiseConsidered.objects.standing().filter(procedure=procedure, promise__code=code)
    considered = get_object_or_404(rows.select_related("procedure", "promise"), pk=pk)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error([form]))
        return redirect("weighed-promise", slug, code)
    try:
        service.take_back(
            considered=considered, because=form.cleaned_data["because"], by=request.user
        )
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("That is taken back."))
    return redirect("weighed-promise", slug, code)


# On the page of an argument


def cited_in(argument: Argument) -> dict[str, Any]:
    """The promises that the answer to an argument cites, and the form to cite another one."""
    cited = argument.promises_cited.standing().select_related("promise__owner")
    form = CiteForm(argument=argument, prefix="p")
    choices = [key for key, _label in form.fields["promise"].choices]
    return {"cited": list(cited), "form": form, "can_cite": bool(choices)}


@login_required
@require_POST
def cite(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say that the answer to this argument cites a promise."""
    procedure = procedure_for(request, slug, LOOK)
    arguments = Argument.objects.filter(procedure=procedure).select_related("procedure")
    argument = get_object_or_404(arguments, number=number)
    _demand(request, argument)
    form = CiteForm(request.POST, argument=argument, prefix="p")
    if not form.is_valid():
        messages.error(request, first_error([form]))
    else:
        try:
            service.cite_promise(
                procedure=procedure, argument=argument, by=request.user, **form.cleaned_data
            )
        except StatementError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The answer cites the promise."))
    return redirect(reverse("argument", args=[slug, number]) + "#promises")
