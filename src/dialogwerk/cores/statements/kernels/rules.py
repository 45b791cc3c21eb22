"""The rules of the frame of a letter (see `sender_block`) and of folding as one table.

One flat array of 16-bit numbers, because a kernel calls many small functions and each argument
costs. It has these parts, one after the other:

* `KIND`, by code point: bits of `alphabet`, and from bit 8 on the class of the character;
* `FOLDED`, by code point: the first and second, then the third and fourth byte of the folded
  character, then the number of bytes and from bit 8 on of characters;
* `START`, by automaton and class of the character before: the first state;
* `STEP`, by state and class: twice the next state (0: none), and 1 if a match may end before that
  character. Class `EDGE` is the end or beginning of the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements import sender_block
from dialogwerk.cores.statements.kernels.alphabet import PLANE, alphabet
from dialogwerk.cores.statements.kernels.automata import Book

STRONG = len(sender_block.STRONG_KINDS)
NAME, SPEAKS, SALUTATION, CLOSING, PARTS = range(STRONG, STRONG + 5)
CLASSES, EDGE = 128, 127
KIND, FOLDED = 0, PLANE
START = 4 * PLANE
STEP = START + (STRONG + 5) * CLASSES


@lru_cache(maxsize=1)
def rules() -> NDArray[np.uint16]:
    """The table, worked out once in a process (about a third of a second)."""
    book = Book(
        (
            *sender_block.STRONG_KINDS,
            sender_block.NAME,
            sender_block.SPEAKS,
            sender_block.SALUTATION,
            sender_block.CLOSING,
            sender_block.PARTS,
        )
    )
    starts: list[NDArray[np.int64]] = []
    steps: list[NDArray[np.int64]] = [np.zeros((1, CLASSES), np.int64)]
    states = 1
    for automaton in book.automata:
        starts.append(_wide(automaton.start[None, :] + states))
        following = np.where(automaton.step >= 0, automaton.step + states, 0).astype(np.int64)
        step = _wide(np.pad(following, ((0, 0), (0, 1))))
        steps.append(2 * step + _wide(automaton.accepts))
        states += len(automaton.step)
    known = alphabet()
    parts = (
        known.kind.astype(np.int64) | book.class_of.astype(np.int64) << 8,
        known.folded & 0xFFFF,
        known.folded >> 16,
        known.bytes.astype(np.int64) | known.letters.astype(np.int64) << 8,
        *starts,
        *steps,
    )
    return np.concatenate([np.ravel(part).astype(np.uint16) for part in parts])


def _wide(table: NDArray[Any]) -> NDArray[np.int64]:
    """The columns of the classes, and the last one (the edge) at `EDGE`."""
    wide = np.zeros((len(table), CLASSES), np.int64)
    wide[:, : table.shape[1] - 1] = table[:, :-1]
    wide[:, EDGE] = table[:, -1]
    return wide
