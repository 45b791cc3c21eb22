"""Small sets of words that kernels ask for, as one table of hashes.

The sets stay where people read them (`sentences`, `deviations`).
"""

from __future__ import annotations

import numpy as np

from dialogwerk.cores.statements import deviations, sentences
from dialogwerk.cores.statements.kernels.compiling import inner, kernel, leaf

ABBREVIATION, MONTH, STARTER, BEFORE_NUMBER, HARMLESS = (1 << bit for bit in range(5))
NUMBER = 1  #: what `sense` says of a number; higher numbers are negations, by their first letters
_BASIS, _PRIME = 0xCBF29CE484222325, 0x100000001B3
_START, _STEP = np.uint64(_BASIS), np.uint64(_PRIME)
_SETS = (
    (ABBREVIATION, sentences.ABBREVIATIONS),
    (MONTH, sentences.MONTHS),
    (STARTER, sentences.STARTERS),
    (BEFORE_NUMBER, sentences.FIXED_NUMBERS),
    (HARMLESS, deviations.HARMLESS),
)


def _hash(word: str) -> int:
    hashed = _BASIS
    for letter in word:
        hashed = ((hashed ^ ord(letter)) * _PRIME) & 0xFFFFFFFFFFFFFFFF
    return hashed


def _table() -> tuple[np.ndarray, np.ndarray]:
    """Hashes and the sets that each word is in, open to the next free place; half empty."""
    flags: dict[int, int] = {}
    for flag, some in _SETS:
        for word in some:
            # Only such words can be met: text is asked for in small letters.
            if word == word.casefold():
                flags[_hash(word)] = flags.get(_hash(word), 0) | flag
    size = 1 << (2 * len(flags)).bit_length()
    keys, values = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
    for key, value in flags.items():
        at = key % size
        while values[at]:
            at = (at + 1) % size
        keys[at], values[at] = key, value
    return keys, values


_KEYS, _VALUES = _table()
_MASK = np.uint64(len(_KEYS) - 1)
_BEGINNINGS = sorted({word[:2] for word in deviations.NEGATIONS})
_LETTERS = np.array([ord(letter) for word in deviations.NEGATIONS for letter in word], np.uint16)
_ENDS = np.cumsum([0, *map(len, deviations.NEGATIONS)])
_SENSES = np.array([2 + _BEGINNINGS.index(word[:2]) for word in deviations.NEGATIONS], np.uint8)


@leaf
def empty_hash():
    """The hash of no letters."""
    return _START


@leaf
def with_letter(hashed, code):
    """The hash of a word with one letter more."""
    return (hashed ^ np.uint64(code)) * _STEP


@inner
def sets_of(hashed):
    """Flags of the sets that a word is in."""
    at = hashed & _MASK
    while _VALUES[at]:
        if _KEYS[at] == hashed:
            return _VALUES[at]
        at = (at + np.uint64(1)) & _MASK
    return np.uint8(0)


@kernel
def sense(letters, begin, end, is_number):
    """What no error may explain away in a folded word: 0 nothing, `NUMBER`, or which negation."""
    if is_number:
        return np.uint8(NUMBER)
    for one in range(len(_SENSES)):
        size = _ENDS[one + 1] - _ENDS[one]
        if size > end - begin:
            continue
        same = 0
        while same < size and letters[begin + same] == _LETTERS[_ENDS[one] + same]:
            same += 1
        if same == size:
            hashed = _START
            for at in range(begin, end):
                hashed = with_letter(hashed, letters[at])
            return np.uint8(0) if sets_of(hashed) & HARMLESS else _SENSES[one]
    return np.uint8(0)
