"""How many points, letters and people stand behind each argument, kept beside it.

Counting them looks at every point: seconds where there are millions. So the figures are stored
with each argument, and whatever changes its points says so (`note_change`). A page counts again
what has changed as long as that is quick; else it shows the figures of a moment ago, and the
periodic command counts within a minute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from dialogwerk.apps.base import bulk
from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, Occurrence

COUNTED_AT_ONCE = 10_000
"""Points that a page counts; more take it longer than people should wait."""

STORED = ("points", "letters", "people", "counted")


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands behind an argument."""

    points: int = 0
    letters: int = 0
    people: int = 0


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
    """Figures by primary key: three queries at most; exact where few points have changed."""
    keys = None if isinstance(arguments, QuerySet) else [one.pk for one in arguments]
    known = Argument.objects.filter(pk__in=keys) if keys is not None else arguments
    rows = list(known.order_by().values_list("pk", "changes", *STORED))
    found = {pk: Figures(*stored) for pk, _changes, *stored, _counted in rows}
    stale = [pk for pk, changes, *_stored, counted in rows if changes != counted]
    if stale and _are_few(stale):
        found |= dict.fromkeys(stale, NOBODY) | _counted(stale)
    return found


def _are_few(arguments: Sequence[int]) -> bool:
    points = Occurrence.objects.filter(segment__argument__in=arguments).order_by()
    return points[: COUNTED_AT_ONCE + 1].count() <= COUNTED_AT_ONCE


def _counted(arguments: Iterable[int]) -> dict[int, Figures]:
    rows = (
        Occurrence.objects.filter(segment__argument__in=list(arguments))
        .order_by()
        .values_list("segment__argument")
        .annotate(
            Count("pk"),
            Count("statement", distinct=True),
            Count("statement__person", distinct=True),
        )
    )
    return {key: Figures(*numbers) for key, *numbers in rows}


def recount(procedure: Procedure | None = None) -> int:
    """Count what has changed, and keep it; returns how many arguments that were.

    What changes while an argument is being counted makes it change once more.
    """
    wanted = Argument.objects.filter(~Q(changes=F("counted"))).order_by("pk")
    if procedure is not None:
        wanted = wanted.filter(procedure=procedure)
    changed = list(wanted.values_list("pk", "changes"))
    for pk, changes in changed:
        now = _counted([pk]).get(pk, NOBODY)
        bulk.update(Argument, STORED, [(pk, now.points, now.letters, now.people, changes)])
    return len(changed)
