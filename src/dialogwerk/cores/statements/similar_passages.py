"""Passages that resemble one on which somebody has decided: the nearest, and how far to trust it.

How far a resemblance can be trusted is measured on the decided passages themselves: each is
compared with all others, and the share of nearest neighbours that were tied to the same argument
is counted by band of resemblance. So "92 % alike" becomes "in 17 of 18 such cases the same".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.theme_features import featured, word_set

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

LEAST_ALIKE = 0.35
"""Below this resemblance (cosine) nothing is proposed."""

BANDS = (0.35, 0.5, 0.65, 0.8, 0.95)
AT_ONCE = 256
MOST_SHARED_WORDS = 5


class Match(NamedTuple):
    """A decided passage that resembles the one asked for.

    Attributes:
        label: what the decided passage was tied to.
        confidence: in [0, 1], as measured on decided passages.
        alike: cosine of the two, in [0, 1].
        text: the decided passage.
        shared: words that both have, the longest first.
    """

    label: str
    confidence: float
    alike: float
    text: str
    shared: tuple[str, ...]


class Pair(NamedTuple):
    """Two texts that resemble each other, by their places in the list.

    Attributes:
        alike: cosine of the two, in [0, 1].
        shared: words that both have, the longest first.
    """

    first: int
    second: int
    alike: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """Decided passages, ready to be asked.

    Attributes:
        texts, labels: the passages, each once, and what each was tied to.
        vectors: shape (passages, features), rows of length 1.
        features: the stretches of letters that are known.
        rarity: weight of each stretch (inverse document frequency).
        trust: per band of resemblance, the measured share of equal labels.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    vectors: csr_matrix
    features: tuple[str, ...]
    rarity: NDArray[np.float64]
    trust: tuple[float, ...]

    def nearest(self, texts: Sequence[str]) -> list[Match | None]:
        """For each text the decided passage that resembles it most; None if none does."""
        if not self.texts:
            return [None] * len(texts)
        asked = _unit(featured(texts, self.features).presence, self.rarity)
        found: list[Match | None] = []
        for start, best, alike in _best(asked, self.vectors):
            pairs = zip(best, alike, strict=True)
            for at, (place, cosine) in enumerate(pairs, start=start):
                known = cosine >= LEAST_ALIKE
                found.append(self._match(texts[at], int(place), float(cosine)) if known else None)
        return found

    def _match(self, text: str, place: int, alike: float) -> Match:
        return Match(
            self.labels[place],
            self.trust[_band(alike)],
            min(1.0, alike),
            self.texts[place],
            _shared(text, self.texts[place]),
        )


def index(texts: Sequence[str], labels: Sequence[str]) -> Index:
    """An index of decided passages; of equal ones the last decision counts.

    Raises:
        LengthMismatch: not one label for each text.
    """
    import numpy as np

    if len(texts) != len(labels):
        raise LengthMismatch(f"There are {len(texts)} passages, but {len(labels)} labels.")
    latest = dict(zip(texts, labels, strict=True))
    known = sorted(latest)
    presence, features = featured(known)
    texts_with = np.asarray(presence.sum(0)).ravel()
    rarity = np.log((1 + len(known)) / (1 + texts_with)) + 1
    vectors = _unit(presence, rarity)
    given = tuple(latest[text] for text in known)
    return Index(tuple(known), given, vectors, features, rarity, _trust(vectors, given))


def alike_pairs(texts: Sequence[str], *, at_least: float, most: int) -> list[Pair]:
    """The pairs of texts that resemble each other most, the most alike first.

    Args:
        at_least: lowest cosine, in [0, 1].
        most: no more than so many pairs.

    >>> texts = ["Am Marktplatz fehlen Bäume.", "Der Radweg ist zu schmal.",
    ...          "Bäume fehlen am Marktplatz!"]
    >>> [(one.first, one.second) for one in alike_pairs(texts, at_least=0.5, most=5)]
    [(0, 2)]
    """
    import numpy as np

    if len(texts) < 2:
        return []
    presence, _features = featured(texts)
    texts_with = np.asarray(presence.sum(0)).ravel()
    vectors = _unit(presence, np.log((1 + len(texts)) / (1 + texts_with)) + 1)
    turned = vectors.T.tocsr()
    found: list[tuple[float, int, int]] = []
    for start in range(0, len(texts), AT_ONCE):
        cosines = (vectors[start : start + AT_ONCE] @ turned).toarray()
        for row, second in zip(*np.nonzero(cosines >= at_least), strict=True):
            if start + row < second:
                found.append((-float(cosines[row, second]), start + int(row), int(second)))
    return [
        Pair(first, second, min(1.0, -minus), _shared(texts[first], texts[second]))
        for minus, first, second in sorted(found)[:most]
    ]


def _unit(presence: csr_matrix, rarity: NDArray[np.float64]) -> csr_matrix:
    import numpy as np
    from scipy.sparse import diags

    weighed = (presence @ diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    return (diags(1 / np.where(length > 0, length, 1)) @ weighed).tocsr()


def _best(
    asked: csr_matrix, known: csr_matrix, *, but_itself: bool = False
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float64]]]:
    """Portion by portion: where it begins, the nearest known passage and its cosine."""
    import numpy as np

    turned = known.T.tocsr()
    for start in range(0, asked.shape[0], AT_ONCE):
        cosines = (asked[start : start + AT_ONCE] @ turned).toarray()
        rows = np.arange(len(cosines))
        if but_itself:
            cosines[rows, start + rows] = -1
        best = cosines.argmax(1)
        yield start, best, cosines[rows, best]


def _trust(vectors: csr_matrix, labels: Sequence[str]) -> tuple[float, ...]:
    """Per band the share of nearest neighbours with the same label, one right and one wrong added;
    a higher resemblance is never trusted less."""
    right, seen = [0] * len(BANDS), [0] * len(BANDS)
    if len(labels) > 1:
        for start, best, alike in _best(vectors, vectors, but_itself=True):
            pairs = zip(best, alike, strict=True)
            for at, (place, cosine) in enumerate(pairs, start=start):
                if cosine >= LEAST_ALIKE:
                    band = _band(float(cosine))
                    seen[band] += 1
                    right[band] += labels[at] == labels[int(place)]
    trusted, least = [], 0.0
    for hits, all_of_them in zip(right, seen, strict=True):
        least = max(least, (hits + 1) / (all_of_them + 2))
        trusted.append(least)
    return tuple(trusted)


def _band(alike: float) -> int:
    return max(at for at, low in enumerate(BANDS) if alike >= low or at == 0)


def _shared(one: str, other: str) -> tuple[str, ...]:
    both = [word for word in word_set(one) & word_set(other) if len(word) > 3]
    return tuple(sorted(both, key=lambda word: (-len(word), word))[:MOST_SHARED_WORDS])
