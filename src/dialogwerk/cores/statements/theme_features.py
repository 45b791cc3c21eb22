"""What a passage is made of, for learning: stretches of three to six letters inside its words.

German hides the theme in compounds ("Fahrradabstellanlage"), so parts of words say more than words.
Only whether a stretch is there counts, not how often: one "Bus" in a long letter is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dialogwerk.cores.statements.words import fold_cached, raw_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SHORTEST, LONGEST = 3, 6


class Featured(NamedTuple):
    """Texts as a matrix of zeros and ones.

    Attributes:
        presence: shape (texts, features); 1 where the stretch is in the text.
        features: the stretches, sorted; a blank marks where a word begins or ends.
    """

    presence: csr_matrix
    features: tuple[str, ...]


def stretches(word: str) -> set[str]:
    """All stretches of one folded word, with a blank at its ends.

    >>> sorted(stretches("bus"))
    [' bu', ' bus', ' bus ', 'bus', 'bus ', 'us ']
    """
    padded = f" {word} "
    return {
        padded[start : start + length]
        for length in range(SHORTEST, min(LONGEST, len(padded)) + 1)
        for start in range(len(padded) - length + 1)
    }


def word_set(text: str) -> set[str]:
    """The different folded words of a text."""
    return set(map(fold_cached, raw_words(text)))


def featured(texts: Sequence[str], known: Iterable[str] | None = None) -> Featured:
    """The texts as a matrix.

    Args:
        texts: passages or letters.
        known: only these features, in this order; all that occur, sorted, if left out.
    """
    import numpy as np

    in_texts = [sorted(word_set(text)) for text in texts]
    words = sorted({word for some in in_texts for word in some})
    in_words = [stretches(word) for word in words]
    if known is None:
        known = sorted({one for some in in_words for one in some})
    features = tuple(known)
    place = {word: at for at, word in enumerate(words)}
    column = {feature: at for at, feature in enumerate(features)}
    rows = _incidence([[place[word] for word in some] for some in in_texts], len(words))
    parts = _incidence(
        [sorted(column[one] for one in some if one in column) for some in in_words], len(features)
    )
    presence = (rows @ parts).tocsr()
    presence.data = np.ones_like(presence.data)
    presence.sort_indices()
    return Featured(presence, features)


def _incidence(lines: Sequence[Sequence[int]], width: int) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *map(len, lines)])
    columns = np.fromiter((at for line in lines for at in line), np.int64, int(ends[-1]))
    shape = (len(lines), width)
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
