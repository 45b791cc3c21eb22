"""Long work in the background: started here, done by a worker, resumed when the worker dies.

A run is a row that says what is to be done; the task queue only carries its id. Handlers live in a
module ``runs.py`` of their app::

    @handler("statements.import")
    def import_letters(run: RunHandle) -> dict:
        for done, row in enumerate(rows_left(run.arguments), start=1):
            if run.should_stop():
                break
            ...
            run.advance(done)
        return {"imported": done}

A handler may be started again for the same run, after its worker was killed in the middle. It must
therefore look at what is already there, and commit in portions of well under a minute, for a run
without a sign of life is given to another worker. The one that lost it notices at its next
``advance`` or ``should_stop``, which then raise `RunTakenOver`.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from django_tasks import task

from .models import Run

logger = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 5
SECONDS_BETWEEN_WRITES = 0.5

Handler = Callable[["RunHandle"], Mapping[str, Any] | None]
_handlers: dict[str, Handler] = {}


class RunFailed(Exception):
    """Raised by a handler that cannot go on; the text is shown to the person who waits."""


class RunTakenOver(Exception):
    """Another worker has this run by now; the handler has to let go."""


class RunHandle:
    """What a handler sees of its run. Progress is written at most twice a second."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.arguments: Mapping[str, Any] = run.arguments
        self.was_stopped = False
        self._next_write = 0.0

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None:
        """Report how far it is: steps done, what is at hand, and the total if only known now.

        Raises:
            RunTakenOver: another worker has the run.
        """
        self.run.done, self.run.message = done, message[:500] or self.run.message
        if total is not None:
            self.run.total = total
        self._write_now_and_then()

    def should_stop(self) -> bool:
        """Whether somebody asked to stop; the handler then returns what it has so far.

        Raises:
            RunTakenOver: another worker has the run.
        """
        self._write_now_and_then()
        return self.was_stopped

    def _write_now_and_then(self) -> None:
        if time.monotonic() < self._next_write:
            return
        self.write(heartbeat_at=timezone.now())
        self.was_stopped = Run.objects.filter(pk=self.run.pk, stop_requested=True).exists()
        self._next_write = time.monotonic() + SECONDS_BETWEEN_WRITES

    def write(self, **changes: Any) -> None:
        """Store the progress and these changes, if the run is still in this worker's hands.

        Raises:
            RunTakenOver: it is not.
        """
        mine = Run.objects.filter(pk=self.run.pk, attempt=self.run.attempt, state=Run.State.RUNNING)
        progress = {"done": self.run.done, "total": self.run.total, "message": self.run.message}
        if not mine.update(**{**progress, **changes}):
            raise RunTakenOver(
                f"{self.run.public_id} is no longer run by attempt {self.run.attempt}"
            )


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: this function does the runs of that kind."""

    def register(function: Handler) -> Handler:
        known = _handlers.setdefault(kind, function)
        if known is not function:
            raise ValueError(
                f"Runs of kind {kind!r} already have the handler {known.__qualname__}."
            )
        return function

    return register


def start_run(
    kind: str, *, title: str, arguments: Mapping[str, Any], by: str, total: int = 0
) -> Run:
    """Store a run and, once the surrounding transaction is committed, queue it for the workers.

    Args:
        kind: which handler does it.
        title: what people read in the list of runs.
        arguments: JSON-able; what the handler needs.
        by: the actor, as in the journal (``user:12``).
        total: number of steps, if known.
    """
    run = Run.objects.create(
        kind=kind, title=str(title)[:200], arguments=dict(arguments), actor=by, total=total
    )
    _enqueue(run)
    return run


def stop_run(run: Run) -> None:
    """Ask a run to stop: at once if it waits, else as soon as its handler looks."""
    now = timezone.now()
    waiting = Run.objects.filter(pk=run.pk, state=Run.State.WAITING)
    if not waiting.update(state=Run.State.STOPPED, stop_requested=True, finished_at=now):
        Run.objects.filter(pk=run.pk).unfinished().update(stop_requested=True)
    run.refresh_from_db()


def reap_runs(now: datetime, stale_after: timedelta = STALE_AFTER) -> list[Run]:
    """Give runs whose worker has died to another one; returns these.

    Runs that wait for long are queued again too, since their message may have died with a worker;
    one message too many does nothing. After `MOST_ATTEMPTS` a run has failed.
    """
    return [run for run in Run.objects.silent_since(now - stale_after) if _reap(run, now)]


def _reap(run: Run, now: datetime) -> bool:
    unchanged = Run.objects.filter(
        pk=run.pk, state=run.state, attempt=run.attempt, heartbeat_at=run.heartbeat_at
    )
    if run.stop_requested:
        unchanged.update(state=Run.State.STOPPED, finished_at=now)
        return False
    if run.attempt >= MOST_ATTEMPTS:
        error = _("Gave up after %(count)d attempts, each ended by a crash.")
        unchanged.update(
            state=Run.State.FAILED, finished_at=now, error=error % {"count": run.attempt}
        )
        return False
    if not unchanged.update(state=Run.State.WAITING, heartbeat_at=now):
        return False
    _enqueue(run)
    return True


def _enqueue(run: Run) -> None:
    transaction.on_commit(lambda: execute_run.enqueue(run.pk))


@task
def execute_run(run_id: int) -> None:
    """Do the run with this id, unless it was done, stopped or taken meanwhile."""
    run = _claim(run_id)
    if run is None:
        return
    handle = RunHandle(run)
    try:
        _finish(handle)
    except RunTakenOver:
        logger.warning("Run %s went to another worker", run.public_id)


def _claim(run_id: int) -> Run | None:
    """Take a waiting run; of several workers only one gets it."""
    run, now = Run.objects.filter(pk=run_id, state=Run.State.WAITING).first(), timezone.now()
    if run is None:
        return None
    claimed = Run.objects.filter(pk=run_id, state=Run.State.WAITING, attempt=run.attempt).update(
        state=Run.State.RUNNING,
        attempt=run.attempt + 1,
        started_at=run.started_at or now,
        heartbeat_at=now,
    )
    run.refresh_from_db()
    return run if claimed else None


def _finish(handle: RunHandle) -> None:
    changes: dict[str, Any]
    try:
        result = _handler_for(handle.run.kind)(handle)
        state = Run.State.STOPPED if handle.was_stopped else Run.State.DONE
        changes = {"state": state, "result": json.loads(json.dumps(dict(result or {})))}
    except RunTakenOver:
        raise
    except RunFailed as failure:
        changes = {"state": Run.State.FAILED, "error": str(failure)}
    except Exception as error:
        logger.exception("Run %s (%s) failed", handle.run.public_id, handle.run.kind)
        text = _("Something unexpected happened: %(error)s. The log says more.")
        values = {"error": f"{type(error).__name__}: {error}"}
        changes = {"state": Run.State.FAILED, "error": text % values}
    handle.write(finished_at=timezone.now(), heartbeat_at=timezone.now(), **changes)


def _handler_for(kind: str) -> Handler:
    if kind not in _handlers:
        autodiscover_modules("runs")
    if kind not in _handlers:
        raise RunFailed(
            _("Nothing on this machine can do work of the kind “%(kind)s”.") % {"kind": kind}
        )
    return _handlers[kind]
