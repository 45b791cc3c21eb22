"""What the kernels that compare letters with forms are given: the forms, and room to write to."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.kernels.framing import MOST_SPANS
from dialogwerk.cores.statements.kernels.slips import KNOWN

Array = NDArray[Any]


class Book(NamedTuple):
    """Forms, one after the other; those of form ``f`` lie from ``…_of[f]`` to ``…_of[f + 1]``."""

    chains: Array  #: per form: hash of its words
    words_of: Array
    words: Array  #: per word its 32 bits, see `folding`
    senses: Array  #: per word: see `dictionary.sense`
    letters_of: Array  #: per word: place of its first letter; and the end of the last
    letters: Array  #: the folded words, one code point a letter
    runs_of: Array
    runs: Array  #: table of runs of three words; a power of two for each form
    places: Array  #: beside it: where in the form the run stands first, -1 for none
    sentences_of: Array
    sentences: Array  #: shape (sentences, 2): ranges of words in the form


class Room(NamedTuple):
    """What is worked out of one letter, in the memory of one thread."""

    codes: Array  #: code points
    info: Array  #: what `rules` says of each
    frame: Array  #: shape (spans, 2)
    words: Array
    ends: Array  #: shape (words, 2): begin and end of each word in ``codes``
    place: Array  #: per word: where it stands in the form, or -1
    own: Array  #: per word: whether it is the person's own
    begins: Array  #: per word: whether a sentence begins there
    stops: Array
    breaks: Array
    sentences: Array  #: shape (sentences, 4): begin and end in ``codes``, first word, word after
    cut: Array  #: shape (sentences, 2): the sentences of one piece
    letters: Array  #: folded words that are in no run
    letters_of: Array  #: per word: place of its first letter; and the end of the last
    senses: Array  #: per word: see `dictionary.sense`
    pairs: Array  #: shape (words, 2): words of a gap, and of the form
    met: Array  #: per word of the form: whether the letter has it
    rows: Array  #: shape (3, letters of a word)
    masks: Array
    state: Array


def room_for(letter: int, form: int) -> Room:
    """Room for letters of so many bytes and forms of so many words.

    Between two words there is at least one byte; a folded byte gives two letters at most.
    """
    words, folded = letter // 2 + 8, 2 * letter + 8
    blocks = folded // 64 + 1
    return Room(
        *(np.empty(letter + 1, np.uint16), np.empty(letter + 1, np.uint16)),
        np.empty((max(words, MOST_SPANS), 2), np.int64),
        *(np.empty(words, np.uint32), np.empty((words, 2), np.int64), np.empty(words, np.int64)),
        *(np.empty(words, np.bool_), np.empty(words + 1, np.bool_)),
        *(np.empty(letter + 2, np.int64), np.empty(letter + 2, np.int64)),
        *(np.empty((letter + 2, 4), np.int64), np.empty((letter + 2, 2), np.int64)),
        *(np.empty(folded, np.uint16), np.empty(words + 1, np.int64), np.empty(words, np.uint8)),
        *(np.empty((words + 1, 2), np.int64), np.empty(form + 1, np.bool_)),
        *(np.empty((3, folded + 2), np.int64), np.zeros((blocks, KNOWN), np.uint64)),
        np.empty(blocks, np.uint64),
    )
