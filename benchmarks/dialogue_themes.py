"""Themes of contributions beside a plain baseline of words, as one line of JSON.

    python benchmarks/dialogue_themes.py FILE.csv [--folds 10] [--seeds 3]

FILE is a table of labelled contributions as the workbench takes it: the columns title and text and
one column of 0 and 1 for each theme, e.g.
``$DIALOGWERK_DATA/dialogues/freiraum-ottensen-2021-themes.csv``. Reported is the cross-validated
micro F1, on the same portions for both, of

* ``ours``: the learner that proposes themes in dialogues. Features, calibration and threshold are
  chosen within the contributions learned from;
* ``words``: TF-IDF of words with a logistic regression for each theme, as scikit-learn offers them.

It passes when ours is better in every seed.
"""

import argparse
import csv
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dialogwerk.cores.statements.theme_quality import cross_validate, dealt
from dialogwerk.cores.statements.themes import Example, micro_f1, truth_of

ASIDE = {"document_id", "title", "text", "url"}


def read(path: Path) -> tuple[list[Example], tuple[str, ...]]:
    with path.open(newline="", encoding="utf-8") as stream:
        rows = csv.DictReader(stream)
        labels = tuple(name for name in rows.fieldnames or () if name not in ASIDE)
        examples = [
            Example(
                f"{row['title']}\n{row['text']}",
                frozenset(label for label in labels if row[label] == "1"),
            )
            for row in rows
        ]
    return examples, labels


def words(examples: Sequence[Example], labels: Sequence[str], folds: int, seed: int) -> float:
    """Micro F1 of the plain baseline on the same portions."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    truth = truth_of(examples, labels) > 0
    place = {text: at for at, text in enumerate(sorted({one.text for one in examples}))}
    portion = dealt(len(place), folds, seed)[[place[one.text] for one in examples]]
    texts = [one.text for one in examples]
    found = np.zeros_like(truth)
    for fold in range(folds):
        out = portion == fold
        sees = TfidfVectorizer(min_df=2, sublinear_tf=True)
        learned = sees.fit_transform([text for text, no in zip(texts, out, strict=True) if not no])
        asked = sees.transform([text for text, yes in zip(texts, out, strict=True) if yes])
        for label in range(len(labels)):
            known = truth[~out, label]
            if known.any() and not known.all():
                learner = LogisticRegression(max_iter=1000).fit(learned, known)
                found[out, label] = learner.predict(asked)
            else:
                found[out, label] = known.all()
    return micro_f1(found, truth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=3)
    wanted = parser.parse_args()
    examples, labels = read(wanted.file)
    seeds = range(1, wanted.seeds + 1)
    began = time.perf_counter()
    ours = [cross_validate(examples, folds=wanted.folds, seed=s, labels=labels) for s in seeds]
    seconds = (time.perf_counter() - began) / wanted.seeds / wanted.folds
    plain = [words(examples, labels, wanted.folds, seed) for seed in seeds]
    answer = {
        "benchmark": "dialogue_themes",
        "contributions": len(examples),
        "themes": len(labels),
        "folds": wanted.folds,
        "ours": [round(one.micro_f1, 4) for one in ours],
        "words": [round(one, 4) for one in plain],
        "ours_mean": round(statistics.mean(one.micro_f1 for one in ours), 4),
        "words_mean": round(statistics.mean(plain), 4),
        "calibration_error": round(statistics.mean(one.calibration_error for one in ours), 4),
        "seconds_to_learn": round(seconds, 2),
        "passed": all(one.micro_f1 > other for one, other in zip(ours, plain, strict=True)),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
