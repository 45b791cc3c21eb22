"""What looks much like the writer's name or address, for a person to decide on.

A typing error in one's own name, a street without its number, the own town with its postcode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from dialogwerk.cores.statements.redaction_known import Known, name_words
from dialogwerk.cores.statements.redaction_marks import Kind, Mark
from dialogwerk.cores.statements.words import fold, fold_cached

_PIECE = re.compile(r"[^\W_]+")
_LEAST_FOR_SLIPS = 6


def near_marks(text: str, known: Known) -> Iterator[Mark]:
    """Words one letter away from a name, the street without number, postcode and town.

    >>> [m.of(t) for t in ["Gezeichnet Beispeil"] for m in near_marks(t, Known(name="E. Beispiel"))]
    ['Beispeil']
    """
    names = [word for word in name_words(known.name) if len(word) >= _LEAST_FOR_SLIPS]
    first_letters = {name[0] for name in names}
    street, postal_code = _street(known.street), fold(known.postal_code)
    for found in _PIECE.finditer(text):
        written = found[0]
        word = fold_cached(written)
        if written[0].isupper():
            if word[0] in first_letters and any(_is_slip(word, name) for name in names):
                yield Mark(*found.span(), Kind.NAME, 0.8, "near")
            elif street and _short(word) == street:
                yield Mark(*found.span(), Kind.ADDRESS, 0.6, "street")
        elif postal_code and word == postal_code:
            end = _with_town(text, found.end(), fold(known.city))
            yield Mark(found.start(), end, Kind.ADDRESS, 1.0, "vault")


def _is_slip(word: str, name: str) -> bool:
    """One letter lost, doubled, wrong, or two swapped."""
    if abs(len(word) - len(name)) > 1 or word == name or word[0] != name[0]:
        return False
    return Levenshtein.distance(word, name, score_cutoff=1) <= 1 or _is_swapped(word, name)


def _is_swapped(word: str, name: str) -> bool:
    if len(word) != len(name):
        return False
    differing = [at for at in range(len(word)) if word[at] != name[at]]
    return len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(word) == sorted(name)


def _street(street: str) -> str:
    """The name of the street, if it is one long word that cannot mean something else."""
    pieces = [piece for piece in _PIECE.findall(street) if not piece[0].isdigit()]
    return (
        _short(fold(pieces[0])) if len(pieces) == 1 and len(pieces[0]) >= _LEAST_FOR_SLIPS else ""
    )


def _short(word: str) -> str:
    return word[:-4] if word.endswith("strasse") else word


def _with_town(text: str, end: int, town: str) -> int:
    behind = _PIECE.search(text, end)
    if behind and town and fold(behind[0]) == town.split()[0] and behind.start() - end <= 3:
        return behind.end()
    return end
