"""The renderer itself: refusals, fonts, threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dialogwerk.documents import pdf
from dialogwerk.documents.errors import RenderError, UnknownTemplate
from dialogwerk.documents.letters import reply_letter

from .examples import letter, point
from .pdf_gate import check_pdf, plain_text


def test_an_unknown_template_is_refused_with_the_names_of_the_others():
    with pytest.raises(UnknownTemplate, match="receipt, reply_letter, report, slips, synopsis"):
        pdf.render("letter_of_marque", {})


def test_a_template_name_is_not_a_path():
    with pytest.raises(UnknownTemplate):
        pdf.render("../templates/receipt", {})


def test_data_without_title_and_date_is_refused():
    with pytest.raises(RenderError, match="needs title, date"):
        pdf.render("receipt", {"lang": "de"})


def test_data_without_what_the_template_shows_is_refused():
    with pytest.raises(RenderError, match="receipt"):
        pdf.render("receipt", {"lang": "de", "title": "Beleg", "date": "2026-11-22", "words": {}})


def test_fonts_of_the_machine_are_not_used():
    families = pdf.font_families()
    assert "Fira Sans" in families
    assert "Noto Emoji" in families
    assert not [name for name in families if name.startswith(("Liberation", "DejaVu Serif"))]


def test_letters_from_several_threads_come_out_as_from_one():
    letters = [letter(code_number=f"E-{number:05d}") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(reply_letter, letters))
    assert together == [reply_letter(one) for one in letters]


def test_what_another_letter_held_does_not_change_this_one():
    before = reply_letter(letter())
    assert "[U+566A]" in plain_text(reply_letter(letter(points=(point(quotes=("噪",)),))))
    assert reply_letter(letter()) == before


def test_the_gate_finds_what_is_missing():
    untagged = pdf.typesetter().compile(b"Ohne Titel", format="pdf", pdf_tags=False, timestamp=0)
    problems = check_pdf(untagged)
    assert "The document has no structure tree." in problems
    assert "The document has no title." in problems
    assert "Page 1: text is not tagged." in problems
    assert "The XMP metadata lack pdfuaid:part." in problems
