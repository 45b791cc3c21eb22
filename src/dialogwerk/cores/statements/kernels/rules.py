"""The rules of the frame of a letter (see `sender_block`) and of folding as one table.

One flat array of 16-bit numbers, because a kernel calls many small functions and each argument
costs. It has these parts, one after the other:

* `KIND`, by code point: bits of `alphabet`, and from bit 8 on the class of the character;
* `FOLDED`, by code point: the first and second, then the third and fourth byte of the folded
  character, then the number of bytes and from bit 8 on of characters;
* `MAY`, by class of the character before and of that behind: one bit for each automaton that goes
  at least one step from there;
* `NEEDS`: one bit for each automaton that matches nothing without a digit;
* `START`, by automaton and class of the character before: the first state;
* `STEP`, by state and class: twice the next state (0: none), and 1 if a match may end before that
  character. Class `EDGE` is the end or beginning of the text.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements import sender_block
from dialogwerk.cores.statements.kernels.alphabet import DIGIT, PLANE, alphabet
from dialogwerk.cores.statements.kernels.automata import Book
from dialogwerk.cores.statements.kernels.compiling import FOLDER

STRONG = len(sender_block.STRONG_KINDS)
NAME, SPEAKS, SALUTATION, CLOSING, PARTS = range(STRONG, STRONG + 5)
CLASSES, EDGE = 128, 127
KIND, FOLDED = 0, PLANE
MAY = 4 * PLANE
NEEDS = MAY + CLASSES * CLASSES
START = NEEDS + 1
STEP = START + (STRONG + 5) * CLASSES


@lru_cache(maxsize=1)
def rules() -> NDArray[np.uint16]:
    """The table, read from where compiled kernels are kept or else worked out and kept there."""
    path = FOLDER / f"rules-{unicodedata.unidata_version}-{sys.hexversion:x}.npy"
    try:
        return np.asarray(np.load(path, allow_pickle=False), np.uint16)
    except (OSError, ValueError, EOFError):
        table = _worked_out()
    with contextlib.suppress(OSError):
        _keep(path, table)
    return table


def _keep(path: Path, table: NDArray[np.uint16]) -> None:
    """Write the whole file or none of it: several processes may begin at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".rules-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.save(file, table)
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


def _worked_out() -> NDArray[np.uint16]:
    """The table from the expressions; takes about half a second."""
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
    stepping = np.concatenate(steps)
    known = alphabet()
    parts = (
        known.kind.astype(np.int64) | book.class_of.astype(np.int64) << 8,
        known.folded & 0xFFFF,
        known.folded >> 16,
        known.bytes.astype(np.int64) | known.letters.astype(np.int64) << 8,
        _may(starts, stepping),
        _needing_digits(book),
        *starts,
        stepping,
    )
    return np.concatenate([np.ravel(part).astype(np.uint16) for part in parts])


def _may(starts: list[NDArray[np.int64]], stepping: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shape (classes, classes): bits of the automata that go on between two characters."""
    bits = [(stepping[start[0]] > 1) << number for number, start in enumerate(starts)]
    return np.asarray(np.bitwise_or.reduce(bits), np.int64)


def _needing_digits(book: Book) -> NDArray[np.int64]:
    """Bits of the automata whose end cannot be reached without reading a digit."""
    is_digit = np.zeros(book.classes, np.bool_)
    is_digit[book.class_of[alphabet().kind & DIGIT > 0]] = True
    bits = 0
    for number, automaton in enumerate(book.automata):
        reached = np.zeros(len(automaton.step), np.bool_)
        more = np.unique(automaton.start)
        while len(more):
            reached[more] = True
            following = np.unique(automaton.step[more][:, ~is_digit])
            more = following[(following >= 0) & ~reached[following]]
        bits |= int(not automaton.accepts[reached].any()) << number
    return np.array(bits)


def _wide(table: NDArray[Any]) -> NDArray[np.int64]:
    """The columns of the classes, and the last one (the edge) at `EDGE`."""
    wide = np.zeros((len(table), CLASSES), np.int64)
    wide[:, : table.shape[1] - 1] = table[:, :-1]
    wide[:, EDGE] = table[:, -1]
    return wide
