"""What somebody looks for in letters: words, phrases, beginnings of words, and words to leave out.

>>> wanted = read_query('Lärm "sehr laut" Rotmil* -Brunnen')
>>> wanted.matches("Der LAERM ist sehr laut, sagt der Rotmilan.")
True
>>> wanted.matches("Der Lärm ist sehr laut, sagt der Rotmilan am Brunnen.")
False

Words are compared folded: case, accents, umlauts written out, hyphens at line breaks do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogwerk.cores.statements.spans import Span
from dialogwerk.cores.statements.words import fold_cached, located, raw_words

MOST_TERMS = 20
"""More words than this in one search are left away."""

_PART = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One or more words that stand side by side.

    Attributes:
        words: folded; at least one.
        is_beginning: the last of them is only the beginning of a word.
    """

    words: tuple[str, ...]
    is_beginning: bool = False

    def stands_at(self, folded: Sequence[str], place: int) -> bool:
        """Whether these words of a text, from this place on, are this term."""
        *whole, last = self.words
        if place + len(self.words) > len(folded):
            return False
        if any(folded[place + at] != word for at, word in enumerate(whole)):
            return False
        found = folded[place + len(whole)]
        return found.startswith(last) if self.is_beginning else found == last


@dataclass(frozen=True, slots=True)
class Query:
    """All of ``wanted`` and none of ``unwanted``. Without a wanted term it finds nothing."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def matches(self, text: str) -> bool:
        """Whether a text fits; how the indexes of the databases have to answer."""
        folded = folded_words(text)

        def has(term: Term) -> bool:
            return any(term.stands_at(folded, place) for place in range(len(folded)))

        return bool(self) and all(map(has, self.wanted)) and not any(map(has, self.unwanted))

    def places(self, text: str) -> list[Span]:
        """Where the wanted terms stand in a text: sorted, not overlapping."""
        folded, begins, ends = located(text)
        plain = [without_accents(word) for word in folded]
        spans: list[Span] = []
        for place in range(len(plain)):
            for term in self.wanted:
                last = place + len(term.words) - 1
                if term.stands_at(plain, place) and (not spans or begins[place] >= spans[-1].end):
                    spans.append(Span(begins[place], ends[last]))
        return spans


def read_query(text: str) -> Query:
    """What was typed: words, "phrases", beginnings*, and each of these with a minus before it.

    >>> read_query("Wind-Rad").wanted
    (Term(words=('wind', 'rad'), is_beginning=False),)
    """
    terms = list(_terms(text))[:MOST_TERMS]
    return Query(
        wanted=tuple(term for term, is_wanted in terms if is_wanted),
        unwanted=tuple(term for term, is_wanted in terms if not is_wanted),
    )


def _terms(text: str) -> Iterator[tuple[Term, bool]]:
    for part in _PART.finditer(text):
        written = part["phrase"] if part["phrase"] is not None else part["word"]
        if found := folded_words(written):
            yield Term(tuple(found), written.endswith("*")), not part["minus"]


def folded_words(text: str) -> list[str]:
    """The words of a text as they are sought; the same text in letters of any kind gives the same.

    >>> folded_words("Café am Müllerweg 3")
    ['cafe', 'am', 'muellerweg', '3']
    """
    return " ".join(map(_folded_line, text.split("\n\n"))).split()


@lru_cache(maxsize=20_000)
def _folded_line(text: str) -> str:
    """The words of a paragraph in one string. Most paragraphs of form letters come again."""
    folded = map(fold_cached, raw_words(text))
    return " ".join(folded) if text.isascii() else " ".join(map(without_accents, folded))


@lru_cache(maxsize=100_000)
def without_accents(word: str) -> str:
    """A folded word without accents; what is no letter or digit any more then goes too."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return "".join(char for char in parts if char.isalnum()).casefold()
