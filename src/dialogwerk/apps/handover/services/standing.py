"""Where the developer's comments stand: per argument, and for the whole procedure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from dialogwerk.apps.schemes.models import Procedure

from ..models import Comment, HandedArgument, HandedPassage, HandOver

STATES = ("open", "saved", "submitted")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many arguments stand with the developer, and on how many something was said."""

    arguments: int = 0
    saved: int = 0
    submitted: int = 0

    @property
    def commented(self) -> int:
        """Arguments with a comment, submitted or not."""
        return self.saved + self.submitted

    @property
    def still_open(self) -> int:
        return self.arguments - self.commented


def in_hands(procedure: Procedure) -> QuerySet[HandedArgument]:
    """The arguments in the developer's hands, as handed over last, with their comments' state."""
    comment = Comment.objects.filter(argument=OuterRef("argument"))
    found: QuerySet[HandedArgument] = (
        HandedArgument.objects.filter(hand_over__procedure=procedure)
        .latest()
        .standing()
        .annotate(
            latest=Subquery(comment.values("latest")[:1]),
            submitted=Subquery(comment.values("submitted")[:1]),
            said=Subquery(comment.values("latest__text")[:1]),
        )
        .select_related("hand_over")
        .order_by("number")
    )
    return found


def state_is(state: str) -> Q:
    """Arguments whose comment is ``open`` (nothing said), ``saved`` or ``submitted``."""
    nothing = Q(latest=None) | Q(said="", submitted=None)
    waiting = Q(submitted=None) | ~Q(latest=Subquery(_submitted()))
    if state == "open":
        return nothing
    if state == "saved":
        return ~nothing & waiting
    return ~nothing & ~waiting


def _submitted() -> Any:
    return Comment.objects.filter(argument=OuterRef("argument")).values("submitted")[:1]


def state_of(handed: HandedArgument) -> str:
    """The state of one row of `in_hands`."""
    latest, submitted = handed.latest, handed.submitted  # type: ignore[attr-defined]
    if latest is None or (not handed.said and submitted is None):  # type: ignore[attr-defined]
        return "open"
    return "submitted" if latest == submitted else "saved"


def progress(procedure: Procedure) -> Progress:
    """How far the comments are."""
    standing = HandedArgument.objects.filter(hand_over__procedure=procedure).latest().standing()
    said = (
        Comment.objects.filter(procedure=procedure, argument__in=standing.values("argument"))
        .exclude(latest=None)
        .exclude(latest__text="", submitted=None)
    )
    counts = said.aggregate(all=Count("pk"), submitted=Count("pk", filter=Q(latest=F("submitted"))))
    submitted = counts["submitted"]
    return Progress(standing.count(), counts["all"] - submitted, submitted)


def neighbours(handed: HandedArgument) -> tuple[int | None, int | None]:
    """The numbers of the arguments before and after this one in the developer's hands."""
    standing = HandedArgument.objects.filter(hand_over__procedure=handed.hand_over.procedure_id)
    numbers = standing.latest().standing().values_list("number", flat=True)
    before = numbers.filter(number__lt=handed.number).order_by("-number").first()
    return before, numbers.filter(number__gt=handed.number).order_by("number").first()


def passages_of(handed: HandedArgument) -> list[HandedPassage]:
    """All passages of this argument in the developer's hands, those of campaigns first."""
    found: dict[int, HandedPassage] = {}
    rows = HandedPassage.objects.filter(handed__argument=handed.argument_id).order_by("pk")
    for one in rows.select_related("handed__hand_over"):
        if one.is_withdrawn:
            found.pop(one.segment_key, None)
        else:
            found[one.segment_key] = one
    return sorted(found.values(), key=lambda one: (-one.letters, one.pk))


def last_hand_over(procedure: Procedure) -> HandOver | None:
    """The newest hand-over."""
    return procedure.hand_overs.order_by("-number").first()


def comments_on(arguments: Sequence[int]) -> dict[int, Comment]:
    """The comments on these arguments, by argument."""
    found = Comment.objects.filter(argument__in=arguments)
    return {one.argument_id: one for one in found.select_related("latest", "submitted")}
