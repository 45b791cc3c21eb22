"""Plain text on its way to paper."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.documents import text, wording
from dialogwerk.documents.text import (
    breakable,
    missing_characters,
    paragraphs,
    printable,
    printable_lines,
    reads_right_to_left,
    spelled_out,
    without,
)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(text).failed == 0
    assert doctest.testmod(wording).failed == 0


def test_both_languages_have_the_same_words():
    assert wording.words("de").keys() == wording.words("en").keys()


@given(st.text())
def test_printable_twice_is_printable_once(value):
    assert printable(printable(value)) == printable(value)


@given(st.text())
def test_break_opportunities_change_no_visible_character(value):
    assert breakable(value).replace("\u200b", "") == value.replace("\u200b", "")


@given(st.lists(st.text("aä \n", min_size=1)))
def test_paragraphs_keep_every_word(parts):
    together = "\n\n".join(parts)
    kept = [word for p in paragraphs(together) for line in p["lines"] for word in line.split()]
    assert kept == together.split()


def test_no_piece_of_an_endless_word_is_longer_than_a_narrow_column():
    assert max(map(len, breakable("x" * 5000).split("\u200b"))) <= 16


def test_windows_and_unicode_line_ends_end_lines():
    assert paragraphs("a\r\nb\u2028c\r\n\r\nd\u2029e") == [
        {"lines": ["a", "b", "c"], "rtl": False},
        {"lines": ["d"], "rtl": False},
        {"lines": ["e"], "rtl": False},
    ]


def test_lines_are_kept_without_controls():
    assert printable_lines("a\x07\r\nb\n\nc\n") == "a\nb\n\nc"


def test_direction_follows_the_first_letter():
    assert reads_right_to_left("123 – אב ab")
    assert not reads_right_to_left("ab אב")
    assert not reads_right_to_left("123")


def test_a_diagnosis_yields_the_characters_it_names():
    diagnosis = (
        'error: the text `"中"` could not be displayed with font `"Fira Sans"`\n'
        'error: the PDF contains the codepoint `"\\u{e000}"`\n'
        'error: the text contains the disallowed codepoint `"\\u{fffd0}"`\n'
    )
    assert missing_characters(diagnosis) == {"中", "\ue000", "\U000fffd0"}


def test_plain_latin_is_never_taken_for_missing():
    assert missing_characters('error: the text `"a"` could not be displayed') == set()


def test_hidden_characters_are_named_wherever_they_stand():
    data = {"a": ["x😀👍y", {"b": "中文"}], "n": 1}
    assert without({"😀", "👍", "中", "文"}, data) == {
        "a": ["x[grinning face, thumbs up sign]y", {"b": "[U+4E2D U+6587]"}],
        "n": 1,
        "spelled_out": True,
    }


def test_skin_tones_and_joiners_are_not_named():
    assert spelled_out("👍\U0001f3fd\ufe0f") == "[thumbs up sign]"
