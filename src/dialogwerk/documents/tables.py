"""The synopsis as data: XLSX, CSV and JSON, each written row by row.

No text of a citizen can become a formula: XLSX cells are typed as text, CSV is written by
`cores.tables`. A text longer than an XLSX cell may be (32,767 characters) goes on in the row below.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from itertools import zip_longest
from typing import Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dialogwerk.cores import tables
from dialogwerk.documents.letters import source_label
from dialogwerk.documents.text import printable, printable_lines
from dialogwerk.documents.values import Lang, Passage, Synopsis, SynopsisRow
from dialogwerk.documents.wording import kind_label, long_date, result_label, words

SCHEMA: Final = "dialogwerk.synopsis"
SCHEMA_VERSION: Final = 1
COLUMNS: Final = (
    *("number", "argument", "kind", "passages", "persons"),
    *("letters", "weighing", "reply", "sources"),
)
_WIDTHS: Final = {
    "number": 8,
    "argument": 32,
    "kind": 18,
    "passages": 60,
    "persons": 10,
    "letters": 10,
    "remark": 60,
    "weighing": 26,
    "reply": 70,
    "sources": 32,
}
_CELL_ROOM: Final = 32_000  # characters; Excel's limit is 32,767


def columns(synopsis: Synopsis) -> tuple[str, ...]:
    """The columns of this table: with the developer's comments once the developer was asked."""
    if not synopsis.has_remarks:
        return COLUMNS
    at = COLUMNS.index("weighing")
    return (*COLUMNS[:at], "remark", *COLUMNS[at:])


def write_xlsx(target: BinaryIO, synopsis: Synopsis) -> None:
    """Write the synopsis as XLSX: frozen header, filter, wrapped texts, a sheet on its origin."""
    say = words(synopsis.lang)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(_properties(synopsis))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#EEF2F7", "bottom": 1}
        )
        sheet = book.add_worksheet(say["arguments"])
        _lay_out(sheet, columns(synopsis), say, bold)
        last = _fill(sheet, synopsis, wrapped)
        sheet.autofilter(0, 0, max(last, 1), len(columns(synopsis)) - 1)
        _describe(book.add_worksheet(say["about"]), synopsis, wrapped)


def write_csv(target: BinaryIO, synopsis: Synopsis) -> None:
    """Write the synopsis as CSV for German spreadsheets: UTF-8 with mark, semicolons, CRLF."""
    say = words(synopsis.lang)
    wanted = columns(synopsis)
    rows = (_as_text(record(row, synopsis.lang, wanted)) for row in synopsis.rows)
    tables.write_csv(target, [say[key] for key in wanted], rows)


def write_json(target: BinaryIO, synopsis: Synopsis) -> None:
    """Write the synopsis as JSON in UTF-8; the keys are those of `as_json` and of the head.

    The head is ``schema``, ``schema_version``, ``lang``, ``title``, ``procedure``, ``as_of``
    (ISO 8601), ``note`` and ``arguments``; a change of meaning raises ``schema_version``.
    """
    head = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "lang": synopsis.lang,
        "title": synopsis.title,
        "procedure": synopsis.procedure,
        "as_of": synopsis.as_of.isoformat(),
        "note": synopsis.note,
    }
    target.write(_encoded(head)[:-1] + b',"arguments":[')
    for index, row in enumerate(synopsis.rows):
        line = as_json(row, synopsis.lang)
        if synopsis.has_remarks:
            line["developer_comment"] = row.remark
        target.write((b",\n" if index else b"\n") + _encoded(line))
    target.write(b"\n]}\n")


def as_json(row: SynopsisRow, lang: Lang) -> dict[str, Any]:
    """One argument with the keys of our open data; codes stay codes, labels stand beside them."""
    return {
        "number": row.number,
        "title": row.title,
        "kind": row.kind.value,
        "kind_label": kind_label(row.kind, lang),
        "persons": row.persons,
        "letters": row.letters,
        "passages": [{"author": p.author, "text": p.text} for p in row.passages],
        "result": row.result.value if row.result else None,
        "result_label": result_label(row.result, lang, passed_to=row.passed_to),
        "passed_to": row.passed_to,
        "answer": row.answer,
        "sources": [{"document": s.document, "page": s.page} for s in row.sources],
    }


def record(
    row: SynopsisRow, lang: Lang, wanted: tuple[str, ...] = COLUMNS
) -> tuple[str | int, ...]:
    """One argument as the cells of these columns."""
    cells: dict[str, str | int] = {
        "number": row.number,
        "argument": row.title,
        "kind": kind_label(row.kind, lang),
        "passages": "\n\n".join(map(_quoted, row.passages)),
        "persons": row.persons,
        "letters": row.letters,
        "remark": row.remark,
        "weighing": result_label(row.result, lang, passed_to=row.passed_to),
        "reply": row.answer,
        "sources": "\n".join(source_label(source, lang) for source in row.sources),
    }
    return tuple(cells[name] for name in wanted)


def _quoted(passage: Passage) -> str:
    return f"{passage.text} ({passage.author})"


def _as_text(cells: tuple[str | int, ...]) -> list[str]:
    return [printable_lines(cell) if isinstance(cell, str) else str(cell) for cell in cells]


def _lay_out(
    sheet: Worksheet, wanted: tuple[str, ...], say: Mapping[str, str], bold: Format
) -> None:
    for column, name in enumerate(wanted):
        sheet.set_column(column, column, _WIDTHS[name])
        sheet.write_string(0, column, say[name], bold)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _fill(sheet: Worksheet, synopsis: Synopsis, wrapped: Format) -> int:
    """Write all arguments and return the number of the last row."""
    line = 0
    wanted = columns(synopsis)
    for row in synopsis.rows:
        for cells in _in_cell_sizes(record(row, synopsis.lang, wanted)):
            line += 1
            for column, value in enumerate(cells):
                if isinstance(value, int):
                    sheet.write_number(line, column, value, wrapped)
                elif value:
                    sheet.write_string(line, column, value, wrapped)
    return line


def _in_cell_sizes(cells: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The cells of one argument, in as many rows as its longest text needs; the number repeats."""
    for index, parts in enumerate(zip_longest(*map(_parts, cells), fillvalue="")):
        yield parts if index == 0 else (cells[0], *parts[1:])


def _parts(value: str | int) -> list[str | int]:
    """A value cut into pieces that fit a cell."""
    if isinstance(value, int):
        return [value]
    text = printable_lines(value)
    return [text[at : at + _CELL_ROOM] for at in range(0, len(text), _CELL_ROOM)] or [""]


def _describe(sheet: Worksheet, synopsis: Synopsis, wrapped: Format) -> None:
    """The sheet that says what the table is."""
    say = words(synopsis.lang)
    day = long_date(synopsis.as_of, synopsis.lang)
    sheet.set_column(0, 0, 90)
    lines = (synopsis.title, synopsis.procedure, say["as_of"].format(date=day), synopsis.note)
    for index, line in enumerate(filter(None, lines)):
        sheet.write_string(index, 0, printable(line), wrapped)


def _properties(synopsis: Synopsis) -> dict[str, Any]:
    return {
        "title": printable(synopsis.title)[:255],
        "subject": printable(synopsis.procedure)[:255],
        "created": datetime.combine(synopsis.as_of, time(12), tzinfo=UTC),
    }


def _encoded(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", errors="replace")
