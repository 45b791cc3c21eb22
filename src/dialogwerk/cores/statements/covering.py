"""How much of one letter is covered by a group, and whether it belongs there: one letter at a time.

The letter is given by the numbers of its shingles, -1 where it has none that others have too.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.kernels.compiling import inner, leaf

CANDIDATES = 3
LEAST_EVIDENCE = 6
_EVIDENCE_PER_OWN_WORD = 0.6
_MARGIN = 0.03
_WORTH_A_LOOK = 0.5
_FEW_OWNERS = 8
_WORDS_PER_SHINGLE = 2.5
"""At most so many words are covered by each flagged shingle: two in a row cover four words, and one
word between two such runs counts too."""


@inner
def cover(flags, lengths, size):
    """Words, and characters in words, that lie in a run of at least two flagged shingles.

    A single word between two such runs counts as well: it is a typing or scanning error.
    """
    words = letters = 0
    until = 0  # words before this place are counted or passed over
    for at in range(size - 1):
        if not (flags[at] and flags[at + 1]):
            continue
        if until and at == until + 1:
            words += 1
            letters += lengths[until]
        until = max(until, at)
        while until < at + 4:
            words += 1
            letters += lengths[until]
            until += 1
    return words, letters


@inner
def belongs(words, letters, common_words, size, characters, own_share):
    """Whether a letter with so many covered words belongs, and the words that speak for it.

    Args:
        words, letters: covered words, and characters in them.
        common_words: covered words that are no evidence, because many letters have them.
        size, characters: all words of the letter, and characters in them.
        own_share: share of own words (or characters) from which a letter is individual.
    """
    evidence = words - common_words
    limit = own_share - _MARGIN
    own = size - words
    fits = (
        own < limit * size
        and characters - letters < limit * characters
        and evidence >= max(LEAST_EVIDENCE, _EVIDENCE_PER_OWN_WORD * own)
    )
    return fits, evidence


@leaf
def _may_fit(flagged, size, own_share):
    """Whether so many flagged shingles can cover enough of a letter."""
    return _WORDS_PER_SHINGLE * flagged > (1 - own_share + _MARGIN) * size


@leaf
def _has(owner, first, last, group):
    """Whether a group is among the owners ``first`` to ``last - 1``, which are sorted."""
    while last - first > _FEW_OWNERS:
        middle = (first + last) // 2
        if owner[middle] <= group:
            first = middle
        else:
            last = middle
    found = False
    for place in range(first, last):
        found |= owner[place] == group
    return found


@leaf
def room_for_best(largest, shingles, lists, groups):
    """Memory for `best_group`: for letters of so many words, beside so many shingles, lists of
    groups, and groups."""
    return (
        np.zeros(groups, np.int64),
        np.empty(groups, np.int64),
        np.zeros(shingles + 1, np.int64),
        np.empty(largest, np.int32),
        np.zeros(lists, np.int64),
        np.empty(largest, np.int64),
        np.zeros(lists + 1, np.bool_),
        np.empty(largest, np.bool_),
    )


@inner
def best_group(ids, lengths, size, characters, ignored, list_of, starts, owner, own_share, room):
    """The group that most words of a letter speak for, or -1; and these words, and all covered.

    Args:
        ids: shingles of the letter by position; ``lengths``: of its words.
        ignored: by shingle: whether it is no evidence.
        list_of, starts, owner: `Owners` of the shingles.
        room: see `room_for_best`.
    """
    votes, touched, seen, list_at, tally, met, holds, flags = room
    nothing = len(tally)
    flagged = 0
    for at in range(size):
        flagged += ids[at] >= 0
    if not _may_fit(flagged, size, own_share):
        return -1, 0, 0
    stamp = seen[-1] + 1
    seen[-1] = stamp
    lists = 0
    for at in range(size):
        shingle = ids[at]
        if shingle < 0:
            list_at[at] = nothing
            continue
        one = list_of[shingle]
        list_at[at] = one
        if tally[one] == 0:
            met[lists] = one
            lists += 1
            tally[one] = 1
        if seen[shingle] != stamp:
            seen[shingle] = stamp
            tally[one] += not ignored[shingle]
    count = 0
    for place in range(lists):
        more = tally[met[place]] - 1
        tally[met[place]] = 0
        if more:
            for at in range(starts[met[place]], starts[met[place] + 1]):
                group = owner[at]
                if votes[group] == 0:
                    touched[count] = group
                    count += 1
                votes[group] += more
    best, best_evidence, best_words = -1, 0, 0
    best_votes = 0
    for _candidate in range(CANDIDATES):
        group, most = -1, 0
        for place in range(count):
            one = touched[place]
            if votes[one] > most or (votes[one] == most and most > 0 and one < group):
                group, most = one, votes[one]
        if group < 0 or most < _WORTH_A_LOOK * best_votes:
            break
        votes[group] = 0
        for place in range(lists):
            one = met[place]
            holds[one] = _has(owner, starts[one], starts[one + 1], group)
        flagged = 0
        for at in range(size):
            flags[at] = holds[list_at[at]]
            flagged += flags[at]
        if not _may_fit(flagged, size, own_share):
            continue
        words, letters = cover(flags, lengths, size)
        flagged = 0
        for at in range(size):
            flags[at] = flags[at] and ignored[ids[at]]
            flagged += flags[at]
        common_words = cover(flags, lengths, size)[0] if flagged else 0
        fits, evidence = belongs(words, letters, common_words, size, characters, own_share)
        if fits and (evidence > best_evidence or (evidence == best_evidence and group < best)):
            best, best_evidence, best_words = group, evidence, words
            best_votes = max(best_votes, most)
    for place in range(count):
        votes[touched[place]] = 0
    return best, best_evidence, best_words
