"""What becomes of contributions: decided one by one or for many at once, told to their authors.

An outcome is never changed; a later one replaces it. What is decided on a contribution into which
others were put together counts for these too, and their authors are told.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import EntryDraft, record_many

from ..errors import Incomplete, NotPossible
from ..models import Contribution, Outcome, Process, State
from .lineage import results_of, sources_of
from .notices import tell

MOST_AT_ONCE = 2_000
Kind = Outcome.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDraft:
    """What is to be said of contributions.

    Attributes:
        next_report_on: when people are told how it goes on; of what is deferred it is the day
            until which it is deferred, if left out.
    """

    kind: str
    reason: str
    decided_on: date
    deferred_until: date | None = None
    passed_to: str = ""
    next_report_on: date | None = None

    def checked(self) -> "OutcomeDraft":
        """The same, tidied, without what does not belong to its kind.

        Raises:
            Incomplete: something is missing that this kind has to say.
        """
        if self.kind not in Kind.values:
            raise Incomplete(_("Please choose what becomes of it."), "kind")
        if not self.reason.strip():
            raise Incomplete(_("Please give the reasons; the authors read them."), "reason")
        deferred = self.deferred_until if self.kind == Kind.DEFERRED else None
        if self.kind == Kind.DEFERRED and deferred is None:
            raise Incomplete(_("Please say until when it is deferred."), "deferred_until")
        if deferred and deferred <= self.decided_on:
            raise Incomplete(
                _("It has to be deferred until a day after the decision."), "deferred_until"
            )
        passed_to = " ".join(self.passed_to.split()) if self.kind == Kind.PASSED_ON else ""
        if self.kind == Kind.PASSED_ON and not passed_to:
            raise Incomplete(_("Please say to whom it is passed on."), "passed_to")
        return OutcomeDraft(
            kind=self.kind,
            reason=self.reason.strip(),
            decided_on=self.decided_on,
            deferred_until=deferred,
            passed_to=passed_to[:250],
            next_report_on=self.next_report_on or deferred,
        )


@transaction.atomic
def decide_outcome(
    *,
    contributions: Sequence[Contribution],
    draft: OutcomeDraft,
    by: User,
    now: datetime | None = None,
) -> list[Outcome]:
    """Say of these contributions what becomes of them; each gets a version of its own.

    Raises:
        Incomplete: see `OutcomeDraft.checked`.
        NotPossible: none, too many, or one of them is not public.
    """
    said, now = draft.checked(), now or timezone.now()
    kept = _locked(contributions)
    last = dict(
        Outcome.objects.filter(contribution__in=kept)
        .values_list("contribution")
        .annotate(Max("number"))
        .order_by()
    )
    made = Outcome.objects.bulk_create(
        [
            Outcome(
                contribution=one,
                number=last.get(one.pk, 0) + 1,
                kind=said.kind,
                reason=said.reason,
                deferred_until=said.deferred_until,
                passed_to=said.passed_to,
                decided_on=said.decided_on,
                next_report_on=said.next_report_on,
                by=by.actor,
                at=now,
            )
            for one in kept
        ],
        batch_size=500,
    )
    record_many(entry_of(outcome) for outcome in made)
    _tell_all(kept, made)
    return made


def _locked(contributions: Sequence[Contribution]) -> list[Contribution]:
    keys = {one.pk for one in contributions}
    if not keys:
        raise NotPossible(_("Choose at least one contribution."))
    if len(keys) > MOST_AT_ONCE:
        raise NotPossible(
            _("At most %(most)d contributions are answered at once.") % {"most": MOST_AT_ONCE}
        )
    found: list[Contribution] = []
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        rows = Contribution.objects.select_for_update().filter(pk__in=ordered[start : start + 500])
        found += rows.order_by("pk")
    for one in found:
        if one.state != State.PUBLIC:
            raise NotPossible(
                _("%(code)s is not public: %(state)s. Only public contributions get an outcome.")
                % {"code": one.code, "state": one.get_state_display()}
            )
    return found


def entry_of(outcome: Outcome) -> EntryDraft:
    """What the journal says of an outcome."""
    return EntryDraft(
        action="contribution.answered",
        subject=outcome.contribution.code,
        actor=outcome.by,
        payload={
            "number": outcome.number,
            "kind": str(outcome.kind),
            "reason_sha256": hashlib.sha256(outcome.reason.encode()).hexdigest(),
            "decided_on": outcome.decided_on.isoformat(),
            "next_report_on": outcome.next_report_on.isoformat() if outcome.next_report_on else "",
        },
        at=outcome.at,
    )


def _tell_all(kept: Sequence[Contribution], made: Sequence[Outcome]) -> None:
    """Authors of these and of all that was put together into them."""
    outcome_of = {outcome.contribution_id: outcome for outcome in made}
    told = [(one, outcome_of[one.pk]) for one in kept]
    before = sources_of(kept)
    sources = Contribution.objects.in_bulk({pk for some in before.values() for pk in some})
    for one in kept:
        told += [(sources[pk], outcome_of[one.pk]) for pk in before[one.pk]]
    tell([one for one, _outcome in told], outcomes=[outcome for _one, outcome in told])


def outcomes_for(contributions: Iterable[Contribution]) -> dict[int, list[Outcome]]:
    """The present outcomes of each (by primary key), through all lineages; [] while it is open.

    Of what was taken apart these are the outcomes of its parts.
    """
    ends = results_of(contributions)
    wanted = {end for some in ends.values() for end in some}
    current = Outcome.objects.current().filter(contribution__in=wanted)
    found = {outcome.contribution_id: outcome for outcome in current.select_related("contribution")}
    return {pk: [found[end] for end in some if end in found] for pk, some in ends.items()}


def reports_due(process: Process, day: date) -> QuerySet[Outcome]:
    """Outcomes whose next report was promised for this day or an earlier one, the oldest first."""
    due = Outcome.objects.report_due(day).filter(
        contribution__process=process, contribution__state=State.PUBLIC
    )
    ordered: QuerySet[Outcome] = due.select_related("contribution").order_by("next_report_on", "pk")
    return ordered


def count_due(process: Process) -> int:
    """How many reports are due in this process today."""
    return int(reports_due(process, timezone.localdate()).order_by().count())


def reports_coming(process: Process, day: date, *, within: timedelta) -> QuerySet[Outcome]:
    """Those promised for the time after this day."""
    coming = Outcome.objects.current().filter(
        contribution__process=process,
        contribution__state=State.PUBLIC,
        next_report_on__gt=day,
        next_report_on__lte=day + within,
    )
    ordered: QuerySet[Outcome] = coming.select_related("contribution").order_by(
        "next_report_on", "pk"
    )
    return ordered
