"""The results report of a dialogue as accessible PDF, as workbook, and as a package of open data.

All are made from the same value, so none can say something that another does not.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

import xlsxwriter

from dialogwerk.cores import tables
from dialogwerk.documents.errors import RenderError
from dialogwerk.documents.pdf import render
from dialogwerk.documents.text import paragraphs, printable, printable_lines
from dialogwerk.documents.values import Lang
from dialogwerk.documents.wording import long_date, words

Cell = str | int | float
_CELL_ROOM: Final = 32_000
_SHEET_NAME: Final = 31
_LEAST, _MOST = 6, 40
"""Shortest and longest a column is taken to be, in characters, when widths are shared out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table: ``ids`` are codes of the records behind the rows, for the files; may be empty."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChapter:
    """A chapter: ``key`` names it in files, ``figure`` is SVG whose content a table repeats,
    ``gaps`` say what is open or missing."""

    key: str
    title: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[ReportTable] = ()
    figure: str = ""
    gaps: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueReport:
    """A report as it is handed out.

    Attributes:
        title: of the dialogue.
        subtitle: such as the project that it belongs to; optional.
        version: such as "Fassung 2"; "" for a draft.
        checksum: of the version, hexadecimal; "" for a draft.
        summary: what matters most, in plain words; paragraphs separated by an empty line.
        licence: name and address of the licence of the data.
        credits: whom else to credit, for data taken over from elsewhere.
        url: where the report stands.
        snapshot: the version as data, for the package.
    """

    title: str
    date: date
    chapters: Sequence[ReportChapter]
    issuer: str
    subtitle: str = ""
    version: str = ""
    checksum: str = ""
    summary: str = ""
    licence: tuple[str, str] = ("", "")
    credits: Sequence[str] = ()
    url: str = ""
    snapshot: Mapping[str, Any] | None = None
    lang: Lang = "de"


def report_pdf(report: DialogueReport) -> bytes:
    """The report as PDF/UA-1 and PDF/A-2a.

    A figure that the typesetter cannot draw is left out; its table says the same.
    """
    view = _view(report)
    try:
        return render("report", view)
    except RenderError:
        if not any(chapter.figure for chapter in report.chapters):
            raise
        bare = [{**chapter, "figure": []} for chapter in view["chapters"]]
        return render("report", {**view, "chapters": bare})


def _view(report: DialogueReport) -> dict[str, Any]:
    say = words(report.lang)
    return {
        "lang": report.lang,
        "words": dict(say),
        "title": say["report_of"].format(title=printable(report.title)),
        "date": report.date.isoformat(),
        "author": [report.issuer] if report.issuer else [],
        "heading": report.title,
        "subtitle": report.subtitle,
        "issuer": report.issuer,
        "version": report.version or say["draft"],
        "as_of": say["as_of"].format(date=long_date(report.date, report.lang)),
        "checksum": report.checksum,
        "summary": paragraphs(report.summary),
        "chapters": [_chapter_view(chapter) for chapter in report.chapters],
        "licence": list(report.licence),
        "credits": list(report.credits),
        "url": report.url,
    }


def _chapter_view(chapter: ReportChapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "paragraphs": [paragraphs(text) for text in chapter.paragraphs],
        "figure": list(chapter.figure.encode()),  # as numbers, for texts get places to break
        "gaps": list(chapter.gaps),
        "tables": [_table_view(table) for table in chapter.tables if table.columns],
    }


def _table_view(table: ReportTable) -> dict[str, Any]:
    rows = [[_shown(cell) for cell in row] for row in table.rows]
    numbers = [
        bool(rows) and all(isinstance(row[index], int | float) for row in table.rows)
        for index in range(len(table.columns))
    ]
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": rows,
        "numbers": numbers,
        "widths": _widths(table.columns, rows),
    }


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Shares of the page's width, by how long the texts usually are."""
    shares = []
    for index, name in enumerate(columns):
        lengths = sorted(len(row[index]) for row in rows) or [0]
        usual = lengths[int(len(lengths) * 0.8)] if len(lengths) > 1 else lengths[0]
        longest_word = max((len(word) for word in re.split(r"[\s-]", name)), default=0)
        shares.append(min(_MOST, max(_LEAST, usual, longest_word)))
    return shares


def _shown(cell: Cell) -> str:
    return printable_lines(cell) if isinstance(cell, str) else str(cell)


def report_xlsx(report: DialogueReport) -> bytes:
    """A workbook: a sheet that says what it is, one for what is open, one for each table."""
    say, target = words(report.lang), io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        stamp = datetime.combine(report.date, time(12), tzinfo=UTC)
        title = say["report_of"].format(title=printable(report.title))
        book.set_properties({"title": title[:255], "created": stamp})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#EEF2F7"})
        names = _Names()
        _about(book.add_worksheet(names.free(say["about"])), report, wrapped)
        gaps = ReportTable(
            title=say["open_points"],
            columns=[say["chapter"], say["open_points"]],
            rows=[(one.title, gap) for one in report.chapters for gap in one.gaps],
        )
        _sheet(book.add_worksheet(names.free(say["open_points"])), gaps, bold, wrapped)
        for chapter in report.chapters:
            for table in chapter.tables:
                name = names.free(f"{chapter.title}: {table.title}")
                _sheet(book.add_worksheet(name), table, bold, wrapped)
    return target.getvalue()


class _Names:
    """Names of sheets: short, without signs that are not allowed, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        plain = re.sub(r"[\[\]:*?/\\]", " ", printable(wanted)).strip("' ") or "Tabelle"
        plain = " ".join(plain.split())
        name, number = plain[:_SHEET_NAME].rstrip("' "), 1
        while name.casefold() in self._taken or name.casefold() == "history":
            number += 1
            name = f"{plain[: _SHEET_NAME - 4].rstrip()} {number}"
        self._taken.add(name.casefold())
        return name


def _about(sheet: Any, report: DialogueReport, wrapped: Any) -> None:
    say = words(report.lang)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    lines = [
        (say["title"], report.title),
        (say["version"], report.version or say["draft"]),
        (say["date"], long_date(report.date, report.lang)),
        (say["issuer"], report.issuer),
        (say["checksum"], report.checksum),
        (say["licence"], " ".join(filter(None, report.licence))),
        (say["credit"], "; ".join(report.credits)),
        (say["web"], report.url),
    ]
    for line, (label, value) in enumerate((label, value) for label, value in lines if value):
        sheet.write_string(line, 0, label, wrapped)
        sheet.write_string(line, 1, printable_lines(value), wrapped)


def _sheet(sheet: Any, table: ReportTable, bold: Any, wrapped: Any) -> None:
    header, rows = _with_ids(table)
    for column, name in enumerate(header):
        sheet.write_string(0, column, printable(name), bold)
    shown = [[_shown(cell) for cell in row] for row in rows]
    for column, width in enumerate(_widths(header, shown)):
        sheet.set_column(column, column, max(10, width * 1.4))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, _shown(cell)[:_CELL_ROOM], wrapped)
            else:
                sheet.write_number(line, column, cell, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), max(len(header) - 1, 0))


def _with_ids(table: ReportTable) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows; the codes of the records come first where there are any."""
    rows = [list(row) for row in table.rows]
    if len(table.ids) != len(rows) or not rows:
        return list(table.columns), rows
    marked = [[code, *row] for code, row in zip(table.ids, rows, strict=True)]
    return ["id", *table.columns], marked


def report_package(report: DialogueReport) -> bytes:
    """Open data as ZIP: a CSV for each table, the version as JSON, ``datapackage.json``, licence.

    The description follows the Data Package standard (specs.frictionlessdata.io).
    """
    target, stamp = io.BytesIO(), (report.date.year, report.date.month, report.date.day, 12, 0, 0)
    resources = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)

        for chapter in report.chapters:
            for number, table in enumerate(chapter.tables, start=1):
                name = f"{_slug(chapter.key)}-{number}"
                add(f"{name}.csv", _csv(table))
                resources.append(_resource(name, chapter, table))
        if report.snapshot is not None:
            add("report.json", _json(report.snapshot))
        add("datapackage.json", _json(_package(report, resources)))
        add("LICENCE.txt", _licence(report).encode())
    return target.getvalue()


def _csv(table: ReportTable) -> bytes:
    header, rows = _with_ids(table)
    target = io.BytesIO()
    tables.write_csv(target, header, ([_shown(cell) for cell in row] for row in rows))
    return target.getvalue()


def _resource(name: str, chapter: ReportChapter, table: ReportTable) -> dict[str, Any]:
    header, rows = _with_ids(table)
    return {
        "name": name,
        "title": f"{chapter.title}: {table.title}",
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [
                {"name": column, "type": _type(rows, index)} for index, column in enumerate(header)
            ]
        },
    }


def _type(rows: Sequence[Sequence[Cell]], index: int) -> str:
    kinds = {type(row[index]) for row in rows}
    if kinds == {int}:
        return "integer"
    return "number" if kinds and kinds <= {int, float} else "string"


def _package(report: DialogueReport, resources: list[dict[str, Any]]) -> dict[str, Any]:
    name, address = report.licence
    return {
        "profile": "tabular-data-package",
        "name": _slug(report.title),
        "title": report.title,
        "version": report.version,
        "created": datetime.combine(report.date, time(12), tzinfo=UTC).isoformat(),
        "homepage": report.url,
        "licenses": [{"name": name, "path": address, "title": name}] if name else [],
        "sources": [{"title": credit} for credit in report.credits],
        "resources": resources,
    }


def _licence(report: DialogueReport) -> str:
    say = words(report.lang)
    lines = [
        report.title,
        report.issuer,
        " ".join(filter(None, (say["licence"] + ":", *report.licence))),
        *(f"{say['credit']}: {credit}" for credit in report.credits),
        report.url,
    ]
    return "\n".join(filter(None, lines)) + "\n"


def _slug(text: str) -> str:
    spelled = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return re.sub(r"[^a-z0-9]+", "-", spelled.replace("ß", "ss")).strip("-")[:80] or "data"


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8", "replace") + b"\n"
