"""``dialogwerk dialogues``: contributions in from elsewhere and out, results as a file.

Nothing here imports Django before a command needs the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import dialogues_out, house
from .ticker import Ticker

if TYPE_CHECKING:
    from dialogwerk.apps.dialogues.models import ContributionImport, Format, Process

app = typer.Typer(
    help="Dialogues: contributions in and out, results as a file.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

EXIT_CODES = (
    "Exit codes: 0 every row is in; 1 some rows were not taken in (they are listed);"
    " 2 wrong call: unknown dialogue, format, field or column; 3 the file cannot be read."
)
SHOWN_FINDINGS = 20


class Lang(StrEnum):
    DE, EN = "de", "en"


@app.callback()
def dialogues() -> None:
    """Dialogues: contributions in and out, results as a file."""


@app.command("import", epilog=EXIT_CODES)
def import_contributions(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV, .xlsx, .xls, .ods, or JSON of Decidim."
        ),
    ],
    process: Annotated[str, typer.Option(help="Slug of the dialogue.")],
    format_: Annotated[str, typer.Option("--format", help="Slug of its format.")],
    source: Annotated[
        str,
        typer.Option(help="table, adhocracy or decidim; recognised by the columns if left out."),
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help="Which column is which field, e.g. --map text=Beitrag; may be repeated."
            " FIELD= alone leaves a field out. Other fields are proposed from the header.",
        ),
    ] = None,
    theme: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Column that says 1 where a theme applies; may be repeated. Replaces the"
            " proposed ones.",
        ),
    ] = None,
    credit: Annotated[
        str, typer.Option(help="Whom to credit; the site in the addresses if left out.")
    ] = "",
    licence: Annotated[
        str,
        typer.Option(
            help="cc-by-4.0, cc-by-sa-4.0, cc0-1.0, dl-de-by-2.0 or dl-de-zero-2.0; known for"
            " some sites."
        ),
    ] = "",
    said: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of rows that name none; today if left out."),
    ] = None,
    decided: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Day of outcomes that name none; they are not recorded if left out.",
        ),
    ] = None,
    held: Annotated[
        bool, typer.Option("--held", help="Show them only after somebody has looked at them.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would happen, row by row.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Take contributions in from a table or an export. The same file again adds nothing."""
    house.start_django()
    one = _staged(file, _format(process, format_), source)
    with _discarded_unless_begun(one):
        _settle(one, column or [], theme, credit, licence, said, decided, held)
        _check(one)
        if not dry_run:
            _take_in(one)
    (_print_json if as_json else _print_sentences)(one, dry_run)
    raise typer.Exit(house.INCOMPLETE if one.summary["refused"] else house.DONE)


@app.command("export")
def export_contributions(
    process: Annotated[str, typer.Option(help="Slug of the dialogue.")],
    out: Annotated[Path, typer.Option("--out", help="File: .csv, .xlsx, .json or .geojson.")],
    format_: Annotated[
        str | None, typer.Option("--format", help="Instead of the ending of the file.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of labels.")] = Lang.DE,
) -> None:
    """Write the public contributions of a dialogue with outcomes, credit and licence."""
    house.start_django()
    dialogues_out.export(find_process(process), out, format_, lang.value)


@app.command("report")
def results_report(
    process: Annotated[str, typer.Option(help="Slug of the dialogue.")],
    out: Annotated[Path, typer.Option("--out", help="File: .pdf, .xlsx, .zip (CSV) or .json.")],
    format_: Annotated[
        str | None, typer.Option("--format", help="Instead of the ending of the file.")
    ] = None,
    version: Annotated[
        int | None, typer.Option(min=1, help="Number of the version; the newest if left out.")
    ] = None,
) -> None:
    """Write a published version of the results of a dialogue."""
    house.start_django()
    dialogues_out.report(find_process(process), out, format_, version)


def find_process(slug: str) -> Process:
    """The dialogue with this slug; otherwise ends with a sentence that lists those there are."""
    from django.db import DatabaseError

    from dialogwerk.apps.dialogues.models import Process

    try:
        found = Process.objects.filter(slug=slug).first()
        known = list(Process.objects.order_by("slug").values_list("slug", flat=True)[:20])
    except DatabaseError as error:
        house.stop(
            f"The database is not ready ({error}). Check DATABASE_URL and DIALOGWERK_VAR,"
            " or prepare it with “dialogwerk manage migrate”.",
            house.WRONG_CALL,
        )
    if found is None:
        there = f"There are: {', '.join(known)}." if known else "There is none yet."
        house.stop(f"There is no dialogue “{slug}”. {there}", house.WRONG_CALL)
    return found


def _format(process_slug: str, slug: str) -> Format:
    from dialogwerk.apps.dialogues.formats import CONTRIBUTIONS

    process = find_process(process_slug)
    formats = process.formats.shown().filter(kind=CONTRIBUTIONS)
    found = formats.filter(slug=slug).first()
    if found is None:
        known = ", ".join(formats.values_list("slug", flat=True)) or "none"
        house.stop(
            f"“{process_slug}” has no format “{slug}” that takes contributions."
            f" There are: {known}.",
            house.WRONG_CALL,
        )
    found.process = process
    return found


def _staged(file: Path, format: Format, source: str) -> ContributionImport:
    from dialogwerk.apps.dialogues.services import imports
    from dialogwerk.cores.contributions import Source

    if source and source not in list(Source):
        house.stop(
            f"There is no source “{source}”. There are: {', '.join(Source)}.", house.WRONG_CALL
        )
    with _readable(), file.open("rb") as stream:
        return imports.stage(
            format=format, file=stream, name=file.name, by=house.ACTOR, source=source
        )


@contextmanager
def _discarded_unless_begun(one: ContributionImport) -> Iterator[None]:
    """After a dry run or a wrong call no copy of the file stays behind."""
    from dialogwerk.apps.dialogues.services import imports

    try:
        yield
    finally:
        if not one.rows_done and one.state != one.State.DONE:
            imports.discard(one)


def _settle(
    one: ContributionImport,
    pairs: list[str],
    themes: list[str] | None,
    credit: str,
    licence: str,
    said: datetime | None,
    decided: datetime | None,
    held: bool,
) -> None:
    from django.utils import timezone

    from dialogwerk.apps.dialogues.errors import DialogueError
    from dialogwerk.apps.dialogues.services import imports
    from dialogwerk.cores.contributions import Columns
    from dialogwerk.cores.contributions.credits import LICENCES

    if licence and licence not in LICENCES:
        house.stop(
            f"There is no licence “{licence}”. There are: {', '.join(LICENCES)}.",
            house.WRONG_CALL,
        )
    proposed = imports.columns_of(one)
    of = _mapping(dict(proposed.of), pairs)
    instead = {name: rest for name, rest in proposed.instead.items() if of.get(name)}
    labels = proposed.themes if themes is None else tuple(themes)
    columns = Columns(of, tuple(one for one in labels if one not in of.values()), instead)
    try:
        imports.settle(
            one,
            columns,
            credit=credit or one.credit,
            licence=licence or one.licence,
            said_at=timezone.make_aware(said.replace(hour=12)) if said else None,
            decided_on=decided.date() if decided else None,
            held=held,
        )
    except DialogueError as error:
        house.stop(str(error), house.WRONG_CALL)


def _mapping(of: dict[str, str], pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not sign:
            house.stop(f"“{pair}” is no FIELD=COLUMN, e.g. --map text=Text.", house.WRONG_CALL)
        of = {key: kept for key, kept in of.items() if kept != column.strip()}
        of[name.strip()] = column.strip()
    return of


@contextmanager
def _readable() -> Iterator[None]:
    """Ends the command with a sentence when the file turns out not to be readable."""
    from dialogwerk.apps.dialogues.errors import UnfitFile

    try:
        yield
    except UnfitFile as error:
        house.stop(str(error), house.UNREADABLE)


def _check(one: ContributionImport) -> None:
    from dialogwerk.apps.dialogues.services import imports

    with _readable(), Ticker("Reading", one.rows_total) as ticker:
        imports.check(one, ticker)


def _take_in(one: ContributionImport) -> None:
    from dialogwerk.apps.dialogues.services import imports

    with _readable(), Ticker("Taking in", one.rows_total) as ticker:
        imports.take_in_rows(one, by=house.ACTOR, progress=ticker)


def _counts(one: ContributionImport, dry_run: bool) -> dict[str, int]:
    summary = one.summary
    if dry_run:
        return {
            "rows": one.rows_total,
            "added": summary["new"],
            "known": summary["known"],
            "refused": summary["refused"],
            "outcomes": summary["outcomes"],
            "themes": summary["themes"],
        }
    return {
        "rows": one.rows_done,
        "added": one.added,
        "known": one.known,
        "refused": one.refused,
        "outcomes": one.outcomes_added,
        "themes": one.themes_added,
    }


def _print_sentences(one: ContributionImport, dry_run: bool) -> None:
    from dialogwerk.apps.dialogues.services.import_words import shown

    grave = [found for found in one.findings if found["severity"] != "note"]
    for found in shown(grave[:SHOWN_FINDINGS]):
        typer.echo(f"Row {found['row']}, {found['label']}: {found['sentence']}", err=True)
    if len(grave) > SHOWN_FINDINGS:
        typer.echo(f"… and {len(grave) - SHOWN_FINDINGS:,} more; --json lists them.", err=True)
    counts = _counts(one, dry_run)
    would = "would be " if dry_run else ""
    typer.echo(
        f"{counts['rows']:,} rows: {counts['added']:,} contributions {would}taken in,"
        f" {counts['known']:,} known already, {counts['refused']:,} not taken in;"
        f" {counts['outcomes']:,} outcomes, {counts['themes']:,} themes."
        f" Credit: {one.credit_line or 'nobody'}."
    )


def _print_json(one: ContributionImport, dry_run: bool) -> None:
    from dialogwerk.apps.dialogues.services.import_words import shown

    answer: dict[str, Any] = {
        "import": one.code,
        "process": one.process.slug,
        "format": one.format.slug,
        "dry_run": dry_run,
        "file": {"name": one.name, "sha256": one.sha256, "format": one.media_kind},
        "source": one.source,
        "columns": one.columns,
        "credit": one.credit,
        "licence": one.licence,
        **_counts(one, dry_run),
        "findings": list(shown(one.findings)),
        "findings_total": one.summary["findings"],
        "notes": one.summary["notes"],
    }
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
