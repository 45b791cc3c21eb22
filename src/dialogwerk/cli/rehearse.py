"""``dialogwerk rehearse``: invented letters of any number, with the truth about each."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.cores.statements.rehearsal import RehearsedLetter

HEADER = (
    *("id", "name", "street", "postal_code", "city", "email", "birth_date", "received_on", "text"),
    *("signature_list", "true_person", "true_campaign", "true_own_text", "true_edits"),
)


def rehearse(
    out: Annotated[Path, typer.Option("--out", "-o", help="CSV file to write.")],
    letters: Annotated[int, typer.Option(help="How many letters.")] = 2000,
    persons: Annotated[
        int | None, typer.Option(help="How many people send them; three of four letters if unset.")
    ] = None,
    templates: Annotated[int, typer.Option(help="How many form letters are handed out.")] = 12,
    lists: Annotated[int, typer.Option(help="How many of them also collect signatures.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed makes the same letters.")] = 1,
) -> None:
    """Write invented letters as CSV, with columns “true_…” that say what each one is.

    The file can be imported (“dialogwerk statements import”) and grouped (“… statements group”).
    """
    from dialogwerk.cores.statements.errors import StatementsError
    from dialogwerk.cores.statements.rehearsal import rehearse as rehearsed

    started = time.perf_counter()
    senders = persons or max(1, letters * 3 // 4)
    part = out.with_name(out.name + ".part")
    try:
        made = rehearsed(
            letters=letters, persons=senders, templates=templates, seed=seed, signature_lists=lists
        )
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(_rows(made, Random(seed)))  # noqa: S311 - no secrets
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


def _rows(letters: Iterator[RehearsedLetter], random: Random) -> Iterator[tuple[str | int, ...]]:
    """One row a letter; the sender as this letter happens to show it."""
    for letter in letters:
        yield (
            *(letter.number, *letter.person.as_written(random)),
            *(letter.received.isoformat(), letter.text),
            *(letter.signature_list or "", letter.person.number, letter.campaign),
            *("\n".join(letter.own), " ".join(letter.edits)),
        )
