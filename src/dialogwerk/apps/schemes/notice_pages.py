"""What the pages about notices show: rows of kinds, and a text with its findings marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogwerk.cores.deadlines.notices import NoticeKind, kinds

from .models import Notice, Procedure, Round, ScheduledStep
from .services.due_dates import days_from
from .services.notices import OF_ROUND, Checked
from .words import in_reader_language

SOON = 30
"""Days before its latest day from which on a notice is due."""

ANNOUNCED_BY: Mapping[str, str] = {
    "public_display": "notice",
    "hearing": "hearing_notice",
    "online_consultation": "hearing_notice",
    "decision_display": "decision_notice",
    "decision_notice": "decision_notice",
}
"""Which step of the schedule has the latest day of the notice that announces a step."""

RECORDED_BY: Mapping[str, str] = {
    "notice": "published",
    "hearing_notice": "hearing_published",
    "decision_notice": "decision_published",
}
"""Which event records that such a step is done."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of notice and those that exist of it, the newest first.

    Attributes:
        step: what the calendar says of its publication; None if it names no day.
        round: whose days it announces; None if those of the procedure.
        when: how far away the latest day is, in words.
        event: that records its publication; "" if the type of procedure knows none.
        is_due: it has to appear soon, or should have appeared, and nobody recorded that it did.
    """

    id: str
    name: str
    notices: tuple[Notice, ...]
    step: ScheduledStep | None
    round: Round | None
    event: str
    when: str
    is_over: bool
    is_due: bool

    @property
    def current(self) -> tuple[Notice, ...]:
        """Those of the round that it is about now."""
        return tuple(one for one in self.notices if one.round_id == getattr(self.round, "pk", None))

    @property
    def published(self) -> Notice | None:
        """The one that holds now."""
        return next((one for one in self.current if one.is_published), None)

    @property
    def draft(self) -> Notice | None:
        """The one that is being written."""
        return next((one for one in self.current if not one.is_published), None)


def rows_of_kinds(procedure: Procedure, *, today: date) -> list[KindRow]:
    """The notices that this procedure needs, in its order, with their latest days; two queries."""
    found = list(procedure.notices.select_related("procedure", "round"))
    round = procedure.current_round
    steps = list(procedure.steps.standing().filter(round__in=[round] if round else []))
    steps += procedure.steps.standing().filter(round=None)
    return [
        _row(kind, [one for one in found if one.kind == kind.id], round, steps, today)
        for kind in kinds(procedure.kind, procedure.variant)
    ]


def notices_due(procedures: Iterable[Procedure], today: date) -> set[int]:
    """Keys of those in which a notice has to appear soon that nobody recorded; one query.

    A day that has passed is not counted: what was announced elsewhere cannot be prepared any more.
    """
    due = ScheduledStep.objects.standing().filter(
        procedure__in=procedures,
        step__in=set(ANNOUNCED_BY.values()),
        recorded=False,
        last_day__range=(today, today + timedelta(days=SOON)),
    )
    return set(due.values_list("procedure", flat=True))


def _row(
    kind: NoticeKind,
    notices: Iterable[Notice],
    round: Round | None,
    steps: Sequence[ScheduledStep],
    today: date,
) -> KindRow:
    step = _step_of(kind, round, steps)
    row = KindRow(
        id=kind.id,
        name=in_reader_language(kind.name),
        notices=tuple(notices),
        step=step,
        round=round if kind.id in OF_ROUND else None,
        event=RECORDED_BY.get(step.step, "") if step else "",
        when=days_from(step.last_day, today) if step else "",
        is_over=bool(step) and step.last_day < today,
        is_due=False,
    )
    is_open = step is not None and not step.recorded and row.published is None
    return replace(row, is_due=is_open and (step.last_day - today).days <= SOON)


def _step_of(
    kind: NoticeKind, round: Round | None, steps: Sequence[ScheduledStep]
) -> ScheduledStep | None:
    """The step with its latest day, if what it announces lies ahead in this course."""
    is_change = round is not None and round.kind == Round.Kind.CHANGE
    if kind.id in OF_ROUND and (kind.id == "change") != is_change:
        return None
    names = {one.step: one for one in steps}
    return names.get(ANNOUNCED_BY.get(kind.step, "")) if kind.step in names else None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; ``number`` of the finding that marks it, 0 for none."""

    text: str
    number: int = 0
    severity: str = ""


def marked(text: str, findings: Iterable[Checked], offset: int = 0) -> list[Part]:
    """The text in stretches, marked where a finding points at; the first one wins.

    Args:
        offset: where the text begins in what was checked (after its title).
    """
    spots = []
    for number, one in enumerate(findings, 1):
        if one.finding.where is None:
            continue
        start, end = (position - offset for position in one.finding.where)
        if 0 <= start < end <= len(text):
            spots.append((start, end, number, one.finding.severity))
    parts, at = [], 0
    for start, end, number, severity in sorted(spots):
        if start < at:
            continue
        parts += [Part(text[at:start]), Part(text[start:end], number, severity)]
        at = end
    return [part for part in (*parts, Part(text[at:])) if part.text]
