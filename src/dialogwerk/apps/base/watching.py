"""Pages that show how far a run is, and renew themselves while it works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Run


def renewed(request: HttpRequest, run: Run | None) -> HttpResponse | None:
    """What a page that renews itself is answered: how far the run is, or to load itself anew.

    Returns:
        None if a whole page was asked for. The page holds `components/run_progress.html`, given
        the run and its own address, and varies on the header "HX-Request".
    """
    if not request.htmx:
        return None
    if run is None or run.is_finished:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"run": run, "address": request.path}
    return render(request, "components/run_progress.html", context)


def settle(job: Any, run: Run | None) -> None:
    """Show a job whose worker died for good as failed, one stopped while it waited as stopped.

    Args:
        job: has a ``state`` out of its own ``State``, with RUNNING, STOPPED and FAILED; not saved.
    """
    if run and job.state == job.State.RUNNING:
        was_stopped = run.state == Run.State.STOPPED
        job.state = job.State.STOPPED if was_stopped else job.State.FAILED
