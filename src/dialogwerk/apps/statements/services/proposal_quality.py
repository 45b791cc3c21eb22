"""How good proposals were, counted from what people decided; and the model card that says so.

Shares are of explicit decisions only. Tacit ones are counted beside them: they follow the proposal
by their nature, and would praise it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncWeek

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.theme_quality import Band, calibration, calibration_error

from ..models import LearnedModel, Proposal, Segment

Outcome = Proposal.Outcome
COUNTED = (Outcome.KEPT, Outcome.CHANGED, Outcome.REFUSED)


@dataclass(frozen=True)
class Outcomes:
    """What became of first proposals; ``alternative``: changed to the second or third one."""

    kept: int = 0
    changed: int = 0
    refused: int = 0

    @property
    def decided(self) -> int:
        return self.kept + self.changed + self.refused

    @property
    def share_kept(self) -> float | None:
        """In [0, 1]; None before the first decision."""
        return self.kept / self.decided if self.decided else None


@dataclass(frozen=True)
class Week:
    """One week's explicit decisions, by its Monday."""

    monday: date
    outcomes: Outcomes


@dataclass(frozen=True)
class ProposalQuality:
    """Everything the quality page shows of one procedure.

    Attributes:
        explicit, tacit: outcomes of first proposals by how they were confirmed.
        new: passages tied one by one for which nothing had been proposed.
        alternatives: passages tied to a proposal that stood second or third.
        by_method: explicit outcomes per method.
        bands, calibration_error: confidence said beside share kept, explicit only.
        weeks: explicit outcomes over time, the oldest first.
        open: passages that have a proposal and wait.
        model: the newest one, if there is one.
    """

    explicit: Outcomes
    tacit: Outcomes
    new: int
    alternatives: int
    by_method: dict[str, Outcomes]
    bands: tuple[Band, ...]
    calibration_error: float
    weeks: tuple[Week, ...]
    open: int
    model: LearnedModel | None


def quality_of(procedure: Procedure) -> ProposalQuality:
    """Counted anew in every call: five queries, none of which reads a letter."""
    proposals = Proposal.objects.filter(procedure=procedure)
    decided = proposals.first_ones().filter(outcome__in=COUNTED)
    rows = list(decided.values_list("confirmation", "method", "outcome", "confidence"))
    explicit = [row for row in rows if row[0] == Segment.Confirmation.EXPLICIT]
    bands = calibration([row[3] for row in explicit], [row[2] == Outcome.KEPT for row in explicit])
    return ProposalQuality(
        explicit=_outcomes(row[2] for row in explicit),
        tacit=_outcomes(row[2] for row in rows if row[0] == Segment.Confirmation.TACIT),
        new=_new(procedure),
        alternatives=proposals.filter(rank__gt=1, outcome=Outcome.KEPT).count(),
        by_method={
            str(method): _outcomes(row[2] for row in explicit if row[1] == method)
            for method in Proposal.Method.values
        },
        bands=bands,
        calibration_error=calibration_error(bands),
        weeks=_weeks(decided),
        open=proposals.first_ones().undecided().exclude(segment=None).count(),
        model=LearnedModel.objects.filter(procedure=procedure).defer("content").first(),
    )


def _outcomes(found: Any) -> Outcomes:
    counts = Counter(found)
    return Outcomes(counts[Outcome.KEPT], counts[Outcome.CHANGED], counts[Outcome.REFUSED])


def _new(procedure: Procedure) -> int:
    tied = Segment.objects.filter(
        procedure=procedure, confirmation=Segment.Confirmation.EXPLICIT
    ).tied()
    unforeseen = tied.filter(~Exists(Proposal.objects.filter(segment=OuterRef("pk"))))
    return int(unforeseen.count())


def _weeks(decided: Any) -> tuple[Week, ...]:
    explicit = decided.filter(confirmation=Segment.Confirmation.EXPLICIT).order_by()
    rows = explicit.annotate(week=TruncWeek("decided_at")).values_list("week", "outcome")
    counts: dict[date, Counter] = {}
    for week, outcome, count in rows.annotate(count=Count("pk")):
        counts.setdefault(week.date(), Counter())[outcome] += count
    return tuple(
        Week(monday, Outcomes(some[Outcome.KEPT], some[Outcome.CHANGED], some[Outcome.REFUSED]))
        for monday, some in sorted(counts.items())
    )


def models_of(procedure: Procedure) -> Sequence[LearnedModel]:
    """All versions, the newest first, without their content."""
    return list(LearnedModel.objects.filter(procedure=procedure).defer("content")[:20])
