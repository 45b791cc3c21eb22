"""Words of a letter in the form in which letters are compared.

Folding forgives what a scanner, a typist or a mail programme changes without changing the meaning:
case, umlauts written out (ä, ae), ß and ss, hyphens at line breaks, soft hyphens, ligatures,
punctuation and white space. Digits stay: "400 Meter" and "700 Meter" are different claims.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add
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
_MAY_NEED_JOINING = re.compile(r"[-\u00ac\u00ad\u0300-\u036f\u200b-\u200d\u2010\u2011\u2060\ufeff]")
_NEEDS_JOINING = re.compile(r"[-‐‑¬]\s|[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300-\u036f]")
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
    # Two looks, because the first is quick and most letters need no second.
    broken = _MAY_NEED_JOINING.search(text) and _NEEDS_JOINING.search(text)
    return (_JOINED if broken else _PLAIN).findall(text)


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The folded words of ``text[start:end]`` with their places in ``text``.

    >>> words("Kein Lärm!")
    [Word(folded='kein', start=0, end=4), Word(folded='laerm', start=5, end=9)]
    """
    folded, begins, ends = located(text, start, end)
    return list(map(Word, folded, begins, ends))


def located(
    text: str, start: int = 0, end: int | None = None
) -> tuple[list[str], list[int], list[int]]:
    """Like `words`, as three lists: quicker where many letters are read.

    >>> located("Kein Lärm!")
    (['kein', 'laerm'], [0, 5], [4, 9])
    """
    found = raw_words(text[start:end])
    begins = []
    at = start
    for word in found:
        at = text.index(word, at)
        begins.append(at)
        at += len(word)
    return list(map(fold_cached, found)), begins, list(map(add, begins, map(len, found)))


class _Folded(dict[str, str]):
    """Folded forms already worked out; emptied when it grows beyond what one language needs."""

    def __missing__(self, word: str) -> str:
        if len(self) > 200_000:
            self.clear()
        self[word] = folded = fold(word)
        return folded


fold_cached = _Folded().__getitem__
"""Like `fold`, remembering what it has folded before."""
