"""How much of one letter is covered by a group, and whether it belongs there: one letter at a time.

The letter is given by the numbers of its shingles, -1 where it has none that others have too.
"""

from __future__ import annotations

from dialogwerk.cores.statements.kernels.compiling import kernel

CANDIDATES = 3
LEAST_EVIDENCE = 6
_EVIDENCE_PER_OWN_WORD = 0.6
_MARGIN = 0.03
_WORTH_A_LOOK = 0.5


@kernel
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


@kernel
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


@kernel
def best_group(
    ids,
    lengths,
    size,
    characters,
    ignored,
    starts,
    owner,
    pool_starts,
    pool,
    own_share,
    votes,
    touched,
    seen,
    flags,
):
    """The group that most words of a letter speak for, or -1; and these words, and all covered.

    Args:
        ids: shingles of the letter by position; ``lengths``: of its words.
        ignored: by shingle: whether it is no evidence; one entry more, False.
        starts, owner: groups by shingle; ``pool_starts``, ``pool``: shingles by group.
        votes: zeros, one per group; ``touched``: room for as many groups; ``flags``: for as many
            words; ``seen``: one per shingle and one more, the last counts what was marked so far.
    """
    count = 0
    stamp = seen[-1] + 1
    for at in range(size):
        shingle = ids[at]
        if shingle < 0 or ignored[shingle] or seen[shingle] == stamp:
            continue
        seen[shingle] = stamp
        for place in range(starts[shingle], starts[shingle + 1]):
            group = owner[place]
            if votes[group] == 0:
                touched[count] = group
                count += 1
            votes[group] += 1
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
        stamp += 1
        for place in range(pool_starts[group], pool_starts[group + 1]):
            seen[pool[place]] = stamp
        for at in range(size):
            flags[at] = ids[at] >= 0 and seen[ids[at]] == stamp
        words, letters = cover(flags, lengths, size)
        for at in range(size):
            flags[at] = flags[at] and ignored[ids[at]]
        common_words, _letters = cover(flags, lengths, size)
        fits, evidence = belongs(words, letters, common_words, size, characters, own_share)
        if fits and (evidence > best_evidence or (evidence == best_evidence and group < best)):
            best, best_evidence, best_words = group, evidence, words
            best_votes = max(best_votes, most)
    for place in range(count):
        votes[touched[place]] = 0
    seen[-1] = stamp
    return best, best_evidence, best_words
