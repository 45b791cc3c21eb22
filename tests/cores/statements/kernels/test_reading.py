"""The kernels read letters exactly as the rules in Python say."""

import csv

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogwerk.cores.statements.bodies import hashed, read
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.kernels.folding import decoded
from dialogwerk.cores.statements.kernels.framing import MOST_SPANS, framed
from dialogwerk.cores.statements.kernels.rules import rules
from dialogwerk.cores.statements.rehearsal import rehearse
from dialogwerk.cores.statements.sender_block import body, frame
from dialogwerk.cores.statements.words import fold, raw_words

PIECES = (
    *("Erika Beispiel", "Probeweg 3", "99001 Musterhausen", "Musterhausen, den 3. Mai 2026"),
    *("Sehr geehrte Damen und Herren,", "Mit freundlichen Grüßen", "MfG", "\n", "\n\n", " ", ", "),
    *(
        "Es ist zu laut.",
        "Lärm- und Sicht-\nschutz",
        "WIND-\nPARK",
        "Wind\u00ad\npark",
        "u\u0308ber",
    ),
    *("ﬂiegen", "Straße", "x² Ł ½", "Tel. 0555 123456", "erika@example.org", "\u200b", "-\n"),
)
letters = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


def kernel_frame(text):
    raw = np.frombuffer(text.encode() or b"\0", np.uint8)
    codes, info = np.empty(len(raw) + 1, np.uint16), np.empty(len(raw) + 1, np.uint16)
    folded = np.empty(len(raw) + 8, np.uint8)
    spans = np.empty((max(MOST_SPANS, len(raw)), 2), np.int64)
    length = decoded(rules(), raw, 0, len(text.encode()), codes, info, folded)
    if length < 0:
        return None
    return [tuple(one) for one in spans[: framed(rules(), codes, info, length, spans)].tolist()]


def python_words(text):
    return [fold(word) for word in raw_words(body(text)) or raw_words(text)]


def assert_read_alike(texts):
    found = read(TextColumn.of(texts))
    for number, text in enumerate(texts):
        wanted = python_words(text)
        own = np.empty(len(wanted), np.uint32)
        hashed(wanted, own)
        assert found.words_of(found.entry[number]).tolist() == own.tolist(), text


@given(letters)
@settings(deadline=None)
@example("Guten Tag\n\nText")
@example("Hallo 😀, alles 𝐟𝐞𝐭𝐭 gedruckt")
def test_words_are_those_of_python(text):
    assert_read_alike([text.encode("utf-8", "replace").decode()])


@given(letters)
@settings(deadline=None)
def test_frames_are_those_of_python(text):
    text = text.encode("utf-8", "replace").decode()
    found = kernel_frame(text)
    assert found is None or found == [tuple(span) for span in frame(text)]


def test_rehearsed_letters_are_read_alike():
    assert_read_alike([one.text for one in rehearse(letters=400, persons=90, templates=9, seed=31)])


def test_real_contributions_are_read_alike(real_data):
    path = real_data / "dialogues" / "raddialog-ehrenfeld-2017.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert_read_alike([row["text"] for row in csv.DictReader(file)])


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_changes_nothing(threads, monkeypatch):
    monkeypatch.setattr("dialogwerk.cores.statements.bodies._PORTION", 5000)
    texts = TextColumn.of(one.text for one in rehearse(letters=90, persons=9, templates=3, seed=2))
    one, other = read(texts, threads=1), read(texts, threads=threads)
    assert one.entry.tolist() == other.entry.tolist()
    assert one.hashes.tolist() == other.hashes.tolist()
    for number in range(len(one)):
        assert one.words_of(number).tolist() == other.words_of(number).tolist()


@given(st.lists(st.one_of(st.none(), st.text(max_size=40)), max_size=30))
@settings(deadline=None)
def test_a_column_of_polars_is_taken_as_it_lies_in_memory(texts):
    clean = [None if one is None else one.encode("utf-8", "replace").decode() for one in texts]
    series = pl.concat([pl.Series(clean, dtype=pl.String), pl.Series(["x" * 20, "äöü"])])
    assert list(TextColumn.of_series(series)) == [*(one or "" for one in clean), "x" * 20, "äöü"]
    assert list(TextColumn.of_series(series[2:])) == list(TextColumn.of_series(series))[2:]
