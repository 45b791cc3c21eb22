"""Who speaks for a list or a campaign: each step with norm and day, and in the journal.

The steps themselves, and what each needs, stand in `cores/statements/representation`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.ids import MistypedReceipt, parse_public_id
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import persons_named
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements import representation as rules

from ..errors import NotAllowedNow
from ..models import (
    Campaign,
    Representation,
    RepresentationStep,
    SignatureList,
    Statement,
    UnclearSignature,
)

Act, Standing = RepresentationStep.Act, Representation.Standing


@dataclass(frozen=True, slots=True)
class Filing:
    """What a person puts on file for a step; what the step does not need may be missing."""

    day: date
    person: Person | None = None
    reason: str = ""
    answer_by: date | None = None
    published_on: date | None = None


def representation_of(subject: SignatureList | Campaign) -> Representation:
    """Where this list or campaign stands; begun at the first question."""
    which = {"signature_list" if isinstance(subject, SignatureList) else "campaign": subject}
    found = Representation.objects.filter(**which).select_related("representative").first()
    if found:
        return found
    begun, _is_new = Representation.objects.get_or_create(
        **which, defaults={"procedure_id": subject.procedure_id}
    )
    return begun


def letters_of(representation: Representation) -> QuerySet[Statement]:
    """The letters of the list or campaign."""
    if representation.signature_list_id:
        return Statement.objects.filter(signature_list=representation.signature_list_id)
    return Statement.objects.filter(campaign=representation.campaign_id)


def people_of(representation: Representation) -> int:
    """How many people signed the list or sent the template, each counted once."""
    return letters_of(representation).values("person").distinct().count()


def next_acts(representation: Representation) -> list[RepresentationStep.Act]:
    """What can be done from here."""
    return [Act(one) for one in rules.possible(rules.Standing(representation.standing))]


def norms_of(representation: Representation, act: str) -> Sequence[str]:
    """On which ground this act would stand."""
    step = rules.STEPS.get((rules.Standing(representation.standing), rules.Act(act)))
    return step.norms if step else ()


@transaction.atomic
def take_step(
    representation: Representation, act: str, filing: Filing, *, by: str
) -> RepresentationStep:
    """Do one act: note it with norm, day and reason, and move the standing.

    Raises:
        NotAllowedNow: not possible from here, or something it needs is missing; says what.
    """
    locked = Representation.objects.select_for_update().get(pk=representation.pk)
    people = people_of(locked)
    _check(locked, act, filing, people)
    step = rules.STEPS[rules.Standing(locked.standing), rules.Act(act)]
    noted = RepresentationStep.objects.create(
        representation=locked,
        act=act,
        norms=list(step.norms),
        day=filing.day,
        person=filing.person,
        people=people,
        answer_by=filing.answer_by,
        published_on=filing.published_on,
        reason=filing.reason.strip(),
        by=by,
    )
    _move(locked, step.to, filing)
    _record(locked, noted)
    representation.refresh_from_db()
    return noted


def _move(representation: Representation, to: rules.Standing, filing: Filing) -> None:
    representation.standing = Standing(str(to))
    if filing.person is not None:
        representation.representative = filing.person
    if to not in rules.SPEAKS and to is not rules.Standing.NAMED:
        representation.representative = None
    representation.answer_by = filing.answer_by if to is rules.Standing.CALLED else None
    representation.save(update_fields=["standing", "representative", "answer_by"])
    if signed := representation.signature_list:
        signed.representative = representation.representative
        signed.save(update_fields=["representative"])


def _record(representation: Representation, step: RepresentationStep) -> None:
    payload = {
        "act": str(step.act),
        "standing": str(representation.standing),
        "norms": list(step.norms),
        "day": step.day.isoformat(),
        "people": step.people,
    }
    if step.person:
        payload["person"] = step.person.code
    if step.answer_by:
        payload["answer_by"] = step.answer_by.isoformat()
    if step.published_on:
        payload["published_on"] = step.published_on.isoformat()
    record(
        "representation.step",
        subject=representation.subject,
        actor=step.by,
        procedure=representation.procedure.slug,
        payload=payload,
    )


def _check(representation: Representation, act: str, filing: Filing, people: int) -> None:
    person = filing.person
    filed = rules.Record(
        day=filing.day,
        has_person=person is not None,
        is_natural_person=person is None or person.kind == Person.Kind.NATURAL,
        reason=filing.reason,
        answer_by=filing.answer_by,
        published_on=filing.published_on,
    )
    found = rules.obstacles(
        rules.Standing(representation.standing),
        rules.Act(act),
        filed,
        people=people,
        answer_by=representation.answer_by,
    )
    if found:
        raise NotAllowedNow(" ".join(_sentence(one, people) for one in found))


def _sentence(obstacle: str, people: int) -> str:
    """What stands in the way, and what to do about it."""
    return {
        "not_possible": _("This step is not possible from where the list or campaign stands."),
        "too_few": _("The law allows this with more than 50 people; here there are %(count)s.")
        % {"count": people},
        "person_missing": _("Say who: a name as in the list, or a code number P-…."),
        "reason_missing": _("Give the reason; it goes on file."),
        "answer_by_missing": _("Set a reasonable time: the last day on which people can answer."),
        "published_on_missing": _("Give the day of the public notice; without it this is void."),
        "not_natural": _("Only a natural person can represent (§ 17 Abs. 1 Satz 2 VwVfG)."),
        "time_runs": _("The time that was set has not passed yet."),
        "time_is_past": _("The time set has to end after the day of the call."),
        "notice_ahead": _("The public notice lies in the future; come back when it is out."),
    }[obstacle]


def name_in_list(signed: SignatureList, person: Person, *, by: str, day: date) -> None:
    """Note whom the list itself names to speak for all; the authority confirms it later."""
    take_step(representation_of(signed), Act.NAME, Filing(day=day, person=person), by=by)
    signed.refresh_from_db(fields=["representative"])


def find_person(procedure: Procedure, words: str, *, by: str, user_id: int | None = None) -> Person:
    """Somebody who wrote in this procedure, by code number or by full name; a logged look.

    Raises:
        NotAllowedNow: nobody, or several people of this name.
    """
    wrote = Statement.objects.filter(procedure=procedure)
    try:
        code = parse_public_id(words)
    except MistypedReceipt:
        found = persons_named(
            words.strip(),
            within=wrote,
            by=by,
            procedure=procedure.slug,
            user_id=user_id,
        )
        people = list(Person.objects.filter(pk__in=found))
    else:
        people = list(Person.objects.filter(code=code, pk__in=wrote.values("person")))
    if len(people) != 1:
        raise NotAllowedNow(
            _("%(count)s people of this procedure are called “%(words)s”; give the code number.")
            % {"count": len(people), "words": words.strip()[:80]}
        )
    return people[0]


@transaction.atomic
def decide_signature(unclear: UnclearSignature, *, decision: str, reason: str, by: str) -> None:
    """Say whether a signature without readable name or address counts, § 17 Abs. 2 Satz 3 VwVfG.

    Raises:
        NotAllowedNow: no such decision, or left out without a reason.
    """
    if decision not in UnclearSignature.Decision.values:
        raise NotAllowedNow(_("Say whether the signature counts."))
    if decision == UnclearSignature.Decision.LEFT_OUT and not reason.strip():
        raise NotAllowedNow(_("Give the reason why the signature is left out."))
    unclear.decision, unclear.reason = decision, reason.strip()[:300]
    unclear.decided_at = timezone.now() if decision else None
    unclear.decided_by = by if decision else ""
    unclear.save(update_fields=["decision", "reason", "decided_at", "decided_by"])
    record(
        "signature.decided",
        subject=unclear.statement.code,
        actor=by,
        procedure=unclear.statement.procedure.slug,
        payload={"decision": decision or "open", "lack": unclear.lack},
    )
