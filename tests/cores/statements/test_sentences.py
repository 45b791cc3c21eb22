"""Where German sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.sentences import sentences

CASES = {
    "stops": ["Es ist laut.", "Ist das nötig?", "Nein!", "Doch …", "Eben."],
    "abbreviations": [
        "Das gilt z. B. für Kinder, d. h. für alle, bzw. für Dr. Probe aus der Muster Str. am Ort.",
        "Er kommt ggf. mit Prof. Exempel, u. a. wegen des Art. 14 GG und der Nr. 5 der Anlage.",
    ],
    "paragraphs of the law": ["Ich verweise auf § 3 Abs. 2 Satz 1.", "Das genügt nicht."],
    "dates and ordinal numbers": [
        "Am 5. Mai und am 3.5.2026 war der 2. Bauabschnitt noch offen.",
        "Die 1. Änderung kam am 12. Juni 2026.",
        "Sie fehlt.",
    ],
    "years and large numbers": ["Das war im Jahr 2019.", "Seitdem gibt es 400.", "Der Rest fehlt."],
    "quotations": ["Er sagte: „Das geht nicht.“", "Wir glauben ihm."],
}


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_would_say(case):
    text = " ".join(CASES[case])
    assert [span.of(text) for span in sentences(text)] == CASES[case]


def test_headings_and_list_items_are_sentences_of_their_own():
    text = "Lärm\n\nEs ist laut\nund zwar sehr.\n- erstens nachts\n- zweitens tags"
    assert [span.of(text) for span in sentences(text)] == [
        *("Lärm", "Es ist laut\nund zwar sehr.", "- erstens nachts", "- zweitens tags"),
    ]


def test_whoever_writes_without_capitals_writes_sentences_too():
    text = "der lärm ist schlimm. niemand hört uns zu. bitte helfen sie."
    assert len(sentences(text)) == 3


@given(st.text(alphabet="Ab1. \n!?§-„“z", max_size=80))
def test_sentences_lose_nothing_but_white_space(text):
    spans = sentences(text)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())
