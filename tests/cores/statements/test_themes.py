"""Themes learned from decisions: repeatable, honest about their confidence, readable."""

import csv
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.statements.errors import (
    NothingToLearnFrom,
    SettingOutOfRange,
    UnreadableModel,
)
from dialogwerk.cores.statements.theme_features import featured, stretches
from dialogwerk.cores.statements.theme_files import from_bytes, to_bytes
from dialogwerk.cores.statements.theme_quality import (
    calibration,
    calibration_error,
    cross_validate,
    dealt,
    quality_of,
)
from dialogwerk.cores.statements.themes import Example, train

NOISE = [
    "Der Lärm der Anlagen raubt uns den Schlaf.",
    "Nachts ist der Lärm unerträglich.",
    "Das Lärmgutachten nennt die Nacht nicht.",
    "Lärmschutz fehlt an der Schule.",
]
BIRDS = [
    "Der Rotmilan brütet am Heiderand.",
    "Im Wald lebt der Rotmilan mit Jungen.",
    "Vogelschutz fehlt, der Rotmilan wird vertrieben.",
    "Fledermäuse und Rotmilane jagen hier.",
]
BOTH = ["Der Lärm vertreibt den Rotmilan."]
EXAMPLES = [
    *(Example(text, frozenset({"noise"})) for text in NOISE),
    *(Example(text, frozenset({"birds"})) for text in BIRDS),
    *(Example(text, frozenset({"noise", "birds"})) for text in BOTH),
    Example("Bitte bestätigen Sie den Eingang.", frozenset()),
]


@pytest.fixture(scope="module")
def model():
    return train(EXAMPLES)


def best(model, text):
    return max(model.predict([text], at_least=0)[0], key=lambda one: one.confidence)


def test_a_new_passage_gets_the_label_of_those_that_speak_like_it(model):
    assert best(model, "Wer schützt uns vor dem Lärm?").label == "noise"
    assert best(model, "Rotmilane brauchen Ruhe.").label == "birds"


def test_a_compound_is_recognised_by_its_part(model):
    assert best(model, "Lärmschutzwand").label == "noise"


def test_evidence_names_words_of_the_passage_that_speak_for_the_label(model):
    text = "Heute früh sah ich den Rotmilan."
    words = [one.word for one in model.evidence(text, "birds")]
    assert words[0] == "Rotmilan"
    assert all(word in text for word in words)


def test_the_order_of_the_decisions_does_not_matter(model):
    shuffled = EXAMPLES[:]
    random.Random(7).shuffle(shuffled)
    again = train(shuffled)
    assert again.features == model.features
    assert (again.weights == model.weights).all()
    assert again.threshold == model.threshold


def test_whoever_waits_hears_that_it_goes_on_and_can_end_it():
    heard = []
    train(EXAMPLES, alive=lambda: heard.append(1))
    assert len(heard) >= 10

    def enough():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        train(EXAMPLES, alive=enough)


def test_a_decision_given_twice_changes_nothing(model):
    assert (train([*EXAMPLES, EXAMPLES[0]]).weights == model.weights).all()


def test_equal_passages_with_different_labels_are_one_passage_with_both():
    split = [one for one in EXAMPLES if one.text not in BOTH]
    split += [Example(BOTH[0], frozenset({"noise"})), Example(BOTH[0], frozenset({"birds"}))]
    assert (train(split).weights == train(EXAMPLES).weights).all()


def test_without_two_passages_of_a_label_there_is_nothing_to_learn():
    with pytest.raises(NothingToLearnFrom):
        train([Example("Eins.", frozenset({"a"})), Example("Zwei.", frozenset({"b"}))])
    with pytest.raises(NothingToLearnFrom):
        train([])


def test_what_was_stored_predicts_the_same(model):
    texts = [*NOISE, "Etwas ganz anderes.", ""]
    again = from_bytes(to_bytes(model))
    assert again.predict(texts) == model.predict(texts)
    assert (again.counts, again.passages) == (model.counts, model.passages)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"text"])
def test_a_damaged_model_is_refused_with_a_sentence(content):
    with pytest.raises(UnreadableModel, match="learned anew"):
        from_bytes(content)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=80), max_size=4))
def test_confidences_are_shares_whatever_the_text(model, texts):
    found = model.confidences(texts)
    assert found.shape == (len(texts), len(model.labels))
    assert ((found >= 0) & (found <= 1)).all()


@given(word=st.text("abcäöü", min_size=1, max_size=12))
def test_stretches_lie_in_the_word_and_its_edges(word):
    found = stretches(word)
    assert all(one in f" {word} " and 3 <= len(one) <= 6 for one in found)
    assert found


def test_features_can_be_asked_for_and_unknown_ones_are_nothing():
    presence, features = featured(["Bus"], ("bus", "xyz"))
    assert features == ("bus", "xyz")
    assert presence.toarray().tolist() == [[1.0, 0.0]]


@given(count=st.integers(2, 60), folds=st.integers(2, 10), seed=st.integers(0, 99))
def test_portions_are_equal_and_repeatable(count, folds, seed):
    portion = dealt(count, folds, seed)
    sizes = [int((portion == fold).sum()) for fold in range(folds)]
    assert max(sizes) - min(sizes) <= 1
    assert (portion == dealt(count, folds, seed)).all()


def test_cross_validation_counts_every_passage_once():
    quality = cross_validate(EXAMPLES, folds=3, seed=2)
    assert quality.passages == len(EXAMPLES)
    assert [one.label for one in quality.labels] == ["birds", "noise"]
    assert sum(band.proposals for band in quality.bands) == 2 * len(EXAMPLES)
    assert 0 <= quality.micro_f1 <= 1


def test_a_portion_for_each_passage_is_the_most():
    with pytest.raises(SettingOutOfRange):
        cross_validate(EXAMPLES, folds=len(EXAMPLES) + 1)


def test_a_label_that_was_never_taught_is_never_found(model):
    quality = quality_of(model, EXAMPLES, labels=["noise", "traffic"])
    assert quality.labels[1].found == 0


def test_bands_compare_what_was_said_with_what_was_right():
    bands = calibration([0.1, 0.9, 0.9, 1.0], [False, True, True, False])
    assert [band.proposals for band in bands] == [1, 0, 0, 0, 3]
    assert bands[-1].right == pytest.approx(2 / 3)
    assert calibration_error(bands) == pytest.approx((0.1 + 3 * (2.8 / 3 - 2 / 3)) / 4)


def test_real_contributions_are_labelled_well_and_confidently(real_data):
    path = real_data / "dialogues" / "freiraum-ottensen-2021-themes.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    labels = tuple(rows[0])[4:]
    examples = [
        Example(
            f"{row['title']}\n{row['text']}",
            frozenset(label for label in labels if row[label] == "1"),
        )
        for row in rows
    ]
    known, others = examples[::2], examples[1::2]
    quality = quality_of(train(known), others, labels=labels)
    assert quality.micro_f1 > 0.80
    assert quality.calibration_error < 0.06
