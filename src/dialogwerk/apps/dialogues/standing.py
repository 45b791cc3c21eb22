"""What runs now in dialogues, for cards and lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, prefetch_related_objects
from django.urls import reverse

from . import hooks
from .gates import PhaseStanding, Standing, is_open, phases_on
from .models import Contribution, Format, Process


@dataclass(frozen=True, slots=True)
class Card:
    """A format as a card: where it leads, whether one can take part, its figures."""

    format: Format
    kind: hooks.FormatKind
    url: str
    is_open: bool
    figures: Sequence[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A process in a list with the phase that runs, or comes next."""

    process: Process
    phase: PhaseStanding | None


def cards_of(process: Process, day: date, phases: Sequence[PhaseStanding]) -> list[Card]:
    """The formats of a process whose kind is known, those that are open first."""
    cards = []
    for one in process.formats.shown():
        one.process = process
        if (kind := hooks.kind_of(one)) is None:
            continue
        url = reverse(kind.public, args=[process.slug, one.slug])
        cards.append(Card(one, kind, url, is_open(one, day, phases), kind.figures(one)))
    return sorted(cards, key=lambda card: not card.is_open)


def now_in(processes: Iterable[Process], day: date) -> list[Row]:
    """Each process with the phase that runs on this day, else the next one, else the last."""
    found = list(processes)
    prefetch_related_objects(found, "phases")
    return [Row(one, _present(phases_on(one, day))) for one in found]


def running(user: Any, day: date, *, most: int = 6) -> list[Row]:
    """Dialogues that this visitor may see and that have not ended, the newest first."""
    found = Process.objects.visible_to(user).filter(ended_at=None)
    return now_in(found.select_related("scheme").order_by("-created_at", "-pk")[:most], day)


@dataclass(frozen=True, slots=True)
class Desk:
    """A process on which an account works, with what waits in it."""

    process: Process
    waiting: int
    unanswered: int


def desks_of(user: Any, *, most: int = 10) -> list[Desk]:
    """The running dialogues on which this account works; three queries."""
    found = Process.objects.worked_on_by(user).filter(ended_at=None)
    processes = list(found.order_by("-created_at", "-pk")[:most])
    said = Contribution.objects.filter(process__in=[one.pk for one in processes])
    waiting, unanswered = _per_process(said.waiting()), _per_process(said.without_outcome())
    return [Desk(one, waiting.get(one.pk, 0), unanswered.get(one.pk, 0)) for one in processes]


def _per_process(said: Any) -> dict[int, int]:
    rows = said.order_by().values_list("process").annotate(count=Count("pk", distinct=True))
    return dict(rows)


def _present(phases: Sequence[PhaseStanding]) -> PhaseStanding | None:
    for wanted in (Standing.RUNNING, Standing.WAITING, Standing.COMING):
        if found := next((one for one in phases if one.standing is wanted), None):
            return found
    return phases[-1] if phases else None
