"""The synopsis in all its formats says the same."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from dialogwerk.cores.tables import restore_cell
from dialogwerk.documents.errors import UnknownFormat
from dialogwerk.documents.synopsis import FORMATS, synopsis_pdf, write_synopsis
from dialogwerk.documents.values import ArgumentKind, Passage

from .examples import ANSWER, row, rows, synopsis
from .pdf_gate import check_pdf, page_texts, plain_text, roles

FORMULA = '=HYPERLINK("https://musterhausen.example";"Bitte hier klicken")'


def written(ending, *arguments, **changes):
    """Bytes of the synopsis in a format."""
    target = io.BytesIO()
    write_synopsis(target, synopsis(*arguments, **changes), ending)
    return target.getvalue()


def cells(data):
    """All cells of the first sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def csv_rows(data):
    """All records of a CSV file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UnknownFormat, match="pdf, xlsx, docx, csv, json"):
        written("odt", row())


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_takes_a_generator_and_an_empty_list(ending):
    assert written(ending)
    target = io.BytesIO()
    write_synopsis(target, synopsis(rows=rows(3)), ending)
    assert len(target.getvalue()) > len(written(ending))


def test_the_pdf_is_accessible_and_repeats_its_head_on_every_page():
    data = synopsis_pdf(synopsis(rows=rows(60), note="Nur für den Dienstgebrauch."))
    pages = page_texts(data)
    assert check_pdf(data) == ()
    assert len(pages) > 5
    assert all("Fundstellen" in page and "Abwägung" in page for page in pages)
    assert roles(data).count("/TH") == 8


def test_the_pdf_cuts_nothing_at_its_page_ends():
    answers = [f"{ANSWER} " * (number % 25) + f"Ende{number:03d}." for number in range(80)]
    data = synopsis_pdf(synopsis(*(row(n, answer=text) for n, text in enumerate(answers))))
    text = plain_text(data)
    assert [n for n in range(80) if f"Ende{n:03d}." not in text] == []


def test_the_pdf_breaks_a_row_longer_than_a_page():
    passages = tuple(Passage(text="Es ist laut.", author=f"E-{n:05d}") for n in range(400))
    data = synopsis_pdf(synopsis(row(passages=passages)))
    assert "(E-00399)" in plain_text(data)
    assert len(page_texts(data)) > 5


def test_the_empty_pdf_says_that_it_is_empty():
    data = synopsis_pdf(synopsis())
    assert "Es liegen keine Argumente vor." in plain_text(data)
    assert check_pdf(data) == ()


def test_the_english_pdf_reads_english():
    data = synopsis_pdf(synopsis(row(result=None), lang="en", title="Synopsis"))
    assert "still open" in plain_text(data)
    assert check_pdf(data) == ()


def test_xlsx_holds_texts_and_numbers_with_a_frozen_filtered_head():
    data = written("xlsx", *rows(3))
    head, first, *_ = cells(data)
    assert head[0] == "Nr."
    assert first[4:7] == [1234, 1567, "teilweise gefolgt"]
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:I4"/>' in sheet


def test_xlsx_takes_no_formula_and_no_link_from_a_text():
    texts = (FORMULA, "+1", "-1", "@SUM(A1)", "https://musterhausen.example", "{=1}")
    data = written("xlsx", *(row(title=text, answer=text) for text in texts))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert [line[1] for line in cells(data)[1:]] == list(texts)


def test_xlsx_continues_a_text_too_long_for_a_cell_in_the_next_row():
    answer = "".join(f"{number:07d} " for number in range(9_000)).rstrip()
    table = cells(written("xlsx", row(7, answer=answer), row(8)))
    assert [line[0] for line in table[1:]] == ["7", "7", "7", "8"]
    assert "".join(line[7] for line in table[1:4]) == answer
    assert table[2][4] == ""


def test_xlsx_says_what_it_is_on_a_second_sheet():
    book = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx", row())))
    about = book.get_sheet_by_name("Angaben").to_python()
    assert about[2] == ["Stand: 22. November 2026"]


def test_csv_opens_in_german_spreadsheets():
    data = written("csv", *rows(2))
    assert data.startswith(b"\xef\xbb\xbfNr.;Argument;")
    assert len(csv_rows(data)) == 3


def test_csv_takes_no_formula_from_a_text():
    first = csv_rows(written("csv", row(title=FORMULA)))[1]
    assert first[1].startswith("'=")
    assert restore_cell(first[1]) == FORMULA


def test_json_keeps_codes_beside_labels_and_texts_as_they_are():
    document = json.loads(written("json", row(kind=ArgumentKind.STUDY, answer=FORMULA)))
    argument = document.pop("arguments")[0]
    assert document == {
        "schema": "dialogwerk.synopsis",
        "schema_version": 1,
        "lang": "de",
        "title": "Abwägungstabelle",
        "procedure": "Windpark Hohe Heide – Planfeststellung",
        "as_of": "2026-11-22",
        "note": "",
    }
    assert argument == {
        "number": "1",
        "title": "Schattenwurf auf das Wohnhaus",
        "kind": "study",
        "kind_label": "Untersuchungswunsch",
        "persons": 1234,
        "letters": 1567,
        "passages": [{"author": "E-00417", "text": "Es ist nachts zu laut."}],
        "result": "followed_in_part",
        "result_label": "teilweise gefolgt",
        "passed_to": "",
        "answer": FORMULA,
        "sources": [{"document": "Erläuterungsbericht", "page": "7"}],
    }


def test_an_open_argument_has_no_result_in_json():
    argument = json.loads(written("json", row(result=None)))["arguments"][0]
    assert argument["result"] is None
    assert argument["result_label"] == "noch offen"


def test_docx_is_landscape_german_titled_and_repeats_its_head():
    document = Document(io.BytesIO(written("docx", *rows(3))))
    properties = document.core_properties
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert (properties.title, properties.language) == ("Abwägungstabelle", "de-DE")
    assert properties.created.date() == date(2026, 11, 22)
    assert document.paragraphs[0].style.name == "Heading 1"
    assert document.tables[0].rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "de-DE"


def test_docx_holds_every_paragraph_of_an_answer():
    table = Document(io.BytesIO(written("docx", row()))).tables[0]
    assert "\n\n".join(p.text for p in table.rows[1].cells[6].paragraphs) == ANSWER


def test_control_characters_break_no_format():
    broken = row(title="a\x00\x01\udc80b", answer="c\x07\ufffed", passages=())
    assert "ab" in plain_text(written("pdf", broken))
    assert cells(written("xlsx", broken))[1][1] == "ab"
    assert csv_rows(written("csv", broken))[1][1] == "ab"
    assert json.loads(written("json", broken))["arguments"][0]["answer"] == "c\x07\ufffed"
    table = Document(io.BytesIO(written("docx", broken))).tables[0]
    assert table.rows[1].cells[6].text == "cd"
