"""Public notices as files: accessible, complete, the same for the same values."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from dialogwerk.cores.incoming.word_files import MAX_UNPACKED_BYTES
from dialogwerk.documents.errors import UnknownFormat, UnreadableFile
from dialogwerk.documents.notices import PublicNotice, notice_docx, notice_file, notice_pdf
from dialogwerk.documents.reading import text_of

from .pdf_gate import check_pdf, plain_text

NOTICE = PublicNotice(
    title="Bekanntmachung: Auslegung des Plans",
    text=(
        "Der Plan liegt vom 02.03.2026 bis einschließlich 01.04.2026 aus.\n\n"
        "Einwendungen sind bis zum 15.04.2026 möglich; spätere sind ausgeschlossen.\n\n"
        "Musterhausen, 20.02.2026\nBezirksamt Musterhausen"
    ),
    issuer="Bezirksamt Musterhausen",
    date=date(2026, 2, 20),
)


def test_a_notice_is_accessible_and_complete():
    content = notice_pdf(NOTICE)
    assert check_pdf(content) == ()
    text = " ".join(plain_text(content).split())
    for words in (NOTICE.title, NOTICE.issuer, "bis einschließlich 01.04.2026"):
        assert words in text


def test_the_same_notice_gives_the_same_bytes():
    assert notice_pdf(NOTICE) == notice_pdf(replace(NOTICE))


def test_a_draft_says_so():
    draft = replace(NOTICE, draft="Entwurf, nicht veröffentlicht")
    assert "Entwurf" in plain_text(notice_pdf(draft))
    assert "Entwurf" in text_of(notice_docx(draft))


def test_a_word_file_has_heading_language_and_paragraphs():
    document = Document(BytesIO(notice_docx(NOTICE)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert NOTICE.title in texts
    assert "Musterhausen, 20.02.2026\nBezirksamt Musterhausen" in texts
    assert document.core_properties.title == NOTICE.title
    assert 'w:val="de-DE"' in document.styles["Normal"].element.xml


def test_another_format_is_refused_with_those_that_exist():
    with pytest.raises(UnknownFormat, match="pdf, docx"):
        notice_file(NOTICE, "odt")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_what_was_written_is_read_back(ending):
    words = text_of(notice_file(NOTICE, ending)).split()
    assert "15.04.2026" in words
    assert words.index("02.03.2026") < words.index("15.04.2026")


def test_plain_text_is_read_in_its_encoding():
    assert text_of("Straße für Fußgänger, öffentliche Auslegung".encode("cp1252")).startswith(
        "Straße"
    )
    assert text_of("Größe".encode()) == "Größe"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x00\x01\x02\x03" * 100, "unknown"),
    ],
)
def test_what_cannot_be_read_says_why(content, code):
    with pytest.raises(UnreadableFile) as caught:
        text_of(content)
    assert caught.value.code == code


def test_an_archive_that_is_no_letter_or_a_bomb_is_refused():
    other, bomb = BytesIO(), BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("brief.txt", "Hallo")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (MAX_UNPACKED_BYTES + 1))
    for content, code in ((other, "unknown"), (bomb, "too_large")):
        with pytest.raises(UnreadableFile) as caught:
            text_of(content.getvalue())
        assert caught.value.code == code
