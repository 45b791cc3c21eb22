"""What a file is, by its content; endings lie too often."""

from __future__ import annotations

import re

from dialogwerk.cores.files.kinds import MAGIC

_PHRASES = {
    "zip": "zip",
    "ole": "ole",
    "pdf": "a PDF document",
    "jpeg": "a JPEG picture",
    "png": "a PNG picture",
    "gif": "a GIF picture",
    "tiff": "a TIFF picture",
    "gzip": "a compressed file (gzip)",
    "bzip2": "a compressed file (bzip2)",
    "xz": "a compressed file (xz)",
    "7z": "a compressed archive (7z)",
    "rar": "a compressed archive (RAR)",
    "rtf": "a text document (RTF)",
    "sqlite": "a database (SQLite)",
}
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
    for magic, kind in MAGIC:
        if head.startswith(magic) and kind in _PHRASES:
            return _PHRASES[kind]
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
