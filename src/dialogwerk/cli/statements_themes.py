"""``dialogwerk statements themes``: learn themes from a table, test them, or predict others."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.cores.statements.theme_quality import Quality
    from dialogwerk.cores.statements.themes import Example, ThemeModel
    from dialogwerk.cores.tables import Table

YES = {"1", "1.0", "true", "yes", "ja", "x"}
PREDICTED = ("row", "label", "confidence", "evidence")


def themes(
    file: Path,
    *,
    text: Sequence[str],
    labels: Sequence[str],
    labels_from: str,
    labels_prefix: str,
    cross_validate: int,
    only: int,
    seed: int,
    predict: Path | None,
    out: Path | None,
    json_: bool,
) -> None:
    """Learn from a table with one column for each label; test what was learned, or use it.

    Args:
        file: table of decided passages, CSV, .xlsx, .xls or .ods.
        text: columns with the text, joined by a line break.
        labels: columns that hold 1 where the label was given and 0 or nothing where not.
        labels_from: take every column from this one on instead.
        labels_prefix: take every column whose name begins so instead.
        cross_validate: number of portions to test with; 0: do not test.
        only: learn from so many passages, drawn by ``seed``, and test on all others.
        seed: of the deal into portions and of the draw.
        predict: table with the same text columns, whose labels are wanted.
        out: CSV for the predictions.
        json_: one line of JSON instead of sentences.

    Raises:
        typer.Exit: after a sentence on the error stream; code 2 for a wrong call, 3 if a file
            cannot be read as a table.
    """
    from dialogwerk.cores.statements.errors import StatementsError

    started = time.perf_counter()
    table_rows, names = _decided(file, text, labels, labels_from, labels_prefix)
    examples = _examples(table_rows, names)
    answer: dict[str, Any] = {"passages": len(examples), "labels": len(names)}
    try:
        if cross_validate:
            from dialogwerk.cores.statements.theme_quality import cross_validate as test

            quality = test(examples, folds=cross_validate, seed=seed, labels=names)
            answer["cross_validation"] = _rounded(asdict(quality))
        if only:
            answer["few"] = _from_few(examples, only, seed, names)
        if predict is not None:
            answer["predicted"] = _predict(examples, predict, text, out)
    except StatementsError as error:
        house.stop(str(error), house.WRONG_CALL)
    answer["seconds"] = round(time.perf_counter() - started, 3)
    _tell(answer, json_)


def _decided(
    file: Path, text: Sequence[str], labels: Sequence[str], labels_from: str, prefix: str
) -> tuple[list[tuple[str, list[str]]], tuple[str, ...]]:
    """Text and label cells of each row, and the names of the labels."""
    from dialogwerk.cores.tables import TableError, read_table

    try:
        table = read_table(file)
        names = _label_columns(table, file, labels, labels_from, prefix)
        _check(table, file, [*text, *names])
        rows = [
            (_joined(row.values, text), [row.values.get(name, "") for name in names])
            for row in table.rows()
        ]
    except TableError as error:
        house.stop(str(error), house.UNREADABLE)
    except OSError as error:
        house.stop(f"{file} cannot be read: {error.strerror}.", house.UNREADABLE)
    return rows, names


def _label_columns(
    table: Table, file: Path, labels: Sequence[str], labels_from: str, prefix: str
) -> tuple[str, ...]:
    if labels_from:
        _check(table, file, [labels_from])
        return tuple(table.header[list(table.header).index(labels_from) :])
    if prefix:
        labels = [column for column in table.header if column.startswith(prefix)]
    if not labels:
        house.stop(
            "There are no label columns. Name them with --labels, --labels-prefix or"
            " --labels-from.",
            house.WRONG_CALL,
        )
    return tuple(labels)


def _check(table: Table, file: Path, wanted: Sequence[str]) -> None:
    missing = [column for column in wanted if column not in table.header]
    if missing:
        there = ", ".join(f"“{column}”" for column in table.header)
        lacking = " and ".join(f"“{column}”" for column in missing)
        house.stop(f"{file} has no column {lacking}. Its columns are: {there}.", house.WRONG_CALL)


def _joined(values: Any, columns: Sequence[str]) -> str:
    return "\n".join(values.get(column, "") for column in columns).strip()


def _examples(rows: Sequence[tuple[str, list[str]]], names: Sequence[str]) -> list[Example]:
    from dialogwerk.cores.statements.themes import Example

    return [
        Example(
            text,
            frozenset(
                name
                for name, cell in zip(names, cells, strict=True)
                if cell.strip().casefold() in YES
            ),
        )
        for text, cells in rows
    ]


def _from_few(
    examples: Sequence[Example], only: int, seed: int, names: Sequence[str]
) -> dict[str, Any]:
    """Learned from some passages drawn by chance, tested on all others."""
    from dialogwerk.cores.statements.theme_quality import dealt, quality_of
    from dialogwerk.cores.statements.themes import train

    if not 2 <= only < len(examples):
        house.stop(
            f"--only {only} is out of range: there are {len(examples)} passages.", house.WRONG_CALL
        )
    drawn = dealt(len(examples), len(examples), seed) < only
    learned = [one for one, is_in in zip(examples, drawn, strict=True) if is_in]
    others = [one for one, is_in in zip(examples, drawn, strict=True) if not is_in]
    quality = quality_of(train(learned), others, labels=names)
    return {"learned_from": len(learned), "tested_on": len(others), **_figures(quality)}


def _figures(quality: Quality) -> dict[str, float]:
    return {
        "micro_f1": round(quality.micro_f1, 4),
        "macro_f1": round(quality.macro_f1, 4),
        "precision": round(quality.precision, 4),
        "recall": round(quality.recall, 4),
    }


def _predict(
    examples: Sequence[Example], file: Path, text: Sequence[str], out: Path | None
) -> dict[str, int]:
    """Labels for the rows of another table; written to ``out``, one line for each label found."""
    from dialogwerk.cores.statements.themes import train
    from dialogwerk.cores.tables import TableError, read_table

    try:
        table = read_table(file)
        _check(table, file, text)
        texts = [_joined(row.values, text) for row in table.rows()]
    except TableError as error:
        house.stop(str(error), house.UNREADABLE)
    model: ThemeModel = train(examples)
    found = model.predict(texts)
    if out is not None:
        lines = [
            (
                str(row),
                one.label,
                f"{one.confidence:.3f}",
                " ".join(word.word for word in one.evidence),
            )
            for row, some in enumerate(found, start=1)
            for one in some
        ]
        _write(out, lines)
    return {"rows": len(texts), "labels": sum(map(len, found))}


def _write(out: Path, lines: Sequence[Sequence[str]]) -> None:
    from dialogwerk.cores.tables import write_csv

    try:
        write_csv(out, PREDICTED, lines)
    except OSError as error:
        house.stop(f"{out} cannot be written: {error.strerror}.", house.WRONG_CALL)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    return value


def _tell(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    lines = [f"{answer['passages']:,} passages, {answer['labels']} labels."]
    if quality := answer.get("cross_validation"):
        lines.append(
            f"Cross-validated in {quality['folds']} portions: micro F1 {quality['micro_f1']:.3f},"
            f" macro F1 {quality['macro_f1']:.3f}; precision {quality['precision']:.3f},"
            f" recall {quality['recall']:.3f}."
        )
        lines += [
            f"  {one['label']}: {one['passages']} passages, F1 {one['f1']:.3f}"
            for one in quality["labels"]
        ]
    if few := answer.get("few"):
        lines.append(
            f"Learned from {few['learned_from']}, tested on {few['tested_on']}:"
            f" micro F1 {few['micro_f1']:.3f}."
        )
    if predicted := answer.get("predicted"):
        lines.append(f"{predicted['labels']:,} labels for {predicted['rows']:,} rows.")
    typer.echo("\n".join([*lines, f"{answer['seconds']} s."]))
