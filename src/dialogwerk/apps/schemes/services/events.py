"""What happened on which day, with its proof; dates count from it.

Events are never changed or deleted: a wrong one is withdrawn with a reason, and perhaps recorded
anew with the right day.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.cores.deadlines import EventRule, procedure_type
from dialogwerk.cores.deadlines.errors import UnknownEvent

from ..models import Procedure, ProcedureEvent, Round
from ..words import in_reader_language, name_of_event
from .calendar import recalculate
from .proofs import CheckedFile, Proof, checked, keep_file

NO_PROOF = Proof()
OPENS_ROUND = "display_start"
"""The event without which there is no round."""


@transaction.atomic
def record_event(
    *,
    procedure: Procedure,
    name: str,
    day: date,
    by: User,
    round: Round | None = None,
    proof: Proof = NO_PROOF,
) -> ProcedureEvent:
    """Record that something happened, and compute the calendar anew.

    Args:
        round: of an event that belongs to a round of participation; left out for others.

    Raises:
        ValidationError: recorded already, of no or a foreign round, or an unfit file.
        dialogwerk.cores.deadlines.DeadlineError: the day is not lawful beside the others.
    """
    file = checked(proof.file)
    locked = Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)
    its_round = round_of(locked, name, round)
    _refuse_second(locked, name, its_round)
    event = _new(locked, its_round, name, day, by, proof)
    recalculate(procedure=locked, by=by.actor)
    _write("event.recorded", event, by, {"proof": event.proof, "sha256": _digest(file)})
    keep_file(event, file)
    return event


def _new(
    procedure: Procedure, round: Round | None, name: str, day: date, by: User, proof: Proof
) -> ProcedureEvent:
    return ProcedureEvent.objects.create(
        procedure=procedure,
        round=round,
        name=name,
        day=day,
        proof=proof.kind,
        proof_text=proof.text,
        proof_url=proof.url,
        proof_at=proof.at,
        by=by,
    )


def _digest(file: CheckedFile | None) -> str:
    return file.sha256 if file else ""


def rule_of(kind: str, name: str) -> EventRule:
    """What is declared of an event.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: this type of procedure has no such event.
    """
    declared = procedure_type(kind)
    try:
        return declared.event(name)
    except KeyError:
        known = "”, “".join(in_reader_language(one.name) for one in declared.events)
        raise UnknownEvent(given=name, known=known) from None


def round_of(procedure: Procedure, name: str, round: Round | None) -> Round | None:
    """The round to which an event belongs; None for one of the procedure.

    Raises:
        ValidationError: it belongs to a round, and none of this procedure was named.
    """
    if not rule_of(procedure.kind, name).of_round:
        return None
    if round is not None and round.procedure_id == procedure.pk:
        return round
    raise ValidationError(
        _("“%(event)s” belongs to a round of participation. Open the round first.")
        % {"event": name_of_event(procedure.kind, name)},
        code="round",
    )


def _refuse_second(procedure: Procedure, name: str, round: Round | None) -> None:
    standing = ProcedureEvent.objects.standing().filter(procedure=procedure, round=round, name=name)
    if found := standing.first():
        words = {"event": name_of_event(procedure.kind, name), "day": day_in_words(found.day)}
        raise ValidationError(
            _(
                "“%(event)s” is recorded already, on %(day)s. If that is wrong, withdraw it and"
                " give the right day there."
            )
            % words,
            code="event",
        )


@transaction.atomic
def withdraw_event(
    *, event: ProcedureEvent, by: User, because: str, instead: date | None = None
) -> ProcedureEvent | None:
    """Withdraw an event that was recorded wrongly; with the right day it is recorded anew.

    Returns:
        The new event, with the proof of the old one; None if no other day was given.

    Raises:
        ValidationError: withdrawn already, no reason, or a round would lose its first day.
        dialogwerk.cores.deadlines.DeadlineError: what is left does not go together.
    """
    procedure = Procedure.objects.select_for_update(no_key=True).get(pk=event.procedure_id)
    found = ProcedureEvent.objects.select_for_update().get(pk=event.pk)
    _check_withdrawal(found, because, instead)
    _withdraw(found, by, because)
    renewed = _renewed(found, instead, by) if instead else None
    recalculate(procedure=procedure, by=by.actor)
    _write("event.withdrawn", found, by, {})
    if renewed:
        facts = {"proof": renewed.proof, "sha256": renewed.proof_sha256}
        _write("event.recorded", renewed, by, facts)
    return renewed


def _check_withdrawal(event: ProcedureEvent, because: str, instead: date | None) -> None:
    if event.withdrawn_at:
        raise ValidationError(_("This event has been withdrawn already."), code="withdrawn")
    if not because.strip():
        raise ValidationError(_("Please say why it is withdrawn."), code="because")
    if instead == event.day:
        raise ValidationError(_("This is the day that is recorded already."), code="instead")
    if event.name == OPENS_ROUND and event.round_id and instead is None:
        raise ValidationError(
            _("Everything of this round counts from its first day. Please give the right day."),
            code="instead",
        )


def _withdraw(event: ProcedureEvent, by: User, because: str) -> None:
    event.withdrawn_by, event.withdrawn_at = by, timezone.now()
    event.withdrawn_because = because.strip()
    event.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])


def _renewed(event: ProcedureEvent, day: date, by: User) -> ProcedureEvent:
    return ProcedureEvent.objects.create(
        procedure=event.procedure,
        round=event.round,
        name=event.name,
        day=day,
        proof=event.proof,
        proof_text=event.proof_text,
        proof_url=event.proof_url,
        proof_at=event.proof_at,
        proof_file=event.proof_file.name,
        proof_sha256=event.proof_sha256,
        by=by,
    )


def _write(action: str, event: ProcedureEvent, by: User, facts: dict[str, str]) -> None:
    slug = event.procedure.slug
    where = {"round": event.round.number if event.round else None}
    record(
        action,
        subject=f"{slug}/{event.name}",
        actor=by.actor,
        procedure=slug,
        payload={"event": event.name, "day": event.day.isoformat(), **where, **facts},
    )
