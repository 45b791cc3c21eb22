"""Handing the result of a process over to the authority, as a recorded event.

The day stands on every phase's date in the scheme's timeline, so that the interlock checks of
`cores/deadlines` see it; where the kind of procedure knows the event, it stands in its calendar.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Procedure, ProcedureEvent
from dialogwerk.apps.schemes.services.events import record_event
from dialogwerk.apps.schemes.services.proofs import Proof, checked
from dialogwerk.cores.deadlines import DeadlineError

from ..errors import NotAllowedNow
from ..models import Process, ReportVersion, ResultHandedOver
from .processes import put_on_timeline

EVENT = "result_handed_over"
"""Name of the event in the procedures that know it (§ 25 Abs. 3 Satz 4 VwVfG)."""


@transaction.atomic
def hand_over(
    *,
    process: Process,
    report: ReportVersion,
    day: date,
    by: User,
    procedure: Procedure | None = None,
    organisation: Organisation | None = None,
    recipient: str = "",
    note: str = "",
) -> ResultHandedOver:
    """Record that a version of the results went to the authority.

    Raises:
        NotAllowedNow: to nobody, on a day that has not come or before the version was published,
            of another process or project.
    """
    _check(process, report, day, procedure, organisation, recipient)
    made = ResultHandedOver.objects.create(
        process=process,
        report=report,
        procedure=procedure,
        organisation=organisation,
        recipient=recipient.strip()[:250],
        day=day,
        note=note.strip(),
        by=by.actor,
    )
    locked = Process.objects.select_for_update().get(pk=process.pk)
    first = timezone.make_aware(datetime.combine(day, time(12)))
    if locked.handed_over_at is None or first < locked.handed_over_at:
        process.handed_over_at = first
        process.save(update_fields=["handed_over_at"])
    for phase in process.phases.all():
        phase.process = process
        put_on_timeline(phase, by)
    record(
        "result.handed_over",
        subject=process.code,
        actor=by.actor,
        procedure=procedure.slug if procedure else "",
        payload={
            "hand_over": made.code,
            "report": report.code,
            "version": report.number,
            "sha256": report.sha256,
            "day": day.isoformat(),
            "organisation": organisation.code if organisation else "",
        },
    )
    return made


def _check(
    process: Process,
    report: ReportVersion,
    day: date,
    procedure: Procedure | None,
    organisation: Organisation | None,
    recipient: str,
) -> None:
    if organisation is None and not recipient.strip():
        raise NotAllowedNow(_("Please say to whom the results were handed over."))
    if report.process_id != process.pk:
        raise NotAllowedNow(_("This version belongs to another dialogue."))
    if procedure and procedure.scheme_id != process.scheme_id:
        raise NotAllowedNow(_("This procedure belongs to another project."))
    if day > timezone.localdate():
        raise NotAllowedNow(_("This day has not come yet; record it once it has happened."))
    if day < timezone.localtime(report.published_at).date():
        raise NotAllowedNow(
            _("Version %(number)d was published later than that day; choose an earlier version.")
            % {"number": report.number}
        )


def put_into_calendar(made: ResultHandedOver, *, by: User) -> str:
    """Record the event in the procedure's calendar.

    Returns:
        "" when it stands there now; else a sentence that says why not. The hand-over holds anyway.
    """
    procedure = made.procedure
    if procedure is None:
        return ""
    proof = Proof(
        kind=ProcedureEvent.Proof.LETTER,
        text=_("results of “%(title)s”, version %(number)d, to %(to)s")
        % {"title": made.process.title, "number": made.report.number, "to": made.to},
    )
    try:
        with transaction.atomic():
            record_event(procedure=procedure, name=EVENT, day=made.day, by=by, proof=proof)
    except ValidationError as error:
        return " ".join(error.messages)
    except DeadlineError:
        return _("The calendar of “%(procedure)s” has no place for this event on that day.") % {
            "procedure": procedure.title
        }
    return ""


@transaction.atomic
def acknowledge(
    *,
    made: ResultHandedOver,
    day: date,
    by: User,
    text: str = "",
    file: IO[bytes] | None = None,
) -> None:
    """Note that the authority has confirmed the receipt.

    Raises:
        NotAllowedNow: before it was handed over, in the future, or neither text nor file.
        ValidationError: the file is neither PDF nor PNG nor JPEG, or too large.
    """
    kept = checked(file)
    if day < made.day or day > timezone.localdate():
        raise NotAllowedNow(_("The confirmation cannot be older than the handing over, or future."))
    if kept is None and not text.strip():
        raise NotAllowedNow(_("Please add the confirmation as a file, or say what was confirmed."))
    made.acknowledged_on, made.acknowledgement = day, text.strip()
    if kept:
        made.file_sha256 = kept.sha256
        made.file.save(f"bestaetigung.{kept.ending}", ContentFile(kept.content), save=False)
    made.save(update_fields=["acknowledged_on", "acknowledgement", "file", "file_sha256"])
    record(
        "result.acknowledged",
        subject=made.process.code,
        actor=by.actor,
        procedure=made.procedure.slug if made.procedure else "",
        payload={"hand_over": made.code, "day": day.isoformat(), "sha256": made.file_sha256},
    )
