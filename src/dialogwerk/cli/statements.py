"""``dialogwerk statements``: take letters in, find campaigns, write the synopsis.

Nothing here imports Django before a command needs the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import house
from .ticker import Ticker

if TYPE_CHECKING:
    from dialogwerk.apps.statements.models import ImportBatch

app = typer.Typer(
    help="Letters: take them in from tables, find campaigns, write the synopsis.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

EXIT_CODES = (
    "Exit codes: 0 every row is in; 1 some rows were not taken in (they are listed);"
    " 2 wrong call: unknown procedure, field or column; 3 the file cannot be read as a table."
)
GROUP_EXIT_CODES = (
    "Exit codes: 0 done; 2 a column is missing or the result cannot be written;"
    " 3 the file cannot be read as a table."
)
THEMES_EXIT_CODES = (
    "Exit codes: 0 done; 2 a column is missing, nothing can be learned or the result cannot be"
    " written; 3 the file cannot be read as a table."
)
OUT_EXIT_CODES = (
    "Exit codes: 0 done; 2 wrong call: unknown procedure, format or folder;"
    " 3 the result cannot be written."
)
TAKE_IN_EXIT_CODES = (
    "Exit codes: 0 everything is in; 1 some things wait in quarantine (they are listed);"
    " 2 wrong call: unknown procedure or channel, no file; 3 a file is gone from the store."
)
SHOWN_FINDINGS = 20


@app.command("import", epilog=EXIT_CODES)
def import_letters(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="CSV, .xlsx, .xls or .ods table."),
    ],
    procedure: Annotated[str, typer.Option(help="Slug of the procedure.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help="Which column is which field, e.g. --map text=Einwendung; may be repeated."
            " FIELD= alone leaves a field out. Other fields are proposed from the header.",
        ),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Column with personal data that is not kept."),
    ] = None,
    received: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"],
            help="Date of receipt of rows without one of their own; now if left out.",
        ),
    ] = None,
    channel: Annotated[
        str, typer.Option(help="web, counter, phone, post, email or import.")
    ] = "import",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would happen, row by row.")
    ] = False,
    findings: Annotated[
        Path | None, typer.Option(help="Write the findings to this CSV file.")
    ] = None,
    group_after: Annotated[
        bool, typer.Option("--group/--no-group", help="Look for campaigns afterwards.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Take letters in from a table. The same table again adds nothing."""
    house.start_django()
    batch = _staged(file, procedure, received, channel)
    with _discarded_unless_begun(batch):
        _settle_columns(batch, column or [], leave_out or [])
        _check(batch)
        if findings:
            _write_findings(batch, findings)
        if not dry_run:
            _take_in(batch)
    grouped = _group(batch) if group_after and batch.added else ""
    (_print_json if as_json else _print_sentences)(batch, dry_run, grouped)
    raise typer.Exit(house.INCOMPLETE if batch.summary["refused"] else house.DONE)


@app.command("take-in", epilog=TAKE_IN_EXIT_CODES)
def take_in_files(
    paths: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="E-mails (.eml, .msg, .mbox), PDF, DOCX, ODT, text, scans, ZIP; folders of these.",
        ),
    ],
    procedure: Annotated[str, typer.Option(help="Slug of the procedure.")],
    received: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"],
            help="Date of receipt of what bears no stamp of a mail server; now if left out.",
        ),
    ] = None,
    channel: Annotated[
        str, typer.Option(help="Of documents: post, counter, email, phone, web or import.")
    ] = "post",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Take in e-mails, documents, scans and archives. The same files again add nothing."""
    from .statements_intake import take_in

    take_in(paths, procedure, received, channel, as_json=as_json)


@app.command("group", epilog=GROUP_EXIT_CODES)
def group_letters(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="Parquet, CSV, .xlsx, .xls or .ods table."
        ),
    ],
    text: Annotated[str, typer.Option(help="Column with the letters.")] = "text",
    id_: Annotated[
        str, typer.Option("--id", help="Column with something that names each letter.")
    ] = "id",
    name: Annotated[str, typer.Option(help="Column with names: also find persons.")] = "",
    address: Annotated[str, typer.Option(help="Column with the street or the address.")] = "",
    postal_code: Annotated[str, typer.Option(help="Column with the postal code.")] = "",
    city: Annotated[str, typer.Option(help="Column with the town.")] = "",
    email: Annotated[str, typer.Option(help="Column with the e-mail address.")] = "",
    birth_date: Annotated[str, typer.Option(help="Column with the date of birth.")] = "",
    engine: Annotated[
        str, typer.Option(help="local, or dask: the workers of a cluster (extra “cluster”).")
    ] = "local",
    scheduler: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Scheduler of the cluster; two local workers if unset."
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="CSV or Parquet file to write: id, campaign (-1: individual), person, own_text"
            " and left_out.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Find campaigns among letters: who sent the same form, and what each added. No database."""
    from .statements_group import group

    person = {
        "name": name,
        "address": address,
        "postal_code": postal_code,
        "city": city,
        "email": email,
        "birth_date": birth_date,
    }
    group(
        file,
        text=text,
        id=id_,
        out=out,
        json_=as_json,
        person=person,
        engine=engine,
        scheduler=scheduler,
    )


@app.command("compile")
def compile_kernels() -> None:
    """Compile what grouping needs and keep it, so that the first grouping need not wait."""
    from dialogwerk.cores.statements.kernels.warming import compile_kernels

    typer.echo(f"The kernels are compiled ({compile_kernels():.1f} s).")


@app.command("themes", epilog=THEMES_EXIT_CODES)
def learn_themes(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="Table with one column for each label (1 or 0)."
        ),
    ],
    text: Annotated[
        list[str] | None,
        typer.Option(help="Column with the text; may be repeated, e.g. for title and text."),
    ] = None,
    labels: Annotated[str, typer.Option(help="Label columns, separated by commas.")] = "",
    labels_from: Annotated[
        str, typer.Option(metavar="COLUMN", help="Every column from this one on is a label.")
    ] = "",
    labels_prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="Every column that begins so is a label.")
    ] = "",
    cross_validate: Annotated[
        int, typer.Option(metavar="N", min=0, help="Test in N portions; 0: do not test.")
    ] = 10,
    only: Annotated[
        int, typer.Option(metavar="N", min=0, help="Learn from N rows only, test on the others.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of the portions and of the draw.")] = 1,
    predict: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Table whose labels are wanted."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="CSV with the predicted labels and their evidence."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Learn themes from decided texts; say how well that works, or predict others. No database."""
    from .statements_themes import themes

    themes(
        file,
        text=text or ["text"],
        labels=[one.strip() for one in labels.split(",") if one.strip()],
        labels_from=labels_from,
        labels_prefix=labels_prefix,
        cross_validate=cross_validate,
        only=only,
        seed=seed,
        predict=predict,
        out=out,
        json_=as_json,
    )


@app.command("synopsis", epilog=OUT_EXIT_CODES)
def write_synopsis(
    procedure: Annotated[str, typer.Option(help="Slug of the procedure.")],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", dir_okay=False, help="File to write, e.g. synopse.xlsx."),
    ],
    ending: Annotated[
        str | None,
        typer.Option("--format", help="pdf, xlsx, docx, csv or json; else by the file's ending."),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Names instead of code numbers; the look is logged.")
    ] = False,
    lang: Annotated[str, typer.Option(help="Of headings and labels: de or en.")] = "de",
) -> None:
    """Write the synopsis (Abwägungstabelle): every argument somebody raised, with its answer."""
    from .statements_synopsis import synopsis

    synopsis(procedure, out, ending, names=names, lang=lang)


@app.command(
    "leak-check",
    epilog="Exit codes: 0 nothing found; 1 something was found, it is listed; 2 wrong call.",
)
def check_leaks(
    procedure: Annotated[str, typer.Option(help="Slug of the procedure.")],
    letters: Annotated[
        int, typer.Option(min=0, help="Search so many of the newest letters as handed out.")
    ] = 1000,
) -> None:
    """Search every page, export and letter for others than the authority for who wrote."""
    from .statements_leaks import leak_check

    leak_check(procedure, letters)


@app.command("letters", epilog=OUT_EXIT_CODES)
def write_letters(
    procedure: Annotated[str, typer.Option(help="Slug of the procedure.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", file_okay=False, help="Folder for the PDF files.")
    ],
) -> None:
    """Write every due reply letter and save what is ready to be sent, with a list; send nothing."""
    from .statements_synopsis import letters

    letters(procedure, out)


def _staged(file: Path, slug: str, received: datetime | None, channel: str) -> ImportBatch:
    from django.utils import timezone

    from dialogwerk.apps.statements.services import imports

    procedure = house.find_procedure(slug)
    _check_options(channel, received)
    received_at = timezone.make_aware(received) if received else None
    with _readable_table(), file.open("rb") as stream:
        return imports.stage(
            procedure=procedure,
            file=stream,
            name=file.name,
            by=house.ACTOR,
            channel=channel,
            received_at=received_at,
        )


@contextmanager
def _discarded_unless_begun(batch: ImportBatch) -> Iterator[None]:
    """After a dry run or a wrong call no copy of the table stays behind."""
    from dialogwerk.apps.statements.services import imports

    try:
        yield
    finally:
        if not batch.rows_done and batch.state != batch.State.DONE:
            imports.discard(batch)


def _settle_columns(batch: ImportBatch, columns: list[str], leave_out: list[str]) -> None:
    from dialogwerk.apps.statements.errors import StatementError
    from dialogwerk.apps.statements.services import imports

    try:
        imports.set_mapping(batch, _mapping(batch.mapping, columns, leave_out))
    except StatementError as error:
        house.stop(str(error), house.WRONG_CALL)


def _check_options(channel: str, received: datetime | None) -> None:
    from dialogwerk.apps.statements.models.letters import Channel

    if channel not in Channel.values:
        known = ", ".join(Channel.values)
        house.stop(f"There is no channel “{channel}”. The channels are: {known}.", house.WRONG_CALL)
    if received and received > datetime.now():  # noqa: DTZ005 - compared with a local date
        house.stop(f"The date of receipt {received:%Y-%m-%d} is in the future.", house.WRONG_CALL)


@contextmanager
def _readable_table() -> Iterator[None]:
    """Ends the command with a sentence when the file turns out not to be a table."""
    from dialogwerk.cores.tables import TableError

    try:
        yield
    except TableError as error:
        house.stop(str(error), house.UNREADABLE)


def _mapping(
    proposed: dict[str, Any], columns: list[str], leave_out: list[str]
) -> dict[str, str | list[str]]:
    """The proposal, with what the call says about single fields."""
    chosen = {}
    for pair in columns:
        field, sign, column = pair.partition("=")
        if not sign:
            house.stop(f"“{pair}” is no FIELD=COLUMN, e.g. --map text=Text.", house.WRONG_CALL)
        chosen[field.strip()] = column.strip()
    taken = set(chosen.values())
    mapping = {field: col for field, col in proposed.items() if col not in taken} | chosen
    out = [*mapping.pop("left_out", []), *leave_out]
    mapped = set(mapping.values())
    return mapping | {"left_out": [col for col in dict.fromkeys(out) if col not in mapped]}


def _check(batch: ImportBatch) -> None:
    from dialogwerk.apps.statements.services import imports

    with _readable_table(), Ticker("Reading") as ticker:
        imports.check(batch, ticker)


def _take_in(batch: ImportBatch) -> None:
    from dialogwerk.apps.statements.services import imports

    with _readable_table(), Ticker("Taking in", batch.rows_total) as ticker:
        imports.take_in_rows(batch, by=house.ACTOR, progress=ticker)


def _group(batch: ImportBatch) -> str:
    """Look for campaigns at once, without waiting for a worker; the run's code."""
    from dialogwerk.apps.base.runs import execute_run
    from dialogwerk.apps.statements.services.grouping_runs import start_grouping

    typer.echo("Looking for campaigns …", err=True)
    run = start_grouping(batch.procedure, by=house.ACTOR)
    execute_run.call(run.pk)
    run.refresh_from_db()
    if run.error:
        typer.echo(f"Looking for campaigns failed: {run.error}", err=True)
    return str(run.public_id)


def _write_findings(batch: ImportBatch, path: Path) -> None:
    from dialogwerk.apps.statements.services.imports import findings_table
    from dialogwerk.cores.tables import write_csv

    write_csv(path, *findings_table(batch))


def _print_sentences(batch: ImportBatch, dry_run: bool, grouped: str) -> None:
    from dialogwerk.apps.statements.services.import_findings import shown

    notes = [one["sentence"] for one in shown(batch.summary["notes"])]
    grave = [one for one in batch.findings if one["severity"] != "note"]
    lines = [f"Row {one['row']}: {one['sentence']}" for one in shown(grave[:SHOWN_FINDINGS])]
    for line in [*notes, *lines]:
        typer.echo(line, err=True)
    rest = batch.summary["findings"] - batch.summary["by_severity"]["note"] - len(lines)
    if rest > 0:
        typer.echo(f"… and {rest:,} more findings; --findings FILE writes them.", err=True)
    counts = batch.summary
    if dry_run:
        typer.echo(
            f"{batch.rows_total:,} rows: {counts['new']:,} letters would be taken in,"
            f" {counts['known']:,} are known already, {counts['refused']:,} cannot be taken in."
        )
        return
    typer.echo(
        f"{batch.rows_done:,} rows: {batch.added:,} letters taken in,"
        f" {batch.known:,} known already, {batch.refused:,} not taken in."
        f" Import {batch.code}" + (f", campaigns by run {grouped}." if grouped else ".")
    )


def _print_json(batch: ImportBatch, dry_run: bool, grouped: str) -> None:
    from dialogwerk.apps.statements.services.import_findings import shown

    counts = batch.summary
    answer = {
        "import": batch.code,
        "procedure": batch.procedure.slug,
        "dry_run": dry_run,
        "file": {"name": batch.name, "sha256": batch.sha256, "format": batch.media_kind},
        "mapping": batch.mapping,
        "rows": batch.rows_total,
        "added": counts["new"] if dry_run else batch.added,
        "known": counts["known"] if dry_run else batch.known,
        "refused": counts["refused"] if dry_run else batch.refused,
        "findings": list(shown(batch.findings)),
        "findings_total": counts["findings"],
        "notes": [one["sentence"] for one in shown(counts["notes"])],
        "grouping_run": grouped,
    }
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
