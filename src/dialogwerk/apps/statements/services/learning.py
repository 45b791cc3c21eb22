"""Learning from the decisions of a procedure: what they teach, and the model that is kept.

Explicit decisions teach; tacit ones would teach the machine its own opinion.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, LearnedModel, Segment

if TYPE_CHECKING:
    from dialogwerk.cores.statements.arguing import Arguing
    from dialogwerk.cores.statements.similar_passages import Index
    from dialogwerk.cores.statements.themes import Example, ThemeModel

MOST_DECISIONS = 4_000
"""The newest decisions are learned from, so that a run stays one of minutes."""

SHARE_OF_NEW_ONES = 0.05
"""A model is learned anew when this share of decisions has been added to what it knows."""


@dataclass(frozen=True)
class Decision:
    """What somebody said of a passage: its argument, or None when there is nothing to answer."""

    text: str
    argument: int | None


def decisions_of(procedure: Procedure) -> list[Decision]:
    """The newest explicit decisions, oldest first; a merged argument counts as its successor."""
    decided = Segment.objects.filter(
        procedure=procedure, confirmation=Segment.Confirmation.EXPLICIT
    ).exclude(state=Segment.State.PROPOSED)
    rows = decided.order_by("-decided_at", "-pk").values_list("text", "argument")[:MOST_DECISIONS]
    successor = dict(
        Argument.objects.filter(procedure=procedure)
        .exclude(merged_into=None)
        .values_list("pk", "merged_into")
    )
    return [Decision(text, _final(argument, successor)) for text, argument in reversed(rows)]


def _final(argument: int | None, successor: dict[int, int | None]) -> int | None:
    seen: set[int] = set()
    while argument in successor and argument not in seen:
        seen.add(argument)
        argument = successor[argument]
    return argument


def similar_to(decisions: Sequence[Decision]) -> "Index":
    """An index of the tied passages."""
    from dialogwerk.cores.statements.similar_passages import index

    tied = [one for one in decisions if one.argument]
    return index([one.text for one in tied], [str(one.argument) for one in tied])


def examples(decisions: Sequence[Decision]) -> "list[Example]":
    """The decisions as the core learns from them; labels are the arguments' keys."""
    from dialogwerk.cores.statements.themes import Example

    return [
        Example(one.text, frozenset([str(one.argument)] if one.argument else []))
        for one in decisions
    ]


def arguing_of(
    decisions: Sequence[Decision], alive: Callable[[], object] = bool
) -> "Arguing | None":
    """What the decisions teach about whether a passage holds an argument at all."""
    from dialogwerk.cores.statements.arguing import learn

    tied = [one.text for one in decisions if one.argument]
    return learn(tied, (one.text for one in decisions if not one.argument), alive=alive)


def model_for(
    procedure: Procedure, decisions: Sequence[Decision], alive: Callable[[], object] = bool
) -> "tuple[LearnedModel, ThemeModel] | None":
    """The model to propose with: the newest one if it knows nearly all decisions, else a new one.

    None while there is too little to learn from.

    Args:
        alive: called every now and then while it learns.
    """
    from dialogwerk.cores.statements.errors import NothingToLearnFrom
    from dialogwerk.cores.statements.themes import train

    kept = _kept(procedure, decisions)
    if kept:
        return kept
    try:
        learned = train(examples(decisions), alive=alive)
    except NothingToLearnFrom:
        return None
    return _stored(procedure, learned, len(decisions)), learned


def _kept(
    procedure: Procedure, decisions: Sequence[Decision]
) -> "tuple[LearnedModel, ThemeModel] | None":
    from dialogwerk.cores.statements.errors import UnreadableModel
    from dialogwerk.cores.statements.theme_files import from_bytes

    newest = LearnedModel.objects.filter(procedure=procedure).order_by("-number").first()
    if newest is None or not newest.content:
        return None
    if abs(len(decisions) - newest.decisions) > SHARE_OF_NEW_ONES * newest.decisions:
        return None
    try:
        learned = from_bytes(bytes(newest.content))
    except UnreadableModel:
        return None
    active = set(map(str, {one.argument for one in decisions if one.argument}))
    return (newest, learned) if set(learned.labels) <= active else None


@transaction.atomic
def _stored(procedure: Procedure, learned: "ThemeModel", decisions: int) -> LearnedModel:
    from dialogwerk.cores.statements.theme_files import to_bytes
    from dialogwerk.cores.statements.themes import VERSION

    Procedure.objects.select_for_update(no_key=True).only("pk").get(pk=procedure.pk)
    models = LearnedModel.objects.filter(procedure=procedure)
    last = models.aggregate(last=Max("number"))["last"] or 0
    models.exclude(content=b"").update(content=b"")
    return LearnedModel.objects.create(
        procedure=procedure,
        number=last + 1,
        method=VERSION,
        passages=learned.passages,
        arguments=len(learned.labels),
        decisions=decisions,
        threshold=learned.threshold,
        held_out_f1=learned.held_out_f1,
        content=to_bytes(learned),
    )
