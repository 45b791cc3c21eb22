"""Recording what happened, with its proof; withdrawing what was recorded wrongly."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.cores.deadlines import DeadlineError, procedure_type

from ..forms.events import EventForm, EventWithdrawalForm, choice_of
from ..models import Procedure, ProcedureEvent
from ..services.calendar import Moved, Trial, foresee
from ..services.events import OPENS_ROUND, record_event, withdraw_event
from ..services.proofs import ending_of, media_type_of
from ..words import in_words, name_of_event
from ..workbench import workbench_page
from .finding import procedure_for, staff_only

KEEP = "schemes.keep_calendar"
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happened; see what follows from it; record it."""
    procedure = procedure_for(request, slug, KEEP)
    form = EventForm(
        request.POST or None,
        request.FILES or None,
        procedure=procedure,
        initial={"event": _asked_for(request)},
    )
    moved: tuple[Moved, ...] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "compute" not in request.POST:
                return _recorded(request, procedure, form)
            moved = _foreseen(procedure, form)
        except DeadlineError as error:
            form.add_error("day", in_words(error, procedure.kind))
        except ValidationError as error:
            add_to(form, error)
    context = {"form": form, "moved": moved, "lacks_round": _lacks_round(procedure)}
    return calendar_page(request, "schemes/event_form.html", procedure, form, context)


def _asked_for(request: HttpRequest) -> str:
    """The event that a link names: ``?name=hearing`` or ``?name=display_end&round=7``."""
    key = request.GET.get("round", "")
    return choice_of(request.GET.get("name", ""), int(key) if key.isdecimal() else None)


def _foreseen(procedure: Procedure, form: EventForm) -> tuple[Moved, ...]:
    name, its_round, day = form.what()
    return foresee(procedure=procedure, trial=Trial(its_round, events={name: day}))


def _recorded(request: HttpRequest, procedure: Procedure, form: EventForm) -> HttpResponse:
    name, its_round, day = form.what()
    record_event(
        procedure=procedure,
        name=name,
        day=day,
        round=its_round,
        proof=form.evidence(),
        by=request.user,
    )
    words = {"event": name_of_event(procedure.kind, name), "day": day_in_words(day)}
    messages.success(request, _("“%(event)s” is recorded for %(day)s.") % words)
    return redirect("calendar", procedure.slug)


def _lacks_round(procedure: Procedure) -> bool:
    return procedure_type(procedure.kind).has_rounds and not procedure.current_round


def add_to(form: Any, error: ValidationError) -> None:
    """An error of a service at the field that it is about, if its code names one."""
    code = getattr(error, "code", None)
    form.add_error(code if code in form.fields else None, error)


def calendar_page(
    request: HttpRequest, template: str, procedure: Procedure, form: Any, context: dict[str, Any]
) -> HttpResponse:
    """A page about the calendar with a form, 422 if it has errors."""
    status = 422 if form.errors else 200
    return workbench_page(request, template, procedure, "calendar", context, status=status)


@staff_only
@pages
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an event back with a reason, perhaps with the right day."""
    procedure = procedure_for(request, slug, KEEP)
    event = get_object_or_404(procedure.events.standing().select_related("round"), pk=pk)
    needs_day = event.name == OPENS_ROUND and event.round is not None
    form = EventWithdrawalForm(request.POST or None, needs_day=needs_day)
    moved: tuple[Moved, ...] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "compute" not in request.POST:
                return _withdrawn(request, procedure, event, form)
            day = form.cleaned_data["instead"]
            trial = Trial(event.round, events={event.name: day})
            moved = foresee(procedure=procedure, trial=trial)
        except DeadlineError as error:
            field = "instead" if form.cleaned_data["instead"] else None
            form.add_error(field, in_words(error, procedure.kind))
        except ValidationError as error:
            add_to(form, error)
    name = name_of_event(procedure.kind, event.name)
    context = {"form": form, "event": event, "event_name": name, "moved": moved}
    return calendar_page(request, "schemes/event_withdraw.html", procedure, form, context)


def _withdrawn(
    request: HttpRequest, procedure: Procedure, event: ProcedureEvent, form: EventWithdrawalForm
) -> HttpResponse:
    data = form.cleaned_data
    withdraw_event(event=event, by=request.user, because=data["because"], instead=data["instead"])
    name = name_of_event(procedure.kind, event.name)
    if data["instead"]:
        words = {"event": name, "day": day_in_words(data["instead"])}
        messages.success(request, _("“%(event)s” is recorded for %(day)s.") % words)
    else:
        messages.success(request, _("“%(event)s” has been withdrawn.") % {"event": name})
    return redirect("calendar", procedure.slug)


@staff_only
@never_cache
@require_safe
def proof(request: HttpRequest, slug: str, pk: int) -> HttpResponse | FileResponse:
    """The file of a proof, to be saved; also of an event that was withdrawn."""
    procedure = procedure_for(request, slug, "schemes.read_calendar")
    event = get_object_or_404(procedure.events, pk=pk)
    if not event.proof_file:
        raise Http404(_("There is no file with this event."))
    try:
        content = event.proof_file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file of this proof is missing.")) from error
    response = FileResponse(
        content,
        content_type=media_type_of(event),
        as_attachment=True,
        filename=f"{procedure.slug}-{event.name}-{event.day.isoformat()}.{ending_of(event)}",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
