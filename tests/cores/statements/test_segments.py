"""Proposals for cutting a letter into passages."""

from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.segments import propose

LONG = " ".join(
    f"Zum {number}. Bauabschnitt fehlt das Gutachten nach § 3 Abs. 2 Nr. {number} vollständig."
    for number in range(1, 8)
)


def test_paragraphs_are_proposed_without_greeting_and_closing():
    text = (
        "Erika Beispiel\nProbeweg 3\n99001 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
        "es ist laut.\nSehr laut.\n\nUnd zu nah.\n\nMit freundlichen Grüßen\nErika Beispiel"
    )
    assert [span.of(text) for span in propose(text)] == ["es ist laut.\nSehr laut.", "Und zu nah."]


def test_long_paragraphs_are_cut_into_sentences():
    assert len(propose(LONG)) == 7


def test_a_letter_without_words_has_no_segments():
    assert propose("") == propose(" \n\n ") == propose("***\n\n---") == ()


@given(st.text(alphabet="Abc. \n!?", max_size=200))
def test_segments_are_disjoint_and_within_the_letter(text):
    edges = [0, *(edge for span in propose(text) for edge in span), len(text)]
    assert edges == sorted(edges)
