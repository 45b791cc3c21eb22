"""The workbench of events: plan, call off, see who comes, note what came of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.dialogues.models import Format
from dialogwerk.apps.dialogues.views.finding import desk_page, format_of, process_for
from dialogwerk.apps.people.services import identities

from ..errors import EventError
from ..forms.events import AfterwardsForm, CallOffForm, EventForm
from ..models import Event, Registration
from ..services import events as service
from ..services import registrations
from .public import event_for

pages = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest,
    template: str,
    event_format: Format | None,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """With the tabs of its dialogue, or without any where an event stands alone."""
    if event_format is None:
        return render(request, template, {**context, "process": None}, status=status)
    shown = {**context, "format": event_format}
    return desk_page(
        request, template, event_format.process, "process-formats", shown, status=status
    )


@login_required
@require_safe
def of_format(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The events of a format."""
    process = process_for(request, slug, "dialogues.open_workbench")
    one = format_of(process, format_slug, "event")
    context = {
        "events": one.events.with_seats().order_by("-starts_at")[:200],
        "may_edit": request.user.has_perm("dialogues.edit", process),
    }
    return _page(request, "events/desk.html", one, context)


@login_required
@require_safe
def alone(request: HttpRequest) -> HttpResponse:
    """Events that belong to no dialogue."""
    if not request.user.has_perm("events.create"):
        raise PermissionDenied
    events = Event.objects.standing_alone().with_seats().order_by("-starts_at")[:200]
    return _page(request, "events/desk.html", None, {"events": events, "may_edit": True})


@login_required
@pages
def new(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """A new event of a dialogue."""
    process = process_for(request, slug, "dialogues.edit")
    return _edited(request, None, format_of(process, format_slug, "event"))


@login_required
@pages
def new_alone(request: HttpRequest) -> HttpResponse:
    """A new event that belongs to no dialogue, like an open day."""
    if not request.user.has_perm("events.create"):
        raise PermissionDenied
    return _edited(request, None, None)


@login_required
@pages
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """An event: when, where, for how many."""
    event = _event(request, code, "events.edit")
    return _edited(request, event, event.format)


def _event(request: HttpRequest, code: str, perm: str) -> Event:
    event = event_for(request, code)
    if not request.user.has_perm(perm, event):
        raise PermissionDenied
    return event


def _edited(request: HttpRequest, event: Event | None, one: Format | None) -> HttpResponse:
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        try:
            saved = service.save_event(
                event=event,
                format=one,
                now=timezone.now(),
                by=request.user,  # type: ignore[arg-type]
                **form.cleaned_data,
            )
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(saved)
    context = {"form": form, "event": event}
    return _page(request, "events/edit.html", one, context, status=422 if form.errors else 200)


@login_required
@pages
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """Call an event off, with a reason that everyone reads."""
    event = _event(request, code, "events.edit")
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        service.call_off(event=event, reason=reason, now=now, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The event is called off; everyone who registered is told."))
        return redirect(event)
    context = {"form": form, "event": event}
    status = 422 if form.errors else 200
    return _page(request, "events/call_off.html", event.format, context, status=status)


@never_cache
@login_required
@require_safe
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Who comes, by name, to be ticked off at the door. The look into the vault is logged."""
    event = _event(request, code, "events.see_registrations")
    rows = list(event.registrations.standing())
    names = identities(
        [one.person_id for one in rows],
        by=request.user.actor,  # type: ignore[union-attr]
        purpose="attendance",
        procedure=event.code,
        user_id=request.user.pk,
    )
    shown = [{"registration": one, "identity": names.get(one.person_id)} for one in rows]
    shown.sort(key=lambda row: row["identity"].name.casefold() if row["identity"] else "~")
    came = sum(one.seats for one in rows if one.checked_in_at)
    context = {
        "event": event,
        "coming": [row for row in shown if row["registration"].state == _COMING],
        "waiting": [row for row in shown if row["registration"].state != _COMING],
        "came": came,
    }
    return _page(request, "events/attendance.html", event.format, context)


_COMING = Registration.State.COMING


@login_required
@require_POST
def check_in(request: HttpRequest, code: str, registration: str) -> HttpResponse:
    """Somebody came, or did not after all."""
    event = _event(request, code, "events.see_registrations")
    found = get_object_or_404(event.registrations.standing(), code=registration)
    registrations.check_in(
        registration=found,
        came=request.POST.get("came") == "yes",
        now=timezone.now(),
        by=request.user,  # type: ignore[arg-type]
    )
    return redirect("event-attendance", event.code)


@login_required
@pages
def afterwards(request: HttpRequest, code: str) -> HttpResponse:
    """How many came, from which groups, what came out of it."""
    event = _event(request, code, "events.see_registrations")
    initial = {
        "attended": event.attended,
        "summary": event.summary,
        "groups": "\n".join(f"{one.name}: {one.people}" for one in event.groups.all()),
    }
    form = AfterwardsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        service.note_afterwards(event=event, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect(event)
    came = sum(one.seats for one in event.registrations.exclude(checked_in_at=None))
    context = {"form": form, "event": event, "came": came}
    status = 422 if form.errors else 200
    return _page(request, "events/afterwards.html", event.format, context, status=status)
