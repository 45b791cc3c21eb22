"""Results of dialogues in the weighing: where they are considered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.apps.dialogues.models import ResultHandedOver
from dialogwerk.apps.schemes.models import Procedure

from ..errors import StatementError
from ..models import DialogueResultConsidered
from ..services import dialogue_results as service
from .workbench import procedure_for

PERM = "statements.close_weighing"


@login_required
@require_POST
def consider(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say where results that were handed over are considered."""
    procedure = procedure_for(request, slug, PERM)
    given = ResultHandedOver.objects.to_procedure(procedure)
    found = get_object_or_404(given, code=code)
    return _step(
        request,
        procedure,
        service.consider,
        procedure=procedure,
        hand_over=found,
        where=request.POST.get("where", ""),
    )


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take it back, with a reason."""
    procedure = procedure_for(request, slug, PERM)
    standing = DialogueResultConsidered.objects.standing().filter(procedure=procedure)
    rows = standing.select_related("hand_over", "procedure")
    found = get_object_or_404(rows, hand_over__code=code)
    because = request.POST.get("because", "")
    return _step(request, procedure, service.take_back, considered=found, because=because)


def _step(
    request: HttpRequest, at: Procedure, step: Callable[..., Any], **said: Any
) -> HttpResponse:
    try:
        step(by=request.user, **said)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("gate", at.slug)
