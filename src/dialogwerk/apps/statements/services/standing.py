"""What the public may see of a procedure's letters: numbers, arguments and released answers.

No names, no letter texts. Concerns of single people are counted but not listed, because a title
such as "access to the farm on the heath" can tell who wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dialogwerk.apps.schemes.models import Procedure, Round

from ..models import Argument
from .argument_counts import figures_of
from .counts import counted
from .figures import kept
from .intake import round_on

FRESH_FOR = 15
"""Seconds for which the public figures may be old."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The public, nameless counter of one procedure.

    Attributes:
        letters, people: received so far.
        unread: letters that nobody has finished reading; their points are not counted yet.
        points: passages that are owed an answer.
        answered: of these, how many have one.
        templates, own_passages: see `counts.FourCounts`.
    """

    letters: int
    people: int
    unread: int
    points: int
    answered: int
    templates: int
    own_passages: int
    counted_at: datetime

    @property
    def open(self) -> int:
        return self.points - self.answered


@dataclass(frozen=True, slots=True)
class Line:
    """One argument with its public figures."""

    argument: Argument
    people: int
    letters: int


def counter_of(procedure: Procedure) -> Counter:
    """The counter, at most some seconds old; one process counts, all others read on meanwhile."""
    return kept("counter", procedure, lambda: count(procedure), may_be_old=FRESH_FOR)


def count(procedure: Procedure) -> Counter:
    """Count letters, people, templates, own passages and points; nobody is named."""
    size = counted(procedure)
    arguments = figures_of(Argument.objects.filter(procedure=procedure)).values()
    return Counter(
        letters=size.letters,
        people=size.persons,
        templates=size.templates,
        own_passages=size.own_passages,
        unread=size.unread,
        points=sum(one.points for one in arguments),
        answered=sum(one.points for one in arguments if one.is_answered),
        counted_at=timezone.now(),
    )


def public_figures(procedure: Procedure) -> dict[int, tuple[int, int]]:
    """People and letters per argument (by primary key), at most some seconds old."""
    return kept("public", procedure, lambda: _figures(procedure), may_be_old=FRESH_FOR)


def _figures(procedure: Procedure) -> dict[int, tuple[int, int]]:
    found = figures_of(Argument.objects.filter(procedure=procedure))
    return {key: (one.people, one.letters) for key, one in found.items()}


def listed(procedure: Procedure, *, state: str = "", words: str = "") -> list[int]:
    """Primary keys of the arguments shown to the public, those of most people first.

    Args:
        state: ``answered``, ``open`` or empty for both. While answers are not released, all are
            listed as open.
        words: only arguments whose title or summary contains them.
    """
    arguments = (
        Argument.objects.filter(procedure=procedure).active().exclude(kind=Argument.Kind.INDIVIDUAL)
    )
    if words:
        arguments = arguments.filter(Q(title__icontains=words) | Q(summary__icontains=words))
    arguments = _in_state(arguments, procedure, state)
    figures = public_figures(procedure)
    numbered = arguments.values_list("pk", "number")
    ordered = sorted(numbered, key=lambda row: (-figures.get(row[0], (0, 0))[0], row[1]))
    return [pk for pk, _number in ordered]


def _in_state(arguments: Any, procedure: Procedure, state: str) -> Any:
    if state == "answered":
        return arguments.answered() if procedure.answers_released_at else arguments.none()
    if state == "open" and procedure.answers_released_at:
        return arguments.unanswered()
    return arguments


def lines(procedure: Procedure, keys: Sequence[int]) -> list[Line]:
    """These arguments in this order with their figures; two queries and the cached figures."""
    found = (
        Argument.objects.select_related("current_answer")
        .prefetch_related("sources__document")
        .in_bulk(list(keys))
    )
    figures = public_figures(procedure)
    return [Line(found[pk], *figures.get(pk, (0, 0))) for pk in keys if pk in found]


def individual_concerns(procedure: Procedure) -> int:
    """How many concerns of single people there are; they are not listed one by one."""
    concerns = Argument.objects.filter(procedure=procedure, kind=Argument.Kind.INDIVIDUAL)
    found: int = concerns.active().count()
    return found


@dataclass(frozen=True, slots=True)
class Participation:
    """What people can do now, and until when.

    Attributes:
        phase: ``none`` (no round yet), ``before`` the first display, ``display``, ``objections``
            (display over, period running) or ``after``, also until the next round begins.
        round: the one to which a letter now belongs, if there is one.
    """

    phase: str
    round: Round | None = None

    @property
    def is_possible(self) -> bool:
        """Letters are taken in every phase once a round is known; late ones are marked."""
        return self.round is not None

    @property
    def is_late(self) -> bool:
        return self.phase == "after"


def participation(procedure: Procedure, *, now: datetime) -> Participation:
    """The phase at a moment, of the round to which intake counts a letter of this moment."""
    day = timezone.localtime(now).date()
    current = round_on(list(procedure.rounds.all()), timezone.localtime(now).date())
    if current is None:
        return Participation("none")
    if day < current.display_start:
        return Participation("before", current)
    if day <= current.display_end:
        return Participation("display", current)
    return Participation("objections" if current.accepts_in_time(now) else "after", current)
