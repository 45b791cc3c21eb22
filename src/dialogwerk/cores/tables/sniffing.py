"""What a file is, by its content; endings lie too often."""

from __future__ import annotations

import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "a compressed archive (7z)"),
    (b"Rar!", "a compressed archive (RAR)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3\x00", "a database (SQLite)"),
)
_MARKUP: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table)[\s>]", re.I), "a web page (HTML)"),
    (re.compile(rb"\s*<(?:\?xml|[a-z]+:)", re.I), "an XML file"),
    (re.compile(rb'\s*(?:\{\s*"|\[\s*[{"\[])'), "a JSON file"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 12, 13, 26, 27, 28, 29, 30, 31})


def container(head: bytes) -> str | None:
    """ "zip", "ole", a phrase such as "a PDF document", or None when it may be text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf")
    for pattern, kind in _MARKUP:
        if pattern.match(text):
            return kind
    return None


def declared_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark declares."""
    return next((encoding for bom, encoding in _BOMS if head.startswith(bom)), None)


def utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 shows itself by zero bytes in every other place."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 2:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.4 and zeros_even < 0.1:
        return "utf-16-le"
    if zeros_even > 0.4 and zeros_odd < 0.1:
        return "utf-16-be"
    return None


def looks_binary(head: bytes) -> bool:
    """More control characters than any text has; single zero bytes are forgiven."""
    controls = len(head) - len(head.translate(None, _CONTROL))
    return controls > len(head) / 50 or head.count(0) > max(4, len(head) / 50)
