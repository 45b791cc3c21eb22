"""What everyone can read about the moderation: numbers and rules, nothing about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet

from ..models import Appeal, Hold, ModerationDecision, Process, Report

Verdict = ModerationDecision.Verdict


@dataclass(frozen=True, slots=True)
class ModerationFigures:
    """All decisions of a process in numbers.

    Attributes:
        verdicts: (label, number) of all decisions.
        rules: (rule as quoted, number) of what was not shown, the most frequent first.
        causes: (label, number) of what the machine held back.
        reports: how many things were reported, and how many of these are not shown now.
        appeals, granted: objections of authors, and those after which it was shown.
        median_hours: half of the questions was decided within so many hours; None without any.
        waiting: objections and reports on which nobody has decided.
    """

    verdicts: Sequence[tuple[Any, int]]
    rules: Sequence[tuple[str, int]]
    causes: Sequence[tuple[Any, int]]
    reports: int
    reports_upheld: int
    appeals: int
    granted: int
    median_hours: float | None
    waiting: int


def decisions_of(process: Process) -> QuerySet[ModerationDecision]:
    """All decisions, the newest first."""
    found = ModerationDecision.objects.filter(contribution__process=process)
    return found.select_related("contribution__format").order_by("-at", "-pk")


def figures_of(process: Process) -> ModerationFigures:
    """The moderation of a process in numbers."""
    decisions = ModerationDecision.objects.filter(contribution__process=process).order_by()
    verdicts = dict(decisions.values_list("verdict").annotate(Count("pk")))
    refused = decisions.filter(verdict=Verdict.REFUSED)
    rules = refused.values_list("rule").annotate(count=Count("pk")).order_by("-count", "rule")
    holds = Hold.objects.filter(contribution__process=process).order_by()
    causes = dict(holds.values_list("cause").annotate(Count("pk")))
    reports = Report.objects.filter(contribution__process=process)
    appeals = Appeal.objects.filter(contribution__process=process)
    hours = [_hours(*pair) for pair in decisions.values_list("waited_since", "at")]
    return ModerationFigures(
        verdicts=[(one.label, verdicts.get(one.value, 0)) for one in Verdict],
        rules=list(rules),
        causes=[(one.label, causes[one.value]) for one in Hold.Cause if one.value in causes],
        reports=reports.count(),
        reports_upheld=reports.exclude(decision=None)
        .exclude(decision__verdict=Verdict.PUBLISHED)
        .count(),
        appeals=appeals.count(),
        granted=appeals.filter(decision__verdict=Verdict.PUBLISHED).count(),
        median_hours=median(hours) if hours else None,
        waiting=reports.open().count() + appeals.filter(decision=None).count(),
    )


def _hours(since: datetime, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds() / 3600)
