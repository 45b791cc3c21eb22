"""Files that come with a letter: recognised by their content, whatever their name says.

Only kinds that a case worker can open without danger are taken: no HTML, no SVG, no programs, no
documents with macros. What an archive-based document would unpack to is limited.
"""

import zipfile
from collections.abc import Iterable
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.cores.files import safe_name
from dialogwerk.cores.files.kinds import kind_of_stream

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

_TYPES = {
    "pdf": PDF,
    "png": PNG,
    "jpeg": JPEG,
    "tiff": TIFF,
    "docx": DOCX,
    "odt": ODT,
    **dict.fromkeys(("text", "json", "mail", "mbox"), TEXT),
}


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
    return safe_name(name, otherwise=_("file"))


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
    kind = kind_of_stream(stream)  # type: ignore[arg-type]
    if kind in ("docx", "odt"):
        _check_sizes(stream)
    if kind in _TYPES:
        return _TYPES[kind]
    raise ValidationError(_refusal(kind) % {"kinds": KINDS})


def _refusal(kind: str) -> str:
    if kind == "broken-zip":
        return _("The document is damaged and cannot be opened.")
    if kind.endswith("-macros"):
        return _("The document contains macros. Save it as PDF and try again.")
    if kind == "zip":
        return _("Archives cannot be taken. Choose the documents one by one: %(kinds)s.")
    return _("This kind of file cannot be taken. Possible are %(kinds)s.")


def _check_sizes(stream: IO[bytes] | UploadedFile) -> None:
    """What a document unpacks to is within bounds."""
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:  # type: ignore[arg-type]
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ARCHIVE_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise ValidationError(
            _("The document would unpack to %(size)s. Save it as PDF and try again.")
            % {"size": filesizeformat(unpacked)}
        )
