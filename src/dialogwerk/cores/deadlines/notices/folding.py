"""Text made comparable, with the way back: notices come typeset, hyphenated and from scanners."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff"}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\ufeff")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2212")
_QUOTES = frozenset("„“”‚‘’'`\"»«›‹")
_UMLAUTS = "aou"
_LONGEST = 4
"""One sign becomes at most so many letters; a whole formula in one sign stays as it is."""
_KEEPS_ITS_HYPHEN = ("und ", "oder ", "bzw", "sowie ")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in lower case without line breaks, hyphenation and umlauts.

    Attributes:
        text: the folded text.
        origin: for each of its characters, the position in the text it was made from.
        length: length of the original.
    """

    text: str
    origin: tuple[int, ...]
    length: int

    def where(self, start: int, end: int) -> tuple[int, int]:
        """The positions in the original of a passage of the folded text."""
        if not self.origin:
            return 0, 0
        first = self.origin[min(start, len(self.origin) - 1)]
        last = self.origin[end - 1] + 1 if end > start else first
        return first, last


def fold(text: str) -> Folded:
    """Fold a text: lower case, umlauts as two letters, one space, no hyphen at the end of a line.

    >>> fold("Die Aus-\\nlegung  in KÖLN").text
    'die auslegung in koeln'
    """
    letters: list[str] = []
    origin: list[int] = []
    for position, character in _without_hyphenation(text):
        piece = _folded(character, letters)
        if piece == " " and (not letters or letters[-1] == " "):
            continue
        letters.extend(piece)
        origin.extend([position] * len(piece))
    return Folded("".join(letters), tuple(origin), len(text))


def _folded(character: str, before: list[str]) -> str:
    if character in _DROPPED:
        return ""
    if character == "\u0308":  # a diaeresis that stands by itself, as scanners write it
        return "e" if before and before[-1] in _UMLAUTS else ""
    if character in _DASHES:
        return "-"
    if character in _QUOTES:
        return '"'
    if character.isspace():
        return " "
    low = character.lower()
    plain = _LETTERS.get(low) or unicodedata.normalize("NFKC", low)
    return plain if len(plain) <= _LONGEST else low


def _without_hyphenation(text: str) -> list[tuple[int, str]]:
    """The characters with their positions, less the hyphens that only end a line."""
    kept: list[tuple[int, str]] = []
    position = 0
    while position < len(text):
        character = text[position]
        after = _end_of_hyphenation(text, position)
        if after is None:
            kept.append((position, character))
            position += 1
        else:
            if not text[after].islower():
                kept.append((position, "-"))
            position = after
    return kept


def _end_of_hyphenation(text: str, position: int) -> int | None:
    """Where the word goes on after a hyphen at the end of a line; None if there is none."""
    if text[position] not in "-\u00ad\u2010" or position == 0 or not text[position - 1].isalpha():
        return None
    after = position + 1
    while after < len(text) and text[after] in " \t\r\n":
        after += 1
    if "\n" not in text[position:after] or after >= len(text) or not text[after].isalnum():
        return None
    return None if text.startswith(_KEEPS_ITS_HYPHEN, after) else after
