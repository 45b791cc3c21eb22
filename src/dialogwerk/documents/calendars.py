"""The calendar of a procedure as a table: XLSX with real dates, CSV for German spreadsheets.

No text can become a formula: XLSX cells are typed as text, CSV is written by `cores.tables`.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dialogwerk.cores import tables
from dialogwerk.documents.text import printable, printable_lines

Cell = str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its width in characters."""

    head: str
    width: int


@dataclass(frozen=True, slots=True)
class CalendarTable:
    """A calendar as rows of texts and days.

    Attributes:
        title: of the procedure.
        note: what the table is and of which day.
        sheet: name of the sheet, at most 31 characters.
        as_of: day of the table; the same values give the same file.
    """

    title: str
    note: str
    sheet: str
    as_of: date
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def write_csv(target: BinaryIO, table: CalendarTable) -> None:
    """Write the table as CSV: UTF-8 with mark, semicolons, CRLF; days as 30.04.2027."""
    rows = ([_as_text(cell) for cell in row] for row in table.rows)
    tables.write_csv(target, [column.head for column in table.columns], rows)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.}{cell.year:04d}"
    return printable_lines(cell or "")


def write_xlsx(target: BinaryIO, table: CalendarTable) -> None:
    """Write the table as XLSX: frozen head, filter, days one can sort and count with."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(_properties(table))
        head = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#EEF2F7", "bottom": 1}
        )
        text = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
        sheet = book.add_worksheet(table.sheet)
        _lay_out(sheet, table, head)
        for line, row in enumerate(table.rows, start=1):
            _fill(sheet, line, row, text, day)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    target.write(stream.getvalue())


def _lay_out(sheet: Worksheet, table: CalendarTable, head: Any) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.head, head)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_in_header(table.title)}&R{_in_header(table.note)}")


def _in_header(text: str) -> str:
    """A text in the printed head, where "&" begins a command and 255 characters are the limit."""
    return printable(text)[:100].replace("&", "&&")


def _fill(sheet: Worksheet, line: int, row: Sequence[Cell], text: Any, day: Any) -> None:
    for number, cell in enumerate(row):
        if isinstance(cell, date) and cell.year >= 1900:
            sheet.write_datetime(line, number, datetime.combine(cell, time()), day)
        elif cell:
            sheet.write_string(line, number, _as_text(cell), text)


def _properties(table: CalendarTable) -> dict[str, Any]:
    return {
        "title": printable(table.title)[:255],
        "subject": printable(table.note)[:255],
        "created": datetime.combine(table.as_of, time(12), tzinfo=UTC),
    }
