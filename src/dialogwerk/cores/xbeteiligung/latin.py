"""The character set of the standard: the normative letters of DIN 91379, data type C.

That is Latin with the diacritics of European names, and little else: no typographic quotation
marks, no dash, no Greek, no emoji. A citizen's text has all of these. `latin` replaces what the set
lacks by what a typist would take, and says what it replaced, so that the words as they were written
can travel beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_SINGLE: Final = (
    "\t\n\r -~\xa0-\xac\xae-\u017e\u0187\u0188\u018f\u0197\u01a0\u01a1\u01af\u01b0\u01b7"
    "\u01cd-\u01dc\u01de\u01df\u01e2-\u01f0\u01f4\u01f5\u01f8-\u01ff\u0212\u0213\u0218-\u021b"
    "\u021e\u021f\u0227-\u0233\u0259\u0268\u0292\u02b9\u02ba\u02be\u02bf\u02c8\u02cc"
    "\u1e02\u1e03\u1e06\u1e07\u1e0a-\u1e11\u1e17\u1e1c-\u1e2b\u1e2f-\u1e37\u1e3a\u1e3b"
    "\u1e40-\u1e49\u1e52-\u1e5b\u1e5e-\u1e63\u1e6a-\u1e6f\u1e80-\u1e87\u1e8c-\u1e97\u1e9e"
    "\u1ea0-\u1ef9\u2019\u2021\u20ac"
)
_COMBINED: Final[dict[str, str]] = {
    "A": "\u030b",
    "D": "\u0302",
    "G": "\u0300",
    "J": "\u0301 \u030c",
    "U": "\u0307",
    "a": "\u030b",
    "d": "\u0302",
    "g": "\u0300",
    "j": "\u0301",
    "u": "\u0307",
    **dict.fromkeys("Cc", "\u0300 \u0304 \u0306 \u0308 \u0315 \u0323 \u0326 \u0328\u0306"),
    **dict.fromkeys("Ff", "\u0300 \u0304"),
    "H": "\u0304 \u0326 \u0331",
    "h": "\u0304 \u0326",
    "K": "\u0300 \u0302 \u0304 \u0307 \u0315 \u031b \u0326 \u035fH \u035fh",
    "k": "\u0300 \u0302 \u0304 \u0307 \u0315 \u031b \u0326 \u035fh",
    **dict.fromkeys("Ll", "\u0302 \u0325 \u0325\u0304 \u0326"),
    **dict.fromkeys("Mm", "\u0300 \u0302 \u0306 \u0310"),
    **dict.fromkeys("Nn", "\u0302 \u0304 \u0306 \u0326"),
    **dict.fromkeys("Pp", "\u0300 \u0304 \u0315 \u0323"),
    **dict.fromkeys("Rr", "\u0306 \u0325 \u0325\u0304"),
    **dict.fromkeys("Ss", "\u0300 \u0304 \u031b\u0304 \u0331"),
    "T": "\u0300 \u0304 \u0308 \u0315 \u031b",
    "t": "\u0300 \u0304 \u0315 \u031b",
    **dict.fromkeys("Zz", "\u0300 \u0304 \u0306 \u0308 \u0327"),
    "\xc7": "\u0306",
    "\xdb": "\u0304",
    "\xe7": "\u0306",
    "\xfb": "\u0304",
    "\xff": "\u0301",
    **dict.fromkeys("\u010c\u010d", "\u0315 \u0323"),
    "\u0113": "\u030d",
    "\u012a": "\u0301",
    "\u012b": "\u0301",
    "\u014d": "\u030d",
    **dict.fromkeys("\u017d\u017e", "\u0326 \u0327"),
    **dict.fromkeys("\u1e32\u1e33\u1e62\u1e63\u1e6c\u1e6d", "\u0304"),
    **dict.fromkeys("\u1ea0\u1ea1\u1ecc\u1ecd", "\u0308"),
    **dict.fromkeys("\u1ee4\u1ee5", "\u0304 \u0308"),
}
"""Letter and the combining marks that may follow it."""

_PAIRS = "|".join(
    f"{re.escape(letter)}(?:{'|'.join(sorted(marks.split(), key=len, reverse=True))})"
    for letter, marks in _COMBINED.items()
)
_ALLOWED = re.compile(f"(?:{_PAIRS}|[{_SINGLE}])+")
_NEXT_ALLOWED = re.compile(f"[{_SINGLE}]")

_TYPED: Final[dict[str, str]] = {
    **dict.fromkeys("„“”‟″«»‹›", '"'),
    **dict.fromkeys("‘‚‛′", "'"),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    **dict.fromkeys("•‣▪●◦∙·", "-"),
    **dict.fromkeys(
        "\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u2028\u0085\x0b\x0c", "\n"),
    **dict.fromkeys("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f", ""),
    "\u2029": "\n\n",
    "…": "...",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~",
    "→": "->",
    "⅓": "1/3",
    "⅔": "2/3",
    "№": "Nr.",
    "™": "(TM)",
    "‰": " Promille",
    "✓": "x",
    "☐": "[ ]",
}
"""What a typist takes instead."""

UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class Latin:
    """A text in the standard's characters, and the characters of the given one that it lacks."""

    text: str
    replaced: tuple[str, ...] = ()


def latin(text: str) -> Latin:
    """The text in the characters that the standard allows.

    >>> latin("„Nein“ – sagt Žofia").text
    '"Nein" - sagt Žofia'
    >>> latin("Ω").replaced
    ('Ω',)
    """
    if _ALLOWED.fullmatch(text) or not text:
        return Latin(text)
    parts: list[str] = []
    replaced: list[str] = []
    at = 0
    while at < len(text):
        if allowed := _ALLOWED.match(text, at):
            parts.append(allowed[0])
            at = allowed.end()
            continue
        found = _NEXT_ALLOWED.search(text, at)
        end = found.start() if found else len(text)
        replaced += text[at:end]
        parts.append(_instead_all(text[at:end], parts))
        at = end
    return Latin("".join(parts), tuple(sorted(set(replaced))))


def _instead_all(characters: str, before: list[str]) -> str:
    """What stands for these characters; a mark is drawn into the letter before it if it can be."""
    written = ""
    for character in characters:
        letter = (written or (before[-1] if before else ""))[-1:]
        if letter and unicodedata.combining(character):
            joined = unicodedata.normalize("NFC", letter + character)
            if len(joined) == 1 and _ALLOWED.fullmatch(joined):
                if written:
                    written = written[:-1] + joined
                else:
                    before[-1] = before[-1][:-1] + joined
            continue
        written += _instead(character)
    return written


def _instead(character: str) -> str:
    if character in _TYPED:
        return _TYPED[character]
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(_ALLOWED.findall("".join(c for c in plain if not unicodedata.combining(c))))
    if kept:
        return kept
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Mn") else UNKNOWN


def is_latin(text: str) -> bool:
    """Whether the standard allows every character of the text."""
    return not text or _ALLOWED.fullmatch(text) is not None
