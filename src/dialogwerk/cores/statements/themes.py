"""Themes and arguments of passages, learned from what people decided.

>>> examples = [Example("Der Bus kommt nie.", frozenset({"bus"})),
...             Example("Mehr Busse am Abend!", frozenset({"bus"})),
...             Example("Der Radweg ist zu schmal.", frozenset({"rad"})),
...             Example("Ein Radweg fehlt.", frozenset({"rad"}))]
>>> model = train(examples)
>>> max(model.predict(["Wann kommt der Bus?"])[0], key=lambda one: one.confidence).label
'bus'
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dialogwerk.cores.statements.errors import NothingToLearnFrom
from dialogwerk.cores.statements.theme_features import featured, stretches
from dialogwerk.cores.statements.words import located

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

FOLDS = 4
"""Portions for calibration; each is scored by learners that have not seen it."""

LEAST_TEXTS = 3
"""A stretch that stands in fewer texts is left out, once there are `MANY_TEXTS`."""

MANY_TEXTS = 100
SO_MANY = 2000
"""From so many passages on two portions calibrate as well as four, at half the time."""

MOST_WORDS = 5
VERSION = "nbsvm+l1/1"
"""Kind of model, written into every proposal; another number when the method changes."""


class Example(NamedTuple):
    """A passage and what a person said it is about; no label is a decision as well."""

    text: str
    labels: frozenset[str]


class Evidence(NamedTuple):
    """A word that speaks for a label: as it stands in the text, and how much (log-odds)."""

    word: str
    weight: float


class Guess(NamedTuple):
    """A label, how probable it is in [0, 1], and the words that speak for it, the best first."""

    label: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ThemeModel:
    """One weight for every stretch of letters and label, and where to draw the line.

    Attributes:
        labels: sorted.
        features: stretches of letters, sorted.
        weights: shape (features, labels), log-odds.
        intercepts: shape (labels,), log-odds.
        threshold: a label holds from this confidence on: half the F1 that was reached on passages
            not learned from, which is where F1 is best (Lipton, Elkan & Naryanaswamy 2014).
        counts: how many passages had each label.
        passages: how many there were.
        held_out_f1: micro F1 on passages not learned from, at this threshold.
    """

    labels: tuple[str, ...]
    features: tuple[str, ...]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float64]
    threshold: float
    counts: tuple[int, ...]
    passages: int
    held_out_f1: float

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts, labels), each in [0, 1]."""
        presence = featured(texts, self.features).presence
        return _probabilities(presence @ self.weights + self.intercepts)

    def predict(
        self, texts: Sequence[str], *, at_least: float | None = None
    ) -> list[tuple[Guess, ...]]:
        """The labels of each text, the most probable first, with their evidence.

        Args:
            at_least: lowest confidence; the model's threshold if left out.
        """
        line = self.threshold if at_least is None else at_least
        found = []
        for text, row in zip(texts, self.confidences(texts), strict=True):
            order = sorted(
                (at for at in range(len(self.labels)) if row[at] >= line),
                key=lambda at: (-row[at], self.labels[at]),
            )
            found.append(tuple(self._guess(text, at, float(row[at])) for at in order))
        return found

    def _guess(self, text: str, label: int, confidence: float) -> Guess:
        return Guess(self.labels[label], confidence, self.evidence(text, self.labels[label]))

    def evidence(self, text: str, label: str) -> tuple[Evidence, ...]:
        """The words of the text that speak most for the label, each once."""
        column = self.weights[:, self.labels.index(label)]
        place = self._places()
        weighed: dict[str, Evidence] = {}
        for folded, start, end in zip(*located(text), strict=True):
            if folded not in weighed:
                total = sum(float(column[place[s]]) for s in stretches(folded) if s in place)
                weighed[folded] = Evidence(text[start:end], round(total, 3))
        speaking = [one for one in weighed.values() if one.weight > 0 and len(one.word) > 1]
        return tuple(sorted(speaking, key=lambda one: (-one.weight, one.word))[:MOST_WORDS])

    def _places(self) -> dict[str, int]:
        known: dict[str, int] | None = self.__dict__.get("_known_places")
        if known is None:
            known = {feature: at for at, feature in enumerate(self.features)}
            self.__dict__["_known_places"] = known
        return known


def train(
    examples: Iterable[Example], *, folds: int = FOLDS, alive: Callable[[], object] = bool
) -> ThemeModel:
    """Learn from decisions. Their order does not matter; equal passages never teach and test.

    Args:
        folds: portions for calibration; two are enough from `SO_MANY` passages on.
        alive: called every now and then, so that whoever waits sees that it goes on; what it
            raises ends the learning.

    Raises:
        NothingToLearnFrom: no label has two passages of its own and one without it.
    """
    import numpy as np

    from dialogwerk.cores.statements.theme_members import calibrate, can_learn, fit_members

    known = sorted(set(_merged(examples)), key=lambda one: (_key(one.text), sorted(one.labels)))
    labels = tuple(sorted({label for one in known for label in one.labels}))
    truth = truth_of(known, labels)
    if not any(can_learn(truth[:, at]) for at in range(len(labels))):
        raise NothingToLearnFrom(
            "No label has two passages of its own and one without it. Decide on some more passages."
        )
    presence, features = featured([one.text for one in known])
    presence, kept = _frequent(presence)
    held_out = _held_out(presence, truth, folds if len(known) < SO_MANY else 2, alive)
    curves = calibrate(held_out, truth)
    members = fit_members(presence, truth, alive)
    confidences = _probabilities(_combined(held_out, curves))
    threshold, reached = _threshold(confidences, truth)
    weights = sum(member.weights * curve for member, curve in zip(members, curves, strict=False))
    added = sum(member.intercepts * curve for member, curve in zip(members, curves, strict=False))
    return ThemeModel(
        labels=labels,
        features=tuple(features[at] for at in kept),
        weights=np.asarray(weights, np.float32),
        intercepts=np.asarray(added + curves[-1], np.float64),
        threshold=threshold,
        counts=tuple(int(count) for count in truth.sum(0)),
        passages=len(known),
        held_out_f1=reached,
    )


def truth_of(examples: Sequence[Example], labels: Sequence[str]) -> NDArray[np.float64]:
    """Shape (examples, labels): 1 where the label was given."""
    import numpy as np

    shape = (len(examples), len(labels))
    rows = [[float(label in one.labels) for label in labels] for one in examples]
    return np.array(rows, np.float64).reshape(shape)


def _merged(examples: Iterable[Example]) -> list[Example]:
    """Equal texts once, with all labels that any of them got."""
    labels: dict[str, set[str]] = {}
    for one in examples:
        labels.setdefault(one.text, set()).update(one.labels)
    return [Example(text, frozenset(some)) for text, some in labels.items()]


def _key(text: str) -> str:
    """Puts passages into an order that has nothing to do with what they say or when they came."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _frequent(presence: csr_matrix) -> tuple[csr_matrix, NDArray[np.int64]]:
    import numpy as np

    least = LEAST_TEXTS if presence.shape[0] >= MANY_TEXTS else 2
    texts = np.asarray(presence.sum(0)).ravel()
    kept = np.flatnonzero((texts >= least) & (texts < presence.shape[0]))
    if not len(kept):
        kept = np.arange(presence.shape[1])
    return presence[:, kept], kept


def _held_out(
    presence: csr_matrix, truth: NDArray[np.float64], folds: int, alive: Callable[[], object]
) -> list[NDArray[np.float64]]:
    """Scores of both learners for passages that they have not learned from."""
    import numpy as np

    from dialogwerk.cores.statements.theme_members import MEMBERS, fit_members

    portion = np.arange(len(truth)) % max(2, min(folds, len(truth)))
    scores = [np.zeros_like(truth) for _ in range(MEMBERS)]
    for fold in np.unique(portion):
        out = portion == fold
        members = fit_members(presence[~out], truth[~out], alive)
        for score, member in zip(scores, members, strict=True):
            score[out] = member.scores(presence[out])
    return scores


def _combined(
    scores: Sequence[NDArray[np.float64]], curves: NDArray[np.float64]
) -> NDArray[np.float64]:
    total = sum(score * curve for score, curve in zip(scores, curves, strict=False)) + curves[-1]
    combined: NDArray[np.float64] = total
    return combined


def _probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    found: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found


def _threshold(confidences: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[float, float]:
    """Half of the F1 that it itself reaches, and that F1."""
    line, reached = 0.4, 0.0
    for _round in range(5):
        reached = micro_f1(confidences >= line, truth > 0)
        line = min(0.5, max(0.2, reached / 2))
    return line, reached


def micro_f1(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """F1 over all pairs of passage and label; 0 where nothing was found and nothing is true."""
    both = 2 * int((found & truth).sum())
    total = int(found.sum()) + int(truth.sum())
    return both / total if total else 0.0
