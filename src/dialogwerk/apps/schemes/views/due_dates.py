"""Coming dates over all procedures of an account, its reminders and its calendar address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.sites import absolute_url

from ..forms.reminders import DueDatesFilter, ReminderForm
from ..kinds import badge_of_kind, name_of_kind
from ..models import CalendarSettings, Procedure, ScheduledStep
from ..services import due_dates as service
from ..services import feeds, reminders

PAGE = 50
OVERDUE_SHOWN = 10
NEXT_SHOWN = 5
SOON = timedelta(days=30)

View = Callable[..., HttpResponse]


def for_those_with_dates(view: View) -> View:
    """Staff and members of any team; others are sent to the log-in or refused."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not service.has_dates(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_those_with_dates
@require_safe
@vary_on_headers("HX-Request")
def due_dates(request: HttpRequest) -> HttpResponse:
    """What is overdue, then what comes, by week and month."""
    day = timezone.localdate()
    chosen = DueDatesFilter(request.GET, user=request.user)
    steps = _narrowed(request, chosen.chosen)
    missed = service.overdue(steps, day)
    only_overdue = chosen.chosen.get("show") == "overdue"
    shown = missed if only_overdue else service.coming(steps, day)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    overdue = list(page) if only_overdue else _first(missed, page.number)
    context = {
        "filter": chosen,
        "is_narrowed": bool(chosen.chosen),
        "page": page,
        "only_overdue": only_overdue,
        "overdue": rows(overdue[:OVERDUE_SHOWN] if not only_overdue else overdue, request, day),
        "more_overdue": not only_overdue and len(overdue) > OVERDUE_SHOWN,
        "groups": [] if only_overdue else in_groups(rows(page, request, day), day),
    }
    template = "schemes/_due_dates_results.html" if request.htmx else "schemes/due_dates.html"
    return render(request, template, context)


@dataclass(frozen=True, slots=True)
class Row:
    """One date as listed: how far away, what it is, and the page to go to."""

    step: ScheduledStep
    title: str
    when: str
    kind: str
    badge: str
    url: str


def rows(steps: Iterable[ScheduledStep], request: HttpRequest, day: date) -> list[Row]:
    """Lines of the list; asks the database for nothing that the steps do not bring along."""
    return [
        Row(
            step=step,
            title=service.title_of_end(step),
            when=service.days_from(step.last_day, day),
            kind=name_of_kind(step.kind),
            badge=badge_of_kind(step.kind),
            url=_page_of(step.procedure, request),
        )
        for step in steps
    ]


def next_dates(request: HttpRequest) -> dict[str, Any]:
    """The next few dates and how many are overdue, for the start page of the workbench."""
    day, steps = timezone.localdate(), service.steps_seen_by(request.user)
    ahead = service.coming(steps, day).filter(last_day__lte=day + SOON)[:NEXT_SHOWN]
    return {"rows": rows(ahead, request, day), "overdue": service.overdue(steps, day).count()}


def _page_of(procedure: Procedure, request: HttpRequest) -> str:
    if request.user.has_perm("schemes.read_calendar", procedure):
        return service.calendar_page(procedure)
    return procedure.get_absolute_url()


def _narrowed(request: HttpRequest, chosen: dict[str, str]) -> QuerySet[ScheduledStep]:
    steps = service.steps_seen_by(request.user)
    if slug := chosen.get("procedure"):
        steps = steps.filter(procedure__slug=slug)
    if chosen.get("show") == "mine":
        steps = steps.filter(service.duties_of(request.user))
    return steps


def _first(missed: QuerySet[ScheduledStep], page_number: int) -> list[ScheduledStep]:
    """One more than is shown, so that the page knows whether there are more."""
    return list(missed[: OVERDUE_SHOWN + 1]) if page_number == 1 else []


def in_groups(found: Iterable[Row], day: date) -> list[tuple[str, list[Row]]]:
    """Rows in their order under headings: this week, next week, then months."""
    return [
        (heading, list(some))
        for heading, some in groupby(found, key=lambda row: _heading(row.step.last_day, day))
    ]


def _heading(last_day: date, day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    weeks = (last_day - monday).days // 7
    if weeks == 0:
        return _("This week")
    if weeks == 1:
        return _("Next week")
    return date_format(last_day, "F Y")


# Settings


@for_those_with_dates
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Reminders, and the address of the personal calendar."""
    saved = feeds.settings_of(request.user)
    data = request.POST if request.method == "POST" else None
    form = ReminderForm(data, saved=saved)
    if request.method == "POST" and form.is_valid():
        saved = reminders.save_settings(user=request.user, **form.cleaned_data)
        messages.success(request, _said(saved))
        return redirect("reminder-settings")
    context = {"form": form, "address": _address(saved), "has_address": bool(saved.token)}
    status = 422 if form.errors else 200
    return render(request, "schemes/due_dates_settings.html", context, status=status)


def _said(saved: CalendarSettings) -> str:
    if saved.mail:
        return _("Reminders come by e-mail as chosen.")
    return _("You get no more reminders by e-mail.")


def _address(saved: CalendarSettings) -> str:
    if not saved.token:
        return ""
    language = (get_language() or "de")[:2]
    query = "" if language == "de" else f"?sprache={language}"
    return absolute_url(reverse("personal-feed", args=[saved.token])) + query


@for_those_with_dates
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """Ask, then give the personal calendar a new address; the first one needs no question."""
    saved = feeds.settings_of(request.user)
    if request.method == "POST":
        feeds.renew_address(user=request.user)
        messages.success(
            request,
            _("The calendar has a new address. Subscribe to it anew; the old one is gone.")
            if saved.token
            else _("The calendar has an address now."),
        )
        return redirect("reminder-settings")
    return render(request, "schemes/due_dates_renew.html", {"has_address": bool(saved.token)})
