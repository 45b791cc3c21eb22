"""What a confined reader is asked to do. Each job gets the folder in which it may write."""

from __future__ import annotations

import email
import io
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dialogwerk.cores.files import Refused
from dialogwerk.cores.files.kinds import kind_of_stream

from . import archives
from .boxes import unescaped
from .choosing import File, with_sender
from .documents import MEDIA_TYPES, SUFFIXES, Document, read_document
from .limits import MIB, Limits
from .mails import read_mail
from .outlook import read_outlook
from .scans import DPI, page_picture
from .values import Arrived, Part
from .word_files import text_of_docx

MODULE = __name__


def prepare() -> None:
    """Load the libraries before rights are given up."""
    import PIL.Image
    import pypdfium2

    PIL.Image.preinit()
    _ = (email, pypdfium2)


def kind(folder: str, *, path: str) -> str:
    """What a file is."""
    with _opened(folder, path) as stream:
        return kind_of_stream(stream)


def read(
    folder: str,
    *,
    path: str,
    name: str,
    limits: dict[str, Any],
    offset: int = 0,
    length: int | None = None,
    escaped: bool = False,
) -> dict[str, Any]:
    """One letter: a mail, a message of Outlook or a document; its files come into the folder."""
    bounds = Limits(**limits)
    content = _content(folder, path, offset, length, bounds)
    if escaped:
        content = unescaped(content)
    kind = "mail" if escaped else kind_of_stream(io.BytesIO(content))
    if kind not in ("mail", "msg"):
        return _checked(_document(content, name, bounds), bounds).as_json()
    arrived, files = (read_mail if kind == "mail" else read_outlook)(content, bounds)
    return _checked(replace(arrived, parts=_written(folder, files)), bounds).as_json()


def _written(folder: str, files: list[File]) -> tuple[Part, ...]:
    """The files that are kept, as files in the folder."""
    parts = []
    for number, file in enumerate(files):
        if file.document is None:
            continue
        target = f"part-{number}"
        (Path(folder) / target).write_bytes(file.content)
        parts.append(_part(file.name, file.document, len(file.content), target))
    return tuple(parts)


def _document(content: bytes, name: str, limits: Limits) -> Arrived:
    document = read_document(content, name, limits)
    arrived = Arrived(
        text=document.text.strip(),
        parts=(_part(name, document, len(content), ""),),
        notes=tuple(document.notes),
        pages=document.pages,
        needs_ocr=document.needs_ocr,
    )
    return with_sender(arrived)


def _part(name: str, document: Document, size: int, file: str) -> Part:
    fits = name.lower().endswith(SUFFIXES[document.kind])
    shown = name if fits else name + SUFFIXES[document.kind][0]
    return Part(shown, document.kind, MEDIA_TYPES[document.kind], file, size)


def _checked(arrived: Arrived, limits: Limits) -> Arrived:
    """Neither empty nor endless.

    Raises:
        Refused: "empty" or "too_long".
    """
    if not arrived.text.strip() and not arrived.parts:
        raise Refused("empty")
    if len(arrived.text) > limits.max_characters:
        raise Refused("too_long", length=len(arrived.text), limit=limits.max_characters)
    return arrived


def outline(folder: str, *, path: str, name: str, limits: dict[str, Any]) -> dict[str, Any]:
    """The text of a document, headings of a Word file marked with ``#``; and its kind."""
    bounds = Limits(**limits)
    content = _content(folder, path, 0, None, bounds)
    document = read_document(content, name, bounds)
    text = document.text
    if document.kind == "docx":
        text = text_of_docx(content, bounds.max_characters + 1, headings=True)
    if not text.strip():
        raise Refused("empty")
    if len(text) > bounds.max_characters:
        raise Refused("too_long", length=len(text), limit=bounds.max_characters)
    return {"kind": document.kind, "text": text}


def contents(folder: str, *, path: str, limits: dict[str, Any]) -> dict[str, Any]:
    """Names and sizes of the files in an archive."""
    with _opened(folder, path) as stream:
        return asdict(archives.contents(stream, Limits(**limits)))


def unpack(folder: str, *, path: str, index: int, limits: dict[str, Any], to: str) -> int:
    """One file of an archive into the folder; its size."""
    with _opened(folder, path) as stream:
        return archives.unpack(stream, index, Path(folder) / Path(to).name, Limits(**limits))


def picture(
    folder: str,
    *,
    path: str,
    kind: str,
    page: int,
    limits: dict[str, Any],
    to: str,
    colour: bool = False,
) -> tuple[int, int]:
    """One page as PNG into the folder; its width and height in pixels."""
    made = page_picture(str(Path(folder) / path), kind, page, Limits(**limits), colour=colour)
    made.save(Path(folder) / Path(to).name, "PNG", dpi=(DPI, DPI))
    return made.size


def _content(folder: str, path: str, offset: int, length: int | None, limits: Limits) -> bytes:
    with _opened(folder, path) as stream:
        size = os.fstat(stream.fileno()).st_size - offset if length is None else length
        if size > limits.max_bytes:
            raise Refused("too_large", limit_mb=limits.max_bytes // MIB)
        stream.seek(offset)
        content: bytes = stream.read(size)
        return content


def _opened(folder: str, path: str) -> Any:
    """A path that is not absolute lies in the folder."""
    return (Path(folder) / path).open("rb")


JOBS: dict[str, Callable[..., Any]] = {
    "kind": kind,
    "read": read,
    "outline": outline,
    "contents": contents,
    "unpack": unpack,
    "picture": picture,
}
