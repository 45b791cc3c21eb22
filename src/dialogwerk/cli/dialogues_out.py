"""What leaves a dialogue by command: its contributions as open data, its results report.

The commands are declared in ``dialogues``; this module does their work once Django is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.apps.dialogues.models import Process, ReportVersion

REPORT_ENDINGS = ("pdf", "xlsx", "zip", "json")


def export(process: Process, out: Path, format_: str | None, lang: str) -> None:
    """Write all public contributions; the format follows from the ending of the file."""
    from django.utils import translation

    from dialogwerk.apps.dialogues.services import open_data

    ending = house.ending_of(out, format_, open_data.MEDIA_TYPES)
    with translation.override(lang), house.whole(out) as partial, partial.open("wb") as target:
        open_data.write(process, ending, target)
    count = process.contributions.public().count()
    typer.echo(f"{count:,} contributions written to {out}.")


def report(process: Process, out: Path, format_: str | None, number: int | None) -> None:
    """Write a published version of the results report; without number the newest."""
    from dialogwerk.apps.dialogues.services import report as service

    ending = house.ending_of(out, format_, REPORT_ENDINGS)
    version = _version(process, number)
    with house.whole(out) as partial:
        partial.write_bytes(service.file_of(version, ending))
    typer.echo(f"Version {version.number} of the results (SHA-256 {version.sha256}): {out}.")


def _version(process: Process, number: int | None) -> ReportVersion:
    versions = process.reports.newest_first()
    found = versions.first() if number is None else versions.filter(number=number).first()
    if found is None:
        numbers = ", ".join(str(one) for one in versions.values_list("number", flat=True)[:20])
        there = f"There are: {numbers}." if numbers else "No version is published yet."
        wanted = "" if number is None else f"There is no version {number} of its results. "
        house.stop(f"{wanted}{there}", house.WRONG_CALL)
    found.process = process
    return found
