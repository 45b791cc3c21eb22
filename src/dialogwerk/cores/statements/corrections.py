"""What a clerk has said about letters and campaigns, kept whenever letters are grouped again.

Each letter may carry a mark: the clerk's campaign it is in, `FREE` if grouping decides, or `ALONE`
if it was taken out of every campaign. Merging two campaigns gives all their letters one mark,
splitting one gives them two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dialogwerk.cores.statements.bodies import Bodies, Ints
from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.model import Model
from dialogwerk.cores.statements.pools import common, pools
from dialogwerk.cores.statements.rounds import members
from dialogwerk.cores.statements.settings import GroupingSettings

FREE, ALONE = -1, -2


def corrected(
    bodies: Bodies, campaign: Ints, fixed: Sequence[int], settings: GroupingSettings
) -> Ints:
    """The campaigns of letters with what a clerk has said.

    Letters with a mark are in the campaign of the mark. A found campaign whose letters bear one
    mark belongs to it, with its free letters; if they bear several, the free ones go where most of
    their words are.

    Args:
        campaign: per letter: campaign as found, or -1.
        fixed: per letter: any number from 0 on for the clerk's campaign, `FREE` or `ALONE`.

    Returns:
        Per letter: some number of its campaign, or -1.

    Raises:
        LengthMismatch: there is not one mark for each letter.
    """
    marks = np.asarray(fixed, np.int64)
    if len(marks) != len(campaign):
        raise LengthMismatch(
            f"There are {len(campaign)} letters but {len(marks)} marks. Give one for each letter."
        )
    marked = marks >= 0
    offset = int(campaign.max(initial=0)) + 1
    result = np.where(marked, marks + offset, np.where(marks == ALONE, -1, campaign))
    inside = marked & (campaign >= 0)
    pairs = np.unique(np.stack([campaign[inside], marks[inside]]), axis=1)
    found, times = np.unique(pairs[0], return_counts=True)
    free = (marks == FREE) & (campaign >= 0)
    only = dict(pairs.T.tolist())
    for number in found[times == 1].tolist():
        result[free & (campaign == number)] = only[number] + offset
    torn = free & np.isin(campaign, found[times > 1])
    if torn.any():
        result[torn] = _nearest(bodies, marks, torn, settings) + offset
    return result


def _nearest(bodies: Bodies, marks: Ints, torn: Ints, settings: GroupingSettings) -> Ints:
    """Per letter that two marks claim: the one whose letters share most with it."""
    labels = np.unique(marks[marks >= 0])
    group = np.full(len(bodies), len(labels), np.int64)
    marked = np.flatnonzero(marks >= 0)
    np.minimum.at(group, bodies.entry[marked], np.searchsorted(labels, marks[marked]))
    group[group == len(labels)] = -1
    chosen = members(bodies, group, np.flatnonzero(group < 0))
    found = pools(chosen.corpus, chosen.group)
    nothing = np.zeros(len(chosen.corpus.hashes) + 1, np.bool_)
    ignored = common(chosen.corpus, found, np.empty(0, np.int64)) if len(labels) > 3 else nothing
    model = Model.of(chosen.corpus, found, ignored, settings.largest_own_share)
    placed = model.placed(bodies, bodies.entry[torn].astype(np.int64), threads=1)
    sizes = np.bincount(np.searchsorted(labels, marks[marked]))
    return np.asarray(labels[np.where(placed >= 0, placed, int(sizes.argmax()))])
