"""What has to be said beside a map, so that nobody takes it for more than it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dialogwerk.cores.opinions.results import OpinionMap, Stability
from dialogwerk.cores.opinions.votes import Votes

FEW_SEEN = 0.9
UNSURE = 0.8


@dataclass(frozen=True)
class Caution:
    """A code for programs and the sentence for people."""

    code: str
    sentence: str


def cautions_of(votes: Votes, found: OpinionMap, stability: Stability) -> tuple[Caution, ...]:
    """Sentences to show beside the map; that people chose themselves to take part is always one."""
    said = [
        Caution(
            "self-selection",
            "The participants chose themselves to take part. The sizes of the groups say nothing"
            " about the population.",
        )
    ]
    if not found.groups:
        said.append(_no_groups(found))
    elif not found.separation.is_there:
        said.append(
            Caution(
                "one-cloud",
                "No separate groups: opinions pass into each other without a gap. What is shown as"
                " groups are sections of one cloud; their number and borders are a choice of the"
                " method.",
            )
        )
    if votes.unseen_share > FEW_SEEN:
        share = votes.unseen_share
        said.append(
            Caution("unseen", f"{share:.1%} of all pairs of person and statement have no vote.")
        )
    if found.too_small:
        said.append(
            Caution("too-small", f"{found.too_small} people are in groups too small to be shown.")
        )
    if stability.draws:
        said += _unsure(found, stability)
    return tuple(said)


def _no_groups(found: OpinionMap) -> Caution:
    if not len(found.placed):
        return Caution("no-groups", "No groups: nobody has voted on enough statements.")
    if not found.structure.is_there:
        return Caution(
            "no-groups",
            "No groups: the votes hang together no more than if everybody had voted on each"
            " statement independently of the others.",
        )
    if (found.known < 0).all():
        return Caution("no-groups", "No groups: opinions pass into each other without a gap.")
    return Caution("no-groups", "No groups that are large enough to be shown.")


def _unsure(found: OpinionMap, stability: Stability) -> list[Caution]:
    said = []
    known = stability.person[~np.isnan(stability.person)]
    if len(known) and known.mean() < UNSURE:
        said.append(
            Caution(
                "unstable-people",
                f"If the people are drawn again, one is in the same group in {known.mean():.0%}"
                " of the draws on average. Who belongs to which group is unsure.",
            )
        )
    shown = int(found.known.max(initial=-1)) + 1
    share = stability.number.get(shown, 0.0)
    if share < UNSURE:
        said.append(
            Caution(
                "unstable-number",
                f"The number of groups ({shown}) comes out again in only {share:.0%} of the draws.",
            )
        )
    return said
