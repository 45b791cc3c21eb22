"""Promises of the dialogue in the weighing: each one of the project is cited or refuted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.promises.models.promises import PromiseQuerySet
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import Argument, PromiseConsidered

How = PromiseConsidered.How


@dataclass(slots=True)
class Weighed:
    """A promise, and where it stands in the weighing of a procedure."""

    promise: Promise
    considered: list[PromiseConsidered] = field(default_factory=list)

    @property
    def is_dealt_with(self) -> bool:
        """Refuted, or cited where there is an answer."""
        return any(
            one.argument is None or one.argument.current_answer_id for one in self.considered
        )


def concerned(procedure: Procedure) -> PromiseQuerySet:
    """The promises that this weighing has to consider: all of the scheme, public or not; when it
    is closed those that were on record by then."""
    promises: PromiseQuerySet = Promise.objects.filter(scheme=procedure.scheme_id)
    if procedure.weighing_closed_at:
        promises = promises.filter(recorded_at__lte=procedure.weighing_closed_at)
    return promises


def unconsidered(procedure: Procedure) -> PromiseQuerySet:
    """Those that are neither refuted nor cited where there is an answer."""
    holding = PromiseConsidered.objects.holding().filter(
        procedure=procedure, promise=OuterRef("pk")
    )
    return concerned(procedure).exclude(Exists(holding))


def weighed(procedure: Procedure, promises: Iterable[Promise]) -> list[Weighed]:
    """Where these promises stand, in their order; one query."""
    found = {one.pk: Weighed(one) for one in promises}
    rows = PromiseConsidered.objects.standing().filter(procedure=procedure, promise__in=found)
    for row in rows.select_related("argument", "by").order_by("pk"):
        found[row.promise_id].considered.append(row)
    return list(found.values())


@transaction.atomic
def cite_promise(
    *,
    procedure: Procedure,
    promise: Promise,
    by: User,
    argument: Argument | None = None,
    text: str = "",
) -> PromiseConsidered:
    """Say that the weighing cites a promise: in the answer to an argument, or elsewhere.

    Args:
        argument: in whose answer; it counts once there is one.
        text: where it is cited, if not in an answer; else a note.

    Raises:
        NotAllowedNow: neither argument nor place, cited there or refuted already, of another
            scheme or procedure, or the weighing is closed.
    """
    known = _checked(procedure, promise)
    if argument is None and not text.strip():
        raise NotAllowedNow(_("Choose the argument in whose answer it is cited, or say where."))
    if argument and argument.procedure_id != procedure.pk:
        raise NotAllowedNow(_("This argument belongs to another procedure."))
    if argument and argument.merged_into_id:
        raise NotAllowedNow(_("This argument was merged into another one. Choose that one."))
    if any(one.how == How.REFUTED for one in known):
        raise NotAllowedNow(_("This promise is refuted. Take that back first."))
    if any(one.argument_id == (argument.pk if argument else None) for one in known):
        raise NotAllowedNow(_("The promise is cited there already."))
    return _considered(procedure, promise, How.CITED, by, argument=argument, text=text)


@transaction.atomic
def refute_promise(
    *, procedure: Procedure, promise: Promise, reasons: str, by: User
) -> PromiseConsidered:
    """Say why the weighing does not follow a promise.

    Raises:
        NotAllowedNow: no reasons, cited or refuted already, of another scheme, or the weighing is
            closed.
    """
    known = _checked(procedure, promise)
    if not reasons.strip():
        raise NotAllowedNow(_("Give the reasons why the weighing does not follow the promise."))
    if known:
        raise NotAllowedNow(_("This promise is cited or refuted already. Take that back first."))
    return _considered(procedure, promise, How.REFUTED, by, text=reasons)


def _checked(procedure: Procedure, promise: Promise) -> list[PromiseConsidered]:
    """What stands of this promise, with nobody else changing it."""
    _check_open(procedure)
    Promise.objects.select_for_update().get(pk=promise.pk)
    if promise.scheme_id != procedure.scheme_id:
        raise NotAllowedNow(_("This promise belongs to another project."))
    rows = PromiseConsidered.objects.standing().filter(procedure=procedure, promise=promise)
    return list(rows)


def _check_open(procedure: Procedure) -> None:
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if locked.weighing_closed_at:
        raise NotAllowedNow(
            _("The weighing is closed. Open it again, with a reason, before you change it.")
        )


def _considered(
    procedure: Procedure,
    promise: Promise,
    how: str,
    by: User,
    *,
    text: str,
    argument: Argument | None = None,
) -> PromiseConsidered:
    row = PromiseConsidered.objects.create(
        procedure=procedure,
        promise=promise,
        how=how,
        argument=argument,
        text=text.strip(),
        by=by,
    )
    payload = {"argument": argument.number} if argument else {}
    _say(f"promise.{how}", row, by.actor, payload)
    return row


@transaction.atomic
def take_back(*, considered: PromiseConsidered, because: str, by: User) -> None:
    """The promise is not cited there, or not refuted, after all; the record keeps both.

    Raises:
        NotAllowedNow: no reason, taken back already, or the weighing is closed.
    """
    _check_open(considered.procedure)
    row = PromiseConsidered.objects.select_for_update().get(pk=considered.pk)
    if row.withdrawn_at:
        raise NotAllowedNow(_("That was taken back already."))
    if not because.strip():
        raise NotAllowedNow(_("Please give the reason."))
    _withdraw(row, because, by, by.actor)


def _withdraw(row: PromiseConsidered, because: str, by: User | None, actor: str) -> None:
    row.withdrawn_by, row.withdrawn_at = by, timezone.now()
    row.withdrawn_because = because.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    _say("promise.consideration_withdrawn", row, actor, {"how": row.how})


def follow_merge(*, source: Argument, target: Argument, by: str) -> None:
    """After a merge: what was cited in one argument is cited in the one it went into."""
    rows = PromiseConsidered.objects.standing()
    there = set(rows.filter(argument=target).values_list("promise", flat=True))
    for row in rows.filter(argument=source):
        if row.promise_id in there:
            _withdraw(
                row, _("merged into argument %(number)s") % {"number": target.number}, None, by
            )
        else:
            row.argument = target
            row.save(update_fields=["argument"])


def _say(action: str, row: PromiseConsidered, actor: str, payload: Mapping[str, object]) -> None:
    slug = row.procedure.slug
    record(action, subject=row.promise.code, actor=actor, procedure=slug, payload=payload)
