"""The two linear learners behind the themes, and how their scores become a confidence.

One weighs every stretch by how much more often it stands in passages of the label (log-count ratio
of naive Bayes, then a support vector machine: Wang & Manning 2012) and finds the broad themes; the
other chooses a handful of telling stretches (L1 penalty) and finds the rare ones. Both are linear,
so their sum is one weight for each stretch and label, which can be read.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

LEAST_POSITIVES = 2
"""Fewer passages than this teach nothing about a label."""

ENOUGH_TO_CALIBRATE = 5
MEMBERS = 2


class Linear(NamedTuple):
    """Scores are ``presence @ weights + intercepts``; shapes (features, labels) and (labels,)."""

    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def scores(self, presence: csr_matrix) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = presence @ self.weights + self.intercepts
        return scores


def can_learn(of_label: NDArray[np.float64]) -> bool:
    """Whether there are enough passages with, and at least one without, the label."""
    return bool(LEAST_POSITIVES <= of_label.sum() < len(of_label))


def fit_members(
    presence: csr_matrix, truth: NDArray[np.float64], alive: Callable[[], object] = bool
) -> list[Linear]:
    """Both learners, label by label. Labels that cannot be learned get weights of zero.

    Args:
        presence: shape (passages, features).
        truth: shape (passages, labels), 1 where the label holds.
        alive: called before each label.
    """
    import numpy as np

    shape = (presence.shape[1], truth.shape[1])
    members = [Linear(np.zeros(shape), np.zeros(shape[1])) for _ in range(MEMBERS)]
    for label in range(truth.shape[1]):
        alive()
        if not can_learn(truth[:, label]):
            continue
        for member, fit in zip(members, (_weighed, _chosen), strict=True):
            weights, intercept = fit(presence, truth[:, label])
            member.weights[:, label], member.intercepts[label] = weights, intercept
    return members


def _weighed(
    presence: csr_matrix, of_label: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    import numpy as np
    from scipy.sparse import diags
    from sklearn.svm import LinearSVC

    with_it = 1 + np.asarray(presence[of_label == 1].sum(0)).ravel()
    without = 1 + np.asarray(presence[of_label == 0].sum(0)).ravel()
    ratio = np.log((with_it / with_it.sum()) / (without / without.sum()))
    scaled = (presence @ diags(ratio)).tocsr()
    size = np.sqrt(scaled.multiply(scaled).sum() / scaled.shape[0]) or 1.0
    learner = LinearSVC(C=1.0, class_weight="balanced", random_state=0, max_iter=3000)
    _fit(learner, scaled / size, of_label)
    return learner.coef_[0] * ratio / size, float(learner.intercept_[0])


def _chosen(
    presence: csr_matrix, of_label: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    from sklearn.svm import LinearSVC

    learner = LinearSVC(
        C=0.05,
        penalty="l1",
        dual=False,
        class_weight="balanced",
        random_state=0,
        max_iter=3000,
    )
    _fit(learner, presence, of_label)
    return learner.coef_[0], float(learner.intercept_[0])


def _fit(learner: Any, presence: csr_matrix, of_label: NDArray[np.float64]) -> None:
    """Stops after a number of rounds even if the last digits still move: they decide nothing."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        learner.fit(presence, of_label)


def calibrate(
    held_out: Sequence[NDArray[np.float64]], truth: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How scores of passages that were not learned from become log-odds (Platt 1999).

    A label with few passages takes the curve that all labels share, moved to its own share.

    Args:
        held_out: of each learner, shape (passages, labels).
        truth: shape (passages, labels).

    Returns:
        Shape (learners + 1, labels): a factor for each score, never negative, and what is added.
    """
    import numpy as np

    curves = np.zeros((len(held_out) + 1, truth.shape[1]))
    shared = _curve(np.stack([one.ravel() for one in held_out], 1), truth.ravel())
    for label in range(truth.shape[1]):
        of_label, scores = truth[:, label], np.stack([one[:, label] for one in held_out], 1)
        if not can_learn(of_label):
            share = (of_label.sum() + 0.5) / (len(of_label) + 1)
            curves[-1, label] = np.log(share / (1 - share))
        elif min(of_label.sum(), len(of_label) - of_label.sum()) < ENOUGH_TO_CALIBRATE:
            curves[:, label] = shared
        else:
            curves[:, label] = _curve(scores, of_label)
    return curves


def _curve(scores: NDArray[np.float64], of_label: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression whose factors are not negative: a better score is never held against."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    curve = np.zeros(scores.shape[1] + 1)
    used = list(range(scores.shape[1]))
    while used and 0 < of_label.sum() < len(of_label):
        fit = LogisticRegression(C=1.0).fit(scores[:, used], of_label)
        factors = fit.coef_[0]
        if (factors >= 0).all():
            curve[used], curve[-1] = factors, fit.intercept_[0]
            return curve
        used = [one for one, factor in zip(used, factors, strict=True) if factor > 0]
    share = (of_label.sum() + 0.5) / (len(of_label) + 1)
    curve[-1] = np.log(share / (1 - share))
    return curve
