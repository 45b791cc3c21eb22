"""The kernels that lay letters beside forms do what the rules in Python say."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, LCSseq

from dialogwerk.cores.statements import deviations
from dialogwerk.cores.statements.kernels.book import room_for
from dialogwerk.cores.statements.kernels.dictionary import NUMBER, sense
from dialogwerk.cores.statements.kernels.folding import decoded
from dialogwerk.cores.statements.kernels.rules import rules
from dialogwerk.cores.statements.kernels.sentencing import (
    cut_sentences,
    usual_line,
    writes_without_capitals,
)
from dialogwerk.cores.statements.kernels.slips import common_letters, few_errors
from dialogwerk.cores.statements.sentences import sentences


def kernel_sentences(text, begin, end):
    raw = np.frombuffer(text.encode() or b" ", np.uint8)
    room = room_for(len(raw), 0)
    folded = np.empty(len(raw) + 8, np.uint8)
    length = decoded(rules(), raw, 0, len(text.encode()), room.codes, room.info, folded)
    without = writes_without_capitals(room.info, length)
    count = cut_sentences(room, length, begin, end, without, usual_line(room.codes, length))
    return [tuple(one) for one in room.cut[:count].tolist()]


OFFICIAL = (
    *("Abs.", "z. B.", "§ 3", "§§", "Satz 1.", "am 5. Mai", "Nr.", "(a) ", "1)", "12. ", "- "),
    *("• ", "Das ist so.", "und so weiter", "\n", "\n\n", " \r\n", "\t", "ß.", "A. ", "wort", "²"),
    *("Nein!", "Ja?!", "…", '"', "»", ")", "3.", "Der ", " ", "Mai", "x_", "ggü.", "i.d.R.", "\v"),
    *("\u2028", "ab?!", "é.", "usw.", "Kapitel 4.", "Ende. ", "Dr. med. ", "NEIN. ", "DAS. "),
)


@given(st.integers(0, 10**9))
def test_sentences_end_where_python_says_in_any_stretch_of_a_text(seed):
    rng = random.Random(seed)
    for _text in range(20):
        signs = "".join(rng.choices('aA 1.!?…\n\r\t"„–-)§ü_b,', k=rng.randrange(90)))
        pieces = rng.choice(["", " "]).join(rng.choices(OFFICIAL, k=rng.randrange(30)))
        text = rng.choice([signs, pieces])
        begin = rng.randrange(len(text) + 1)
        end = rng.randrange(begin, len(text) + 1)
        assert kernel_sentences(text, 0, len(text)) == sentences(text)
        assert kernel_sentences(text, begin, end) == sentences(text, begin, end)


def codes(text):
    return np.array([ord(letter) for letter in text] + [0], np.uint16)


@given(st.text("abäß", max_size=24), st.text("abäß", max_size=24), st.integers(1, 3))
def test_errors_in_a_word_are_counted_as_rapidfuzz_counts_them(mine, theirs, most):
    rows = np.empty((3, 30), np.int64)
    found = few_errors(codes(mine), 0, len(mine), codes(theirs), 0, len(theirs), most, rows)
    assert found == (OSA.distance(mine, theirs) <= most)


@given(st.text("abcdeäß", max_size=200), st.text("abcdeäß", max_size=200))
def test_letters_in_common_are_counted_as_rapidfuzz_counts_them(mine, theirs):
    masks, state = np.zeros((4, 256), np.uint64), np.empty(4, np.uint64)
    for first, second in ((mine, theirs), (mine + "ł", theirs)):
        arguments = (codes(first), 0, len(first), codes(second), 0, len(second), masks, state)
        wanted = -1 if "ł" in first else LCSseq.similarity(first, second)
        assert common_letters(*arguments) == wanted
        assert not masks.any()


WEIGHTY = (
    *("keine", "nichts", "nie", "weder", "ohne", "nein", "unwahr", "und", "uns", "unsere", "unter"),
    *("eine", "1400", "wort"),
)


@pytest.mark.parametrize("word", WEIGHTY)
def test_numbers_and_negations_are_what_no_error_explains(word):
    found = sense(codes(word), 0, len(word), word.isdigit())
    assert (found > 0) == bool(deviations._weighty([word]))
    assert (found == NUMBER) == word.isdigit()
    alike = [sense(codes(other), 0, len(other), other.isdigit()) == found for other in WEIGHTY]
    wanted = [
        [one[:2] for one in deviations._weighty([other])]
        == [one[:2] for one in deviations._weighty([word])]
        for other in WEIGHTY
    ]
    assert alike == wanted
