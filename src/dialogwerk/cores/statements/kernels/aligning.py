"""A letter's words beside a form: every run of three words that the form has too.

The same as `deviations` does with words as strings, over their 32 bits.
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements.kernels.compiling import kernel, leaf
from dialogwerk.cores.statements.kernels.folding import mixed, read_letter

_PRIME = np.uint64(0x100000001B3)
_HALF = np.uint64(32)


@leaf
def _run(words, at):
    """A hash of three neighbouring words."""
    two = (np.uint64(words[at]) << _HALF) | np.uint64(words[at + 1])
    return mixed(mixed(two) * _PRIME + np.uint64(words[at + 2]))


@kernel
def put_runs(words, count, keys, places):
    """Fill a table of the runs of a form, each with the place where it stands first.

    Args:
        words, count: the words of the form.
        keys, places: the table; its length is a power of two, ``places`` is -1 everywhere.
    """
    mask = np.uint64(len(keys) - 1)
    for at in range(count - 2):
        key = _run(words, at)
        slot = key & mask
        while places[slot] >= 0 and keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        if places[slot] < 0:
            keys[slot], places[slot] = key, at


@kernel
def _meet(words, count, keys, places, place):
    """Per word its place in the form, or -1."""
    place[:count] = -1
    mask = np.uint64(len(keys) - 1)
    for at in range(count - 2):
        key = _run(words, at)
        slot = key & mask
        while places[slot] >= 0 and keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        if places[slot] >= 0:
            for step in range(3):
                place[at + step] = places[slot] + step


@kernel
def _gaps(place, count, gaps):
    """Ranges of words without a place; gives back their number."""
    found, inside = 0, False
    for at in range(count):
        if place[at] < 0 and not inside:
            gaps[found, 0] = at
        elif place[at] >= 0 and inside:
            gaps[found, 1] = at
            found += 1
        inside = place[at] < 0
    if inside:
        gaps[found, 1] = count
        found += 1
    return found


@kernel
def meet_letter(rules, data, keys, places, codes, info, spans, words, ends, place, gaps):
    """Read one letter without its frame and find its words in a form.

    Args:
        data: the letter in UTF-8.
        keys, places: the runs of the form, see `put_runs`.
        codes, info, spans, words: room, see `folding.read_letter`; the spans are the frame.
        ends: shape (words, 2), begin and end of each word, written here.
        place: per word its place in the form, or -1; written here.
        gaps: shape (words, 2), ranges of words without a place; written here.

    Returns:
        Number of words, -1 where Python must read; hash of the words; number of spans of the frame;
        number of gaps.
    """
    count, chain, frames, _length = read_letter(
        rules, data, 0, len(data), codes, info, spans, words, ends
    )
    if count <= 0:
        return count, chain, frames, 0
    _meet(words, count, keys, places, place)
    return count, chain, frames, _gaps(place, count, gaps)
