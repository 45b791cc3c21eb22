"""The text of a document: PDF, Word, OpenDocument, plain text; pictures are only measured."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from dialogwerk.cores.files import Refused
from dialogwerk.cores.files.kinds import kind_of_stream

from .archives import check_office
from .charsets import decoded
from .limits import MIB, Limits
from .odt_files import text_of_odt
from .values import Note
from .word_files import text_of_docx

MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "text": "text/plain",
}
"""Kinds that a clerk can open without danger; only these are kept as files of a letter."""

SUFFIXES: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "tiff": (".tif", ".tiff"),
    "docx": (".docx",),
    "odt": (".odt",),
    "text": (".txt", ".text", ".md", ".asc"),
    "mail": (".eml",),
    "mbox": (".mbox", ".mbx"),
    "msg": (".msg",),
    "zip": (".zip",),
    "program": (".exe", ".com", ".scr", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".lnk"),
}


@dataclass(slots=True)
class Document:
    """What a document says.

    Attributes:
        kind: by its content.
        text: "" for a picture of text.
        pages: 0 for kinds without pages.
        blank_pages: pages without text.
        notes: what a person should know.
    """

    kind: str
    text: str = ""
    pages: int = 0
    blank_pages: int = 0
    notes: list[Note] = field(default_factory=list)

    @property
    def needs_ocr(self) -> bool:
        return self.kind in ("png", "jpeg", "tiff") or (
            self.kind == "pdf" and not self.text.strip() and self.pages > 0
        )


def claimed_kind(name: str) -> str:
    """The kind that a file name claims; "" if its ending says nothing."""
    lower = name.lower()
    return next((kind for kind, ends in SUFFIXES.items() if lower.endswith(ends)), "")


def read_document(content: bytes, name: str, limits: Limits) -> Document:
    """Recognise and read a document.

    Raises:
        Refused: not one of `MEDIA_TYPES`, too large, damaged, encrypted, or with macros.
    """
    kind = checked_kind(content, limits)
    document = _READERS[kind](content, name, limits)
    if (claimed := claimed_kind(name)) and claimed != kind:
        document.notes.append(Note("forged", {"name": name, "kind": kind}))
    return document


def checked_kind(content: bytes, limits: Limits) -> str:
    """The kind, if it is one that is kept.

    Raises:
        Refused: with the reason.
    """
    if len(content) > limits.max_bytes:
        raise Refused("too_large", limit_mb=limits.max_bytes // MIB)
    kind = kind_of_stream(io.BytesIO(content))
    if kind.endswith("-macros"):
        raise Refused("macros")
    refusals = {"empty": "empty", "encrypted": "encrypted", "broken-zip": "damaged"}
    if kind in refusals:
        raise Refused(refusals[kind])
    if kind in ("unknown", "ole", "riff"):
        raise Refused("unknown")
    if kind in ("xlsx", "xls", "ods"):
        raise Refused("is_table")
    if kind not in MEDIA_TYPES:
        raise Refused("kind", kind=kind)
    return kind


def _pdf(content: bytes, name: str, limits: Limits) -> Document:
    from .pdf_files import read_pdf

    return read_pdf(content, name, limits)


def _picture(kind: str) -> Callable[[bytes, str, Limits], Document]:
    def read(content: bytes, _name: str, limits: Limits) -> Document:
        from .pictures import pages_of

        return Document(kind, pages=pages_of(content, limits))

    return read


def _docx(content: bytes, _name: str, limits: Limits) -> Document:
    check_office(content, limits)
    return Document("docx", text_of_docx(content, limits.max_characters + 1))


def _odt(content: bytes, _name: str, limits: Limits) -> Document:
    check_office(content, limits)
    return Document("odt", text_of_odt(content, limits.max_characters + 1))


def _text(content: bytes, name: str, _limits: Limits) -> Document:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text, _right = decoded(content, "utf-16" if wide else "")
    return Document("text", text)


_READERS: dict[str, Callable[[bytes, str, Limits], Document]] = {
    "pdf": _pdf,
    "docx": _docx,
    "odt": _odt,
    "text": _text,
    **{kind: _picture(kind) for kind in ("png", "jpeg", "tiff")},
}
