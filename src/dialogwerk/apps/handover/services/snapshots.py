"""What stands in the record now, against what was handed over: the difference is handed over.

Figures and passages are counted in the database, some hundred arguments at a time; the texts of
letters are never read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from dialogwerk.apps.base.progress import Progress
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Argument, Occurrence, Segment
from dialogwerk.apps.statements.services.argument_counts import recount
from dialogwerk.apps.statements.services.masking import HIDDEN
from dialogwerk.apps.statements.services.synopsis import arguments_of, counts_of

from ..models import HandedArgument, HandedPassage
from .redacting import redacted

CHUNK = 200
Change = HandedArgument.Change


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage for the developer; ``key`` is the primary key of its segment."""

    key: int
    author: str
    text: str
    letters: int
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An argument that is new or has changed, with the passages that came or went."""

    argument: Argument
    change: str
    people: int
    letters: int
    merged_into: int | None = None
    passages: list[Passage] = field(default_factory=list)


def differences(procedure: Procedure, progress: Progress) -> Iterator[Line]:
    """Every argument that differs from what was handed over last, by number.

    Args:
        progress: hears how many arguments were looked through, after each portion.
    """
    recount(procedure)
    raised = set(arguments_of(procedure).values_list("pk", flat=True))
    handed = HandedArgument.objects.filter(hand_over__procedure=procedure)
    standing = set(handed.latest().standing().values_list("argument", flat=True))
    ordered = list(
        Argument.objects.filter(pk__in=raised | standing).order_by("number").values_list("pk")
    )
    for start in range(0, len(ordered), CHUNK):
        keys = [pk for (pk,) in ordered[start : start + CHUNK]]
        chunk = list(
            Argument.objects.filter(pk__in=keys).select_related("merged_into").order_by("number")
        )
        yield from _lines(chunk, raised)
        progress.advance(start + len(keys), total=len(ordered))


def _lines(arguments: Sequence[Argument], raised: set[int]) -> Iterator[Line]:
    before = _handed_before(arguments)
    passages_before = _passages_before(arguments)
    counts = counts_of([one for one in arguments if one.pk in raised])
    now = _passages_now([one for one in arguments if one.pk in raised])
    for argument in arguments:
        last, known = before.get(argument.pk), passages_before.get(argument.pk, {})
        if argument.pk not in raised:
            yield _withdrawn(argument, last)
            continue
        people, letters = counts.get(argument.pk, (0, 0))
        moved = _moved(known, now.get(argument.pk, []))
        if change := _change(argument, last, (people, letters), moved):
            yield Line(argument, change, people, letters, passages=moved)


def _withdrawn(argument: Argument, last: HandedArgument | None) -> Line:
    target = argument.merged_into
    return Line(argument, Change.WITHDRAWN, 0, 0, target.number if target else None)


def _change(
    argument: Argument,
    last: HandedArgument | None,
    figures: tuple[int, int],
    moved: Sequence[Passage],
) -> str:
    """How the argument differs from what was handed over last; "" if it does not."""
    if last is None or last.change == Change.WITHDRAWN:
        return Change.NEW
    said = (last.title, last.summary, last.kind)
    if moved or said != (argument.title, argument.summary, argument.kind):
        return Change.CHANGED
    return Change.FIGURES if (last.people, last.letters) != figures else ""


def _handed_before(arguments: Sequence[Argument]) -> dict[int, HandedArgument]:
    handed = HandedArgument.objects.filter(argument__in=arguments).order_by("pk")
    return {one.argument_id: one for one in handed}


def _passages_before(arguments: Sequence[Argument]) -> dict[int, dict[int, Passage]]:
    """The passages of each argument in the developer's hands, by segment."""
    found: dict[int, dict[int, Passage]] = {}
    handed = HandedPassage.objects.filter(handed__argument__in=arguments).order_by("pk")
    rows = handed.values_list(
        "handed__argument", "segment_key", "author", "text", "letters", "is_withdrawn"
    )
    for argument, key, author, text, letters, is_withdrawn in rows.iterator(5_000):
        of_argument = found.setdefault(argument, {})
        if is_withdrawn:
            of_argument.pop(key, None)
        else:
            of_argument[key] = Passage(key, author, text, letters)
    return found


def _passages_now(arguments: Sequence[Argument]) -> dict[int, list[Passage]]:
    """The passages of each argument as they stand, those of campaigns first."""
    points = Occurrence.objects.filter(segment__argument__in=arguments).order_by()
    letters = dict(points.values_list("segment").annotate(Count("pk")))
    tied = (
        Segment.objects.filter(argument__in=arguments, pk__in=points.values("segment"))
        .select_related("campaign", "statement")
        .defer("statement__text", "statement__own_words", "statement__left_out")
        .defer("campaign__template")
        .order_by("campaign__number", "pk")
    )
    found: dict[int, list[Passage]] = {}
    for segment, author, text in redacted(tied):
        passage = Passage(segment.pk, author, text, letters.get(segment.pk, 0))
        found.setdefault(segment.argument_id or 0, []).append(passage)
    return {key: sorted(some, key=_campaigns_first) for key, some in found.items()}


def _campaigns_first(passage: Passage) -> tuple[int, int]:
    return -passage.letters, passage.key


def _moved(known: dict[int, Passage], now: Sequence[Passage]) -> list[Passage]:
    """The passages that came, or whose words for the developer changed; then those that went."""
    left = dict(known)
    moved = []
    for passage in now:
        before = left.pop(passage.key, None)
        if before is None or _says_more(passage, before):
            moved.append(passage)
    gone = [Passage(one.key, one.author, one.text, 0, True) for one in left.values()]
    return moved + gone


def _says_more(passage: Passage, before: Passage) -> bool:
    """Whether the developer would read something else; words withheld since are no news."""
    if passage.text == HIDDEN:
        return False
    return (before.author, before.text) != (passage.author, passage.text)
