"""How well themes are found: cross-validation, and whether confidences mean what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dialogwerk.cores.statements.errors import SettingOutOfRange
from dialogwerk.cores.statements.themes import (
    Example,
    ThemeModel,
    micro_f1,
    train,
    truth_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Bands of confidence in which what was said is compared with what was right."""


@dataclass(frozen=True)
class Band:
    """Proposals of about the same confidence.

    Attributes:
        low, high: edges of the band.
        proposals: how many there are.
        said: their mean confidence; 0 without proposals.
        right: the share of them that was right; 0 without proposals.
    """

    low: float
    high: float
    proposals: int
    said: float
    right: float


@dataclass(frozen=True)
class LabelQuality:
    """One label: how many passages have it, were given it, rightly so; and F1."""

    label: str
    passages: int
    found: int
    right: int
    f1: float


@dataclass(frozen=True)
class Quality:
    """What a cross-validation says. Shares are dimensionless, in [0, 1].

    Attributes:
        folds: into how many portions the passages were dealt.
        micro_f1: over all pairs of passage and label.
        macro_f1: mean over the labels that any passage has.
        precision, recall: over all pairs.
        labels: one by one, sorted by name.
        bands: calibration.
        calibration_error: mean distance between said and right, weighed by proposals (ECE).
    """

    passages: int
    folds: int
    micro_f1: float
    macro_f1: float
    precision: float
    recall: float
    labels: tuple[LabelQuality, ...]
    bands: tuple[Band, ...]
    calibration_error: float


def dealt(count: int, folds: int, seed: int) -> NDArray[np.int64]:
    """The portion of each passage: a fair, repeatable deal; sizes differ by one at most."""
    import numpy as np

    order = np.random.default_rng(seed).permutation(count)
    portion = np.empty(count, np.int64)
    portion[order] = np.arange(count) % folds
    return portion


def cross_validate(
    examples: Iterable[Example], *, folds: int = 10, seed: int = 1, labels: Sequence[str] = ()
) -> Quality:
    """Each portion is predicted by a model that has learned from the others only.

    Everything that is chosen (features, calibration, the threshold) is chosen within the passages
    learned from. Equal passages are dealt together, so that none is tested that was taught.

    Args:
        labels: which to count; all that occur if left out.

    Raises:
        SettingOutOfRange: fewer than two folds, or more than passages.
        NothingToLearnFrom: the passages of some folds teach nothing.
    """
    import numpy as np

    known = list(examples)
    names = tuple(labels) or tuple(sorted({label for one in known for label in one.labels}))
    texts = sorted({one.text for one in known})
    if not 2 <= folds <= len(texts):
        raise SettingOutOfRange("folds", folds, f"from 2 to {len(texts)}, the number of passages")
    place = dict(zip(texts, dealt(len(texts), folds, seed).tolist(), strict=True))
    portion = np.array([place[one.text] for one in known])
    confidences = np.zeros((len(known), len(names)))
    found = np.zeros((len(known), len(names)), bool)
    for fold in range(folds):
        out = np.flatnonzero(portion == fold)
        model = train([known[at] for at in np.flatnonzero(portion != fold)])
        confidences[out], found[out] = _asked(model, [known[at].text for at in out], names)
    return _quality(confidences, found, truth_of(known, names) > 0, names, folds)


def quality_of(model: ThemeModel, examples: Sequence[Example], *, labels: Sequence[str]) -> Quality:
    """How a model does on passages that it has not learned from; ``folds`` is 1."""
    confidences, found = _asked(model, [one.text for one in examples], labels)
    return _quality(confidences, found, truth_of(examples, labels) > 0, labels, 1)


def _asked(
    model: ThemeModel, texts: Sequence[str], names: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Confidences and what was found, in these columns; a label not learned is never found."""
    import numpy as np

    confidences = np.zeros((len(texts), len(names)))
    found = np.zeros((len(texts), len(names)), bool)
    for label, sure in zip(model.labels, model.confidences(texts).T, strict=True):
        if label in names:
            column = names.index(label)
            confidences[:, column], found[:, column] = sure, sure >= model.threshold
    return confidences, found


def _quality(
    confidences: NDArray[np.float64],
    found: NDArray[np.bool_],
    truth: NDArray[np.bool_],
    names: Sequence[str],
    folds: int,
) -> Quality:
    labels = tuple(_of_label(name, found[:, at], truth[:, at]) for at, name in enumerate(names))
    there = [one.f1 for one in labels if one.passages]
    right = int((found & truth).sum())
    bands = calibration(confidences.ravel().tolist(), truth.ravel().tolist())
    return Quality(
        passages=len(truth),
        folds=folds,
        micro_f1=micro_f1(found, truth),
        macro_f1=sum(there) / len(there) if there else 0.0,
        precision=right / max(1, int(found.sum())),
        recall=right / max(1, int(truth.sum())),
        labels=tuple(sorted(labels, key=lambda one: one.label)),
        bands=bands,
        calibration_error=calibration_error(bands),
    )


def _of_label(name: str, found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> LabelQuality:
    return LabelQuality(
        label=name,
        passages=int(truth.sum()),
        found=int(found.sum()),
        right=int((found & truth).sum()),
        f1=micro_f1(found, truth),
    )


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Band, ...]:
    """Proposals by band of confidence, with the share that was right. Needs no numpy.

    >>> calibration([0.9, 0.85, 0.1], [True, False, False])[-1]
    Band(low=0.8, high=1.0, proposals=2, said=0.875, right=0.5)
    """
    bands = []
    for low, high in pairwise(EDGES):
        inside = [
            (sure, bool(hit))
            for sure, hit in zip(confidences, right, strict=True)
            if low <= sure < high or sure == high == EDGES[-1]
        ]
        count = len(inside)
        said = sum(sure for sure, _hit in inside) / count if count else 0.0
        hits = sum(hit for _sure, hit in inside) / count if count else 0.0
        bands.append(Band(low, high, count, said, hits))
    return tuple(bands)


def calibration_error(bands: Iterable[Band]) -> float:
    """Mean distance between said and right, weighed by proposals (ECE); 0 without any."""
    some = list(bands)
    total = sum(band.proposals for band in some)
    apart = sum(band.proposals * abs(band.said - band.right) for band in some)
    return apart / total if total else 0.0
