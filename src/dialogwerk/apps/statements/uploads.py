"""Files that come with a letter: recognised by their content, whatever their name says.

Only kinds that a case worker can open without danger are taken: no HTML, no SVG, no programs, no
documents with macros. What an archive-based document would unpack to is limited.
"""

import codecs
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .services.intake import FileDraft

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"

SUFFIXES: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    TIFF: (".tif", ".tiff"),
    DOCX: (".docx",),
    ODT: (".odt",),
    TEXT: (".txt", ".md", ".text"),
}
"""What we take, with the endings that fit; the first is added to a name that has none of them."""

ACCEPT = ",".join([*SUFFIXES, *(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)])
KINDS = "PDF, PNG, JPEG, TIFF, DOCX, ODT, TXT"

MAX_UNPACKED_BYTES = 200 * 1024**2
MAX_ARCHIVE_ENTRIES = 2_000
MAX_TEXT_SAMPLE = 1024**2

_MARKUP = re.compile(
    r"\s*(?:<\?xml|<!doctype|<!--|<(?:html|head|body|svg|script|iframe|meta|style|img|a|div|p)\b)",
    re.IGNORECASE,
)
_STRANGE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def checked_files(
    files: Iterable[UploadedFile], *, max_files: int, max_bytes: int
) -> list[FileDraft]:
    """The files as drafts for the intake.

    Raises:
        ValidationError: with one message per file that cannot be taken, naming it and the reason.
    """
    files = list(files)
    if len(files) > max_files:
        raise ValidationError(_too_many(len(files), max_files))
    drafts, errors = [], []
    for file in files:
        try:
            drafts.append(checked_file(file, max_bytes=max_bytes))
        except ValidationError as error:
            errors += error.messages
    if errors:
        raise ValidationError(errors)
    return drafts


def _too_many(found: int, allowed: int) -> str:
    return ngettext(
        "You have chosen %(found)s files; at most %(allowed)s file can be sent with a letter."
        " Send the others with a second letter.",
        "You have chosen %(found)s files; at most %(allowed)s files can be sent with a letter."
        " Send the others with a second letter.",
        allowed,
    ) % {"found": found, "allowed": allowed}


def checked_file(file: UploadedFile, *, max_bytes: int) -> FileDraft:
    """One file as a draft for the intake.

    Raises:
        ValidationError: empty, too large, or of a kind that we do not take.
    """
    name, size = shown_name(file.name or ""), file.size or 0
    if not size:
        raise ValidationError(
            _("“%(name)s” is empty. Please choose the file again.") % {"name": name}
        )
    if size > max_bytes:
        raise ValidationError(
            _("“%(name)s” is too large: %(size)s, at most %(limit)s are possible.")
            % {"name": name, "size": filesizeformat(size), "limit": filesizeformat(max_bytes)}
        )
    try:
        media_type = media_type_of(file)
    except ValidationError as error:
        reason = " ".join(error.messages)
        raise ValidationError(f"“{name}”: {reason}") from error
    finally:
        file.seek(0)
    return FileDraft(
        name=fitting_name(name, media_type), media_type=media_type, content=file, size=size
    )


def shown_name(name: str) -> str:
    """The name without folders, control and direction characters, at most 150 characters."""
    bare = PurePosixPath(PureWindowsPath(name).name).name
    printable = "".join(char for char in bare if char.isprintable())
    stem, dot, suffix = printable.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[:139]}.{suffix}"
    return printable[:150] or _("file")


def fitting_name(name: str, media_type: str) -> str:
    """The name with an ending that fits the content.

    >>> fitting_name("Foto.JPG", "image/jpeg"), fitting_name("Brief.docx", "application/pdf")
    ('Foto.JPG', 'Brief.docx.pdf')
    """
    suffixes = SUFFIXES[media_type]
    return name if name.lower().endswith(suffixes) else name + suffixes[0]


def media_type_of(stream: IO[bytes] | UploadedFile) -> str:
    """The kind of a file by its first bytes and, for documents, what is inside.

    Raises:
        ValidationError: none of the kinds that we take, with the reason.
    """
    stream.seek(0)
    head = stream.read(1024)
    for matches, media_type in _MAGIC:
        if matches(head):
            return media_type
    if head.startswith(b"PK"):
        return _document_type(stream)
    if _is_text(head + stream.read(MAX_TEXT_SAMPLE)):
        return TEXT
    raise ValidationError(
        _("This kind of file cannot be taken. Possible are %(kinds)s.") % {"kinds": KINDS}
    )


_MAGIC: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head.startswith(b"%PDF-"), PDF),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), PNG),
    (lambda head: head.startswith(b"\xff\xd8\xff"), JPEG),
    (lambda head: head.startswith((b"II*\x00", b"MM\x00*")), TIFF),
)


def _document_type(stream: IO[bytes] | UploadedFile) -> str:
    """DOCX or ODT, with what it unpacks to within bounds and without macros."""
    try:
        with zipfile.ZipFile(stream) as archive:  # type: ignore[arg-type]
            entries = archive.infolist()
            _check_sizes(entries)
            names = {entry.filename for entry in entries}
            mimetype = _mimetype_of(archive, names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise ValidationError(_("The document is damaged and cannot be opened.")) from error
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise ValidationError(_("The document contains macros. Save it as PDF and try again."))
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return DOCX
    if mimetype == ODT:
        return ODT
    raise ValidationError(
        _("Archives cannot be taken. Choose the documents one by one: %(kinds)s.")
        % {"kinds": KINDS}
    )


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ARCHIVE_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise ValidationError(
            _("The document would unpack to %(size)s. Save it as PDF and try again.")
            % {"size": filesizeformat(unpacked)}
        )


def _mimetype_of(archive: zipfile.ZipFile, names: set[str]) -> str:
    """What an OpenDocument file says it is; never more than a hundred bytes are unpacked."""
    if "mimetype" not in names:
        return ""
    with archive.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace").strip()


def _is_text(sample: bytes) -> bool:
    """Plain text in UTF-8, UTF-16 or the Western code page; markup and binary data are not."""
    text = _decoded(sample)
    return text is not None and not _STRANGE.search(text) and not _MARKUP.match(text)


def _decoded(sample: bytes) -> str | None:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return sample[: len(sample) // 2 * 2].decode("utf-16", "replace").lstrip("\ufeff")
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        return decoder.decode(sample)
    except UnicodeDecodeError:
        return sample.decode("cp1252", "replace") if b"\x00" not in sample else None
