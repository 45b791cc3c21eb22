"""Words of a letter in the form in which letters are compared.

Folding forgives what a scanner, a typist or a mail programme changes without changing the meaning:
case, umlauts written out (ä, ae), ß and ss, hyphens at line breaks, soft hyphens, ligatures,
punctuation and white space. Digits stay: "400 Meter" and "700 Meter" are different claims.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_LETTERS = r"[^\W_]+"
_JOINT = (
    r"(?:(?:[-‐‑¬]\s+(?!(?:und|oder|bzw|sowie|wie|als|noch|bis)\b)(?=[a-zäöüß])"
    r"|(?<=[A-ZÄÖÜ]{2})[-‐‑¬]\s*\n\s*(?!(?:UND|ODER|BZW|SOWIE)\b)(?=[A-ZÄÖÜ]{2})"
    r"|[\u00ad\u200b\u200c\u200d\u2060\ufeff]\s*|(?<=[^\W_])(?=[\u0300-\u036f]))"
    r"[\u0300-\u036f]*" + _LETTERS + r"|[\u0300-\u036f]+[^\W_]*)"
)
_PLAIN = re.compile(_LETTERS)
_JOINED = re.compile(_LETTERS + _JOINT + "*")
_NEEDS_JOINING = re.compile(r"[^\W_][-‐‑¬]\s|[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300-\u036f]")
_CUT = re.compile(r"[-‐‑¬\s\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "ø": "oe", "å": "a"})


class Word(NamedTuple):
    """One folded word and where it stands in the original text (characters)."""

    folded: str
    start: int
    end: int


def listed(text: str) -> tuple[str, ...]:
    """The words of a list written as running text, as long word lists in code are.

    >>> listed("Januar Februar")
    ('Januar', 'Februar')
    """
    return tuple(text.split())


def fold(word: str) -> str:
    """One word in the form in which words are compared.

    >>> fold("Straße"), fold("STRASSE"), fold("Wind-\\nrad"), fold("Lärm")
    ('strasse', 'strasse', 'windrad', 'laerm')
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    joined = unicodedata.normalize("NFKC", _CUT.sub("", word))
    return joined.casefold().translate(_UMLAUTS)


def raw_words(text: str) -> list[str]:
    """The words of a text as written, broken ones in one piece.

    >>> raw_words("Lärm- und Sicht-\\nschutz")
    ['Lärm', 'und', 'Sicht-\\nschutz']
    """
    pattern = _JOINED if _NEEDS_JOINING.search(text) else _PLAIN
    return pattern.findall(text)


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The folded words of ``text[start:end]`` with their places in ``text``.

    >>> words("Kein Lärm!")
    [Word(folded='kein', start=0, end=4), Word(folded='laerm', start=5, end=9)]
    """
    pattern = _JOINED if _NEEDS_JOINING.search(text) else _PLAIN
    until = len(text) if end is None else end
    return [
        Word(fold_cached(match.group()), match.start(), match.end())
        for match in pattern.finditer(text, start, until)
    ]


class _Folded(dict[str, str]):
    """Folded forms already worked out; emptied when it grows beyond what one language needs."""

    def __missing__(self, word: str) -> str:
        if len(self) > 200_000:
            self.clear()
        self[word] = folded = fold(word)
        return folded


fold_cached = _Folded().__getitem__
"""Like `fold`, remembering what it has folded before."""
