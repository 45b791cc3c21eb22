"""What leaves the house, by command: the synopsis as a file, reply letters as a folder of PDF.

The commands are declared in ``statements``; this module does their work once Django is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from . import house

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialogwerk.apps.schemes.models import Procedure
    from dialogwerk.apps.statements.models import Reply

LANGUAGES = ("de", "en")
COLUMNS = ("reply", "file", "pages", "sha256", "way")


def synopsis(
    procedure: str, out: Path, format_: str | None = None, names: bool = False, lang: str = "de"
) -> None:
    """Write the synopsis of a procedure; the format follows from the ending of the file.

    Args:
        procedure: slug.
        names: show names instead of code numbers; the look is logged.
        lang: ``de`` or ``en``.
    """
    house.start_django()
    from dialogwerk.apps.people.audiences import Audience
    from dialogwerk.apps.statements.services import synopsis as service
    from dialogwerk.documents.synopsis import FORMATS

    ending = house.ending_of(out, format_, FORMATS)
    if lang not in LANGUAGES:
        house.stop(f"There is no language “{lang}”; choose de or en.", house.WRONG_CALL)
    found = house.find_procedure(procedure)
    reader = service.Reader(Audience.AUTHORITY, by=house.ACTOR, with_names=names)
    with house.whole(out) as partial, partial.open("wb") as target:
        service.write_file(target, found, ending, reader=reader, lang=lang)  # type: ignore[arg-type]
    typer.echo(f"Synopsis of {service.arguments_of(found).count():,} arguments written to {out}.")


def letters(procedure: str, out: Path) -> None:
    """Write every due reply letter and put those ready to be sent into a folder, with a list.

    The letters count as written, not as sent; what is with the printer or unclear is left out.
    """
    house.start_django()
    from dialogwerk.apps.statements.services import writing
    from dialogwerk.cores.tables import write_csv

    found = house.find_procedure(procedure)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        house.stop(f"The folder {out} cannot be made: {error}.", house.UNREADABLE)
    for done, total in writing.write_due(found, by=house.ACTOR):
        typer.echo(f"Writing letters: {done:,} of {total:,}", err=True)
    try:
        count = write_csv(out / "letters.csv", COLUMNS, _saved(found, out))
    except OSError as error:
        house.stop(f"The letters cannot be saved in {out}: {error}.", house.UNREADABLE)
    typer.echo(f"{count:,} letters saved in {out}, listed in letters.csv.")


def _saved(procedure: Procedure, out: Path) -> Iterator[tuple[str, ...]]:
    """Save each letter that is ready to be sent; yields its line of the list."""
    from dialogwerk.apps.people.services import identities
    from dialogwerk.apps.statements.services import dispatch

    ready = dispatch.written(procedure)
    identities(
        ready.values_list("person", flat=True),
        by=house.ACTOR,
        purpose="letters as files",
        procedure=procedure.slug,
    )
    ways = {"email": dispatch.by_email, "post": dispatch.by_post, "receipt": dispatch.by_receipt}
    for way, chosen in ways.items():
        for reply in chosen(ready).order_by("pk").iterator(200):
            yield _save(reply, out, way)


def _save(reply: Reply, out: Path, way: str) -> tuple[str, ...]:
    import pypdfium2

    name = f"{reply.code}.pdf"
    with reply.pdf.open("rb") as file:
        content = file.read()
    (out / name).write_bytes(content)
    with pypdfium2.PdfDocument(content) as document:
        pages = len(document)
    return reply.code, name, str(pages), reply.sha256, way
