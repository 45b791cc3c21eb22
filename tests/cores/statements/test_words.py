"""Words in the form in which letters are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.words import fold, raw_words, words


def folded(text):
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("Straße", "STRASSE"),
        ("Lärm über Köln", "Laerm ueber Koeln"),
        ("Wind-\npark", "Windpark"),
        ("Wind- \r\n  park", "Windpark"),
        ("WIND-\nPARK", "Windpark"),
        ("Wind\u00adpark", "Windpark"),
        ("Wind\u00ad\npark", "Windpark"),
        ("u\u0308ber", "über"),
        ("ﬂiegen", "fliegen"),
        ("Nein!!! – Nein…", "nein nein"),
        ("ist \u200bzu  laut", "ist zu laut"),
    ],
)
def test_what_only_looks_different_is_the_same(written, otherwise):
    assert folded(written) == folded(otherwise)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [("400 Meter", "700 Meter"), ("eine Gefahr", "keine Gefahr"), ("Bus", "Busse")],
)
def test_what_means_something_else_stays_different(written, otherwise):
    assert folded(written) != folded(otherwise)


def test_the_hyphen_of_a_compound_in_a_list_joins_nothing():
    assert raw_words("Lärm- und Sichtschutz, Kinder- oder Schulweg") == [
        *("Lärm", "und", "Sichtschutz", "Kinder", "oder", "Schulweg"),
    ]


@given(st.text())
def test_words_stand_where_they_say(text):
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.folded


@given(st.text())
def test_quick_and_exact_reading_find_the_same_words(text):
    assert [fold(word) for word in raw_words(text)] == folded(text)
