"""What is looked for in letters, read from what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.wanted_words import MOST_TERMS, folded_words, read_query

WORDS = ("Lärm", "laerm", "LÄRM", "Straße", "strasse", "Rotmilan", "rot", "Wind-\nrad", "Café", "3")
texts = st.lists(st.sampled_from([*WORDS, "und", ",", "\n\n"]), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Lärm", "Der LAERM"),
        ("laerm", "viel Lärm"),
        ("strasse", "Die Straße"),
        ("Cafe", "im Café"),
        ("café", "im Cafe\u0301"),
        ("windrad", "ein Wind-\nrad"),
        ("Rot*", "der Rotmilan"),
        ('"sehr laut"', "es ist sehr\nlaut"),
        ('"sehr lau*"', "es ist sehr laut"),
        ("laut -leise", "es ist laut"),
        ("Abs. 4", "nach Abs. 4 Satz 1"),
    ],
)
def test_it_is_found(query, text):
    assert read_query(query).matches(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "irgendetwas"),
        ("-Lärm", "kein Lärm"),
        ("rot", "der Rotmilan"),
        ('"laut sehr"', "sehr laut"),
        ("laut -leise", "erst laut, dann leise"),
        ('laut -"sehr leise"', "erst laut, dann sehr leise"),
        ("400", "700 Meter"),
        ("* ? -", "irgendetwas"),
    ],
)
def test_it_is_not_found(query, text):
    assert not read_query(query).matches(text)


def test_a_minus_inside_a_word_is_a_hyphen():
    assert read_query("Wind-Rad").matches("das Wind-Rad")
    assert read_query("A-B -C").unwanted[0].words == ("c",)


def test_no_more_than_some_terms_are_looked_for():
    assert len(read_query(" ".join(f"w{number}" for number in range(99))).wanted) == MOST_TERMS


def test_places_are_where_the_words_stand():
    text = "Der Lärm ist sehr laut.\nLaerm!"
    found = read_query('lärm "sehr laut"').places(text)
    assert [place.of(text) for place in found] == ["Lärm", "sehr laut", "Laerm"]


@given(texts, st.sampled_from(WORDS))
def test_a_word_that_stands_in_a_text_is_found_and_shown(text, word):
    query = read_query(f'"{word}"')
    stands = any(
        folded_words(text)[at : at + len(folded_words(word))] == folded_words(word)
        for at in range(len(folded_words(text)))
    )
    assert query.matches(text) == stands
    assert all(folded_words(place.of(text)) for place in query.places(text))


@given(st.text(max_size=60))
def test_whatever_is_typed_can_be_read(text):
    query = read_query(text)
    assert all(word and word.isalnum() for term in query.wanted for word in term.words)
    query.places(text)
