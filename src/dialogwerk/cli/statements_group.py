"""``dialogwerk statements group``: find the campaigns in a table of letters, without a database."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.cores.statements.grouping import Grouping
    from dialogwerk.cores.tables import Table

_COLUMNS = ("id", "campaign", "own_text")


def group(
    file: Path, text: str = "text", id: str = "id", out: Path | None = None, json_: bool = False
) -> None:
    """Find campaigns: which letters are the same form, and what each person added.

    Args:
        file: table of letters, CSV, .xlsx, .xls or .ods.
        text: column with the letters.
        id: column with something that names each letter.
        out: CSV to write, columns id, campaign (-1: individual) and own_text (of an individual
            letter its whole text). It is for programs: text stays exactly as it was.
        json_: print the summary as one line of JSON instead of sentences.

    Raises:
        typer.Exit: after a sentence on the error stream; code 2 if a column is missing or ``out``
            cannot be written, 3 if the file cannot be read as a table.
    """
    started = time.perf_counter()
    names, texts = _letters(file, text, id)
    from dialogwerk.cores.statements.grouping import group as find_campaigns

    found = find_campaigns(texts)
    if out is not None:
        _write(out, _rows(names, texts, found))
    _tell(_summary(found, time.perf_counter() - started), json_)


def _letters(file: Path, text: str, name: str) -> tuple[list[str], list[str]]:
    """The names and the texts of all letters, in the order of the table."""
    from dialogwerk.cores.tables import TableError, read_table

    try:
        table = read_table(file)
        _check_columns(table, file, (text, name))
        rows = [(row.values.get(name, ""), row.values.get(text, "")) for row in table.rows()]
    except TableError as error:
        house.stop(str(error), house.UNREADABLE)
    except OSError as error:
        house.stop(f"{file} cannot be read: {error.strerror}.", house.UNREADABLE)
    return [row[0] for row in rows], [row[1] for row in rows]


def _check_columns(table: Table, file: Path, wanted: Sequence[str]) -> None:
    missing = [column for column in wanted if column not in table.header]
    if missing:
        there = ", ".join(f"“{column}”" for column in table.header)
        lacking = " and ".join(f"“{column}”" for column in missing)
        house.stop(
            f"{file} has no column {lacking}. Its columns are: {there}."
            " Name the right ones with --text and --id.",
            house.WRONG_CALL,
        )


def _rows(
    names: Sequence[str], texts: Sequence[str], found: Grouping
) -> Iterator[tuple[str, int, str]]:
    from dialogwerk.cores.statements.deviations import compare

    for name, text, number in zip(names, texts, found.campaign.tolist(), strict=True):
        own = text
        if number > 0:
            deviation = compare(found.campaigns[number - 1].template, text)
            own = "\n".join(span.of(text) for span in deviation.own)
        yield name, number, own


def _write(out: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write the whole file or none of it."""
    part = ""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_COLUMNS)
            writer.writerows(rows)
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(out)
    except OSError as error:
        house.stop(f"{out} cannot be written: {error.strerror}.", house.WRONG_CALL)
    finally:
        if part:
            Path(part).unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _summary(found: Grouping, seconds: float) -> dict[str, int | float]:
    return {
        "letters": len(found.campaign),
        "campaigns": len(found.campaigns),
        "individuals": len(found.individuals),
        "largest": max((campaign.size for campaign in found.campaigns), default=0),
        "seconds": round(seconds, 3),
        "peak_mib": _peak_mib(),
    }


def _peak_mib() -> float:
    """Largest memory of this process so far, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)


def _tell(summary: dict[str, int | float], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary))
        return
    typer.echo(
        f"{summary['letters']:,} letters: {summary['campaigns']:,} campaigns (the largest has"
        f" {summary['largest']:,} letters), {summary['individuals']:,} individual letters;"
        f" {summary['seconds']} s, {summary['peak_mib']} MiB."
    )
