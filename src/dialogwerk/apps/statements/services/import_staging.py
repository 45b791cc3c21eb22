"""A table on its way in: kept as a file, its columns settled, or thrown away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.base import File
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import Limits, Table, read_table

from ..errors import NotAllowedNow
from ..models import ImportBatch
from ..models.letters import Channel
from .import_fields import Mapped, checked, propose, remember
from .import_findings import Finding

IMPORT_LIMITS = Limits(max_columns=500)
State = ImportBatch.State


def stage(
    *,
    procedure: Procedure,
    file: BinaryIO,
    name: str,
    by: str,
    channel: str = Channel.IMPORT,
    received_at: datetime | None = None,
) -> ImportBatch:
    """Keep a table for import and propose which column is which field.

    Args:
        file: seekable; read from its start.
        received_at: for rows without a date of their own; the moment of staging by default.

    Raises:
        TableError: the file is not a table that can be read.
    """
    name = PurePath(name.replace("\\", "/")).name[:250] or "table"
    file.seek(0)
    table = read_table(file, name=name, limits=IMPORT_LIMITS)
    batch = ImportBatch(
        procedure=procedure,
        name=name,
        sha256=table.sha256,
        media_kind=table.format,
        encoding=table.encoding or "",
        header=list(table.header),
        mapping=propose(table.header),
        rows_total=table.row_count(),
        channel=channel,
        received_at=received_at,
        created_by=by,
        summary={"notes": [Finding.of_problem(note, 0).as_json() for note in table.notes]},
    )
    batch.size = file.seek(0, 2)
    file.seek(0)
    batch.file.save(table.sha256, File(file), save=False)
    batch.save()
    return batch


def set_mapping(
    batch: ImportBatch,
    mapping: Mapped,
    *,
    channel: str | None = None,
    received_at: datetime | None = None,
) -> None:
    """Decide which column is which field; the decision is offered again for such tables.

    Raises:
        UnfitMapping: no column for the text, or names that do not exist.
        NotAllowedNow: rows were taken in already.
    """
    check_not_begun(batch)
    batch.mapping = checked(batch.header, mapping)
    batch.channel = channel or batch.channel
    batch.received_at = received_at or batch.received_at
    batch.state = State.UPLOADED
    batch.save(update_fields=["mapping", "channel", "received_at", "state"])
    remember(batch.header, batch.mapping)


def discard(batch: ImportBatch) -> None:
    """Remove a table that was uploaded but not taken in, with its file.

    Raises:
        NotAllowedNow: rows were taken in already, or others rely on the table being taken in.
    """
    check_not_begun(batch)
    name, storage = batch.file.name, batch.file.storage
    try:
        batch.delete()
    except ProtectedError as error:
        raise NotAllowedNow(
            _("Somebody was told that these letters have arrived; the table cannot be removed.")
        ) from error
    if name:
        storage.delete(name)


def check_not_begun(batch: ImportBatch) -> None:
    if batch.rows_done or batch.state in (State.RUNNING, State.DONE):
        raise NotAllowedNow(_("This import has begun; its columns are settled."))


@contextmanager
def opened_table(batch: ImportBatch) -> Iterator[Table]:
    """The table of an import, as long as its file is kept.

    Raises:
        NotAllowedNow: the file was removed when everything was taken in.
        TableError: the file cannot be read.
    """
    if not batch.file:
        raise NotAllowedNow(_("The file was removed after it had been taken in."))
    if not batch.file.storage.exists(batch.file.name or ""):
        raise NotAllowedNow(_("The file is missing in the store. Please upload it again."))
    with batch.file.open("rb") as stream:
        yield read_table(stream.file, name=batch.name, limits=IMPORT_LIMITS)


def sample_rows(batch: ImportBatch, count: int = 5) -> list[dict[str, str]]:
    """The first rows as they stand in the table, for choosing columns."""
    with opened_table(batch) as table:
        return [row.values for row in islice(table.rows(), count)]
