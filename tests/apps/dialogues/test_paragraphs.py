"""Texts cut into paragraphs, and recognised in their next version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.dialogues.paragraphs import Piece, UnfitText, pieces, reflowed, threads

texts = st.lists(st.text("abc", min_size=1, max_size=3), max_size=12)


def test_empty_lines_part_paragraphs_and_a_mark_makes_a_heading():
    text = "# Ziele\r\nMehr Wege.\r\nSichere Wege.\r\n\r\n## Weg 1 ##\n\n  \nBreit."
    assert pieces(text) == [
        Piece("Ziele", 1),
        Piece("Mehr Wege.\nSichere Wege."),
        Piece("Weg 1", 2),
        Piece("Breit."),
    ]


@pytest.mark.parametrize("text", ["", " \n\n ", "x\n\n" * 3001, "x" * 20_001])
def test_nothing_and_too_much_are_refused(text):
    with pytest.raises(UnfitText):
        pieces(text)


def test_lines_of_a_pdf_become_paragraphs_again():
    text = (
        "Der Radweg wird drei Meter breit und von der Fahr-\n"
        "bahn getrennt, damit alle sicher fahren koennen und\n"
        "niemand warten muss.\n"
        "Feldwege werden durch eine Unterfuehrung ersetzt, die\n"
        "hoch genug ist.\n"
        "1. Erstens."
    )
    assert reflowed(text).split("\n\n") == [
        "Der Radweg wird drei Meter breit und von der Fahrbahn getrennt, damit alle sicher fahren"
        " koennen und niemand warten muss.",
        "Feldwege werden durch eine Unterfuehrung ersetzt, die hoch genug ist.",
        "1. Erstens.",
    ]


def test_unchanged_and_moved_paragraphs_keep_their_number_and_changed_ones_do_not():
    old = [(1, "eins"), (2, "zwei"), (3, "drei")]
    assert threads(old, ["drei", "eins", "zwei  "], 4) == [3, 1, 2]
    assert threads(old, ["eins", "zwei neu", "drei"], 4) == [1, 4, 3]
    assert threads(old, ["null", "eins", "zwei", "drei"], 4) == [4, 1, 2, 3]
    assert threads([], ["a", "b"], 1) == [1, 2]


@given(texts, texts)
def test_no_number_is_given_twice_and_what_kept_its_number_kept_its_words(old_texts, new_texts):
    old = list(enumerate(old_texts, start=1))
    numbers = threads(old, new_texts, len(old) + 1)
    assert len(set(numbers)) == len(new_texts)
    known = dict(old)
    assert all(known.get(n, text) == text for n, text in zip(numbers, new_texts, strict=True))
    assert threads(old, old_texts, len(old) + 1) == [number for number, _text in old]
