"""What authors read behind their receipt: decisions of the moderation, lineage, outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass

from .models import (
    Appeal,
    Comment,
    Contribution,
    Lineage,
    ModerationDecision,
    Outcome,
)
from .services.lineage import lineages_of
from .services.moderation import appeal_of, may_appeal
from .services.outcomes import outcomes_for


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands for its author.

    Attributes:
        decisions: of the moderation, the newest first.
        appeal: the author's objection, with its decision once there is one.
        may_appeal: whether the author can object now.
        lineages: in which it was put together or taken apart, undone ones too.
        outcomes: present ones, through all lineages.
    """

    decisions: Sequence[ModerationDecision]
    appeal: Appeal | None
    may_appeal: bool
    lineages: Sequence[Lineage] = ()
    outcomes: Sequence[Outcome] = ()


def standing_for(thing: Contribution | Comment) -> Standing:
    """What its author may know."""
    if isinstance(thing, Comment):
        decided = ModerationDecision.objects.filter(comment=thing).order_by("-number")
        return Standing(list(decided), appeal_of(thing), may_appeal(thing))
    decided = thing.moderation_decisions.filter(comment=None).order_by("-number")
    return Standing(
        decisions=list(decided),
        appeal=appeal_of(thing),
        may_appeal=may_appeal(thing),
        lineages=lineages_of(thing),
        outcomes=outcomes_for([thing])[thing.pk],
    )
