"""What a clerk has said about letters and campaigns, kept whenever letters are grouped again.

Each letter may carry a mark: the clerk's campaign it is in, `FREE` if grouping decides, or `ALONE`
if it was taken out of every campaign. Merging two campaigns gives all their letters one mark,
splitting one gives them two.

A mark on one letter says nothing about its neighbours: where letters of a found campaign are known
to be at home in another one than the mark says, they stay there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dialogwerk.cores.statements.bodies import Bodies, Ints, most_common
from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.model import Model
from dialogwerk.cores.statements.pools import common, pools
from dialogwerk.cores.statements.rounds import members
from dialogwerk.cores.statements.settings import GroupingSettings

FREE, ALONE = -1, -2


def corrected(
    bodies: Bodies,
    campaign: Ints,
    fixed: Sequence[int],
    settings: GroupingSettings,
    known: Sequence[int] | None = None,
) -> Ints:
    """The campaigns of letters with what a clerk has said.

    Letters with a mark are in the campaign of the mark. A found campaign whose letters bear one
    mark belongs to it, with its free letters; if they bear several, the free ones go where most of
    their words are.

    Args:
        campaign: per letter: campaign as found, or -1.
        fixed: per letter: any number from 0 on for the clerk's campaign, `FREE` or `ALONE`.
        known: per letter: number of the campaign it has been in so far, or `FREE`; the same numbers
            as in ``fixed``. Nothing is known if unset.

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
    if known is not None:
        marks = _at_home(campaign, marks, np.asarray(known, np.int64))
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


def _at_home(campaign: Ints, marks: Ints, known: Ints) -> Ints:
    """The marks, and one for each free letter whose home is known and concerned by a mark.

    A found campaign is at home where most of its free letters have been so far. Those of them stay
    there if a letter beside them bears the mark of another campaign, or if letters elsewhere bear
    the mark of this one.
    """
    count = int(campaign.max(initial=0)) + 1
    free = (campaign >= 0) & (marks == FREE) & (known >= 0)
    names, name = np.unique(known[free], return_inverse=True)
    pairs, times = np.unique(campaign[free] * len(names) + name, return_counts=True)
    found, homes = pairs // max(len(names), 1), names[pairs % max(len(names), 1)]
    home = _most(found, homes, times, count)
    marked = (campaign >= 0) & (marks >= 0)
    concerned = np.zeros(count, np.bool_)
    concerned[campaign[marked & (marks != home[campaign])]] = True
    # Of several found campaigns at home in the same one, the one with most of its letters is it.
    at_home = homes == home[found]
    for one in np.intersect1d(homes[at_home], marks[marks >= 0]).tolist():
        some = np.flatnonzero(at_home & (homes == one))
        concerned[found[some[times[some].argmax()]]] = True
    stays = free & concerned[campaign] & (known == home[campaign])
    return np.where(stays, known, marks)


def _most(found: Ints, homes: Ints, times: Ints, count: int) -> Ints:
    """Per found campaign the home of most letters; of equal ones that of the smallest number."""
    home = np.full(count, -1, np.int64)
    order = np.lexsort((-homes, times))
    home[found[order]] = homes[order]
    return home


def _nearest(bodies: Bodies, marks: Ints, torn: Ints, settings: GroupingSettings) -> Ints:
    """Per letter that two marks claim: the one whose letters share most with it."""
    marked = np.flatnonzero(marks >= 0)
    labels, group = most_common(bodies, marked, marks[marked])
    chosen = members(bodies, group, np.flatnonzero(group < 0))
    found = pools(chosen.corpus, chosen.group)
    nothing = np.zeros(len(chosen.corpus.hashes) + 1, np.bool_)
    ignored = common(chosen.corpus, found, np.empty(0, np.int64)) if len(labels) > 3 else nothing
    model = Model.of(chosen.corpus, found, ignored, settings.largest_own_share)
    wanted = bodies.entry[torn].astype(np.int64)
    same = group[wanted]
    placed = np.where(same >= 0, same, model.placed(bodies, wanted, threads=1))
    sizes = np.bincount(group[group >= 0], bodies.weight[group >= 0])
    return np.asarray(labels[np.where(placed >= 0, placed, int(sizes.argmax()))])
