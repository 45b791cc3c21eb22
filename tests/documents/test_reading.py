"""Files that people bring: read as they are meant, refused in a moment if they are hostile."""

import time
import zipfile
import zlib
from io import BytesIO

import pytest
from docx import Document

from dialogwerk.cores.incoming.word_files import MAX_UNPACKED_BYTES
from dialogwerk.documents import reading
from dialogwerk.documents.errors import UnreadableFile
from dialogwerk.documents.reading import MAX_CHARACTERS, text_of

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>Einwendungen</w:t></w:r></w:p>"
CELL = f"<w:tc>{PARAGRAPH}</w:tc>"
GRID_SPAN = (
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>'
    f"{PARAGRAPH}</w:tc></w:tr></w:tbl>"
)
MERGED = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
MERGED_ROWS = f"<w:tbl><w:tr>{CELL}</w:tr>{MERGED * 3000}</w:tbl>"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def body(inner):
    return f"<w:document {WORD}><w:body>{inner}</w:body></w:document>"


def docx(document):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def pdf(stream, pages=1):
    packed = zlib.compress(stream)
    kids = b" ".join([b"3 0 R"] * pages)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        font,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


LINE = b"BT /F 10 Tf 50 700 Td (Einwendungen) Tj ET\n"


def code_of(content):
    with pytest.raises(UnreadableFile) as caught:
        text_of(content)
    return caught.value.code


def test_paragraphs_and_tables_of_a_word_file_come_in_their_order():
    document, file = Document(), BytesIO()
    document.add_heading("Bekanntmachung", 1)
    document.add_paragraph("Die Unterlagen liegen aus.").add_run("\tBis 1. April.")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Rathaus", "Zimmer 12"
    document.add_paragraph("Der Landrat")
    document.save(file)
    assert text_of(file.getvalue()).split("\n\n") == [
        "Bekanntmachung",
        "Die Unterlagen liegen aus.\tBis 1. April.",
        "Rathaus",
        "Zimmer 12",
        "Der Landrat",
    ]


@pytest.mark.parametrize(
    ("inner", "characters"),
    [(GRID_SPAN, 12), (MERGED_ROWS, 12), ("<w:p>" * 5000 + PARAGRAPH + "</w:p>" * 5000, 12)],
    ids=["a cell over all columns", "a cell over all rows", "deep"],
)
def test_a_word_file_built_to_be_slow_is_read_at_once(inner, characters):
    before = time.process_time()
    assert len(text_of(docx(body(inner)))) == characters
    assert time.process_time() - before < 5


def test_of_a_huge_word_file_only_the_beginning_is_read():
    before = time.process_time()
    assert len(text_of(docx(body(PARAGRAPH * 300_000)))) == MAX_CHARACTERS
    assert time.process_time() - before < 10


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("<w:document", "damaged"),
        ("<x/>", "no_text"),
        (body(""), "no_text"),
        (LAUGHS + body("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), "damaged"),
        (body("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), "damaged"),
        (b"\x00" * 100, "damaged"),
    ],
)
def test_a_broken_word_file_is_refused_in_words(document, code):
    assert code_of(docx(document)) == code


def test_a_word_file_that_unpacks_to_more_than_it_should_is_refused():
    long = "<!--" + " " * (MAX_UNPACKED_BYTES - 500) + "-->"
    before = time.process_time()
    assert code_of(docx(body(long * 2))) == "too_large"
    assert text_of(docx(body(long + PARAGRAPH))) == "Einwendungen"
    assert time.process_time() - before < 10


def test_a_word_file_damaged_on_its_way_is_refused_whatever_byte_it_is():
    good = docx(body(PARAGRAPH * 20))
    for place in range(4, len(good), 3):
        broken = bytearray(good)
        broken[place] ^= 0x55
        try:
            text_of(bytes(broken))
        except UnreadableFile as error:
            assert error.code in {"damaged", "unknown", "no_text", "too_large"}  # noqa: PT017


def test_a_pdf_is_read_and_one_with_too_many_pages_refused():
    assert text_of(pdf(LINE, 2)) == "Einwendungen\nEinwendungen"
    assert code_of(pdf(LINE, reading.MAX_PAGES + 1)) == "too_large"
    assert code_of(pdf(LINE)[:150]) == "damaged"


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 0)
    assert code_of(pdf(LINE * 1000, 5)) == "too_large"
