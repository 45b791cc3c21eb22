"""What if? Planning with the calendar of a procedure; nothing is stored."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dialogwerk.cores.deadlines import DeadlineError, procedure_type

from ..forms.planning import BackwardsForm, WhatIfForm
from ..models import Procedure
from ..services.planning import ask_backwards, ask_what_if
from ..words import in_words
from ..workbench import workbench_page
from .finding import procedure_for, staff_only


@staff_only
@never_cache
@require_safe
def what_if(request: HttpRequest, slug: str) -> HttpResponse:
    """Move one event, or plan backwards from a wished day; both by address, so that a question
    can be kept and sent on."""
    procedure = procedure_for(request, slug, "schemes.read_calendar")
    facts = {"procedure": procedure, "declared": procedure_type(procedure.kind)}
    move = WhatIfForm(request.GET if "event" in request.GET else None, **facts)
    back = BackwardsForm(request.GET if "wish" in request.GET else None, **facts)
    context = {
        "move": move,
        "back": back,
        "answer": _moved(procedure, move),
        "plan": _planned(procedure, back),
        "today": timezone.localdate(),
    }
    status = 422 if move.errors or back.errors else 200
    return workbench_page(
        request, "schemes/what_if.html", procedure, "calendar", context, status=status
    )


def _moved(procedure: Procedure, form: WhatIfForm) -> Any:
    if not form.is_valid():
        return None
    try:
        return ask_what_if(procedure=procedure, **form.cleaned_data)
    except DeadlineError as error:
        return _refused(form, error, procedure)


def _planned(procedure: Procedure, form: BackwardsForm) -> Any:
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        return ask_backwards(
            procedure=procedure,
            wish=data["wish"],
            day=data["wish_day"],
            not_before=data["not_before"] or timezone.localdate(),
            afresh=data.get("afresh", False),
        )
    except DeadlineError as error:
        return _refused(form, error, procedure)


def _refused(form: forms.Form, error: DeadlineError, procedure: Procedure) -> None:
    form.add_error(None, in_words(error, procedure.kind))
