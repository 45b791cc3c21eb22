"""What is blackened in a file is not in it any more: neither seen, nor read, nor hidden inside."""

import io
import zlib
from datetime import date

import pypdfium2
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from pypdf import PdfReader, PdfWriter

from dialogwerk.cores.statements.redaction import Known, proposed
from dialogwerk.documents.errors import UnreadableFile
from dialogwerk.documents.papers import Paper, Section, paper
from dialogwerk.documents.redacting import found_boxes, page_count, page_picture, without

SECRETS = ("Frieda", "Musterfrau", "Beispielgasse", "geheim")
KNOWN = Known(name="Frieda Musterfrau", street="Beispielgasse 7")
LETTER = "Ich, Frieda Musterfrau, wohne in der Beispielgasse 7.\n\nDer Lärm ist zu laut.\n\n" + (
    "Mit freundlichen Grüßen\n\nFrieda Musterfrau"
)


def drawn(text):
    """A PDF with a text layer, set line by line."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    import pypdfium2.raw as raw

    font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    for number, line in enumerate(text.split("\n")):
        thing = raw.FPDFPageObj_CreateTextObj(document, font, 12)
        letters = (line + "\0").encode("utf-16-le")
        wide = (raw.FPDF_WCHAR * (len(letters) // 2)).from_buffer_copy(letters)
        raw.FPDFText_SetText(thing, wide)
        raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, 60, 760 - 20 * number)
        raw.FPDFPage_InsertObject(page, thing)
    raw.FPDFPage_GenerateContent(page)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def talkative():
    """A PDF that tells who wrote it in its text, metadata and an attachment."""
    writer = PdfWriter(clone_from=io.BytesIO(drawn(LETTER)))
    writer.add_metadata({"/Author": "Frieda Musterfrau", "/Title": "geheim"})
    writer.add_attachment("Musterfrau.txt", b"geheim: Frieda Musterfrau")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def everything_in(content):
    """All that can be read out of a PDF: raw bytes, streams, metadata, text by two readers."""
    parts = [content.decode("latin-1")]
    reader = PdfReader(io.BytesIO(content))
    parts += [page.extract_text() for page in reader.pages]
    parts.append(str(reader.metadata))
    parts.append(str(list(reader.attachments)))
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 1):
        thing = reader.get_object(number)
        if hasattr(thing, "get_data") and thing.get("/Subtype") != "/Image":
            parts.append(thing.get_data().decode("latin-1"))
    with pypdfium2.PdfDocument(content) as document:
        parts += [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join(parts)


def boxes_of(content):
    boxes = {}
    for one in found_boxes(content, lambda text: proposed(text, [KNOWN])):
        boxes.setdefault(one.page, []).append(one.box)
    return boxes


def test_nothing_of_what_the_file_told_is_left(talkative):
    assert all(secret in everything_in(talkative) for secret in SECRETS)
    told = everything_in(without(talkative, boxes_of(talkative)))
    assert [secret for secret in SECRETS if secret.casefold() in told.casefold()] == []


def test_the_new_file_has_no_text_no_metadata_no_attachments(talkative):
    reader = PdfReader(io.BytesIO(without(talkative, {})))
    assert reader.metadata is None
    assert list(reader.attachments) == []
    assert "/Annots" not in reader.pages[0]
    assert reader.pages[0].extract_text().strip() == ""


def test_the_boxes_lie_over_the_words_and_over_nothing_else(talkative):
    before = page_picture(talkative, 1)
    after = page_picture(without(talkative, boxes_of(talkative)), 1).resize(before.size)
    boxes = list(found_boxes(talkative, lambda text: proposed(text, [KNOWN])))
    assert {one.reason for one in boxes} >= {"vault", "below-closing"}
    for one in boxes:
        x, y, width, height = one.box
        middle = (int((x + width / 2) * after.width), int((y + height / 2) * after.height))
        assert sum(after.getpixel(middle)) < 120
    left, top, right, bottom = (60 / 595, 110 / 842, 180 / 595, 126 / 842)
    area = (left * after.width, top * after.height, right * after.width, bottom * after.height)
    darkest, lightest = after.crop(tuple(map(int, area))).convert("L").getextrema()
    assert darkest < 120 < 240 < lightest  # "Der Lärm ist zu laut." is still there


def test_the_same_file_gives_the_same_bytes(talkative):
    assert without(talkative, {1: [(0.1, 0.1, 0.2, 0.1)]}) == without(
        talkative, {1: [(0.1, 0.1, 0.2, 0.1)]}
    )


def test_a_photograph_loses_where_and_when_it_was_taken():
    picture = Image.new("RGB", (300, 200), "white")
    exif = Image.Exif()
    exif[0x010E] = "Haus von Frieda Musterfrau"
    exif[0x8825] = {2: (IFDRational(51), IFDRational(1), IFDRational(0))}
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, comment=b"geheim")
    assert b"Musterfrau" in target.getvalue()
    made = without(target.getvalue(), {1: [(0, 0, 0.5, 0.5)]})
    assert all(secret not in everything_in(made) for secret in SECRETS)
    assert sum(page_picture(made, 1).getpixel((50, 50))) < 60


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4 broken", b"no file", b"", b"GIF89a" + bytes(40), zlib.compress(bytes(10))],
)
def test_what_cannot_be_shown_is_refused(content):
    with pytest.raises(UnreadableFile):
        page_count(content)


def test_a_file_with_too_many_pages_is_refused():
    document = pypdfium2.PdfDocument.new()
    for _number in range(201):
        document.new_page(100, 100)
    target = io.BytesIO()
    document.save(target)
    with pytest.raises(UnreadableFile):
        page_count(target.getvalue())


def test_the_letters_of_this_house_are_read_too():
    section = Section(heading="A", text=LETTER)
    content = paper(Paper(title="Brief", date=date(2026, 5, 3), sections=[section]))
    assert {1} == set(boxes_of(content))
