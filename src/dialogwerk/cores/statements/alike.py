"""Texts that resemble what somebody is just writing, found at once among thousands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.theme_features import word_set

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LENGTH = 4
"""Letters in a stretch: long enough to mean something in German compounds, short enough to be
found in "Fahrradweg" and "Radwege" alike."""

LEAST_ALIKE = 0.18
"""Below this cosine a text is about something else."""


class Alike(NamedTuple):
    """A known text (by the key it was given) and how alike it is, in (0, 1]."""

    key: int
    cosine: float


@dataclass(frozen=True)
class AlikeIndex:
    """Known texts, ready to be asked: which of them hold each stretch of letters.

    Attributes:
        keys: of the texts, in their order.
        holders: stretch → positions of the texts in which it occurs.
        rarity: stretch → its weight (inverse document frequency), as of when the index was built.
        unknown: weight of a stretch that no text held then.
        lengths: shape (texts,); Euclidean length of each text's weights, at least 1.
    """

    keys: tuple[int, ...]
    holders: dict[str, NDArray[np.int64]]
    rarity: dict[str, float]
    unknown: float
    lengths: NDArray[np.float64]

    def nearest(self, text: str, *, most: int = 5, least: float = LEAST_ALIKE) -> list[Alike]:
        """The texts that resemble this one most, the most alike first.

        Args:
            most: at most so many.
            least: least cosine.
        """
        import numpy as np

        asked = [stretch for stretch in sorted(stretches_of(text)) if stretch in self.holders]
        if not asked:
            return []
        squares = {stretch: self._weight(stretch) ** 2 for stretch in asked}
        sums = np.zeros(len(self.keys))
        for stretch, square in squares.items():
            sums[self.holders[stretch]] += square
        cosines = sums / (self.lengths * np.sqrt(sum(squares.values())))
        best = np.argsort(-cosines, kind="stable")[:most]
        found = [Alike(self.keys[at], min(1.0, float(cosines[at]))) for at in best]
        return [one for one in found if one.cosine >= least]

    def grown(self, keys: Sequence[int], texts: Sequence[str]) -> AlikeIndex:
        """The index with further texts; weights stay as they are until it is built anew.

        Raises:
            LengthMismatch: not one key for each text.
        """
        import numpy as np

        _check(keys, texts)
        holders, lengths = dict(self.holders), [self.lengths]
        for at, text in enumerate(texts, start=len(self.keys)):
            stretches = stretches_of(text)
            for stretch in stretches:
                known = holders.get(stretch, np.empty(0, np.int64))
                holders[stretch] = np.append(known, at)
            squares = sum(self._weight(stretch) ** 2 for stretch in stretches)
            lengths.append(np.sqrt([max(1.0, squares)]))
        return replace(
            self, keys=(*self.keys, *keys), holders=holders, lengths=np.concatenate(lengths)
        )

    def _weight(self, stretch: str) -> float:
        return self.rarity.get(stretch, self.unknown)


def alike_index(keys: Sequence[int], texts: Sequence[str]) -> AlikeIndex:
    """An index of these texts.

    Raises:
        LengthMismatch: not one key for each text.

    >>> index = alike_index([7, 8], ["Mehr Bäume am Marktplatz", "Radweg an der Hauptstraße"])
    >>> [one.key for one in index.nearest("Auf dem Marktplatz fehlen Bäume")]
    [7]
    """
    import numpy as np

    _check(keys, texts)
    number: dict[str, int] = {}
    of_word: dict[str, list[int]] = {}
    rows = []
    for text in texts:
        row: set[int] = set()
        for word in word_set(text):
            if word not in of_word:
                of_word[word] = [number.setdefault(one, len(number)) for one in _stretches(word)]
            row.update(of_word[word])
        rows.append(np.fromiter(row, np.int64, len(row)))
    columns = np.concatenate(rows) if rows else np.empty(0, np.int64)
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    held = np.bincount(columns, minlength=len(number))
    weights = np.log((1 + len(texts)) / (1 + held)) + 1
    squares = np.bincount(owners, weights[columns] ** 2, minlength=len(rows))
    in_order = owners[np.argsort(columns, kind="stable")]
    holders = np.split(in_order, np.cumsum(held)[:-1]) if number else []
    return AlikeIndex(
        keys=tuple(keys),
        holders=dict(zip(number, holders, strict=True)),
        rarity=dict(zip(number, weights.tolist(), strict=True)),
        unknown=float(np.log(1 + len(texts)) + 1),
        lengths=np.sqrt(np.maximum(squares, 1)),
    )


def stretches_of(text: str) -> set[str]:
    """All stretches of four letters inside the words of a text; shorter words say too little.

    >>> sorted(stretches_of("der Radweg"))
    ['adwe', 'dweg', 'radw']
    """
    return {stretch for word in word_set(text) for stretch in _stretches(word)}


def _stretches(word: str) -> Iterable[str]:
    return (word[start : start + LENGTH] for start in range(len(word) - LENGTH + 1))


def _check(keys: Sequence[int], texts: Sequence[str]) -> None:
    if len(keys) != len(texts):
        raise LengthMismatch(f"There are {len(texts)} texts, but {len(keys)} keys.")
