"""The text of a file that somebody brings: plain text, DOCX or PDF with a text layer."""

import zipfile
from io import BytesIO

import pypdfium2
from charset_normalizer import from_bytes
from docx import Document

from dialogwerk.documents.errors import UnreadableFile

MAX_PAGES = 200
MAX_UNPACKED_BYTES = 50 * 1024**2
MAX_CHARACTERS = 500_000
_DOCX_BODY = "word/document.xml"


def text_of(content: bytes) -> str:
    """The text of a file, whatever its name; at most `MAX_CHARACTERS` characters.

    Raises:
        UnreadableFile: with a code: "empty", "no_text" (a scan), "protected" or damaged
            ("damaged"), "too_large", or of another kind ("unknown").
    """
    if not content.strip():
        raise UnreadableFile("empty")
    if content.startswith(b"%PDF-"):
        text = _of_pdf(content)
    elif content.startswith(b"PK\x03\x04"):
        text = _of_docx(content)
    else:
        text = _of_plain(content)
    if not text.strip():
        raise UnreadableFile("no_text")
    return text[:MAX_CHARACTERS]


def _of_pdf(content: bytes) -> str:
    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > MAX_PAGES:
            raise UnreadableFile("too_large")
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("damaged") from error
    return "\n".join(pages).replace("\r\n", "\n").replace("\x02", "-")


def _of_docx(content: bytes) -> str:
    """Paragraphs and table cells in their order."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if _DOCX_BODY not in archive.namelist():
                raise UnreadableFile("unknown")
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableFile("too_large")
        document = Document(BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile("damaged") from error
    return "\n\n".join(_blocks(document))


def _blocks(document: object) -> list[str]:
    found = []
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return [text for text in found if text.strip()]


def _of_plain(content: bytes) -> str:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("unknown")
    best = from_bytes(content).best()
    if best is None:
        raise UnreadableFile("unknown")
    return str(best)
