"""How many letters two words or passages differ in.

The same numbers as `rapidfuzz` gives for `OSA` (neighbours exchanged count once) and `Indel`.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.kernels.compiling import inner, kernel

MOST_ERRORS = 3
KNOWN = 256  #: letters beyond this are compared in Python
_ONE, _NONE = np.uint64(1), np.uint64(0)
_BITS = 64


@kernel
def few_errors(mine, begin, end, theirs, low, high, most, rows):
    """Whether one word becomes the other by at most so many errors.

    An error is a letter too much, too few or wrong, or two neighbours exchanged (optimal string
    alignment: no place is changed twice).

    Args:
        mine, theirs: letters; the words are ``mine[begin:end]`` and ``theirs[low:high]``.
        rows: room, shape (3, letters of the longer word + 2).
    """
    while begin < end and low < high and mine[begin] == theirs[low]:
        begin, low = begin + 1, low + 1
    while begin < end and low < high and mine[end - 1] == theirs[high - 1]:
        end, high = end - 1, high - 1
    height, width = end - begin, high - low
    if abs(height - width) > most:
        return False
    before, last, row = 0, 1, 2
    for column in range(width + 1):
        rows[last, column] = column
    for line in range(1, height + 1):
        rows[row, 0] = least = line
        for column in range(1, width + 1):
            wrong = mine[begin + line - 1] != theirs[low + column - 1]
            errors = min(
                rows[last, column] + 1, rows[row, column - 1] + 1, rows[last, column - 1] + wrong
            )
            if (
                line > 1
                and column > 1
                and mine[begin + line - 1] == theirs[low + column - 2]
                and mine[begin + line - 2] == theirs[low + column - 1]
            ):
                errors = min(errors, rows[before, column - 2] + 1)
            rows[row, column] = errors
            least = min(least, errors)
        if least > most:
            return False
        before, last, row = last, row, before
    return rows[last, width] <= most


@kernel
def common_letters(mine, begin, end, theirs, low, high, masks, state):
    """Length of the longest common subsequence, 64 letters at a time; -1 where Python must count.

    Bit-parallel: H. Hyyrö, Bit-parallel LCS-length computation revisited (2004).

    Args:
        mine, theirs: letters; compared are ``mine[begin:end]`` and ``theirs[low:high]``.
        masks: shape (blocks, `KNOWN`), all zero, and left so.
        state: room for as many numbers as there are blocks.
    """
    for at in range(low, high):
        if theirs[at] >= KNOWN:
            return -1
    blocks = (end - begin + _BITS - 1) // _BITS
    for at in range(begin, end):
        if mine[at] >= KNOWN:
            _wipe(mine, begin, at, masks)
            return -1
        place = at - begin
        masks[place // _BITS, mine[at]] |= _ONE << np.uint64(place % _BITS)
    for block in range(blocks):
        state[block] = ~_NONE
    for at in range(low, high):
        carry = _NONE
        for block in range(blocks):
            now = state[block]
            met = now & masks[block, theirs[at]]
            total = now + met
            over = np.uint64(total < now)
            total += carry
            over |= np.uint64(total < carry)
            state[block] = total | (now & ~met)
            carry = over
    common = 0
    for place in range(end - begin):
        bit = (state[place // _BITS] >> np.uint64(place % _BITS)) & _ONE
        common += bit == _NONE
    _wipe(mine, begin, end, masks)
    return common


@inner
def _wipe(mine, begin, end, masks):
    for at in range(begin, end):
        masks[(at - begin) // _BITS, mine[at]] = _NONE
