"""Which letter belongs to which group, decided by the group's pool; and which groups are one.

A letter belongs to a group if less than half of it, in words and in characters, is its own, and if
passages that only this campaign has speak for it. Comparing with pools instead of with neighbours
is what prevents chains, in which two different letters are joined by a third that is near both.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.bodies import Ints, in_portions
from dialogwerk.cores.statements.corpus import Corpus
from dialogwerk.cores.statements.covering import (
    LEAST_EVIDENCE,
    belongs,
    best_group,
    cover,
    room_for_best,
)
from dialogwerk.cores.statements.kernels.compiling import inner, kernel
from dialogwerk.cores.statements.pools import Marks, Pools, covered, pools
from dialogwerk.cores.statements.postings import Owners, Postings

_CONTAINED = 0.7
_KIT_CONTAINED = 0.6
_ALIKE = 0.5
_FOREIGN_PER_EVIDENCE = 0.4
_GROWTH_ROUNDS = 8
_TRIED_FROM = 0.3
_LEAST_TOUCHES = 3


def numbered(group: Ints) -> Ints:
    """The same groups with numbers 0, 1, 2, … in the order of the old ones; -1 stays.

    >>> numbered(np.array([7, -1, 3, 7])).tolist()
    [1, -1, 0, 1]
    """
    used = np.unique(group[group >= 0])
    return np.where(group >= 0, np.searchsorted(used, group), -1)


def merged(corpus: Corpus, group: Ints, ignored: Marks) -> Ints:
    """Join groups whose core is (nearly) that of a larger one or lies in its pool.

    Args:
        group: per body: group number or -1.
        ignored: shape (shingles + 1,): shingles that are no evidence.

    Returns:
        Per body: group numbers without gaps, or -1.
    """
    group = numbered(group)
    if (group < 0).all():
        return group
    found = pools(corpus, group)
    keep, is_kit = _speaking(found, ignored)
    owner = found.group.astype(np.int32)
    cores = Postings.of(found.shingle[keep], owner[keep], len(corpus.hashes))
    core_size = np.bincount(found.group[keep], minlength=found.groups)
    order = np.lexsort((np.arange(found.groups), -found.size))
    root = np.arange(found.groups)
    _merge(
        *(order, found.size, found.starts, found.shingle, found.is_core, ignored),
        *(*cores, core_size, np.where(is_kit, _KIT_CONTAINED, _CONTAINED), root),
    )
    return numbered(np.where(group >= 0, root[group], -1))


def _speaking(found: Pools, ignored: Marks) -> tuple[Marks, Marks]:
    """Per entry: whether it stands for its group when groups are compared. Per group: if a kit.

    That is the core; where people choose freely among many building blocks, so that no block is in
    half of the letters, it is the pool.
    """
    own = ~ignored[found.shingle]
    in_pool = np.bincount(found.group[own], minlength=found.groups)
    in_core = np.bincount(found.group[own & found.is_core], minlength=found.groups)
    is_kit = 2 * in_core < in_pool
    return own & (found.is_core | is_kit[found.group]), is_kit


@kernel
def _merge(
    order,
    size,
    starts,
    shingle,
    is_core,
    ignored,
    core_starts,
    core_owner,
    core_size,
    contained,
    root,
):
    """Give each group that is part of a larger one the larger one's number."""
    in_pool, in_core = np.zeros(len(size), np.int64), np.zeros(len(size), np.int64)
    touched = np.empty(len(size), np.int64)
    for large in order:
        if root[large] != large:
            continue
        count = 0
        for entry in range(starts[large], starts[large + 1]):
            number = shingle[entry]
            if ignored[number]:
                continue
            for place in range(core_starts[number], core_starts[number + 1]):
                other = core_owner[place]
                if in_pool[other] == 0:
                    touched[count] = other
                    count += 1
                in_pool[other] += 1
                in_core[other] += is_core[entry]
        for place in range(count):
            small = touched[place]
            together = core_size[small] + core_size[large] - in_core[small]
            is_smaller = size[small] < size[large] or (size[small] == size[large] and small > large)
            is_part = in_pool[small] >= contained[small] * core_size[small]
            is_alike = in_core[small] >= _ALIKE * together
            is_sure = in_pool[small] >= LEAST_EVIDENCE
            if is_smaller and root[small] == small and is_sure and (is_part or is_alike):
                root[small] = large
            in_pool[small] = in_core[small] = 0
    for one in range(len(root)):
        top = one
        while root[top] != top:
            top = root[top]
        root[one] = top


def assigned(
    corpus: Corpus,
    group: Ints,
    candidates: Ints,
    ignored: Marks,
    *,
    largest_own_share: float,
    threads: int,
) -> Ints:
    """Every candidate in the group that most of its words speak for, or -1.

    Args:
        group: per body: group or -1; their pools decide.
        candidates: bodies that may belong to a group.
        threads: how many may work at once.
    """
    found = pools(corpus, group)
    owner = Owners.of(found.shingle, found.group, len(corpus.hashes))
    best = np.full(corpus.bodies, -1, np.int64)

    def assign(first: int, last: int) -> None:
        some = candidates[first:last]
        _assign(
            *(corpus.shingle, corpus.lengths, corpus.starts, corpus.characters, some, ignored),
            *(*owner, found.groups, largest_own_share, best),
        )

    in_portions(assign, len(candidates), threads)
    return best


@kernel
def _assign(
    shingle,
    lengths,
    starts,
    characters,
    candidates,
    ignored,
    list_of,
    list_starts,
    owner,
    groups,
    own_share,
    best,
):
    largest = 0
    for body in candidates:
        largest = max(largest, starts[body + 1] - starts[body])
    room = room_for_best(largest, len(ignored), len(list_starts) - 1, groups)
    for body in candidates:
        begin, end = starts[body], starts[body + 1]
        best[body], _evidence, _words = best_group(
            shingle[begin:end],
            lengths[begin:end],
            end - begin,
            characters[body],
            ignored,
            list_of,
            list_starts,
            owner,
            own_share,
            room,
        )


def settled(corpus: Corpus, group: Ints, ignored: Marks) -> Ints:
    """The groups without letters that may turn out to belong elsewhere.

    Those are letters with many words that other letters have too, but not this group: they may be
    put together from the building blocks of a campaign that is not found yet.
    """
    found = pools(corpus, group)
    rest = group.copy()
    everything = ~ignored
    everything[-1] = False
    members = np.flatnonzero(group >= 0)
    anywhere = covered(corpus, members, everything)[0]
    owner = Postings.of(found.shingle, found.group.astype(np.int32), len(corpus.hashes))
    here = np.empty(len(members), np.int64)
    _covered_at_home(
        *(corpus.shingle, corpus.lengths, corpus.starts, members, group, everything),
        *(*owner, here),
    )
    rest[members[anywhere - here > _FOREIGN_PER_EVIDENCE * here]] = -1
    return rest


@kernel
def _covered_at_home(shingle, lengths, starts, bodies, group, counted, owner_starts, owner, here):
    """Words of each body that its own group has."""
    for place in range(len(bodies)):
        body = bodies[place]
        begin, size = starts[body], starts[body + 1] - starts[body]
        flags = np.empty(size, np.bool_)
        for at in range(size):
            number = shingle[begin + at]
            flags[at] = False
            if number >= 0 and counted[number]:
                for entry in range(owner_starts[number], owner_starts[number + 1]):
                    flags[at] |= owner[entry] == group[body]
        here[place] = cover(flags, lengths[begin : begin + size], size)[0]


def gathered(
    corpus: Corpus, left: Ints, ignored: Marks, *, largest_own_share: float, widespread: int
) -> Ints:
    """Groups among letters that no group has taken: people put building blocks together freely.

    Starts from the most typical letter, takes what belongs to it, widens the pool by what those
    letters have in common, and so on until nothing is added.

    Args:
        widespread: shingles of more letters than this lead to no letter to be tried (but count for
            those that are), so that the work stays linear. Larger campaigns must be known already.

    Returns:
        Per body: number of a new group (0, 1, …), or -1.
    """
    pairs, pair_starts = corpus.pair_shingle, corpus.pair_starts
    letters = np.zeros(len(corpus.hashes) + 1, np.int64)
    bodies = np.zeros(len(corpus.hashes) + 1, np.int32)
    _count(pairs, pair_starts, corpus.weight, left, ignored, letters, bodies)
    words, _ = covered(corpus, left, letters > 1)
    hopeful = left[words >= (1 - largest_own_share) * corpus.words[left]]
    weight, leading = np.empty(len(hopeful), np.int64), np.zeros(corpus.bodies, np.int64)
    leads = ~ignored & (bodies <= widespread)
    used = _weigh(pairs, pair_starts, hopeful, letters, leads, ignored, weight, leading)
    order = hopeful[np.lexsort((hopeful, -np.round(weight / corpus.words[hopeful], 6)))]
    shingles, owners = np.empty(used, np.int32), np.empty(used, np.int32)
    _lead(pairs, pair_starts, hopeful, leads, shingles, owners)
    postings = Postings.of(shingles, owners, len(corpus.hashes))
    group = np.full(corpus.bodies, -1, np.int64)
    _gather(
        *(corpus.shingle, corpus.lengths, corpus.starts, corpus.characters),
        *(pairs, pair_starts, corpus.weight),
        *(order, leading, *postings, ignored, largest_own_share, group),
    )
    return group


@kernel
def _count(pairs, starts, weight, chosen, ignored, letters, bodies):
    """Per shingle: of the chosen bodies, the letters and the bodies that have it."""
    for body in chosen:
        for at in range(starts[body], starts[body + 1]):
            one = pairs[at]
            if not ignored[one]:
                letters[one] += weight[body]
                bodies[one] += 1


@kernel
def _weigh(pairs, starts, chosen, letters, leads, ignored, weight, leading):
    """Per chosen body: how often its shingles occur, and how many of them lead to others; gives
    back how many that are in all."""
    used = 0
    for place in range(len(chosen)):
        body = chosen[place]
        total = count = 0
        for at in range(starts[body], starts[body + 1]):
            one = pairs[at]
            if not ignored[one]:
                total += letters[one]
            count += leads[one]
        weight[place], leading[body] = total, count
        used += count
    return used


@kernel
def _lead(pairs, starts, chosen, leads, shingles, owners):
    """Write the pairs of chosen bodies and shingles that lead to others."""
    used = 0
    for body in chosen:
        for at in range(starts[body], starts[body + 1]):
            if leads[pairs[at]]:
                shingles[used], owners[used] = pairs[at], body
                used += 1


@kernel
def _gather(
    shingle,
    lengths,
    starts,
    characters,
    pairs,
    pair_starts,
    weight,
    order,
    leading,
    holder_starts,
    holder,
    ignored,
    own_share,
    group,
):
    bodies = len(weight)
    touches, letters = np.full(bodies, -1, np.int32), np.zeros(len(ignored), np.int64)
    for body in order:
        touches[body] = 0
    touched, known = np.empty(bodies, np.int64), np.empty(len(ignored), np.int64)
    members, tried = np.empty(bodies, np.int64), np.empty(bodies, np.int64)
    pool, marks = np.empty(len(ignored), np.int64), np.zeros(len(ignored), np.bool_)
    largest = 1
    for body in range(bodies):
        largest = max(largest, starts[body + 1] - starts[body])
    flags = np.empty(largest, np.bool_)
    number = 0
    for first in order:
        if touches[first] < 0:
            continue
        pooled = 0
        for at in range(pair_starts[first], pair_starts[first + 1]):
            pool[pooled] = pairs[at]
            pooled += 1
        count, total = 1, weight[first]
        members[0] = first
        for _round in range(_GROWTH_ROUNDS):
            grown, sum_ = _grown(
                shingle,
                lengths,
                starts,
                characters,
                leading,
                weight,
                holder_starts,
                holder,
                ignored,
                own_share,
                pool,
                pooled,
                marks,
                touches,
                touched,
                tried,
                flags,
            )
            same = grown == count
            for place in range(grown):
                same = same and tried[place] == members[place]
            if same or grown < 2:
                break
            count, total = grown, sum_
            for place in range(count):
                members[place] = tried[place]
            pooled = _pool_of(
                pairs, pair_starts, weight, members, count, total, letters, known, pool
            )
        touches[first] = -1
        for place in range(count):
            touches[members[place]] = -1
            if total > 1:
                group[members[place]] = number
        number += total > 1


@inner
def _sort(values, count):
    """Put the first values in ascending order (D. L. Shell: A High-Speed Sorting Procedure, 1959);
    numpy's sort takes longer to compile than to run."""
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for place in range(gap, count):
            value, at = values[place], place
            while at >= gap and values[at - gap] > value:
                values[at] = values[at - gap]
                at -= gap
            values[at] = value
        gap //= 3


@inner
def _grown(
    shingle,
    lengths,
    starts,
    characters,
    leading,
    weight,
    holder_starts,
    holder,
    ignored,
    own_share,
    pool,
    pooled,
    marks,
    touches,
    touched,
    tried,
    flags,
):
    """Write to ``tried`` the free bodies that belong to a pool; their number and letters.

    Args:
        touches: per body 0, or -1 if it is not free.
    """
    count = 0
    for place in range(pooled):
        one = pool[place]
        marks[one] = True
        if ignored[one]:
            continue
        for at in range(holder_starts[one], holder_starts[one + 1]):
            body = holder[at]
            seen = touches[body]
            if seen == 0:
                touched[count] = body
                count += 1
            if seen >= 0:
                touches[body] = seen + 1
    grown = total = 0
    for place in range(count):
        body = touched[place]
        enough = touches[body] >= max(_LEAST_TOUCHES, _TRIED_FROM * leading[body])
        touches[body] = 0
        if not enough:
            continue
        begin, size = starts[body], starts[body + 1] - starts[body]
        for at in range(size):
            flags[at] = marks[shingle[begin + at]]
        words, letters = cover(flags, lengths[begin : begin + size], size)
        for at in range(size):
            flags[at] = flags[at] and ignored[shingle[begin + at]]
        common_words, _letters = cover(flags, lengths[begin : begin + size], size)
        fits, _evidence = belongs(words, letters, common_words, size, characters[body], own_share)
        if fits:
            tried[grown] = body
            grown += 1
            total += weight[body]
    for place in range(pooled):
        marks[pool[place]] = False
    _sort(tried, grown)
    return grown, total


@inner
def _pool_of(pairs, pair_starts, weight, members, count, total, letters, known, pool):
    """Write the pool of some members, as `pools` has it; gives back its size."""
    least = max(min(max(np.ceil(total / 3), 2), 4), 0.1 * total)
    seen = 0
    for place in range(count):
        body = members[place]
        for at in range(pair_starts[body], pair_starts[body + 1]):
            one = pairs[at]
            if letters[one] == 0:
                known[seen] = one
                seen += 1
            letters[one] += weight[body]
    pooled = 0
    for place in range(seen):
        one = known[place]
        if letters[one] >= least:
            pool[pooled] = one
            pooled += 1
        letters[one] = 0
    return pooled
