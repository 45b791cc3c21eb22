"""Text of mails in the encoding they declare, or in the one that fits."""

from __future__ import annotations

import codecs
import re
from typing import Final

_KNOWN: Final = re.compile(
    r"(?:utf[-_]?(?:7|8|16|32)(?:[-_]?[lb]e)?|us[-_]?ascii|ascii|ansi_x3\.4-1968|latin[-_]?1"
    r"|iso[-_]?8859[-_]\d{1,2}(?:[-_][ie])?|(?:windows|cp)[-_]?\d{3,4}|koi8[-_][ru]|mac(?:intosh|[-_]?roman)"
    r"|gb2312|gbk|gb18030|big5|shift[-_]?jis|euc[-_](?:jp|kr)|iso[-_]2022[-_](?:jp|kr))",
    re.IGNORECASE,
)
"""Encodings of text; Python's list also has packers and ciphers."""


def decoded(content: bytes, declared: str) -> tuple[str, bool]:
    """The text, and whether the declaration was right (none counts as right).

    >>> decoded("Lärm".encode("latin-1"), "utf-8")
    ('Lärm', False)
    """
    name = declared.strip().strip("\"'").lower()
    if name and _KNOWN.fullmatch(name):
        name = {"macintosh": "mac_roman"}.get(name, name)
        if (text := _strictly(content, "cp1252" if name in _LATIN else name)) is not None:
            return text, True
    text = _strictly(content, "utf-8-sig")
    if text is not None:
        return text, not name or content.isascii()
    return _likeliest(content), not name


_LATIN: Final = frozenset({"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1"})
"""Declared by programs that mean the Western code page, which adds quotation marks and the euro."""


def _strictly(content: bytes, name: str) -> str | None:
    try:
        codecs.lookup(name)
        return content.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _likeliest(content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best() if len(content) > 64 else None
    for name in ("cp1252", best.encoding if best else ""):
        if name and (text := _strictly(content, name)) is not None:
            return text
    return content.decode("cp1252", "replace")


def printable(text: str) -> str:
    """On one line and without control characters: what a header may put on a page.

    >>> printable("Betreff\\r\\nBcc: alle@beispiel.example")
    'Betreff Bcc: alle@beispiel.example'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
