"""Similar passages, the order of work, and what a passage does in a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.roles import Role, read
from dialogwerk.cores.statements.similar_passages import index
from dialogwerk.cores.statements.usefulness import most_useful, uncertainty

NOISE = "Der Lärm der Anlagen in der Nacht raubt uns den Schlaf."
BIRDS = "Der Rotmilan brütet seit Jahren am Heiderand bei den Anlagen."
KNOWN = [
    NOISE,
    "Der Lärm der Anlagen raubt unseren Kindern in der Nacht den Schlaf.",
    "Nachts raubt der Lärm der vielen Anlagen den Schlaf.",
    BIRDS,
    "Am Heiderand brütet seit Jahren der Rotmilan.",
    "Der Rotmilan brütet am Heiderand, seit vielen Jahren schon.",
]
LABELS = ["noise"] * 3 + ["birds"] * 3
texts = st.lists(st.text(max_size=40), max_size=6)


def test_a_similar_passage_brings_the_argument_of_the_decided_one():
    found = index(KNOWN, LABELS).nearest(["Der Lärm der Anlagen raubt mir nachts den Schlaf!"])[0]
    assert found.label == "noise"
    assert found.text in KNOWN[:3]
    assert "anlagen" in found.shared
    assert 0 < found.confidence < 1


def test_what_resembles_nothing_gets_no_proposal():
    assert index(KNOWN, LABELS).nearest(["Die Radwege fehlen."]) == [None]
    assert index([], []).nearest([NOISE]) == [None]


def test_the_last_decision_on_equal_passages_counts():
    found = index([NOISE, NOISE, BIRDS], ["birds", "noise", "birds"]).nearest([NOISE])[0]
    assert found.label == "noise"


def test_a_resemblance_that_misled_is_trusted_less():
    misled = index(KNOWN, ["a", "b", "c", "d", "e", "f"]).nearest([NOISE])[0]
    assert misled.confidence < index(KNOWN, LABELS).nearest([NOISE])[0].confidence


def test_each_passage_needs_its_label():
    with pytest.raises(LengthMismatch):
        index([NOISE], [])


@given(asked=texts)
def test_resemblance_is_a_share_whatever_is_asked(asked):
    for found in index(KNOWN, LABELS).nearest(asked):
        assert found is None or (0 < found.alike <= 1 and 0 < found.confidence < 1)


def test_the_uncertain_passage_of_many_letters_comes_first():
    passages = ["Der Lärm ist groß.", "Der Rotmilan brütet hier.", "Die Wege sind lang."]
    assert most_useful(passages, [0.1, 0.9, 0.9], [1, 1, 100], count=3)[0] == 2


def test_after_a_passage_its_twin_waits():
    passages = ["Der Lärm ist groß.", "Der Lärm ist sehr groß.", "Ein Rotmilan brütet."]
    assert most_useful(passages, [1.0, 0.95, 0.6], [1, 1, 1], count=2) == [0, 2]


@given(
    some=st.lists(
        st.tuples(st.text("abc ", min_size=1, max_size=20), st.floats(0, 1), st.integers(1, 9)),
        max_size=8,
        unique_by=lambda one: one[0],
    ),
    turned=st.randoms(use_true_random=False),
)
def test_the_same_passages_make_the_same_list_in_any_order(some, turned):
    other = some[:]
    turned.shuffle(other)

    def chosen(passages):
        columns = [list(column) for column in zip(*passages, strict=True)] or [[], [], []]
        return [passages[at][0] for at in most_useful(*columns, count=5)]

    first = chosen(some)
    assert first == chosen(other)
    assert len(first) == min(5, len(some)) == len(set(first))


@given(confidences=st.lists(st.floats(0, 1)))
def test_uncertainty_is_a_share(confidences):
    assert 0 <= uncertainty(confidences) <= 1


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ich fordere eine Lärmschutzwand an der Schule.", Role.POSITION),
        ("Die Anlagen sollten weiter weg gebaut werden.", Role.POSITION),
        ("Wir lehnen den Windpark ab.", Role.POSITION),
        ("Weil der Lärm bereits 45 dB überschreitet, leiden die Kinder.", Role.PREMISE),
        ("Das Gutachten ist fünf Jahre alt.", Role.PREMISE),
        ("Sehr geehrte Damen und Herren", Role.NEITHER),
        ("Vielen Dank, siehe Anlage 3.", Role.NEITHER),
    ],
)
def test_wording_tells_what_a_passage_does(text, role):
    found = read(text)
    assert found.role == role
    assert found.cues


def test_what_was_learned_outweighs_the_wording():
    text = "Das Gutachten ist fünf Jahre alt."
    assert read(text, argues=0.02).confidence < read(text).confidence
    assert read("Ein Gruß aus dem Urlaub.", argues=0.0).role == Role.NEITHER


@given(text=st.text(max_size=60), argues=st.none() | st.floats(0, 1))
def test_a_reading_of_any_text_has_a_confidence(text, argues):
    assert 0 <= read(text, argues=argues).confidence <= 1
