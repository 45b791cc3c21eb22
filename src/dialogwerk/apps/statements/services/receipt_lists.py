"""Receipts of letters that staff took in, so that those who wrote can get them: as table, as slips.

A receipt opens its letter. Every file is noted in the journal, with how many receipts it held and
none of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.sites import absolute_url
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import write_csv
from dialogwerk.documents.slips import Slip, SlipSheet, slip_sheet
from dialogwerk.documents.values import Lang

from ..models import ImportBatch, SignatureList, Statement
from ..models.letters import StatementQuerySet

SLIPS_PER_FILE = 1_000
"""So many letters go into one file of slips; it is set in memory."""


@dataclass(frozen=True)
class Bundle:
    """Letters that came in together: a table or a signature list, with its code and its name."""

    procedure: Procedure
    code: str
    name: str
    letters: StatementQuerySet

    @cached_property
    def count(self) -> int:
        """How many letters."""
        return self.letters.count()

    @property
    def parts(self) -> list[range]:
        """The letters of each file of slips, counted from 1."""
        return [
            range(first, min(first + SLIPS_PER_FILE, self.count + 1))
            for first in range(1, self.count + 1, SLIPS_PER_FILE)
        ]


def of_import(batch: ImportBatch) -> Bundle:
    """The letters that came with this table."""
    letters = Statement.objects.filter(table=batch)
    return _bundle(batch.procedure, batch.code, batch.name, letters)


def of_list(signed: SignatureList) -> Bundle:
    """The letters of everybody who signed."""
    letters = Statement.objects.filter(signature_list=signed)
    return _bundle(signed.procedure, signed.code, signed.title, letters)


def _bundle(procedure: Procedure, code: str, name: str, letters: StatementQuerySet) -> Bundle:
    return Bundle(procedure, code, name, letters.select_related("original").order_by("pk"))


def row_of(letter: Statement) -> str:
    """The row of the table that a letter came from; empty for a letter from elsewhere."""
    row = letter.original.source.rpartition(", ")[2]
    return row if row.isdecimal() else ""


def write_table(target: BinaryIO, bundle: Bundle, *, by: str) -> int:
    """Write source number, row, letter, receipt and day as CSV; returns how many letters."""
    header = [_("Number in the source"), _("Row"), _("Letter"), _("Receipt"), _("Received")]
    written = write_csv(target, header, _rows(bundle))
    _note(bundle, "csv", written, by)
    return written


def _rows(bundle: Bundle) -> Iterator[list[str]]:
    letters = bundle.letters.defer("text", "original__body", "own_words", "left_out")
    for one in letters.iterator(chunk_size=2_000):
        day = timezone.localdate(one.received_at).isoformat()
        yield [one.external_id, row_of(one), one.code, one.receipt, day]


def slips(bundle: Bundle, part: range, *, by: str, lang: Lang) -> bytes:
    """The receipts of some letters as PDF to cut out; ``part`` is one of ``bundle.parts``."""
    letters = bundle.letters.defer("text", "original__body", "own_words", "left_out")
    chosen = list(letters[part.start - 1 : part.stop - 1])
    sheet = SlipSheet(
        source=bundle.name,
        procedure=bundle.procedure.title,
        date=timezone.localdate(),
        lookup_url=absolute_url(reverse("lookup")),
        slips=[_slip(one) for one in chosen],
        lang=lang,
    )
    _note(bundle, "pdf", len(chosen), by)
    return slip_sheet(sheet)


def _slip(letter: Statement) -> Slip:
    return Slip(
        code=letter.receipt,
        letter=letter.code,
        received_on=timezone.localdate(letter.received_at),
        number=letter.external_id,
    )


def _note(bundle: Bundle, form: str, count: int, by: str) -> None:
    record(
        "receipts.exported",
        subject=bundle.code,
        actor=by,
        procedure=bundle.procedure.slug,
        payload={"as": form, "letters": count},
    )
