"""The intake of a procedure: files handed over, how far it is, what became of each thing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import stop_run
from dialogwerk.apps.base.watching import renewed
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.views.workbench import procedure_for, workbench_page

from ..errors import IntakeError
from ..forms.deliveries import DeliveryForm
from ..models import Delivery, Duplicate, Item, ScanReading
from ..services import deliveries as service

PERM = "statements.take_in"
SECTION = "deliveries"
TEMPLATES = "intake"
PAGE = 50


def intake_page(
    request: HttpRequest,
    name: str,
    procedure: Procedure,
    context: dict[str, Any],
    *,
    part: str,
    status: int = 200,
) -> HttpResponse:
    """A page of the intake, with what waits in its other parts."""
    items = Item.objects.filter(delivery__procedure=procedure)
    readings = ScanReading.objects.filter(statement__procedure=procedure)
    waiting = {
        "part": part,
        "quarantined": items.quarantined().count(),
        "unread": items.filter(needs_reading=True).count() + readings.unconfirmed().count(),
        "duplicates": Duplicate.objects.filter(procedure=procedure).undecided().count(),
    }
    return workbench_page(
        request,
        f"{TEMPLATES}/{name}.html",
        procedure,
        SECTION,
        {"waiting": waiting, **context},
        status=status,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deliveries(request: HttpRequest, slug: str) -> HttpResponse:
    """The deliveries of a procedure, and the form for the next one."""
    procedure = procedure_for(request, slug, PERM)
    form = DeliveryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _delivered(request, procedure, form)
    page = Paginator(procedure.deliveries.all(), PAGE).get_page(request.GET.get("page"))
    counts = service.counts_of(page)
    for one in page:
        one.counts = counts[one.pk]
    context = {"form": form, "page": page}
    return intake_page(
        request, "list", procedure, context, part="list", status=422 if form.errors else 200
    )


def _delivered(request: HttpRequest, procedure: Procedure, form: DeliveryForm) -> HttpResponse:
    data = form.cleaned_data
    delivery = service.deliver(
        procedure=procedure,
        files=[(file.name or "", file) for file in data["files"]],
        by=request.user.actor,
        channel=data["channel"],
        received_at=data["received_at"],
    )
    service.start(delivery, by=request.user.actor)
    return redirect("delivery", procedure.slug, delivery.code)


def _found(request: HttpRequest, slug: str, code: str) -> Delivery:
    procedure = procedure_for(request, slug, PERM)
    delivery = get_object_or_404(Delivery, procedure=procedure, code=code)
    delivery.procedure = procedure
    return delivery


@login_required
@require_safe
@vary_on_headers("HX-Request")
def delivery(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One delivery: how far it is, and then what became of each thing in it."""
    found = _found(request, slug, code)
    run = Run.objects.filter(public_id=found.run_code).first() if found.run_code else None
    if answer := renewed(request, run):
        return answer
    if run and not run.is_finished:
        context = {"delivery": found, "run": run, "procedure": found.procedure}
        return intake_page(request, "progress", found.procedure, context, part="delivery")
    return _result(request, found, run)


_FILTERS = {
    "taken_in": Item.objects.taken_in,
    "noted": Item.objects.noted,
    "known": Item.objects.known,
    "quarantined": Item.objects.quarantined,
    "discarded": Item.objects.discarded,
}


def _result(request: HttpRequest, found: Delivery, run: Run | None) -> HttpResponse:
    state = request.GET.get("state", "")
    items = _FILTERS.get(state, Item.objects.all)().filter(delivery=found)
    items = items.select_related("statement", "source").order_by("source__number", "pk")
    counts = service.counts(found)
    context = {
        "delivery": found,
        "counts": counts,
        "noted": found.items.noted().count(),
        "total": sum(counts.values()),
        "state": state,
        "page": Paginator(items, PAGE).get_page(request.GET.get("page")),
        "error": run.error if run else "",
        "is_open": found.done_at is None,
    }
    return intake_page(request, "delivery", found.procedure, context, part="delivery")


@login_required
@require_POST
def go_on(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take in what is left of a delivery that was stopped or has failed."""
    found = _found(request, slug, code)
    try:
        service.start(found, by=request.user.actor)
    except IntakeError as error:
        messages.error(request, str(error))
    return redirect("delivery", slug, code)


@login_required
@require_POST
def stop(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask to stop after the portion at hand; what is in stays in."""
    found = _found(request, slug, code)
    run = Run.objects.filter(public_id=found.run_code).first()
    if run and not run.is_finished:
        stop_run(run)
        messages.info(request, _("It stops at the next good moment; what is done stays."))
    return redirect("delivery", slug, code)
