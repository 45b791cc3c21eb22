"""What a person added to a form, and what they left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.statements.deviations import compare
from dialogwerk.cores.statements.rehearsal import rehearse
from dialogwerk.cores.statements.words import words

FORM = (
    "Der Windpark liegt nur 400 Meter vom Dorf entfernt und ist viel zu laut. "
    "Er vertreibt den Rotmilan aus dem Tal. "
    "Es gibt eine Gefahr für das Grundwasser der ganzen Gemeinde.\n\n"
    "Ich bitte Sie deshalb, den Antrag abzulehnen und mir zu antworten."
)
OWN = "Meine Tochter kann seit Wochen nicht mehr schlafen."


def own(letter, form=FORM):
    return [span.of(letter) for span in compare(form, letter).own]


def left_out(letter):
    return [span.of(FORM) for span in compare(FORM, letter).left_out]


@pytest.mark.parametrize(
    "letter",
    [
        FORM,
        FORM.upper(),
        FORM.replace("Windpark", "Wind-\npark").replace(". ", ".\n"),
        FORM.replace("ü", "ue"),
        FORM.replace("Grundwasser", "Grundwaser").replace("Gemeinde", "Gcmeinde"),
        FORM.replace("Grundwasser", "Grund wasser"),
        "Erika Beispiel\nProbeweg 3\n99001 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
        f"{FORM}\n\nMit freundlichen Grüßen\nErika Beispiel",
        FORM.replace("Ich bitte", "Ich, Max Probe, Probeweg 3, 99001 Musterhausen, bitte"),
    ],
)
def test_what_only_looks_different_is_nobodys_own(letter):
    found = compare(FORM, letter)
    assert (found.own, found.left_out) == ((), ())


@pytest.mark.parametrize("place", range(5))
def test_an_added_sentence_is_own_wherever_it_stands(place):
    pieces = FORM.replace("\n\n", " ").split(". ")
    letter = ". ".join([*pieces[:place], OWN.rstrip("."), *pieces[place:]]).replace("..", ".")
    assert [text.rstrip(".") for text in own(letter)] == [OWN.rstrip(".")]


def test_a_sentence_left_out_is_named():
    letter = FORM.replace("Er vertreibt den Rotmilan aus dem Tal. ", "")
    assert own(letter) == []
    assert left_out(letter) == ["Er vertreibt den Rotmilan aus dem Tal."]


def test_passages_in_another_order_are_still_the_form():
    first, rest = FORM.split(". ", 1)
    letter = f"{rest} {first}."
    assert own(letter) == []
    assert left_out(letter) == []


@pytest.mark.parametrize(
    ("form", "letter"),
    [
        ("400", "700"),
        ("eine Gefahr", "keine Gefahr"),
        ("abzulehnen", "anzunehmen"),
        ("viel zu laut", "nicht zu laut"),
    ],
)
def test_a_changed_number_or_negation_is_never_taken_for_a_slip(form, letter):
    changed = FORM.replace(form, letter)
    words_changed = " ".join(own(changed))
    assert any(word in words_changed for word in letter.split() if word not in form.split())


def test_what_stands_in_place_of_the_form_is_paired_with_it():
    letter = FORM.replace("den Rotmilan", "unsere Störche und Kraniche")
    (change,) = compare(FORM, letter).changed
    assert change.letter.of(letter) == "unsere Störche und Kraniche"
    assert change.template.of(FORM) == "den Rotmilan"


def test_another_letter_is_all_own():
    assert own("Mir gefällt der Plan, bauen Sie bald!") == ["Mir gefällt der Plan, bauen Sie bald!"]
    assert compare(FORM, "Mir gefällt der Plan, bauen Sie bald!").own_share == 1.0


def test_an_empty_letter_lacks_everything():
    found = compare(FORM, "")
    assert found.own == ()
    assert len(found.left_out) == 4
    assert found.own_share == 0.0


PIECES = [
    *FORM.replace("\n\n", " ").split(". "),
    "Das ist mein Garten",
    "Nie und nimmer",
    "400 mal",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from([". ", ".\n", "!\n\n"]))
@settings(deadline=None)
def test_spans_lie_within_their_texts_and_own_words_are_all_that_is_new(pieces, glue):
    letter = glue.join(pieces)
    found = compare(FORM, letter)
    for spans, text in ((found.own, letter), (found.left_out, FORM)):
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        assert edges == sorted(edges)
    rest = list(letter)
    for span in found.own:
        rest[span.start : span.end] = " " * (span.end - span.start)
    known = {word.folded for word in words(FORM)}
    hidden = [word.folded for word in words("".join(rest)) if word.folded not in known]
    assert [word for word in hidden if len(word) > 2] == []


def test_added_sentences_of_rehearsed_letters_are_shown_and_the_form_is_not():
    shown = added = form_words = form_words_shown = 0
    forms = {}
    for letter in rehearse(letters=1500, persons=900, templates=6, seed=911, individual_share=0):
        if "building_blocks" in letter.edits:
            continue
        if letter.edits == ("identical",):
            forms.setdefault(letter.campaign, letter.text)
        if letter.campaign not in forms:
            continue
        found = compare(forms[letter.campaign], letter.text)
        own_words = [w.folded for s in found.own for w in words(letter.text, s.start, s.end)]
        for sentence in letter.own:
            added += 1
            shown += " ".join(w.folded for w in words(sentence)) in " ".join(own_words)
        truly_own = sum(len(words(sentence)) for sentence in letter.own)
        form_words += len(words(letter.text)) - truly_own
        form_words_shown += max(0, len(own_words) - truly_own)
    assert added > 300
    assert shown >= 0.99 * added
    assert form_words_shown <= 0.01 * form_words
