"""Which passage to decide on next: the one that teaches and answers most.

A passage is worth the more, the less sure the machine is, the more letters hang on it, and the
less it resembles those that stand before it in the list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialogwerk.cores.statements.errors import LengthMismatch
from dialogwerk.cores.statements.theme_features import featured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANDIDATES = 400
"""So many of the most uncertain, weightiest passages are looked at for their differences."""

LEAST_UNCERTAIN = 0.05
"""Even a passage about which the machine is sure is worth something: it has to be answered."""


def uncertainty(confidences: Sequence[float]) -> float:
    """How unsure the machine is about one passage, in [0, 1]: 1 when the closest call is even.

    Args:
        confidences: of every label. None at all means that nothing is known: 1.

    >>> uncertainty([0.5, 0.01]), uncertainty([]), round(uncertainty([0.99, 0.01]), 2)
    (1.0, 1.0, 0.08)
    """
    return max(map(_entropy, confidences), default=1.0)


def _entropy(share: float) -> float:
    if not 0 < share < 1:
        return 0.0
    return -share * math.log2(share) - (1 - share) * math.log2(1 - share)


def most_useful(
    texts: Sequence[str], unsure: Sequence[float], letters: Sequence[int], *, count: int
) -> list[int]:
    """Places of the most useful passages, the first one first.

    Args:
        texts: the passages.
        unsure: how unsure the machine is about each, in [0, 1].
        letters: how many letters each stands in; at least 1.
        count: how many are wanted.

    Returns:
        At most ``count`` different places. Equal worth goes by the text, so that the same passages
        give the same list in any order.

    Raises:
        LengthMismatch: the three do not have the same length.
    """
    if not len(texts) == len(unsure) == len(letters):
        raise LengthMismatch("Give one uncertainty and one number of letters for each passage.")
    worth = [
        max(LEAST_UNCERTAIN, sure) * (1 + math.log2(max(1, weight)))
        for sure, weight in zip(unsure, letters, strict=True)
    ]
    order = sorted(range(len(texts)), key=lambda at: (-worth[at], texts[at], at))
    return _spread(texts, worth, order[: max(CANDIDATES, count)], count)


def _spread(
    texts: Sequence[str], worth: Sequence[float], places: list[int], count: int
) -> list[int]:
    """The best, then always the best of what is left after taking off what was seen already."""
    import numpy as np

    if not places:
        return []
    vectors = _vectors([texts[at] for at in places])
    seen = np.zeros(len(places))
    value = np.array([worth[at] for at in places])
    chosen: list[int] = []
    open_ = np.ones(len(places), bool)
    for _turn in range(min(count, len(places))):
        at = int(np.argmax(np.where(open_, value * (1 - seen), -1)))
        chosen.append(places[at])
        open_[at] = False
        seen = np.maximum(seen, np.minimum(1, vectors @ vectors[at]))
    return chosen


def _vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    import numpy as np

    dense = featured(texts).presence.toarray().astype(np.float32)
    common = np.log((1 + len(texts)) / (1 + dense.sum(0))) + 1
    dense *= common
    length = np.linalg.norm(dense, axis=1, keepdims=True)
    unit: NDArray[np.float64] = dense / np.where(length > 0, length, 1)
    return unit
