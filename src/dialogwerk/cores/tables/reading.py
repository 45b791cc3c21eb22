"""Opening a table: one function for whatever people send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .archives import Archive
from .delimited import open_delimited
from .encodings import checksum
from .errors import EmptyFile, EncryptedFile, NotATable
from .headers import Header, find_header, rows_below
from .limits import Limits
from .old_formats import OldWorkbook
from .sniffing import container, declared_encoding, looks_binary, utf16_without_mark
from .sources import Source
from .values import Problem, Record, Row
from .xlsx import Workbook

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OFFICE: dict[str, str] = {
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "word/document.xml": "a text document (.docx)",
    "ppt/presentation.xml": "a presentation (.pptx)",
}


@dataclass(frozen=True)
class Table:
    """A table, its header read, its rows waiting.

    Attributes:
        name: file name for messages.
        format: "csv", "xlsx", "xls" or "ods".
        columns: column names and where they stand.
        sha256: hexadecimal digest of the file's bytes.
        encoding: Python name of the characters' encoding; None for workbooks.
        delimiter: between the values of a CSV row; None for workbooks.
        sheet: name of the sheet that is read; None for CSV.
        notes: choices made while opening that a person should know of.
    """

    name: str
    format: str
    columns: Header
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    notes: tuple[Problem, ...] = ()
    _records: Callable[[], Iterator[Record]] = field(default=lambda: iter(()), repr=False)
    _count: Callable[[], int] = field(default=lambda: 0, repr=False)

    @property
    def header(self) -> tuple[str, ...]:
        """Column names, cleaned of surrounding white space."""
        return self.columns.names

    def rows(self) -> Iterator[Row]:
        """The rows below the header, streamed; empty rows are left out. Starts anew each time.

        Raises:
            TableError: the file turns out to be unreadable further down.
        """
        return rows_below(self._records(), self.columns)

    def row_count(self) -> int:
        """About how many rows there are, for showing progress.

        Estimated for CSV and, by the sheet's own word, for .xlsx; counted for .xls and .ods.
        """
        return self._count()


def read_table(
    source: Path | BinaryIO,
    *,
    name: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    sheet: str | int | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Table:
    """Open a CSV, .xlsx, .xls or .ods table, recognised by its content.

    Args:
        source: path, or binary stream, read from its present position and left open; it must
            stay open while rows are read.
        name: what messages call the file; its own name by default.
        limits: bounds on size and memory.
        sheet: name or 1-based position; by default the first visible sheet with data.
        header_row: number of the row with the column names; by default the first that holds
            something other than a title.
        encoding: overrides the detection for CSV.
        delimiter: overrides the detection for CSV.

    Raises:
        TableError: with a sentence saying what is wrong, where, and what to do.
    """
    opened = Source(source, name, limits)
    head = opened.head()
    if not head.strip():
        raise EmptyFile(name=opened.name)
    kind = container(head)
    if kind == "zip":
        return _from_zip(opened, sheet, header_row)
    if kind == "ole":
        return _from_ole(opened, sheet, header_row)
    wide = declared_encoding(head) or utf16_without_mark(head)
    if kind or (not wide and looks_binary(head)):
        raise NotATable(name=opened.name, kind=kind or "a file of unknown kind")
    return _from_text(opened, header_row, encoding, delimiter)


def _from_text(
    source: Source, header_row: int | None, encoding: str | None, delimiter: str | None
) -> Table:
    opened = open_delimited(source, encoding=encoding, delimiter=delimiter)
    header = _header(source, opened.records(), header_row)
    return Table(
        name=source.name,
        format="csv",
        columns=header,
        sha256=opened.scan.sha256,
        encoding=opened.dialect.encoding,
        delimiter=opened.dialect.delimiter,
        notes=opened.notes + header.notes,
        _records=opened.records,
        _count=opened.row_count,
    )


def _from_zip(source: Source, sheet: str | int | None, header_row: int | None) -> Table:
    sha256 = checksum(source.chunks())
    archive = Archive(source)
    mimetype = archive.read("mimetype", 1024) if "mimetype" in archive.names else b""
    if mimetype.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        return _old(source, "ods", sheet, header_row, sha256)
    if "xl/workbook.xml" not in archive.names and "[Content_Types].xml" not in archive.names:
        kind = "an OpenDocument file" if mimetype.startswith(_OPEN_DOCUMENT) else "a ZIP archive"
        raise NotATable(name=source.name, kind=kind)
    for member, kind in _OFFICE.items():
        if member in archive.names:
            raise NotATable(name=source.name, kind=kind)
    workbook = Workbook.open(archive)
    chosen = workbook.choose(sheet)
    header = _header(source, workbook.records(chosen), header_row)
    return Table(
        name=source.name,
        format="xlsx",
        columns=header,
        sha256=sha256,
        sheet=chosen.name,
        notes=header.notes,
        _records=lambda: workbook.records(chosen),
        _count=lambda: workbook.row_count(chosen),
    )


def _from_ole(source: Source, sheet: str | int | None, header_row: int | None) -> Table:
    """Old Excel, or a new workbook wrapped because it is encrypted (MS-OFFCRYPTO)."""
    marker = "EncryptedPackage".encode("utf-16-le")
    previous = b""
    for chunk in source.chunks():
        if marker in previous + chunk:
            raise EncryptedFile(name=source.name)
        previous = chunk[-64:]
    return _old(source, "xls", sheet, header_row, checksum(source.chunks()))


def _old(
    source: Source, format: str, sheet: str | int | None, header_row: int | None, sha256: str
) -> Table:
    workbook = OldWorkbook.open(source, format, sheet)
    header = _header(source, workbook.records(), header_row)
    return Table(
        name=source.name,
        format=format,
        columns=header,
        sha256=sha256,
        sheet=workbook.sheet,
        notes=header.notes,
        _records=workbook.records,
        _count=workbook.row_count,
    )


def _header(source: Source, records: Iterator[Record], wanted: int | None) -> Header:
    return find_header(records, name=source.name, limits=source.limits, wanted=wanted)
