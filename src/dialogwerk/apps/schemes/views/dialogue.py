"""Dates of the dialogue of a project: all of them, a new one, a changed one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import hooks
from ..forms.dialogue import DialogueDateForm, proposed
from ..interlock import interlock_of
from ..models import DialogueDate, Scheme
from ..services import dialogue as service
from .finding import scheme_for, staff_only

pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of the dialogue with what the procedures beside them have to say of each."""
    scheme = scheme_for(request, slug, "schemes.read_calendar")
    procedures = list(scheme.procedures.in_full())
    interlock = interlock_of(procedures, list(scheme.dialogue_dates.all()))
    dates = [(one, hooks.links(request, one.date)) for one in interlock.dates]
    context = {
        "scheme": scheme,
        "procedures": procedures,
        "interlock": interlock,
        "dates": dates,
        "may_keep": request.user.has_perm("schemes.keep_calendar", scheme),
    }
    return render(request, "schemes/dialogue_dates.html", context)


@staff_only
@pages
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new date of the dialogue."""
    return _form_page(request, scheme_for(request, slug, "schemes.keep_calendar"), None)


@staff_only
@pages
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A date of the dialogue: its days, what becomes of its result."""
    scheme = scheme_for(request, slug, "schemes.keep_calendar")
    return _form_page(request, scheme, get_object_or_404(scheme.dialogue_dates, pk=pk))


def _form_page(request: HttpRequest, scheme: Scheme, one: DialogueDate | None) -> HttpResponse:
    initial = None if one else proposed(request.GET)
    form = DialogueDateForm(request.POST or None, instance=one, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = service.save_dialogue_date(
            scheme=scheme, dialogue_date=one, by=request.user.actor, **form.cleaned_data
        )
        messages.success(request, _("“%(title)s” has been saved.") % {"title": saved.title})
        page = reverse("dialogue-dates", args=[scheme.slug])
        return redirect(f"{page}#date-{saved.pk}")
    context = {"scheme": scheme, "form": form, "date": one}
    status = 422 if form.errors else 200
    return render(request, "schemes/dialogue_form.html", context, status=status)


@staff_only
@pages
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then take a date of the dialogue off the timeline."""
    scheme = scheme_for(request, slug, "schemes.keep_calendar")
    one = get_object_or_404(scheme.dialogue_dates.select_related("scheme"), pk=pk)
    if request.method == "POST":
        service.remove_dialogue_date(dialogue_date=one, by=request.user.actor)
        messages.success(request, _("“%(title)s” has been taken away.") % {"title": one.title})
        return redirect("dialogue-dates", scheme.slug)
    return render(request, "schemes/dialogue_remove.html", {"scheme": scheme, "date": one})
