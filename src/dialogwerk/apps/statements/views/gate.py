"""The gate "every objection answered": what is open, closing, opening again, publishing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..errors import StatementError
from ..forms.replies import ReopenForm
from ..services import dialogue_results
from ..services import gate as service
from .workbench import first_error, procedure_for, workbench_page

SECTION = "gate"
LOOK, CLOSE = "statements.open_workbench", "statements.close_weighing"


@login_required
@require_safe
def gate(request: HttpRequest, slug: str) -> HttpResponse:
    """What is still open, and the steps to the end of the procedure."""
    procedure = procedure_for(request, slug, LOOK)
    items = service.open_items(procedure)
    context = {
        "items": items,
        "unread": items.unread_letters,
        "results": dialogue_results.weighed(procedure) if items.results else [],
        "may_close": request.user.has_perm(CLOSE, procedure),
        "reopen_form": ReopenForm(),
    }
    return workbench_page(
        request, "statements/workbench/gate/gate.html", procedure, SECTION, context
    )


@login_required
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the weighing, if nothing is open."""
    return _step(request, slug, service.close_weighing, _("The weighing is closed."))


@login_required
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the weighing again, with a reason."""
    form = ReopenForm(request.POST)
    if not form.is_valid():
        procedure_for(request, slug, CLOSE)
        messages.error(request, first_error([form]))
        return redirect("gate", slug)
    reason = form.cleaned_data["reason"]
    done = _("The weighing is open again.")
    return _step(request, slug, service.reopen_weighing, done, reason=reason)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more, then show the answers on the public pages."""
    if request.method != "POST":
        procedure = procedure_for(request, slug, CLOSE)
        items = service.open_items(procedure)
        context = {"items": items, "unread": items.unread_letters}
        return workbench_page(
            request, "statements/workbench/gate/release.html", procedure, SECTION, context
        )
    return _step(request, slug, service.release_answers, _("The answers are public now."))


def _step(
    request: HttpRequest, slug: str, step: Callable[..., None], done: str, **arguments: Any
) -> HttpResponse:
    procedure = procedure_for(request, slug, CLOSE)
    try:
        step(procedure=procedure, by=request.user.actor, **arguments)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("gate", slug)
