"""Exchange with other systems by command: messages of XBeteiligung written, taken in, validated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from . import house

app = typer.Typer(help="What other systems read and send.", no_args_is_help=True)
xbeteiligung = typer.Typer(
    help="Messages of XBeteiligung 1.2 (statements 0701 and 0702, acknowledgements).",
    no_args_is_help=True,
)
app.add_typer(xbeteiligung, name="xbeteiligung")

ProcedureOption = Annotated[str, typer.Option("--procedure", help="Slug of the procedure.")]


@xbeteiligung.command("export")
def export(
    procedure: ProcedureOption,
    out: Annotated[Path, typer.Option("--out", help="ZIP to be written.")],
    every: Annotated[
        bool, typer.Option("--all", help="Every letter, also those written before.")
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="With names and attachments; the look is logged.")
    ] = False,
    test: Annotated[bool, typer.Option("--test", help="Mark the messages as a test.")] = False,
) -> None:
    """Write letters as messages 0701 and 0702 into a ZIP; by default those never written before."""
    house.start_django()
    from dialogwerk.apps.exchange.errors import ExchangeError
    from dialogwerk.apps.exchange.services import sending
    from dialogwerk.cores.xbeteiligung import XBeteiligungError

    found = house.find_procedure(procedure)
    letters = found.statements.all() if every else sending.waiting(found)
    how = sending.Sending(procedure=found, by=house.ACTOR, with_names=names, is_test=test)
    try:
        with house.whole(out) as partial, partial.open("wb") as target:
            count = sending.write_zip(target, letters, how, most=10_000_000)
    except (ExchangeError, XBeteiligungError) as error:
        house.stop(str(error), house.WRONG_CALL)
    typer.echo(f"{count:,} messages written to {out}.")


@xbeteiligung.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="A message (XML), or a ZIP of many.")],
    procedure: ProcedureOption,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what each message would become.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on standard output.")] = False,
) -> None:
    """Take messages in as letters; known ones add nothing, refused ones are listed."""
    house.start_django()
    from dialogwerk.apps.exchange.errors import ExchangeError
    from dialogwerk.apps.exchange.services import parcels, receiving
    from dialogwerk.cores.xbeteiligung import XBeteiligungError

    found = house.find_procedure(procedure)
    try:
        with file.open("rb") as stream:
            kept = parcels.keep_parcel(procedure=found, file=stream, name=file.name, by=None)
        if dry_run:
            rows = [_line_row(one) for one in receiving.lines_of(kept)]
        else:
            taken = receiving.take_parcel(parcel=kept, by=house.ACTOR)
            rows = [_taken_row(one) for one in taken]
    except (ExchangeError, XBeteiligungError) as error:
        house.stop(str(error), house.WRONG_CALL)
    except OSError as error:
        house.stop(f"{file} cannot be read: {error}.", house.UNREADABLE)
    _say(rows, as_json=as_json)
    if any(row["reason"] for row in rows):
        raise typer.Exit(house.INCOMPLETE)


def _line_row(line: object) -> dict[str, str]:
    known = line.known.code if line.known else ""  # type: ignore[attr-defined]
    return {
        "file": line.envelope.name,  # type: ignore[attr-defined]
        "message": line.number,  # type: ignore[attr-defined]
        "letter": known,
        "reason": line.reason,  # type: ignore[attr-defined]
    }


def _taken_row(one: object) -> dict[str, str]:
    statement = one.statement  # type: ignore[attr-defined]
    return {
        "file": one.name,  # type: ignore[attr-defined]
        "message": one.number,  # type: ignore[attr-defined]
        "letter": statement.code if statement else "",
        "reason": one.reason,  # type: ignore[attr-defined]
    }


def _say(rows: list[dict[str, str]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        what = row["reason"] or row["letter"] or "fits"
        typer.echo(f"{row['file']}: {row['message'] or 'no message'}, {what}")
    refused = sum(bool(row["reason"]) for row in rows)
    typer.echo(f"{len(rows):,} messages, {refused:,} refused.", err=True)


@xbeteiligung.command("validate")
def validate(
    files: Annotated[list[Path], typer.Argument(help="Messages (XML).")],
    schemas: Annotated[
        Path | None,
        typer.Option("--schemas", help="Folder with xbeteiligung.xsd and its modules."),
    ] = None,
) -> None:
    """Check messages without database: by structure, and by schemas if a folder is named."""
    from dialogwerk.cores.xbeteiligung import Schemas, XBeteiligungError, read

    try:
        checker = Schemas(schemas) if schemas else None
    except XBeteiligungError as error:
        house.stop(str(error), house.WRONG_CALL)
    wrong = 0
    for file in files:
        try:
            content = file.read_bytes()
            read(content)
            problems = checker.problems(content) if checker else []
        except OSError as error:
            house.stop(f"{file} cannot be read: {error}.", house.UNREADABLE)
        except XBeteiligungError as error:
            problems = [(0, str(error))]
        wrong += bool(problems)
        for line, reason in problems:
            typer.echo(f"{file}:{line or 1}: {reason}")
    typer.echo(f"{len(files):,} messages, {wrong:,} wrong.", err=True)
    if wrong:
        raise typer.Exit(house.INCOMPLETE)
