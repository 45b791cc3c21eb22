"""``dialogwerk statements group``: find the campaigns in a table of letters, without a database."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from . import house

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialogwerk.cores.statements.grouping import Grouping
    from dialogwerk.cores.statements.letter_files import LetterFile
    from dialogwerk.cores.tables import Table

Summary = dict[str, int | float | None]


def group(
    file: Path,
    text: str = "text",
    id: str = "id",
    out: Path | None = None,
    json_: bool = False,
    person: Mapping[str, str] | None = None,
    engine: str = "local",
    scheduler: str = "",
) -> None:
    """Find campaigns: which letters are the same form, and what each person added.

    Args:
        file: table of letters: Parquet, CSV, .xlsx, .xls or .ods.
        text: column with the letters.
        id: column with something that names each letter.
        out: CSV or Parquet (by its ending) to write, columns id, campaign (-1: individual), person
            if asked for, own_text (of an individual letter its whole text) and left_out. It is for
            programs: text stays exactly as it was.
        json_: print the summary as one line of JSON instead of sentences.
        person: columns that say who wrote, by what they hold: name, street, postal_code, city,
            email, birth_date.
        engine: "local", or "dask" for the workers of a cluster.
        scheduler: address of the cluster's scheduler; two workers of this machine if empty.

    Raises:
        typer.Exit: after a sentence on the error stream; code 2 if a column is missing or ``out``
            cannot be written, 3 if the file cannot be read as a table.
    """
    started = time.perf_counter()
    who = {what: column for what, column in (person or {}).items() if column}
    _check_engine(engine, scheduler)
    letters = _letters(file, text, [id, *who.values()])
    seconds = {"read_seconds": time.perf_counter() - started}
    from dialogwerk.cores.statements.bodies import usable_processors

    found = _grouped(letters, engine, scheduler)
    seconds["seconds"] = time.perf_counter() - started
    columns: dict[str, Any] = {"id": letters.columns[id], "campaign": found.campaign}
    if who:
        columns["person"] = _persons({what: letters.columns[name] for what, name in who.items()})
        seconds["persons_seconds"] = time.perf_counter() - started - seconds["seconds"]
    if out is not None:
        from dialogwerk.cores.statements.own_words import own_words

        began = time.perf_counter()
        columns["own_text"], columns["left_out"] = own_words(
            letters.texts, found, threads=usable_processors()
        )
        seconds["own_words_seconds"] = time.perf_counter() - began
        _write(out, columns)
    summary: Summary = {
        "letters": len(found.campaign),
        "persons": int(columns["person"].max(initial=-1)) + 1 if who else None,
        "campaigns": len(found.sizes),
        "individuals": len(found.individuals),
        "largest": int(found.sizes.max(initial=0)),
        **{name: round(value, 3) for name, value in seconds.items()},
        "total_seconds": round(time.perf_counter() - started, 3),
        "peak_mib": _peak_mib(),
    }
    _tell(summary, json_)


def _check_engine(engine: str, scheduler: str) -> None:
    if engine not in ("local", "dask"):
        house.stop(f"There is no engine “{engine}”. Choose local or dask.", house.WRONG_CALL)
    if scheduler and engine == "local":
        house.stop("A scheduler is only asked by --engine dask.", house.WRONG_CALL)
    if engine == "dask" and importlib.util.find_spec("distributed") is None:
        house.stop(
            "The engine dask needs the extra “cluster”: pip install 'dialogwerk[cluster]'.",
            house.WRONG_CALL,
        )


def _grouped(letters: LetterFile, engine: str, scheduler: str) -> Grouping:
    from dialogwerk.cores.statements.grouping import group_bodies

    if engine == "local":
        return group_bodies(letters.bodies, letters.texts)
    from dialogwerk.cores.statements.cluster import group_on_cluster, workers

    try:
        with workers(scheduler) as client:
            return group_on_cluster(letters.texts, client)
    except OSError as error:
        house.stop(
            f"The scheduler {scheduler} does not answer ({error}). Check its address.",
            house.WRONG_CALL,
        )


def _letters(file: Path, text: str, others: Sequence[str]) -> LetterFile:
    """The texts of all letters and the other columns, in the order of the table."""
    from dialogwerk.cores.statements.errors import ColumnsMissing, LettersUnreadable
    from dialogwerk.cores.statements.letter_files import read_letter_file

    try:
        found = read_letter_file(file, text=text, keep=others)
    except ColumnsMissing as error:
        house.stop(f"{error} Name the right ones with --text and --id.", house.WRONG_CALL)
    except LettersUnreadable as error:
        house.stop(str(error), house.UNREADABLE)
    except OSError as error:
        house.stop(f"{file} cannot be read: {error.strerror}.", house.UNREADABLE)
    return found or _careful_letters(file, text, others)


def _careful_letters(file: Path, text: str, others: Sequence[str]) -> LetterFile:
    """As `_letters`, of any table that people make."""
    from dialogwerk.cores.statements.letter_files import of_rows
    from dialogwerk.cores.tables import TableError, read_table

    try:
        table = read_table(file)
        _check_columns(table, file, (text, *others))
        rows = [row.values for row in table.rows()]
    except TableError as error:
        house.stop(str(error), house.UNREADABLE)
    except OSError as error:
        house.stop(f"{file} cannot be read: {error.strerror}.", house.UNREADABLE)
    return of_rows(
        (row.get(text, "") for row in rows),
        {name: [row.get(name, "") for row in rows] for name in dict.fromkeys(others)},
    )


def _check_columns(table: Table, file: Path, wanted: Sequence[str]) -> None:
    from dialogwerk.cores.statements.errors import ColumnsMissing

    missing = [column for column in dict.fromkeys(wanted) if column not in table.header]
    if missing:
        house.stop(
            f"{ColumnsMissing(str(file), missing, table.header)}"
            " Name the right ones with --text and --id.",
            house.WRONG_CALL,
        )


def _persons(table: Mapping[str, Any]) -> Any:
    from dialogwerk.cores.statements.linking import link

    return link({what: column.fill_null("").to_list() for what, column in table.items()}).person


def _write(out: Path, columns: Mapping[str, Any]) -> None:
    """Write the whole file or none of it."""
    with _whole_file(out) as part:
        if out.suffix.lower() == ".parquet":
            import polars

            polars.DataFrame(dict(columns)).write_parquet(part)
        else:
            rows = zip(*(_listed(column) for column in columns.values()), strict=True)
            _write_csv(part, columns, rows)


@contextmanager
def _whole_file(out: Path) -> Iterator[Path]:
    """A file beside the wished one that takes its name when all is written."""
    part = ""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        os.close(handle)
        yield Path(part)
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(out)
    except OSError as error:
        house.stop(f"{out} cannot be written: {error.strerror}.", house.WRONG_CALL)
    finally:
        if part:
            Path(part).unlink(missing_ok=True)


def _listed(column: Any) -> list[Any]:
    if isinstance(column, list):
        return column
    listed: list[Any] = column.tolist() if hasattr(column, "tolist") else column.to_list()
    return listed


def _write_csv(part: Path, header: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
    with part.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _peak_mib() -> float:
    """Largest memory of this process so far, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)


def _tell(summary: Summary, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary))
        return
    persons = f" of {summary['persons']:,} persons" if summary["persons"] is not None else ""
    typer.echo(
        f"{summary['letters']:,} letters{persons}: {summary['campaigns']:,} campaigns (the largest"
        f" has {summary['largest']:,} letters), {summary['individuals']:,} individual letters;"
        f" {summary['total_seconds']} s, {summary['peak_mib']} MiB."
    )
