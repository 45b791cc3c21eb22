"""The rows of a table by portions: read, compared with what is there already, counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.utils import timezone

from dialogwerk.apps.schemes.models import Procedure

from ..models import ImportBatch, Statement
from . import import_findings as kinds
from .import_findings import Finding
from .import_rows import Defaults, Reading, RowReader, end_of_day
from .intake import as_kept

ROWS_PER_TRANSACTION = 2_000
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Known:
    """What the database holds already under the keys of some rows."""

    texts: dict[str, str]

    def sort(self, reading: Reading) -> bool:
        """Whether the row is there already; a differing text is noted as a conflict."""
        if reading.letter is None or reading.key not in self.texts:
            return False
        if self.texts[reading.key] == as_kept(reading.letter.text):
            return True
        reading.findings.append(
            Finding.of(kinds.CONFLICT, reading.row, "id", id=reading.external_id)
        )
        reading.letter = None
        return False


def known_among(procedure: Procedure, readings: Iterable[Reading]) -> Known:
    """What the procedure holds already of these rows, looked up by their keys.

    In no order: asked for the usual one, SQLite would walk through all letters in that order.
    """
    keys = [reading.key for reading in readings if reading.letter is not None]
    rows = Statement.objects.filter(procedure=procedure, submission_key__in=keys)
    found = rows.order_by().values_list("submission_key", "text")
    return Known({key: text for key, text in found if key})


def reader_of(batch: ImportBatch) -> RowReader:
    """What turns rows of this table into letters, by its mapping."""
    defaults = Defaults(
        received_at=batch.received_at or batch.created_at,
        channel=batch.channel,
        source=batch.name,
        now=end_of_day(timezone.now()),
    )
    return RowReader(batch.mapping, defaults)


def portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """As many as one transaction takes, again and again."""
    iterator = iter(items)
    while portion := list(islice(iterator, ROWS_PER_TRANSACTION)):
        yield portion


@dataclass(slots=True)
class Counts:
    """How many rows were read, and what would become or came of them."""

    rows: int = 0
    added: int = 0
    known: int = 0
    refused: int = 0

    def add(self, readings: Sequence[Reading], known: int) -> None:
        """``known`` of these are there already; repeated rows of the file count as known too."""
        refused = sum(reading.is_refused for reading in readings)
        added = sum(reading.letter is not None for reading in readings) - known
        self.rows += len(readings)
        self.added += added
        self.refused += refused
        self.known += len(readings) - added - refused
