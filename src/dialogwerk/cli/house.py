"""Starting Django for the subcommands that need the database, and for no other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from dialogwerk.apps.schemes.models import Procedure

ACTOR = "system:command"
"""How the journal names whoever uses the command line."""

DONE, INCOMPLETE, WRONG_CALL, UNREADABLE = 0, 1, 2, 3
SHOWN_SLUGS = 20


def start_django() -> None:
    """Load the settings that DJANGO_SETTINGS_MODULE names; those of the demo if it names none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings.dev")
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def find_procedure(slug: str) -> Procedure:
    """The procedure with this slug; otherwise ends with a sentence that lists those there are."""
    from django.db import DatabaseError

    from dialogwerk.apps.schemes.models import Procedure

    try:
        found = Procedure.objects.filter(slug=slug).first()
    except DatabaseError as error:
        stop(
            f"The database is not ready ({error}). Check DATABASE_URL and DIALOGWERK_VAR,"
            " or prepare it with “dialogwerk manage migrate”.",
            WRONG_CALL,
        )
    if found is None:
        stop(f"There is no procedure “{slug}”. {_existing_slugs()}", WRONG_CALL)
    return found


def _existing_slugs() -> str:
    from dialogwerk.apps.schemes.models import Procedure

    slugs = list(Procedure.objects.order_by("slug").values_list("slug", flat=True)[:SHOWN_SLUGS])
    if not slugs:
        return "There is none yet; make one in the workbench or with “dialogwerk rehearse”."
    more = Procedure.objects.count() - len(slugs)
    return f"There are: {', '.join(slugs)}" + (f" and {more} more." if more else ".")


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """The path of a file that takes the place of ``out`` once it is written whole; else nothing
    stays behind, and a file that cannot be written ends the command with a sentence."""
    if not out.parent.is_dir():
        stop(f"There is no folder {out.parent}. Make it first.", WRONG_CALL)
    partial = out.with_name(f".{out.name}.part")
    try:
        yield partial
        partial.replace(out)
    except OSError as error:
        stop(f"{out} cannot be written: {error}.", UNREADABLE)
    finally:
        partial.unlink(missing_ok=True)


def ending_of(out: Path, format_: str | None, known: Iterable[str]) -> str:
    """Which of the known formats a file is to have, by ``format_`` or its ending."""
    ending = (format_ or out.suffix.lstrip(".")).lower()
    if ending not in known:
        endings = ", ".join(f".{name}" for name in known)
        stop(
            f"“{out.name}” does not tell a format. Give the file one of the endings {endings},"
            " or name the format with --format.",
            WRONG_CALL,
        )
    return ending


def stop(sentence: str, code: int) -> NoReturn:
    """End with this sentence on the error stream and this code."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
