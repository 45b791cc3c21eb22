"""Writing, printing and sending replies in the background. Each goes on where it was stopped."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure

from ..errors import MailUnavailable, NotAllowedNow
from ..models import CollectiveReply, Dispatch, PrintBatch
from . import collective, dispatch, printing, writing

WRITE, SEND, PRINT = "write_replies", "send_replies", "print_replies"
REWRITE, SETTLE = "rewrite_replies", "settle_collective_reply"
KINDS = [WRITE, SEND, PRINT, REWRITE, SETTLE]


@transaction.atomic
def start_writing(procedure: Procedure, *, by: str) -> Run:
    """Write every due letter.

    Raises:
        NotAllowedNow: that is at work already.
    """
    _check_idle(procedure, WRITE)
    return start_run(
        WRITE,
        title=_("Write reply letters: %(procedure)s") % {"procedure": procedure.title},
        arguments={"procedure": procedure.slug},
        by=by,
    )


def start_rewriting(procedure: Procedure) -> Run | None:
    """Write anew what answers have changed, without being asked; None if there is nothing to do.

    Waits until nobody has saved an answer for a moment, and while other work on letters goes on.
    """
    if not writing.changed(procedure) or not writing.is_quiet(procedure) or at_work(procedure):
        return None
    with transaction.atomic():
        _check_idle(procedure, REWRITE)
        return start_run(
            REWRITE,
            title=_("Reply letters follow changed answers: %(procedure)s")
            % {"procedure": procedure.title},
            arguments={"procedure": procedure.slug},
            by="system:letters",
        )


@transaction.atomic
def start_settling(collective: CollectiveReply, *, by: str) -> Run:
    """Note everyone as answered whom a published notice answers.

    Raises:
        NotAllowedNow: that is at work already.
    """
    _check_idle(collective.procedure, SETTLE)
    return start_run(
        SETTLE,
        title=_("Answer by public notice: %(title)s") % {"title": collective.title},
        arguments={"procedure": collective.procedure.slug, "collective": collective.code},
        by=by,
    )


@transaction.atomic
def start_sending(procedure: Procedure, *, how: str, by: str) -> Run:
    """Send what may go by e-mail, or leave what has no address to be fetched.

    Raises:
        NotAllowedNow: that is at work already, or there is no such way.
    """
    titles = {
        Dispatch.How.EMAIL: _("Send reply letters by e-mail: %(procedure)s"),
        Dispatch.How.RECEIPT: _("Leave reply letters to be fetched: %(procedure)s"),
    }
    if how not in titles:
        raise NotAllowedNow(_("Choose a way by which the letters are sent."))
    _check_idle(procedure, SEND)
    return start_run(
        SEND,
        title=titles[Dispatch.How(how)] % {"procedure": procedure.title},
        arguments={"procedure": procedure.slug, "how": how},
        by=by,
    )


@transaction.atomic
def start_printing(
    procedure: Procedure, *, by: str, letters_a_part: int = printing.LETTERS_A_PART
) -> PrintBatch:
    """Make print files of all written letters for the post.

    Raises:
        NotAllowedNow: that is at work already, or no such number of letters in a file.
    """
    _check_idle(procedure, PRINT)
    batch = printing.open_batch(procedure, by=by, letters_a_part=letters_a_part)
    run = start_run(
        PRINT,
        title=_("Print file %(code)s") % {"code": batch.code},
        arguments={"procedure": procedure.slug, "batch": batch.code},
        by=by,
    )
    PrintBatch.objects.filter(pk=batch.pk).update(run_code=run.public_id)
    return batch


@transaction.atomic
def start_posting(batch: PrintBatch, *, by: str) -> Run:
    """Mark exactly the letters of this batch as posted.

    Raises:
        NotAllowedNow: sending is at work already, or the batch is not ready.
    """
    if not batch.is_open or not batch.file:
        raise NotAllowedNow(_("This batch is not ready to be sent, or no longer."))
    _check_idle(batch.procedure, SEND)
    return start_run(
        SEND,
        title=_("Mark print batch %(code)s as sent") % {"code": batch.code},
        arguments={"procedure": batch.procedure.slug, "how": "post", "batch": batch.code},
        by=by,
        total=batch.printed.count(),
    )


def at_work(procedure: Procedure) -> list[Run]:
    """Runs of this procedure's replies that wait or run."""
    return list(
        Run.objects.unfinished()
        .filter(kind__in=KINDS, arguments__procedure=procedure.slug)
        .order_by("pk")
    )


def _check_idle(procedure: Procedure, kind: str) -> None:
    """Of two clicks at the same time one waits for the other, then finds its run."""
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    if any(run.kind == kind for run in at_work(procedure)):
        raise NotAllowedNow(_("This is at work already. See the background work."))


def _procedure(handle: RunHandle) -> Procedure:
    return Procedure.objects.select_related("authority").get(slug=handle.arguments["procedure"])


@handler(WRITE)
def write(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: write what is due; letters that are right already are only looked at."""
    done = 0
    for done, total in writing.write_due(_procedure(handle), by=handle.run.actor):
        handle.advance(done, total=total)
        if handle.should_stop():
            break
    return {"checked": done}


@handler(REWRITE)
def rewrite(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: write anew what does not say any more what the record says."""
    done = 0
    for done, total in writing.write_changed(_procedure(handle), by=handle.run.actor):
        handle.advance(done, total=total)
        if handle.should_stop():
            break
    return {"written": done}


@handler(SETTLE)
def settle(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: note the people of a published notice as answered."""
    found = CollectiveReply.objects.select_related("procedure__authority").get(
        code=handle.arguments["collective"]
    )
    done, total = 0, collective.ready(found).count()
    for done in collective.settle(found, by=handle.run.actor):
        handle.advance(done, total=total)
        if handle.should_stop():
            break
    return {"answered": done}


@handler(SEND)
def send(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: send by e-mail, leave to be fetched, or mark a print batch as posted."""
    how, by = handle.arguments["how"], handle.run.actor
    if how == Dispatch.How.POST:
        return _post(handle)
    procedure = _procedure(handle)
    if how == Dispatch.How.EMAIL:
        waiting = dispatch.by_email(dispatch.written(procedure)).count()
        attempts = dispatch.send_all_by_email(procedure, by=by)
    else:
        waiting = dispatch.by_receipt(dispatch.written(procedure)).count()
        attempts = dispatch.leave_to_fetch(procedure, by=by)
    counts = {"sent": 0, "failed": 0, "left": 0}
    try:
        for done, attempt in enumerate(attempts, start=1):
            counts[_outcome(attempt)] += 1
            handle.advance(done, total=waiting)
            if handle.should_stop():
                break
    except MailUnavailable as error:
        raise RunFailed(
            _("%(error)s %(count)s letters were sent before.")
            % {"error": error, "count": counts["sent"]}
        ) from error
    return counts


def _outcome(attempt: Dispatch | None) -> str:
    if attempt is None:
        return "left"
    return "sent" if attempt.state == Dispatch.State.SENT else "failed"


def _post(handle: RunHandle) -> dict[str, Any]:
    batch = _batch(handle)
    if batch.sent_at:
        return {"sent": batch.printed.count()}
    done = 0
    try:
        for done in printing.mark_batch_sent(batch, by=handle.run.actor):
            handle.advance(done)
            if handle.should_stop():
                break
    except NotAllowedNow as error:
        raise RunFailed(str(error)) from error
    return {"sent": done}


@handler(PRINT)
def print_letters(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: fill a print batch and make its file."""
    batch = _batch(handle)
    total = dispatch.by_post(dispatch.written(batch.procedure)).count() + batch.printed.count()
    try:
        for done in printing.fill(batch, by=handle.run.actor):
            handle.advance(done, total=total)
            if handle.should_stop():
                break
    except NotAllowedNow as error:
        raise RunFailed(str(error)) from error
    return {"letters": batch.printed.count(), "parts": batch.parts.count()}


def _batch(handle: RunHandle) -> PrintBatch:
    return PrintBatch.objects.select_related("procedure__authority").get(
        code=handle.arguments["batch"]
    )
