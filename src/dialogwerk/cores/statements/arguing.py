"""Whether a passage holds an argument at all, learned from what was tied and what was set aside.

It is used only where it is shown to know something: on passages it has not learned from it has to
be right clearly more often than guessing, for both kinds alike. No labelled passages ship with
Dialogwerk; without decisions there is no model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dialogwerk.cores.statements.themes import Example, ThemeModel, train

LEAST_OF_EACH = 20
"""So many different passages tied and so many set aside. With that many, guessing looks as good as
`LEAST_RIGHT` once in a hundred times."""

LEAST_RIGHT = 0.7
"""Share of right answers, mean of both kinds, from which it is shown; guessing reaches 0.5."""

ARGUES = "argues"
LINE = 0.5
FOLDS = 2


@dataclass(frozen=True)
class Arguing:
    """What was learned, and how often it was right on passages not learned from.

    Attributes:
        model: with the one label `ARGUES`; None if it does not know enough to be shown.
        tied, set_aside: different passages learned from.
        right_tied, right_set_aside: shares in [0, 1] of those that were recognised, each by a model
            that had seen the other half only.
    """

    model: ThemeModel | None
    tied: int
    set_aside: int
    right_tied: float
    right_set_aside: float

    @property
    def right(self) -> float:
        """Mean of both shares; 0.5 is guessing, however many there are of each kind."""
        return (self.right_tied + self.right_set_aside) / 2

    def confidences(self, texts: Sequence[str]) -> list[float | None]:
        """How probable it is that each passage holds an argument, in [0, 1]; None: not known."""
        if self.model is None:
            return [None] * len(texts)
        return [float(row[0]) for row in self.model.confidences(texts)]


def learn(
    tied: Iterable[str], set_aside: Iterable[str], *, alive: Callable[[], object] = bool
) -> Arguing | None:
    """Learn from decisions; their order does not matter. None if there are too few of either.

    Args:
        tied: passages tied to an argument.
        set_aside: passages that hold nothing to answer. What was also tied counts as tied.
        alive: called every now and then; what it raises ends the learning.
    """
    arguing = set(tied)
    silent = set(set_aside) - arguing
    if min(len(arguing), len(silent)) < LEAST_OF_EACH:
        return None
    kinds = [_by_key(arguing), _by_key(silent)]
    right = [0, 0]
    for half in (0, 1):
        model = _train([kind[1 - half :: 2] for kind in kinds], alive)
        for place, kind in enumerate(kinds):
            found = model.confidences(kind[half::2])[:, 0] >= LINE
            right[place] += int((found == (place == 0)).sum())
    shares = [count / len(kind) for count, kind in zip(right, kinds, strict=True)]
    is_known = sum(shares) / 2 >= LEAST_RIGHT
    model_of_all = _train(kinds, alive) if is_known else None
    return Arguing(model_of_all, len(arguing), len(silent), *shares)


def _train(kinds: Sequence[Sequence[str]], alive: Callable[[], object]) -> ThemeModel:
    arguing, silent = kinds
    examples = [Example(text, frozenset([ARGUES])) for text in arguing]
    examples += [Example(text, frozenset()) for text in silent]
    return train(examples, folds=FOLDS, alive=alive)


def _by_key(texts: Iterable[str]) -> list[str]:
    """In an order that has nothing to do with what they say."""

    def key(text: str) -> tuple[str, str]:
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text

    return sorted(texts, key=key)
