"""Reply letters and receipts as people get them."""

from datetime import date, datetime

import pytest

from dialogwerk.documents.letters import receipt as receipt_pdf
from dialogwerk.documents.letters import reply_letter, source_label, subject
from dialogwerk.documents.values import (
    ReceivedFile,
    Source,
    Submission,
    Supplement,
    WeighingResult,
)

from .examples import ANSWER, CHECKSUM, letter, point, receipt
from .pdf_gate import check_pdf, page_texts, plain_text, roles

HOSTILE = r'#panic("x") $a^2$ *b* _c_ `d` \ ] [ } { <e> @f = g // h /* i */ #import "j" ~ " \u{41}'


def test_a_letter_is_accessible_and_archivable():
    assert check_pdf(reply_letter(letter())) == ()


def test_an_english_letter_is_accessible_and_says_so():
    data = reply_letter(letter(lang="en", salutation=""))
    assert check_pdf(data) == ()
    assert b"/Lang(en-GB)" in data
    assert "Point 1: Lärm in der Nacht" in plain_text(data)
    assert "Dear Sir or Madam," in plain_text(data)


def test_the_same_values_give_the_same_bytes():
    assert reply_letter(letter()) == reply_letter(letter())


def test_the_letter_answers_every_point_in_order():
    text = plain_text(reply_letter(letter()))
    places = [text.index(f"Punkt {number}: ") for number in range(1, 6)]
    assert places == sorted(places)
    assert text.count("Die Vorhabenträgerin betreibt die Anlagen WEA 2 und WEA 4 nachts") == 5


def test_the_letter_lists_the_letters_it_answers():
    text = plain_text(reply_letter(letter()))
    assert "1. September 2026 K7QF-2M9X-4TRD Online" in text
    assert "14. September 2026 B3HN-8WPC-6ZLE Post" in text


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (WeighingResult.FOLLOWED, "Ergebnis: gefolgt"),
        (WeighingResult.FOLLOWED_IN_PART, "Ergebnis: teilweise gefolgt"),
        (WeighingResult.NOT_FOLLOWED, "Ergebnis: nicht gefolgt"),
        (WeighingResult.ALREADY_MET, "Ergebnis: bereits berücksichtigt"),
        (
            WeighingResult.PASSED_ON,
            "Ergebnis: nicht in diesem Verfahren: weitergegeben an die Straßenbauverwaltung",
        ),
    ],
)
def test_each_result_has_its_words(result, words):
    assert words in plain_text(reply_letter(letter(points=(point(result=result),))))


def test_a_person_without_address_is_told_how_to_fetch_the_letter():
    data = reply_letter(letter(recipient=()))
    assert "Ohne Anschrift – Abruf mit Beleg-Code" in plain_text(data)
    assert check_pdf(data) == ()


def test_a_letter_without_letters_points_and_notes_still_makes_sense():
    data = reply_letter(letter(submissions=(), points=(), legal_notes=(), signature=()))
    assert check_pdf(data) == ()
    assert "Ihre Schreiben enthalten keine Punkte" in plain_text(data)
    assert "/Table" not in roles(data)


def test_pages_are_counted_and_only_the_first_has_the_address():
    pages = page_texts(reply_letter(letter()))
    assert [f"Seite {number} von {len(pages)}" in page for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert ["Hofstraße 12 a" in page for page in pages] == [True] + [False] * (len(pages) - 1)


def test_a_long_letter_loses_nothing_at_its_page_ends():
    points = tuple(
        point(number, answer=f"{ANSWER} " * 3 + f"Ende{number:03d}.") for number in range(150)
    )
    data = reply_letter(letter(points=points))
    text = plain_text(data)
    assert len(page_texts(data)) >= 50
    assert [number for number in range(150) if f"Ende{number:03d}." not in text] == []
    assert check_pdf(data) == ()


def test_one_answer_longer_than_a_page_flows_on():
    answer = "\n\n".join(f"Absatz {number} der Begründung." for number in range(200))
    data = reply_letter(letter(points=(point(answer=answer),)))
    assert "Absatz 199 der Begründung." in plain_text(data)
    assert len(page_texts(data)) > 2


@pytest.mark.parametrize("kind", ["supplement", "correction"])
def test_a_later_letter_names_the_earlier_one(kind):
    later = letter(
        points=(point(),),
        supplement=Supplement(kind=kind, letter_date=date(2026, 10, 2), reason="Neues Gutachten."),
    )
    text = plain_text(reply_letter(later))
    assert "2. Oktober 2026" in subject(later)
    assert subject(later) in text
    assert "Neues Gutachten." in text


def test_what_people_write_is_never_markup():
    data = reply_letter(
        letter(
            recipient=("Frau", HOSTILE),
            reference=HOSTILE,
            salutation=HOSTILE,
            procedure=HOSTILE,
            signature=(HOSTILE,),
            points=(point(title=HOSTILE, quotes=(HOSTILE,), answer=HOSTILE, sources=()),),
            lookup_url=HOSTILE,
            lookup_code=HOSTILE,
        )
    )
    assert check_pdf(data) == ()
    assert plain_text(data).replace(" ", "").count(HOSTILE.replace(" ", "")) >= 7


def test_scripts_and_emoji_are_shown():
    quote = (
        "أنا ضد المشروع لأنه صاخب جدا\n\nזה רועש מדי\n\nЭто слишком громко 😀👍🏽🏳️‍🌈 🇩🇪 ไทย हिन्दी"
    )
    data = reply_letter(letter(points=(point(quotes=(quote,)),)))
    assert check_pdf(data) == ()
    text = plain_text(data)
    assert "Это слишком громко" in text
    assert "😀" in text
    assert "U+" not in text


def test_characters_without_glyph_are_named_and_the_letter_says_so():
    data = reply_letter(letter(points=(point(quotes=("噪音 zu laut \ue000",)),)))
    text = plain_text(data)
    assert "[U+566A U+97F3] zu laut [U+E000]" in text
    assert "in eckigen Klammern" in text
    assert "in eckigen Klammern" not in plain_text(reply_letter(letter()))


def test_control_characters_and_direction_overrides_vanish():
    data = reply_letter(letter(points=(point(quotes=("a\x00\x07b\u202e\u2066c\ufeff\udc80d",)),)))
    assert "abcd" in plain_text(data)


def test_long_addresses_stay_in_the_window():
    recipient = ("Bürgerinitiative Gegenwind für die Hohe Heide und ihre Dörfer e. V.",) * 7
    data = reply_letter(letter(recipient=recipient))
    assert plain_text(data).count("Gegenwind für die Hohe Heide") == 7
    assert check_pdf(data) == ()


def test_the_date_is_the_file_s_date():
    assert b"D:20261122000000Z" in reply_letter(letter())


def test_a_source_is_cited_with_its_page():
    assert source_label(Source(document="Gutachten", page="12"), "de") == "Gutachten, S. 12"
    assert source_label(Source(document="Gutachten"), "de") == "Gutachten"


def test_one_letter_is_answered_in_the_singular():
    one = (Submission(received_on=date(2026, 9, 1), receipt_code="K7QF", channel="Post"),)
    assert subject(letter(submissions=one)) == "Antwort auf Ihre Stellungnahme"
    assert subject(letter()) == "Antwort auf Ihre Stellungnahmen"


def test_a_receipt_proves_what_came_and_when():
    data = receipt_pdf(receipt())
    text = plain_text(data)
    assert check_pdf(data) == ()
    assert len(page_texts(data)) == 1
    assert "14. September 2026, 23:59:58 Uhr (MESZ, UTC+02:00)" in text
    assert CHECKSUM in text
    assert "innerhalb der Frist" in text
    assert "Es ist dort nachts sehr still." in text


def test_a_late_receipt_says_what_that_means():
    text = plain_text(receipt_pdf(receipt(in_time=False)))
    assert "nach Ablauf der Frist" in text
    assert "als verspätet" in text
    assert "als verspätet" not in plain_text(receipt_pdf(receipt()))


def test_a_receipt_without_period_does_not_speak_of_one():
    text = plain_text(receipt_pdf(receipt(in_time=None, deadline=None)))
    assert "Frist" not in text


def test_a_receipt_names_every_file_with_its_checksum():
    files = tuple(
        ReceivedFile(name=f"Foto {number}.jpg", size=2_345_678, sha256=CHECKSUM)
        for number in range(30)
    )
    data = receipt_pdf(receipt(files=files, text=""))
    assert "Foto 29.jpg (2,2 MB)" in plain_text(data)
    assert plain_text(data).count(CHECKSUM) == 31
    assert "besteht nur aus den oben genannten Dateien" in plain_text(data)


def test_a_long_letter_flows_over_the_pages_of_its_receipt():
    text = "\n\n".join(f"Absatz {number}." for number in range(300))
    data = receipt_pdf(receipt(text=text))
    assert "Absatz 299." in plain_text(data)
    assert len(page_texts(data)) > 3
    assert check_pdf(data) == ()


def test_an_english_receipt_reads_english():
    text = plain_text(receipt_pdf(receipt(lang="en")))
    assert "14 September 2026, 23:59:58 (CEST, UTC+02:00)" in text
    assert "Your letter arrived within the period." in text


def test_a_receipt_needs_a_time_zone():
    with pytest.raises(ValueError, match="without a time zone"):
        receipt(received_at=datetime(2026, 9, 14, 12))  # noqa: DTZ001
