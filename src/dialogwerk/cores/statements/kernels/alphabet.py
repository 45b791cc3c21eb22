"""What the kernels know about each character, as tables over the basic multilingual plane.

Characters beyond it and scripts whose letters change their neighbours are marked `HARD` where they
are letters: a letter that has one is read by the slower path in Python.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.words import fold

PLANE = 0x10000
ALNUM, SPACE, UPPER, ALPHA, DIGIT, LOWER, MARK, HARD = (1 << bit for bit in range(8))
_FOLDED = (
    *(range(0x80, 0x1100), range(0x1200, 0x2000), range(0x2070, 0x2200), range(0x2460, 0x2500)),
    *(range(0xFB00, 0xFB07), range(0xFF10, 0xFF5B)),
)


class Alphabet(NamedTuple):
    """Tables by code point (below 65,536)."""

    kind: NDArray[np.uint8]  #: bits ALNUM, SPACE, …
    folded: NDArray[np.uint32]  #: up to four bytes (UTF-8) of the folded character, first lowest
    bytes: NDArray[np.uint8]  #: number of these bytes; 0: no letter or digit
    letters: NDArray[np.uint8]  #: number of characters that these bytes are


@lru_cache(maxsize=1)
def alphabet() -> Alphabet:
    """The tables, worked out once in a process."""
    kind = np.array([_kind(chr(code)) for code in range(PLANE)], np.uint8)
    folded = np.zeros(PLANE, np.uint32)
    sizes = np.zeros(PLANE, np.uint8)
    letters = np.zeros(PLANE, np.uint8)
    known = np.zeros(PLANE, np.bool_)
    for code in (*range(0x80), *(code for some in _FOLDED for code in some)):
        known[code] = True
        if not kind[code] & ALNUM:
            continue
        text = fold(chr(code))
        raw = text.encode("utf-8")
        if not text.isalnum() or len(raw) > 4:
            kind[code] |= HARD
            continue
        folded[code] = int.from_bytes(raw, "little")
        sizes[code], letters[code] = len(raw), len(text)
    kind[(kind & ALNUM > 0) & ~known] |= HARD
    return Alphabet(kind, folded, sizes, letters)


def _kind(character: str) -> int:
    code = ord(character)
    return (
        ALNUM * character.isalnum()
        | SPACE * character.isspace()
        | UPPER * character.isupper()
        | ALPHA * character.isalpha()
        | DIGIT * character.isdecimal()
        | LOWER * character.islower()
        | MARK * (0x300 <= code <= 0x36F)
        | HARD * (0xD800 <= code < 0xE000)
    )
