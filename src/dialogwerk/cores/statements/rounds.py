"""How groups are found among any number of bodies: a sample first, then the others beside it.

Few letters are compared all with all (through buckets and pools). Of many, a sample is taken, by
weight and by hash, so that it does not depend on the order of the letters; every body is placed
into the groups found there; what remains is sampled again, and in the end compared whole, so that a
campaign of two letters among a million is found. Then groups that are one are joined, and every
body is placed once more, by the pools that all members of a group have now.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dialogwerk.cores.statements import assignment, sketches
from dialogwerk.cores.statements.bodies import Bodies, Ints
from dialogwerk.cores.statements.corpus import Corpus, corpus
from dialogwerk.cores.statements.model import Model, Placing, heaviest, shared_by_several
from dialogwerk.cores.statements.pools import Marks, common, covered, pools
from dialogwerk.cores.statements.settings import GroupingSettings

_ROUNDS = 6
_SAMPLES = 8
_FIRST_SHARE, _BODIES_A_GROUP = 4, 5
_WORTH_ANOTHER_SAMPLE = 0.1
_HEAVY_MEMBERS, _OTHER_MEMBERS = 16, 48
_INDIVIDUALS = 4000
_WIDESPREAD = 64


@dataclass(frozen=True)
class Members:
    """Some members of each group that stand for all of them.

    Attributes:
        corpus: the members; each weighs as many letters as it stands for.
        group: per body of the corpus: its group, or -1 for letters of people's own.
    """

    corpus: Corpus
    group: Ints


def grouped(bodies: Bodies, settings: GroupingSettings, placing: Placing) -> Ints:
    """Per body: group number or -1; numbers have no meaning yet."""
    long = np.flatnonzero(bodies.sizes >= settings.least_words)
    if len(long) <= settings.sample:
        part = corpus(bodies, long)
        found = np.full(len(bodies), -1, np.int64)
        found[long] = _among(part, settings, placing.threads)
    else:
        found = _sampled(bodies, long, settings, placing)
        found = _refined(bodies, long, found, settings, placing)
    return _with_exact(bodies, found)


def _sampled(bodies: Bodies, long: Ints, settings: GroupingSettings, placing: Placing) -> Ints:
    """Groups found in samples, and every body beside them."""
    group = np.full(len(bodies), -1, np.int64)
    rest = long
    for _sample in range(_SAMPLES):
        if len(rest) <= settings.sample:
            break
        before = len(rest)
        rest = _place_beside(bodies, rest, group, settings, placing)
        if before - len(rest) < _WORTH_ANOTHER_SAMPLE * before:
            break
    rest = shared_by_several(bodies, rest, settings.largest_own_share, placing.threads)
    if len(rest):
        part = corpus(bodies, rest)
        found = _among(part, settings, placing.threads, widespread=_WIDESPREAD)
        group[rest] = np.where(found >= 0, found + group.max(initial=-1) + 1, -1)
    return group


def _groups_of_sample(
    bodies: Bodies, rest: Ints, settings: GroupingSettings, threads: int
) -> tuple[Corpus, Ints]:
    """A sample, and the group of each of its bodies or -1.

    A small sample tells forms apart as well as a large one as long as each has several bodies in
    it; where there are more forms than that, the sample grows.
    """
    size = max(settings.sample // _FIRST_SHARE, 1)
    while True:
        part = corpus(bodies, _sample_of(bodies, rest, size))
        found = assignment.numbered(_among(part, settings, threads))
        groups = int(found.max(initial=-1)) + 1
        if size == settings.sample or groups * _BODIES_A_GROUP <= size:
            return part, found
        size = settings.sample


def _sample_of(bodies: Bodies, rest: Ints, most: int) -> Ints:
    heavy = heaviest(bodies.weight, rest, most // 2)
    others = np.setdiff1d(rest, heavy, assume_unique=True)[: most - len(heavy)]
    return np.union1d(heavy, others)


def _place_beside(
    bodies: Bodies,
    rest: Ints,
    group: Ints,
    settings: GroupingSettings,
    placing: Placing,
) -> Ints:
    """Find groups in a sample, place the rest beside them; gives back what is left."""
    part, found = _groups_of_sample(bodies, rest, settings, placing.threads)
    if (found < 0).all():
        return rest
    ignored = common(part, pools(part, found), np.flatnonzero(found < 0))
    model = Model.of(part, pools(part, found), ignored, settings.largest_own_share)
    placed = placing.placed(model, bodies, rest)
    inside = placed >= 0
    group[rest[inside]] = placed[inside] + group.max(initial=-1) + 1
    return rest[~inside]


def _refined(
    bodies: Bodies, long: Ints, group: Ints, settings: GroupingSettings, placing: Placing
) -> Ints:
    """Join what is one, then place every body by what all members of each group share."""
    chosen = members(bodies, group, long)
    part, of = chosen.corpus, chosen.group
    ignored = common(part, pools(part, of), np.flatnonzero(of < 0))
    of = _merged(part, of, ignored)
    model = Model.of(part, pools(part, of), ignored, settings.largest_own_share)
    group = np.full(len(bodies), -1, np.int64)
    group[long] = placing.placed(model, bodies, long)
    return group


def members(bodies: Bodies, group: Ints, individuals: Ints) -> Members:
    """Some members of each group, the heaviest and others by their hash, with what they stand for.

    Args:
        group: per body: group number or -1.
        individuals: bodies among which those without a group are taken as letters of people's own.
    """
    group = assignment.numbered(group)
    inside = np.flatnonzero(group >= 0)
    by_weight = inside[np.lexsort((inside, -bodies.weight[inside], group[inside]))]
    place = _place_in_run(group[by_weight])
    is_heavy = (place < _HEAVY_MEMBERS) & (bodies.weight[by_weight] > 1)
    heavy = by_weight[is_heavy]
    others = np.sort(by_weight[~is_heavy])
    others = others[np.argsort(group[others], kind="stable")]
    taken = others[_place_in_run(group[others]) < _OTHER_MEMBERS]
    count = int(group.max(initial=-1)) + 1
    letters = np.bincount(group[others], bodies.weight[others], count)
    each = letters / np.maximum(np.bincount(group[taken], minlength=count), 1)
    alone = individuals[group[individuals] < 0][:_INDIVIDUALS]
    chosen = np.r_[heavy, taken, alone]
    weight = np.r_[
        bodies.weight[heavy], np.maximum(1, np.rint(each[group[taken]])), bodies.weight[alone]
    ]
    order = np.argsort(chosen)
    part = corpus(bodies, chosen[order], weight[order].astype(np.int64))
    return Members(part, group[chosen[order]])


def _place_in_run(labels: Ints) -> Ints:
    """Per entry of a sorted list: how many equal ones stand before it.

    >>> _place_in_run(np.array([0, 0, 2, 2, 2])).tolist()
    [0, 1, 0, 1, 2]
    """
    first = np.r_[True, labels[1:] != labels[:-1]] if len(labels) else np.empty(0, np.bool_)
    begins = np.flatnonzero(first)
    return np.arange(len(labels)) - np.repeat(begins, np.diff(np.r_[begins, len(labels)]))


def _among(
    part: Corpus, settings: GroupingSettings, threads: int, *, widespread: int = 1 << 30
) -> Ints:
    """Groups among bodies that are all compared with each other: number or -1 for each.

    Args:
        threads: how many may work at once.
        widespread: as in `assignment.gathered`.
    """
    share = settings.largest_own_share
    long = np.flatnonzero(part.shared > 0)
    group = _first_groups(part, long, settings)
    nothing = np.zeros(len(part.hashes) + 1, np.bool_)
    group = _merged(part, group, nothing)
    ignored = common(part, pools(part, group), _surely_individual(part, long))
    group = assignment.assigned(
        part, group, long, ignored, largest_own_share=share, threads=threads
    )
    group = assignment.settled(part, assignment.numbered(group), ignored)
    left = long[group[long] < 0]
    gathered = assignment.gathered(
        part, left, ignored, largest_own_share=share, widespread=widespread
    )
    group = np.where(gathered >= 0, gathered + group.max(initial=-1) + 1, group)
    for _round in range(_ROUNDS):
        before = group.max(initial=-1)
        group = _merged(part, group, ignored)
        if _round and group.max(initial=-1) == before:
            break
        group = assignment.assigned(
            part, group, long, ignored, largest_own_share=share, threads=threads
        )
        group = assignment.numbered(group)
    return group


def _merged(part: Corpus, group: Ints, ignored: Marks) -> Ints:
    """Merge until nothing more belongs together: each merger widens a pool."""
    merged = assignment.numbered(group)
    for _round in range(_ROUNDS):
        before = merged.max(initial=-1)
        merged = assignment.merged(part, merged, ignored)
        if merged.max(initial=-1) == before:
            break
    return merged


def _first_groups(part: Corpus, long: Ints, settings: GroupingSettings) -> Ints:
    leader = sketches.leaders(part, likeness=settings.likeness)
    letters = np.bincount(leader[long], part.weight[long], part.bodies)
    group = np.full(part.bodies, -1, np.int64)
    group[long] = np.where(letters[leader[long]] > 1, leader[long], -1)
    return group


def _surely_individual(part: Corpus, long: Ints) -> Ints:
    """Bodies of which less than half occurs anywhere else."""
    everything = np.ones(len(part.hashes) + 1, np.bool_)
    everything[-1] = False
    words, _ = covered(part, long, everything)
    return long[2 * words < part.words[long]]


def _with_exact(bodies: Bodies, group: Ints) -> Ints:
    """Letters that are the same word for word are a campaign, however short or common."""
    alone = np.flatnonzero((group < 0) & (bodies.weight > 1) & (bodies.sizes > 0))
    group = group.copy()
    group[alone] = group.max(initial=-1) + 1 + np.arange(len(alone))
    return group
