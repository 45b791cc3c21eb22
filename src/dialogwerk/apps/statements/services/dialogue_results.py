"""Results of dialogues in the weighing: each that was handed over has to be considered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.apps.dialogues.models import ResultHandedOver
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import DialogueResultConsidered


@dataclass(frozen=True, slots=True)
class Weighed:
    """Results that were handed over, and where they are considered, if they are."""

    hand_over: ResultHandedOver
    considered: DialogueResultConsidered | None

    @property
    def sentence(self) -> str:
        """What ledger and synopsis say of it."""
        said = _("Results of the dialogue “%(title)s”, version %(number)d, handed over on %(day)s.")
        return said % {
            "title": self.hand_over.process.title,
            "number": self.hand_over.report.number,
            "day": day_in_words(self.hand_over.day),
        }


def concerned(procedure: Procedure) -> QuerySet[ResultHandedOver]:
    """What this weighing has to consider: of each dialogue what was handed over last.

    When the weighing is closed, what was on record by then.
    """
    given = ResultHandedOver.objects.to_procedure(procedure)
    if procedure.weighing_closed_at:
        given = given.filter(at__lte=procedure.weighing_closed_at)
    later = given.filter(process=OuterRef("process"), report__number__gt=OuterRef("report__number"))
    again = given.filter(
        process=OuterRef("process"), report=OuterRef("report"), pk__gt=OuterRef("pk")
    )
    found: QuerySet[ResultHandedOver] = given.exclude(Exists(later)).exclude(Exists(again))
    return found


def unconsidered(procedure: Procedure) -> QuerySet[ResultHandedOver]:
    """Those of which nobody has said where they are considered."""
    standing = DialogueResultConsidered.objects.standing().filter(hand_over=OuterRef("pk"))
    return concerned(procedure).exclude(Exists(standing))


def weighed(procedure: Procedure) -> list[Weighed]:
    """All that this weighing has to consider, the oldest first; two queries."""
    found = list(
        concerned(procedure)
        .select_related("process__scheme", "report", "organisation")
        .defer("report__snapshot")
        .order_by("day", "pk")
    )
    rows = DialogueResultConsidered.objects.standing().filter(hand_over__in=found)
    considered = {row.hand_over_id: row for row in rows}
    return [Weighed(one, considered.get(one.pk)) for one in found]


def public_lines(procedure: Procedure) -> list[str]:
    """What the synopsis says of results that everyone can read, with their address."""
    lines = []
    for one in weighed(procedure):
        process, report = one.hand_over.process, one.hand_over.report
        if not (process.is_public and (process.scheme is None or process.scheme.is_public)):
            continue
        report.process = process
        line = f"{one.sentence} {settings.BASE_URL}{report.get_absolute_url()}"
        if one.considered:
            line = f"{line} {_('Considered: %(where)s') % {'where': one.considered.where}}"
        lines.append(line)
    return lines


@transaction.atomic
def consider(
    *, procedure: Procedure, hand_over: ResultHandedOver, where: str, by: User
) -> DialogueResultConsidered:
    """Say where the weighing considers results that were handed over.

    Raises:
        NotAllowedNow: nothing said, of another procedure, said already, or the weighing is closed.
    """
    _check_open(procedure)
    if hand_over.procedure_id != procedure.pk:
        raise NotAllowedNow(_("These results were handed over for another procedure."))
    if not where.strip():
        raise NotAllowedNow(_("Please say where and how the results are considered."))
    # Locked without what may be missing beside it: PostgreSQL refuses to lock that.
    ResultHandedOver.objects.select_for_update().get(pk=hand_over.pk)
    if DialogueResultConsidered.objects.standing().filter(hand_over=hand_over).exists():
        raise NotAllowedNow(_("Somebody has said so already. Take that back first."))
    made = DialogueResultConsidered.objects.create(
        procedure=procedure, hand_over=hand_over, where=where.strip(), by=by.actor
    )
    _say("result.considered", made, by, made.where)
    return made


@transaction.atomic
def take_back(*, considered: DialogueResultConsidered, because: str, by: User) -> None:
    """Take back what was said of results; it stays on record.

    Raises:
        NotAllowedNow: no reason, taken back already, or the weighing is closed.
    """
    _check_open(considered.procedure)
    if not because.strip():
        raise NotAllowedNow(_("Please say why you take it back."))
    row = DialogueResultConsidered.objects.select_for_update().get(pk=considered.pk)
    if row.taken_back_at:
        raise NotAllowedNow(_("It was taken back already."))
    row.taken_back_at, row.taken_back_because = timezone.now(), because.strip()
    row.save(update_fields=["taken_back_at", "taken_back_because"])
    _say("result.consideration_taken_back", row, by, row.taken_back_because)


def _check_open(procedure: Procedure) -> None:
    locked = Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)
    if locked.weighing_closed_at:
        raise NotAllowedNow(_("The weighing is closed. Open it again first."))


def _say(action: str, row: DialogueResultConsidered, by: User, text: str) -> None:
    record(
        action,
        subject=row.hand_over.code,
        actor=by.actor,
        procedure=row.procedure.slug,
        payload={"sha256": hashlib.sha256(text.encode()).hexdigest()},
    )
