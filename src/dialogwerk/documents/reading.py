"""The text of a file that somebody brings: plain text, DOCX or PDF with a text layer."""

from time import monotonic

import pypdfium2
from charset_normalizer import from_bytes

from dialogwerk.cores.files import Refused
from dialogwerk.cores.incoming.word_files import text_of_docx
from dialogwerk.documents.errors import UnreadableFile

MAX_PAGES = 200
MAX_CHARACTERS = 500_000
MAX_SECONDS = 10
"""Between two pages; a file that takes longer keeps others waiting."""


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
        text = _of_word(content)
    else:
        text = _of_plain(content)
    if not text.strip():
        raise UnreadableFile("no_text")
    return text[:MAX_CHARACTERS]


def _of_word(content: bytes) -> str:
    try:
        return text_of_docx(content, MAX_CHARACTERS)
    except Refused as refused:
        known = refused.code in ("unknown", "too_large")
        raise UnreadableFile(refused.code if known else "damaged") from refused


def _of_pdf(content: bytes) -> str:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) > MAX_PAGES:
                raise UnreadableFile("too_large")
            pages = _pages(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("damaged") from error
    return "\n".join(pages).replace("\r\n", "\n").replace("\x02", "-")


def _pages(document: pypdfium2.PdfDocument) -> list[str]:
    """The texts of the pages, until there is enough or the file has taken too long."""
    pages: list[str] = []
    began = monotonic()
    for page in document:
        pages.append(page.get_textpage().get_text_bounded())
        if sum(map(len, pages)) >= MAX_CHARACTERS:
            break
        if monotonic() - began > MAX_SECONDS:
            raise UnreadableFile("too_large")
    return pages


def _of_plain(content: bytes) -> str:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("unknown")
    best = from_bytes(content).best()
    if best is None:
        raise UnreadableFile("unknown")
    return str(best)
