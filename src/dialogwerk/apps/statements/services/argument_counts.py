"""How many points, letters and people stand behind each argument, kept beside it.

Counting them looks at every point: seconds where there are millions. So the figures are stored
with each argument, and whatever changes its points says so (`note_change`). A page counts again
what has changed as long as that is quick; else it shows the figures of a moment ago, and the
periodic command counts within a minute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dialogwerk.apps.base import bulk
from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, Occurrence

COUNTED_AT_ONCE = 10_000
"""Points that a page counts; more take it longer than people should wait."""

RECOUNTED_AT_ONCE = 50

STORED = ("points", "letters", "people", "counted")

READ = ("current_answer", "changes", *STORED)


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands behind an argument."""

    points: int = 0
    letters: int = 0
    people: int = 0
    is_answered: bool = False


NOBODY = Figures()


def note_change(arguments: QuerySet[Argument]) -> None:
    """Points of these arguments have come, gone, or changed their person."""
    arguments.order_by().update(changes=F("changes") + 1)


def note_change_of(points: QuerySet[Occurrence]) -> None:
    """The same, of the arguments to which these points belong."""
    keys = points.order_by().values_list("segment__argument", flat=True).distinct()
    if arguments := [key for key in keys if key]:
        note_change(Argument.objects.filter(pk__in=arguments))


def figures_of(arguments: QuerySet[Argument] | Sequence[Argument]) -> dict[int, Figures]:
    """Figures by primary key: two queries at most; exact where few points have changed."""
    if isinstance(arguments, QuerySet):
        known = arguments
    else:
        known = Argument.objects.filter(pk__in=[one.pk for one in arguments])
    return _figures(list(known.order_by().values_list("pk", *READ)))


def figures_read(arguments: Iterable[Argument]) -> dict[int, Figures]:
    """The same of arguments just read in full; no query where nothing has changed."""
    read = attrgetter("pk", "current_answer_id", *READ[1:])
    return _figures([read(one) for one in arguments])


def _figures(rows: Sequence[tuple[Any, ...]]) -> dict[int, Figures]:
    """Figures by primary key, from rows of it and what `READ` names."""
    found = {
        pk: Figures(points, letters, people, is_answered=answer is not None)
        for pk, answer, _changes, points, letters, people, _counted in rows
    }
    stale = [pk for pk, _answer, changes, *_figures, counted in rows if changes != counted]
    now = _counted_if_few(stale) if stale else {}
    return found | {pk: replace(one, is_answered=found[pk].is_answered) for pk, one in now.items()}


def _counted_if_few(arguments: Sequence[int]) -> dict[int, Figures]:
    """Their figures as they are now; nothing if there are too many points to look at."""
    found = Occurrence.objects.filter(segment__argument__in=arguments).order_by()
    named = ("segment__argument", "statement", "statement__person")
    rows = list(found.values_list(*named)[: COUNTED_AT_ONCE + 1])
    if len(rows) > COUNTED_AT_ONCE:
        return {}
    points: dict[int, list[tuple[int, int]]] = {key: [] for key in arguments}
    for argument, letter, person in rows:
        points[argument].append((letter, person))
    return {
        key: Figures(len(some), len({one for one, _ in some}), len({one for _, one in some}))
        for key, some in points.items()
    }


def _counted(arguments: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Points, letters and people of each of them that has any."""
    points = Occurrence.objects.filter(segment__argument__in=arguments).order_by()
    rows = points.values_list("segment__argument").annotate(
        Count("pk"), Count("statement", distinct=True), Count("statement__person", distinct=True)
    )
    return {key: (number, letters, people) for key, number, letters, people in rows}


def recount(procedure: Procedure | None = None) -> int:
    """Count what has changed, and keep it; returns how many arguments that were.

    What changes while an argument is being counted makes it change once more.
    """
    wanted = Argument.objects.filter(~Q(changes=F("counted"))).order_by("pk")
    if procedure is not None:
        wanted = wanted.filter(procedure=procedure)
    changed = list(wanted.values_list("pk", "changes"))
    for start in range(0, len(changed), RECOUNTED_AT_ONCE):
        some = changed[start : start + RECOUNTED_AT_ONCE]
        now = _counted([pk for pk, _changes in some])
        rows = [(pk, *now.get(pk, (0, 0, 0)), changes) for pk, changes in some]
        bulk.update(Argument, STORED, rows)
    return len(changed)
