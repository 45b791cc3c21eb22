"""Long work in the background: what runs in a procedure, how far it is, stop and go on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import start_run, stop_run
from dialogwerk.apps.base.watching import renewed
from dialogwerk.apps.schemes.models import Procedure

from ..errors import StatementError
from ..models import ImportBatch
from ..services import imports
from ..services.grouping_runs import start_grouping
from ..services.person_runs import start_telling_apart
from .workbench import procedure_for, workbench_page

PERM = "statements.open_workbench"
PERM_OF_KIND = {
    "import": "statements.take_in",
    "import-check": "statements.take_in",
    "group": "statements.take_in",
    "bulk": "statements.tie",
    "persons": "statements.link_persons",
    "take-in": "statements.take_in",
    "ocr": "statements.take_in",
}
"""Who may stop a run and let it go on; other kinds of run are those of sending replies."""

OTHERWISE = "statements.send"
TEMPLATES = "statements/workbench/runs"
PAGE = 50


@login_required
@require_safe
def runs(request: HttpRequest, slug: str) -> HttpResponse:
    """The runs of a procedure, the newest first."""
    procedure = procedure_for(request, slug, PERM)
    found = Run.objects.filter(arguments__procedure=procedure.slug).order_by("-created_at")
    page = Paginator(found.defer("result", "error"), PAGE).get_page(request.GET.get("page"))
    return workbench_page(request, f"{TEMPLATES}/list.html", procedure, "runs", {"page": page})


def _found(request: HttpRequest, public_id: str) -> tuple[Run, Procedure]:
    found = get_object_or_404(Run, public_id=public_id)
    slug = found.arguments.get("procedure")
    if not isinstance(slug, str):
        raise Http404
    return found, procedure_for(request, slug, PERM)


def _may_steer(request: HttpRequest, found: Run, procedure: Procedure) -> bool:
    return request.user.has_perm(PERM_OF_KIND.get(found.kind, OTHERWISE), procedure)


@login_required
@require_safe
@vary_on_headers("HX-Request")
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    """One run: how far it is, what it says, what came of it."""
    found, procedure = _found(request, public_id)
    if answer := renewed(request, found):
        return answer
    context: dict[str, Any] = {
        "run": found,
        "procedure": procedure,
        "may_steer": _may_steer(request, found, procedure),
        "batch_code": found.arguments.get("import", ""),
    }
    return workbench_page(request, f"{TEMPLATES}/run.html", procedure, "runs", context)


@login_required
@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a run to stop at the next good moment."""
    found, procedure = _found(request, public_id)
    if not _may_steer(request, found, procedure):
        raise PermissionDenied
    if not found.is_finished:
        stop_run(found)
        messages.info(request, _("It stops at the next good moment; what is done stays."))
    return redirect("run", found.public_id)


@login_required
@require_POST
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let work go on that was stopped or has failed: a new run takes over what is left."""
    found, procedure = _found(request, public_id)
    if not _may_steer(request, found, procedure):
        raise PermissionDenied
    if found.state not in (Run.State.STOPPED, Run.State.FAILED):
        messages.error(request, _("Only work that was stopped or has failed can go on."))
        return redirect("run", found.public_id)
    try:
        next_run = _resumed(found, procedure, by=request.user.actor)
    except StatementError as error:
        messages.error(request, str(error))
        return redirect("run", found.public_id)
    return redirect("run", next_run.public_id)


def _resumed(found: Run, procedure: Procedure, *, by: str) -> Run:
    if found.kind == "import":
        batch = get_object_or_404(
            ImportBatch, procedure=procedure, code=found.arguments.get("import")
        )
        return imports.start(
            batch, by=by, group_after=bool(found.arguments.get("group_after", True))
        )
    if found.kind == "group":
        return start_grouping(procedure, by=by)
    if found.kind == "persons":
        return start_telling_apart(procedure, by=by)
    return start_run(
        found.kind, title=found.title, arguments=found.arguments, by=by, total=found.total
    )
