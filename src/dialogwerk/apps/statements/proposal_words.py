"""Proposals in words: how probable, by what, on which grounds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.cores.statements.roles import Role, read

from .models import Proposal, Segment

PROBABLE, LIKELY = 0.8, 0.5
ROLES = {
    Role.POSITION: gettext_lazy("a position: it says what is wanted"),
    Role.PREMISE: gettext_lazy("a reason: it says why"),
    Role.NEITHER: gettext_lazy("no argument: probably nothing to answer"),
}
LEAST_SURE = 0.45


@dataclass(frozen=True, slots=True)
class Hint:
    """What the wording of a passage suggests, and the words it rests on."""

    said: str
    cues: tuple[str, ...]


def in_words(confidence: float) -> str:
    """How probable a proposal is."""
    if confidence >= PROBABLE:
        return _("probable")
    return _("likely") if confidence >= LIKELY else _("possible")


def grounds(proposal: Proposal) -> str:
    """By what a proposal was made."""
    if proposal.method == Proposal.Method.SIMILAR:
        return _("resembles a passage that was tied")
    if proposal.model:
        return _("learned from decisions, version %(number)s") % {"number": proposal.model.number}
    return _("learned from decisions")


def argues_in_words(segment: Segment | None) -> str:
    """Whether an open passage probably holds an argument, as learned from decisions; "" if that is
    not known or a person has decided."""
    if not segment or segment.argues is None or segment.state != Segment.State.PROPOSED:
        return ""
    percent = min(99, max(1, round(100 * segment.argues)))
    if percent >= 50:
        return _("argument, %(percent)s %%") % {"percent": percent}
    return _("no argument, %(percent)s %%") % {"percent": 100 - percent}


def hint(text: str, argues: float | None = None) -> Hint | None:
    """What the passage does in the letter, where its wording says so clearly enough.

    Args:
        argues: what was learned from decisions, see `Segment.argues`.
    """
    found = read(text, argues=argues)
    if found.confidence < LEAST_SURE or not found.cues:
        return None
    return Hint(str(ROLES[found.role]), found.cues)
