"""What a file is, by its first bytes and, for archives, by the names inside.

A kind is a short word; what to do with it is for others to decide. Endings are never asked.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Collection
from typing import IO, Final

HEAD_BYTES: Final = 4096

MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"RIFF", "riff"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
)
"""Signatures at the very start; those of two letters are believed only of binary content."""

_SHORT: Final = frozenset({"program", "bmp", "bzip2"})
_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|table|script|iframe|meta|style|"
    r"img|a|div|p|font|span)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!doctype[^>]*>\s*)*<svg[\s>]", re.I | re.S
)
_XML = re.compile(r"\s*<(?:\?xml|!doctype|[a-z]+:)", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[{"\[])')
_HEADER = re.compile(rb"[!-9;-~]{1,60}:[ \t]?[^\x00]*?\r?\n(?:[ \t][^\n]*\n)*")
_MAIL_FIELDS: Final = frozenset(
    b"from to cc subject date received return-path message-id mime-version delivered-to sender "
    b"x-mozilla-status x-account-key content-type reply-to dkim-signature".split()
)
_MBOX = re.compile(rb"From \S+[^\n]*\d{2}:\d{2}[^\n]*\n")
_CONTROL: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
TEXT_SAMPLE: Final = 1024**2


def kind_of(head: bytes) -> str:
    """The kind of a file that starts with these bytes; "zip" and "ole" hold several kinds.

    Args:
        head: the first `HEAD_BYTES` bytes, or all if there are fewer.

    Returns:
        "empty", "unknown" or the name of a kind.
    """
    if not head.strip(b"\x00 \t\r\n"):
        return "empty"
    if found := _by_magic(head):
        return found
    if b"%PDF-" in head[:1024] and not head[:5].isalpha():
        return "pdf"
    if mail := _mail(head):
        return mail
    text = as_text(head)
    return _of_text(text) if text is not None else "unknown"


def _by_magic(head: bytes) -> str:
    for magic, kind in MAGIC:
        if head.startswith(magic):
            is_word = kind in _SHORT and magic.isalnum() and b"\x00" not in head
            return "" if is_word and head.isascii() else kind
    return ""


def _mail(head: bytes) -> str:
    """ "mbox" or "mail" if it starts as such files do: with header fields that mails have."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if envelope := _MBOX.match(start):
        return "mbox" if _mail_fields(start[envelope.end() :]) else ""
    return "mail" if _mail_fields(start) >= 2 else ""


def _mail_fields(start: bytes) -> int:
    """How many fields at the start are ones that mails have, up to the first line that is none."""
    found, place = 0, 0
    while place < len(start) and (field := _HEADER.match(start, place)):
        found += field[0].split(b":", 1)[0].lower() in _MAIL_FIELDS
        place = field.end()
    return found


def _of_text(text: str) -> str:
    for pattern, kind in ((_SVG, "svg"), (_HTML, "html"), (_XML, "xml"), (_JSON, "json")):
        if pattern.match(text):
            return kind
    return "text"


def as_text(sample: bytes) -> str | None:
    """The sample as text in UTF-8, UTF-16 with mark or the Western code page; None if it is none.

    The sample may be cut in the middle of a character.
    """
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return sample[: len(sample) // 2 * 2].decode("utf-16", "replace").lstrip("\ufeff")
    if len(sample.translate(None, _CONTROL)) < len(sample):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(sample)
    except UnicodeDecodeError:
        return sample.decode("cp1252", "replace")


def kind_of_stream(stream: IO[bytes]) -> str:
    """The kind of a seekable file, looking into archives; the stream is left at its start."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    kind = kind_of(head)
    if kind == "zip":
        kind = _kind_in_archive(stream)
    elif kind == "ole":
        kind = _kind_in_compound(stream)
    elif kind == "text" and as_text(head + stream.read(TEXT_SAMPLE)) is None:
        kind = "unknown"
    stream.seek(0)
    return kind


def _kind_in_archive(stream: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, RuntimeError):
        return "broken-zip"
    return kind_of_names(names, mimetype)


def kind_of_names(names: Collection[str], mimetype: bytes = b"") -> str:
    """What an archive with files of these names is: an office document, or just an archive."""
    inside = frozenset(names)
    has_macros = any(
        name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in inside
    )
    for part, kind in (
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("xl/workbook.bin", "xlsx"),
        ("ppt/presentation.xml", "pptx"),
    ):
        if part in inside and "[Content_Types].xml" in inside:
            return f"{kind}-macros" if has_macros else kind
    for word, kind in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods")):
        if word in mimetype:
            return f"{kind}-macros" if has_macros else kind
    if "META-INF/MANIFEST.MF" in inside or "classes.dex" in inside:
        return "program"
    return "zip"


def _kind_in_compound(stream: IO[bytes]) -> str:
    """Outlook messages, Word and Excel files before 2007 share one container; names tell them."""
    stream.seek(0)
    start = stream.read(4 * 1024**2)
    for name, kind in (
        ("__properties_version1.0", "msg"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("EncryptedPackage", "encrypted"),
    ):
        if name.encode("utf-16-le") in start:
            return kind
    return "ole"
