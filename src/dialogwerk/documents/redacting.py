"""Files without what is blackened in them: made anew from pictures, so that nothing lies beneath.

A black box drawn over a PDF hides nothing: text, annotations, embedded files and earlier versions
stay in the file. Here each page is rendered, the boxes are burnt into the picture, and a new file
is made of the pictures alone: no text layer, no metadata, no attachments, no history. Photographs
lose their metadata (place, time, camera) in the same way.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from dialogwerk.cores.statements.redaction_marks import Kind, Mark
from dialogwerk.documents.errors import UnreadableFile

MAX_PAGES = 200
DPI = 150
MOST_PIXELS = 40_000_000
"""Of one page; larger ones are rendered smaller."""
QUALITY = 80
BELOW_CLOSING = "below-closing"
"""Reason of a box where a signature is supposed."""
_MARGIN = 0.002
_CLOSING = (
    "Mit freundlich",
    "Mit besten Gr",
    "Mit vielen Gr",
    "Viele Gr",
    "Hochachtungsvoll",
    "MfG",
)

Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of the page, from its top left corner."""


@dataclass(frozen=True, slots=True)
class FoundBox:
    """A place on a page (from 1) that tells about a person."""

    page: int
    box: Box
    kind: Kind
    confidence: float
    reason: str


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def page_count(content: bytes) -> int:
    """How many pages the file has; a picture has one.

    Raises:
        UnreadableFile: neither PDF nor picture, damaged, protected, or with too many pages.
    """
    if not is_pdf(content):
        _picture(content).close()
        return 1
    with _opened(content) as document:
        return len(document)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("damaged") from error
    if len(document) > MAX_PAGES:
        document.close()
        raise UnreadableFile("too_large")
    return document


def _picture(content: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF", "WEBP"))
        if picture.width * picture.height > MOST_PIXELS:
            raise UnreadableFile("too_large")
        return ImageOps.exif_transpose(picture).convert("RGB")
    except UnidentifiedImageError as error:
        raise UnreadableFile("unknown") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableFile("damaged") from error


# Pages as pictures


def page_picture(content: bytes, page: int, *, dpi: int = DPI) -> Image.Image:
    """A page (from 1) as a picture, as it looks on paper, with annotations and form fields.

    Raises:
        UnreadableFile: see `page_count`; also if there is no such page.
    """
    if not is_pdf(content):
        if page != 1:
            raise UnreadableFile("empty")
        return _picture(content)
    with _opened(content) as document:
        if not 1 <= page <= len(document):
            raise UnreadableFile("empty")
        return _rendered(document, page - 1, dpi)


def _rendered(document: pypdfium2.PdfDocument, index: int, dpi: int) -> Image.Image:
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return picture.convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("damaged") from error
    finally:
        page.close()


def png(picture: Image.Image) -> bytes:
    """The picture as PNG without metadata."""
    target = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(target, "PNG")
    return target.getvalue()


# Proposals


def found_boxes(content: bytes, propose: Callable[[str], Sequence[Mark]]) -> Iterator[FoundBox]:
    """Where on the pages of a PDF with a text layer stands what `propose` marks in their text.

    Below a closing formula the place of a signature is proposed too. Pictures and scans without
    text give nothing; a person draws the boxes there.

    Raises:
        UnreadableFile: see `page_count`.
    """
    if not is_pdf(content):
        return
    with _opened(content) as document:
        for index in range(len(document)):
            yield from _boxes_of_page(document, index, propose)


def _boxes_of_page(
    document: pypdfium2.PdfDocument, index: int, propose: Callable[[str], Sequence[Mark]]
) -> Iterator[FoundBox]:
    page = document[index]
    text_page = page.get_textpage()
    size = page.get_size()
    # Read character by character, so that a position in the text is one on the page.
    text = "".join(
        text_page.get_text_range(at, 1)[:1] or " " for at in range(text_page.count_chars())
    )
    text = text.replace("\r", " ")
    for mark in propose(text):
        for box in _rectangles(text_page, size, mark.start, mark.end):
            yield FoundBox(index + 1, box, mark.kind, mark.confidence, mark.reason)
    for formula in _CLOSING:
        at = text.rfind(formula)
        below = _rectangles(text_page, size, at, at + len(formula)) if at >= 0 else []
        if below:
            x, y, _width, height = below[0]
            top = min(y + height, 0.97)
            box = (max(x - 0.02, 0.0), top, min(0.6, 1 - max(x - 0.02, 0.0)), min(0.12, 1 - top))
            yield FoundBox(index + 1, box, Kind.SIGNATURE, 0.6, BELOW_CLOSING)
            break
    text_page.close()
    page.close()


def _rectangles(text_page: Any, size: tuple[float, float], start: int, end: int) -> list[Box]:
    """The lines of these characters as boxes, a little larger than the ink."""
    width, height = size
    found = []
    for number in range(text_page.count_rects(start, end - start)):
        left, bottom, right, top = text_page.get_rect(number)
        x, y = left / width - _MARGIN, 1 - top / height - _MARGIN
        wide, high = (right - left) / width + 2 * _MARGIN, (top - bottom) / height + 2 * _MARGIN
        x, y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        if wide > 0 and high > 0:
            found.append((x, y, min(wide, 1 - x), min(high, 1 - y)))
    return found


# The new file


def without(content: bytes, boxes: Mapping[int, Sequence[Box]], *, dpi: int = DPI) -> bytes:
    """A new PDF of the file's pages as pictures, with these boxes burnt in black.

    Args:
        boxes: by page, from 1.

    Raises:
        UnreadableFile: see `page_count`.
    """
    pictures = (
        _burnt(page_picture(content, page, dpi=dpi), boxes.get(page, ()))
        for page in range(1, page_count(content) + 1)
    )
    return _pdf_of((_jpeg(one), one.size) for one in pictures)


def _burnt(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    draw = ImageDraw.Draw(picture)
    for x, y, width, height in boxes:
        left, top = int(x * picture.width), int(y * picture.height)
        right, bottom = (x + width) * picture.width, (y + height) * picture.height
        draw.rectangle((left, top, int(right) + 1, int(bottom) + 1), fill="black")
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def _pdf_of(pages: Iterator[tuple[bytes, tuple[int, int]]]) -> bytes:
    """The smallest PDF that shows these JPEG pictures, one a page, and holds nothing else."""
    objects: list[bytes] = [b"", b""]
    kids: list[int] = []
    for jpeg, (width, height) in pages:
        wide, high = width * 72 / DPI, height * 72 / DPI
        number = len(objects) + 1
        drawing = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /I Do Q".encode()
        picture = (
            f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB"
            f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(jpeg)}>>"
        )
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.2f} {high:.2f}]/Contents"
            f" {number + 1} 0 R/Resources<</XObject<</I {number + 2} 0 R>>>>>>".encode(),
            b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
            b"%b\nstream\n%b\nendstream" % (picture.encode(), jpeg),
        ]
        kids.append(number)
    references = " ".join(f"{kid} 0 R" for kid in kids)
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{references}]>>".encode()
    return _written(objects)


def _written(objects: Sequence[bytes]) -> bytes:
    target = io.BytesIO()
    target.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    target.writelines(b"%010d 00000 n \n" % place for place in places)
    target.write(b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    target.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return target.getvalue()
