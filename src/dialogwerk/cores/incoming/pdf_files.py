"""PDF: its text page by page, and what in it could act."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from dialogwerk.cores.files import Refused, safe_name

from .limits import Limits
from .values import Note

if TYPE_CHECKING:
    from .documents import Document

_XFA = (2, 3)
_NAMES_SHOWN = 5
_BLANK = 12  # characters; fewer are a page number or a stamp


def read_pdf(content: bytes, name: str, limits: Limits) -> Document:
    """Text, number of pages, pages without text; scripts and embedded files are reported.

    Raises:
        Refused: "encrypted", "damaged" or "too_many_pages".
    """
    from .documents import Document

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            pages = len(pdf)
            if pages > limits.max_pages:
                raise Refused("too_many_pages", pages=pages, limit=limits.max_pages)
            if not pages:
                raise Refused("damaged")
            texts = _texts(pdf, limits.max_characters)
            notes = _notes(pdf, name)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Refused("encrypted" if is_locked else "damaged") from error
    blank = sum(len(text.strip()) < _BLANK for text in texts)
    if 0 < blank < len(texts):
        notes.append(Note("some_pages_scanned", {"pages": blank, "name": name}))
    text = "\n".join(texts) if blank < len(texts) else ""
    return Document("pdf", text, pages, blank, notes)


def _texts(pdf: pypdfium2.PdfDocument, most: int) -> list[str]:
    texts: list[str] = []
    for page in pdf:
        textpage = page.get_textpage()
        text = textpage.get_text_bounded().replace("\r\n", "\n").replace("\x02", "-")
        textpage.close()
        page.close()
        texts.append(text)
        if sum(map(len, texts)) > most:
            break
    return texts


def _notes(pdf: pypdfium2.PdfDocument, name: str) -> list[Note]:
    notes = []
    if pdf.count_attachments():
        notes.append(Note("embedded_files", {"name": name, "files": _embedded(pdf)}))
    if pdfium.FPDFDoc_GetJavaScriptActionCount(pdf) > 0 or _opens_with_script(pdf):
        notes.append(Note("scripts", {"name": name}))
    if pdf.get_formtype() in _XFA:
        notes.append(Note("forms", {"name": name}))
    return notes


def _opens_with_script(pdf: pypdfium2.PdfDocument) -> bool:
    """Whether a bookmark or link starts a program; launch actions are what forged files use."""
    for page in pdf:
        start, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page, start, link):
            action = pdfium.FPDFLink_GetAction(link)
            if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_LAUNCH:
                return True
    return False


def _embedded(pdf: pypdfium2.PdfDocument) -> str:
    count = pdf.count_attachments()
    names = [
        safe_name(pdf.get_attachment(place).get_name()) for place in range(min(count, _NAMES_SHOWN))
    ]
    return ", ".join(names) + (" …" if count > _NAMES_SHOWN else "")
