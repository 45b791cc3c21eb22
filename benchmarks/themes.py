"""How well themes are found on labelled contributions, as one line of JSON.

    python benchmarks/themes.py FILE.csv [--labels-from "motorized transport"] [--folds 10]
        [--seeds 3] [--draws 10]

FILE is a table with the columns title and text and one column of 0 and 1 for each label, e.g.
``$DIALOGWERK_DATA/dialogues/freiraum-ottensen-2021-themes.csv``. Reported are micro F1 of

* ``ours``: cross-validated in fixed portions, for several seeds; what is chosen (features,
  calibration, threshold) is chosen within the passages learned from;
* ``peer``: TF-IDF of character n-grams (3-5, inside words) with a linear support vector machine, as
  scikit-learn offers them, on the same portions;
* ``from_80_by_chance``: learned from 80 passages drawn by chance, tested on all others, mean of
  the draws; ``from_80_chosen``: 20 by chance, then three times the 20 most useful of the rest.

The bars are 0.86 cross-validated and 0.78 from 80 passages.
"""

import argparse
import csv
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dialogwerk.cores.statements.theme_quality import cross_validate, dealt, quality_of
from dialogwerk.cores.statements.themes import Example, micro_f1, train, truth_of
from dialogwerk.cores.statements.usefulness import most_useful, uncertainty

BAR, BAR_FROM_FEW, FEW, STEP = 0.86, 0.78, 80, 20


def read(path: Path, first: str) -> tuple[list[Example], tuple[str, ...]]:
    with path.open(newline="", encoding="utf-8") as stream:
        rows = csv.DictReader(stream)
        columns = list(rows.fieldnames or ())
        labels = tuple(columns[columns.index(first) :])
        examples = [
            Example(
                f"{row['title']}\n{row['text']}",
                frozenset(label for label in labels if row[label] == "1"),
            )
            for row in rows
        ]
    return examples, labels


def peer(examples: Sequence[Example], labels: Sequence[str], folds: int, seed: int) -> float:
    """Micro F1 of the plain baseline on the same portions."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    truth = truth_of(examples, labels) > 0
    place = {text: at for at, text in enumerate(sorted({one.text for one in examples}))}
    portion = dealt(len(place), folds, seed)[[place[one.text] for one in examples]]
    found = np.zeros_like(truth)
    for fold in range(folds):
        out = portion == fold
        sees = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
        learned = sees.fit_transform(
            [one.text for one, no in zip(examples, out, strict=True) if not no]
        )
        asked = sees.transform([one.text for one, yes in zip(examples, out, strict=True) if yes])
        for label in range(len(labels)):
            known = truth[~out, label]
            if known.any() and not known.all():
                found[out, label] = LinearSVC(random_state=0).fit(learned, known).predict(asked)
            else:
                found[out, label] = known.all()
    return micro_f1(found, truth)


def by_chance(examples: Sequence[Example], labels: Sequence[str], seed: int) -> float:
    order = np.random.default_rng(seed).permutation(len(examples))
    return from_these(examples, labels, order[:FEW].tolist())


def from_these(examples: Sequence[Example], labels: Sequence[str], taken: Sequence[int]) -> float:
    learned = [examples[at] for at in taken]
    others = [one for at, one in enumerate(examples) if at not in set(taken)]
    return quality_of(train(learned), others, labels=labels).micro_f1


def chosen(examples: Sequence[Example], labels: Sequence[str], seed: int) -> float:
    """As a clerk would decide who follows the order of the queue."""
    order = np.random.default_rng(seed).permutation(len(examples))
    taken = order[:STEP].tolist()
    while len(taken) < FEW:
        rest = [at for at in order.tolist() if at not in set(taken)]
        model = train([examples[at] for at in taken])
        texts = [examples[at].text for at in rest]
        unsure = [uncertainty(row) for row in model.confidences(texts).tolist()]
        taken += [rest[at] for at in most_useful(texts, unsure, [1] * len(texts), count=STEP)]
    return from_these(examples, labels, taken)


def spread(figures: Sequence[float]) -> dict[str, float]:
    return {
        "mean": round(statistics.mean(figures), 4),
        "lowest": round(min(figures), 4),
        "highest": round(max(figures), 4),
        "runs": len(figures),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--labels-from", default="motorized transport")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--draws", type=int, default=10)
    wanted = parser.parse_args()
    examples, labels = read(wanted.file, wanted.labels_from)
    seeds, draws = range(1, wanted.seeds + 1), range(1, wanted.draws + 1)
    began = time.perf_counter()
    ours = [cross_validate(examples, folds=wanted.folds, seed=s, labels=labels) for s in seeds]
    seconds = (time.perf_counter() - began) / wanted.seeds / wanted.folds
    figures = [one.micro_f1 for one in ours]
    few = [by_chance(examples, labels, seed) for seed in draws]
    answer = {
        "benchmark": "themes",
        "passages": len(examples),
        "labels": len(labels),
        "folds": wanted.folds,
        "bar": BAR,
        "bar_from_80": BAR_FROM_FEW,
        "passed": statistics.mean(figures) >= BAR and statistics.mean(few) >= BAR_FROM_FEW,
        "ours": spread(figures),
        "macro_f1": spread([one.macro_f1 for one in ours]),
        "calibration_error": spread([one.calibration_error for one in ours]),
        "seconds_to_learn": round(seconds, 2),
        "peer": spread([peer(examples, labels, wanted.folds, seed) for seed in seeds]),
        "from_80_by_chance": spread(few),
        "from_80_chosen": spread([chosen(examples, labels, seed) for seed in draws]),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
