"""The frame of a letter, and what must never be taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.sender_block import body, frame, is_sender_part
from dialogwerk.cores.statements.words import raw_words

MESSAGE = "der Lärm raubt uns den Schlaf. Bitte lehnen Sie den Antrag ab."
FRAMED = {
    "a letter in due form": (
        "Erika Beispiel\nMusterweg 3\n99001 Musterhausen\nTel.: 01234 567890\n\n"
        "An die\nBezirksregierung Musterhausen\nDezernat 25\n\nMusterhausen, den 3. Mai 2026\n\n"
        f"Sehr geehrte Damen und Herren,\n\n{MESSAGE}\n\n"
        "Mit freundlichen Grüßen\n\nErika Beispiel\n"
    ),
    "a mail": f"Guten Tag,\n\n{MESSAGE}\n\nViele Grüße\nMax Probe\nmax.probe@example.org",
    "all in one line": (
        f"Sehr geehrte Frau Dr. Exempel, {MESSAGE} Mit freundlichen Grüßen Erika Beispiel, "
        "Probestr. 12a, 99001 Musterhausen"
    ),
    "address first, in one line": (
        f"Max Probe, Am Musterberg 5, 99002 Musterhausen. Sehr geehrte Damen und Herren, {MESSAGE}"
    ),
    "address below": f"{MESSAGE}\n\nHochachtungsvoll\nMax Probe\nProbeweg 7\n99003 Musterhausen",
    "address below, no closing": f"{MESSAGE}\nMax Probe\nProbeweg 7\n99003 Musterhausen",
    "a form filled in": f"Name: Erika Beispiel\nAnschrift: Probeweg 7, Musterhausen\n\n{MESSAGE}",
    "no frame at all": MESSAGE,
}


@pytest.mark.parametrize("case", FRAMED)
def test_only_the_message_is_left(case):
    assert body(FRAMED[case]) == MESSAGE


@pytest.mark.parametrize(
    "sentence",
    [
        "Ich wohne am Waldweg 3.",
        "Lieber wäre mir, wenn gar nicht gebaut wird.",
        "lieber unser Gartenhaus vermessen!",
        "Kein Windpark Hohe Heide!",
        "Das war nicht mit freundlichen Grüßen gemeint, so geht es nicht.",
        "Am 3. Mai 2026 war ich dort und habe gemessen.",
        "Meine Adresse: ich sage sie nicht.",
        "Wir sind 99 Familien.",
    ],
)
def test_a_sentence_is_never_hidden(sentence):
    for text in (sentence, f"{sentence}\n{MESSAGE}", f"{MESSAGE}\n{sentence}"):
        assert raw_words(sentence) == raw_words(body(text).replace(MESSAGE, "")) or (
            sentence == text and body(text) == sentence
        )


def test_a_postscript_stays():
    text = f"Guten Tag,\n{MESSAGE}\nViele Grüße\nMax Probe\nPS: Ich komme zum Termin."
    assert body(text) == f"{MESSAGE}\nPS: Ich komme zum Termin."


def test_the_subject_stays():
    subject = "Einwendung gegen das Kieswerk"
    text = f"Max Probe\nProbeweg 3\n\n{subject}\n\nSehr geehrter Herr Beleg,\n{MESSAGE}"
    assert body(text) == f"{subject}\n{MESSAGE}"


def test_names_alone_are_no_proof_of_a_sender():
    assert not is_sender_part("Windpark Hohe Heide")
    assert is_sender_part("Familie Probe, Hohe Heide 4, 99001 Musterhausen")


@given(st.text(alphabet="Ab 1\n.,@Gg", max_size=120))
def test_spans_of_the_frame_are_sorted_and_within_the_text(text):
    ends = [0, *(edge for span in frame(text) for edge in span), len(text)]
    assert ends == sorted(ends)
