"""``dialogwerk rehearse``: invented letters of any number, with the truth about each."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.cores.statements.rehearsal import Rehearsal, RehearsedLetter

HEADER = (
    *("id", "name", "street", "postal_code", "city", "email", "birth_date", "received_on", "text"),
    *("signature_list", "true_person", "true_campaign", "true_own_text", "true_edits"),
)
NUMBERS = ("id", "signature_list", "true_person", "true_campaign")
Row = tuple[str | int | None, ...]


class _Wanted(NamedTuple):
    letters: int
    persons: int
    templates: int
    seed: int
    lists: int


def rehearse(
    out: Annotated[Path, typer.Option("--out", "-o", help="CSV or Parquet file to write.")],
    letters: Annotated[int, typer.Option(help="How many letters.")] = 2000,
    persons: Annotated[
        int | None, typer.Option(help="How many people send them; three of four letters if unset.")
    ] = None,
    templates: Annotated[int, typer.Option(help="How many form letters are handed out.")] = 12,
    lists: Annotated[int, typer.Option(help="How many of them also collect signatures.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed makes the same letters.")] = 1,
) -> None:
    """Write invented letters as CSV or Parquet, with columns “true_…” that say what each one is.

    The file can be imported (“dialogwerk statements import”) and grouped (“… statements group”).
    """
    from dialogwerk.cores.statements.errors import StatementsError

    started = time.perf_counter()
    senders = persons or max(1, letters * 3 // 4)
    part = out.with_name(out.name + ".part")
    try:
        wanted = _Wanted(letters, senders, templates, seed, lists)
        write = _write_parquet if out.suffix.lower() == ".parquet" else _write_csv
        write(part, _portions(wanted))
        part.replace(out)
    except StatementsError as error:
        house.stop(str(error), house.WRONG_CALL)
    except OSError as error:
        house.stop(f"{out} cannot be written: {error.strerror}.", house.WRONG_CALL)
    finally:
        part.unlink(missing_ok=True)
    json.dump(
        {
            "out": str(out),
            "letters": letters,
            "persons": senders,
            "templates": templates,
            "seed": seed,
            "seconds": round(time.perf_counter() - started, 2),
        },
        sys.stdout,
    )
    sys.stdout.write("\n")


def _write_csv(part: Path, portions: Iterable[list[Row]]) -> None:
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for rows in portions:
            writer.writerows(rows)


def _write_parquet(part: Path, portions: Iterable[list[Row]]) -> None:
    import polars

    kinds = {name: polars.Int64 if name in NUMBERS else polars.String for name in HEADER}
    frames = [polars.DataFrame(rows, schema=kinds, orient="row") for rows in portions]
    polars.concat(frames or [polars.DataFrame(schema=kinds)]).write_parquet(part)


def _portions(wanted: _Wanted) -> Iterator[list[Row]]:
    """The rows of all letters, written in several processes if there are many."""
    rehearsal = _rehearsal(wanted)
    numbers = range(rehearsal.portions)
    if rehearsal.portions < 4:
        for number in numbers:
            yield _rows(wanted, number)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context) as pool:
        yield from pool.map(partial(_rows, wanted), numbers)


@lru_cache(maxsize=1)
def _rehearsal(wanted: _Wanted) -> Rehearsal:
    from dialogwerk.cores.statements.rehearsal import Rehearsal

    return Rehearsal(
        letters=wanted.letters,
        persons=wanted.persons,
        templates=wanted.templates,
        seed=wanted.seed,
        signature_lists=wanted.lists,
    )


def _rows(wanted: _Wanted, number: int) -> list[Row]:
    """One row for each letter of a portion; the sender as this letter happens to show it."""
    random = Random(f"{wanted.seed} {number}")  # noqa: S311 - no secrets
    letters = _rehearsal(wanted).portion(number)
    return list(_rows_of(letters, random))


def _rows_of(letters: Iterable[RehearsedLetter], random: Random) -> Iterator[Row]:
    for letter in letters:
        yield (
            *(letter.number, *letter.person.as_written(random)),
            *(letter.received.isoformat(), letter.text),
            *(letter.signature_list, letter.person.number, letter.campaign),
            *("\n".join(letter.own), " ".join(letter.edits)),
        )
