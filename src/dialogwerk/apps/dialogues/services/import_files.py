"""The rows of a file with contributions, whatever it is: a table, or JSON of Decidim."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.cores.contributions import ContributionsError, rows_of_json
from dialogwerk.cores.tables import Limits, TableError, read_table

from ..errors import NotAllowedNow, UnfitFile
from ..models import ContributionImport
from .import_words import error_sentence

LIMITS = Limits(max_columns=500)
SAMPLES = 200


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row: its number as its program shows it, its values, what was noticed in opening it."""

    number: int
    values: Mapping[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file, its columns known, its rows waiting."""

    media_kind: str
    header: list[str]
    sha256: str
    samples: list[Mapping[str, str]]
    row_count: int
    notes: list[str] = field(default_factory=list)


def look_into(stream: BinaryIO, name: str) -> OpenedFile:
    """What kind of file it is, its columns and its first rows.

    Raises:
        UnfitFile: it cannot be read; the text says why and what to do.
    """
    with readable():
        if _is_json(stream):
            return _look_into_json(stream, name)
        stream.seek(0)
        table = read_table(stream, name=name, limits=LIMITS)
        samples: list[Mapping[str, str]] = [row.values for row in islice(table.rows(), SAMPLES)]
        notes = [str(note) for note in table.notes]
        return OpenedFile(
            table.format, list(table.header), table.sha256, samples, table.row_count(), notes
        )


def _look_into_json(stream: BinaryIO, name: str) -> OpenedFile:
    """The columns of all objects, for a text need not have the same languages in each."""
    stream.seek(0)
    header: dict[str, None] = {}
    samples: list[Mapping[str, str]] = []
    count = 0
    for count, values in enumerate(rows_of_json(stream, name=name), start=1):
        header |= dict.fromkeys(values)
        if count <= SAMPLES:
            samples.append(values)
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    return OpenedFile("json", list(header), digest, samples, count)


def _is_json(stream: BinaryIO) -> bool:
    stream.seek(0)
    return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")


@contextmanager
def rows_of(one: ContributionImport) -> Iterator[Iterator[FileRow]]:
    """The rows of an import's file, streamed.

    Raises:
        NotAllowedNow: the file was removed when everything was in.
        UnfitFile: it turns out to be unreadable further down.
    """
    if not one.file or not one.file.storage.exists(one.file.name or ""):
        raise NotAllowedNow(_("The file is not there any more. Please upload it again."))
    with one.file.open("rb") as stream, readable():
        yield _rows(stream.file, one)


def _rows(stream: Any, one: ContributionImport) -> Iterator[FileRow]:
    if one.media_kind == "json":
        for number, values in enumerate(rows_of_json(stream, name=one.name), start=1):
            yield FileRow(number, values)
        return
    for row in read_table(stream, name=one.name, limits=LIMITS).rows():
        yield FileRow(row.number, row.values, row.problems)


@contextmanager
def readable() -> Iterator[None]:
    """Says in the reader's language why a file cannot be read."""
    try:
        yield
    except TableError as error:
        raise UnfitFile(table_sentence(error)) from error
    except ContributionsError as error:
        raise UnfitFile(error_sentence(error)) from error
