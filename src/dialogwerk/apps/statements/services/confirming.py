"""Finishing a letter with the rest confirmed: what is likely is tied as proposed, tacitly."""

from django.db import transaction

from ..models import Proposal, Segment
from .proposal_outcomes import open_proposals
from .reading import Text, segments_of, tie_segment

LIKELY = 0.5
"""From this confidence on a first proposal can be confirmed with the rest."""


def confirmable(segments: list[Segment]) -> list[tuple[Segment, Proposal]]:
    """Open passages whose first proposal is likely, with that proposal."""
    waiting = [one for one in segments if one.state == Segment.State.PROPOSED]
    proposed = open_proposals(waiting)
    firsts = ((one, proposed[one.pk][0]) for one in waiting if one.pk in proposed)
    return [(segment, first) for segment, first in firsts if first.confidence >= LIKELY]


@transaction.atomic
def confirm_rest(*, where: Text, by: str) -> int:
    """Tie every open passage whose first proposal is likely, and count these as tacit.

    Returns how many there were. Passages without a likely proposal stay open.

    Raises:
        NotAllowedNow: the weighing is closed.
    """
    pairs = confirmable(list(segments_of(where)))
    for segment, first in pairs:
        tie_segment(segment=segment, argument=first.argument, by=by, tacit=True)
    return len(pairs)
