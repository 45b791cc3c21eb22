"""Events as everyone sees them: read, put into a calendar, register, cancel."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.base.guarding import guard_of, is_refused
from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id, parse_receipt
from dialogwerk.apps.base.protection import client_of, is_too_often, was_too_often
from dialogwerk.apps.dialogues.views.finding import format_of, process_for

from ..errors import EventError
from ..forms.events import RegistrationForm
from ..models import Event, Registration
from ..services import registrations as service
from ..services.calendars import calendar_of

PER_PAGE = 30
WRONG_KEYS_PER_HOUR = 30
pages = require_http_methods(["GET", "HEAD", "POST"])


def event_for(request: HttpRequest, code: str) -> Event:
    """The event of this code number, however it is written.

    Raises:
        Http404: there is none, or this visitor may not know of it.
    """
    try:
        written = parse_public_id(code, prefix="V")
    except MistypedReceipt as error:
        raise Http404(str(error)) from error
    visible = Event.objects.visible_to(request.user)
    found = visible.filter(code=written).select_related("format__process__scheme").first()
    if found is None:
        raise Http404(_("There is no such event, or it is not public."))
    return found


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """All events that this visitor may see: the next ones, and those that are over."""
    now = timezone.now()
    visible = Event.objects.visible_to(request.user).select_related("format__process")
    page = Paginator(visible.over(now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": list(visible.not_over(now)[:100]),
        "page": page,
        "may_create": request.user.has_perm("events.create"),
    }
    return render(request, "events/list.html", context)


@require_safe
def events_of_format(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The events of a dialogue under one heading."""
    process = process_for(request, slug)
    one = format_of(process, format_slug, "event")
    now = timezone.now()
    visible = one.events.visible_to(request.user)
    context = {
        "process": process,
        "format": one,
        "coming": visible.not_over(now),
        "over": visible.over(now),
        "may_work": request.user.has_perm("dialogues.open_workbench", process),
    }
    return render(request, "events/of_format.html", context)


@require_safe
def event(request: HttpRequest, code: str) -> HttpResponse:
    """One event: when, where, what for, how to get in."""
    found = event_for(request, code)
    context = {
        "event": found,
        "process": found.process,
        "is_over": found.ends_at <= timezone.now(),
        "takes_registrations": found.takes_registrations_at(timezone.now()),
        "free": service.free_places(found),
        "zone": timezone.get_current_timezone_name(),
        "may_edit": request.user.has_perm("events.edit", found),
        "may_see": request.user.has_perm("events.see_registrations", found),
    }
    return render(request, "events/event.html", context)


@never_cache
@pages
def register_page(request: HttpRequest, code: str) -> HttpResponse:
    """Register for an event; the link by which one cancels stands in the mail only."""
    now = timezone.now()
    found = event_for(request, code)
    if not found.takes_registrations_at(now):
        messages.error(request, _("Nobody can register for this event now."))
        return redirect(found)
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (made := _registered(request, found, form, now)):
        messages.success(request, _told(made))
        return redirect(found)
    context = {
        "event": found,
        "process": found.process,
        "form": form,
        "free": service.free_places(found),
        "guard": guard_of(form, place=found.code, now=now),
    }
    return render(request, "events/register.html", context, status=422 if form.errors else 200)


def _registered(
    request: HttpRequest, found: Event, form: RegistrationForm, now: datetime
) -> Registration | None:
    if not form.is_valid() or is_refused(request, form, place=found.code, now=now):
        return None
    data = form.cleaned_data
    try:
        return service.register(
            event=found, name=data["name"], email=data["email"], seats=data["seats"], now=now
        )
    except EventError as error:
        form.refuse(str(error))
        return None


def _told(made: Registration) -> str:
    if made.state == Registration.State.WAITING:
        return _("All places are taken; you are on the waiting list. You get an e-mail about it.")
    return _("You are registered. You get an e-mail with all details in a few minutes.")


@never_cache
@pages
def registration(request: HttpRequest, key: str) -> HttpResponse:
    """One's own registration, behind the key of the mail: read it, cancel it."""
    found = _own(request, key)
    if request.method == "POST" and request.POST.get("deed") == "confirm":
        service.confirm(registration=found, now=timezone.now())
        messages.success(request, _("Thank you. We write to you if something changes."))
        return redirect(found)
    if request.method == "POST":
        service.cancel(registration=found, now=timezone.now())
        messages.success(request, _("Your registration is cancelled. Thank you for saying so."))
        return redirect(found)
    context = {
        "registration": found,
        "event": found.event,
        "zone": timezone.get_current_timezone_name(),
    }
    response = render(request, "events/registration.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _own(request: HttpRequest, key: str) -> Registration:
    client = client_of(request, day=timezone.localdate().isoformat())
    if was_too_often("registration", client, per_hour=WRONG_KEYS_PER_HOUR):
        raise Http404(_("Too many wrong addresses came from your connection. Please try later."))
    try:
        written = parse_receipt(key)
    except MistypedReceipt as error:
        raise Http404(str(error)) from error
    rows = Registration.objects.select_related("event__format__process")
    found = rows.filter(key=written).first()
    if found is None:
        is_too_often("registration", client, per_hour=WRONG_KEYS_PER_HOUR)
        raise Http404(_("There is no such registration."))
    return found


@require_safe
def event_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """One event as a calendar file."""
    found = event_for(request, code)
    content = calendar_of([found], name=found.title, page=found.get_absolute_url())
    return _file(content, f"{found.code}.ics")


@require_safe
def process_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of a dialogue, to subscribe to; called-off ones stay in it as such."""
    process = process_for(request, slug)
    events = Event.objects.of(process).visible_to(request.user).order_by("pk")
    content = calendar_of(events, name=process.title, page=process.get_absolute_url())
    return _file(content, f"{process.slug}.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, max-age=600"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
