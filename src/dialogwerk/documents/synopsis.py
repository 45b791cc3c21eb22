"""The synopsis (Abwägungstabelle) as PDF and DOCX, and the door to all its formats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, BinaryIO, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dialogwerk.documents.errors import UnknownFormat
from dialogwerk.documents.letters import source_label
from dialogwerk.documents.pdf import render
from dialogwerk.documents.tables import write_csv, write_json, write_xlsx
from dialogwerk.documents.text import paragraphs, printable, printable_lines
from dialogwerk.documents.values import Lang, Synopsis, SynopsisRow
from dialogwerk.documents.wording import kind_label, long_date, result_label, words


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of the synopsis: ending without dot, media type, and its writer."""

    ending: str
    media_type: str
    write: Callable[[BinaryIO, Synopsis], None]


def write_synopsis(target: BinaryIO, synopsis: Synopsis, ending: str) -> None:
    """Write the synopsis in the format with that ending ("xlsx", "docx", "pdf", "csv", "json").

    Raises:
        UnknownFormat: the ending is none of `FORMATS`.
    """
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnknownFormat(f"A synopsis cannot be written as '{ending}'; choose one of {known}.")
    FORMATS[ending].write(target, synopsis)


def write_pdf(target: BinaryIO, synopsis: Synopsis) -> None:
    """Write the synopsis as accessible PDF in landscape."""
    target.write(synopsis_pdf(synopsis))


def synopsis_pdf(synopsis: Synopsis) -> bytes:
    """The synopsis as PDF; all rows are held in memory, as the typesetter needs them at once."""
    return render("synopsis", _view(synopsis))


def write_docx(target: BinaryIO, synopsis: Synopsis) -> None:
    """Write the synopsis as a Word document in landscape whose header row repeats."""
    say, lang = words(synopsis.lang), synopsis.lang
    document = _document(synopsis)
    document.add_heading(printable(synopsis.title), level=1)
    document.add_paragraph(printable(synopsis.procedure))
    document.add_paragraph(say["as_of"].format(date=long_date(synopsis.as_of, lang)))
    if synopsis.note:
        document.add_paragraph(printable(synopsis.note))
    widths = _widths(synopsis)
    table = _table(document, [say[key] for key in widths], list(widths.values()))
    is_empty = True
    for row in synopsis.rows:
        cells = _cells(row, lang)
        _add_row(table, [cells[name] for name in widths], list(widths.values()))
        is_empty = False
    if is_empty:
        document.add_paragraph(say["no_rows"])
    document.save(target)


_WIDTHS: Final[Mapping[str, int]] = {
    "number": 12,
    "argument": 36,
    "passages": 66,
    "persons": 18,
    "letters": 18,
    "weighing": 26,
    "reply": 66,
    "sources": 25,
}
_WIDTHS_WITH_REMARKS: Final[Mapping[str, int]] = {
    "number": 11,
    "argument": 32,
    "passages": 48,
    "persons": 17,
    "letters": 18,
    "remark": 48,
    "weighing": 24,
    "reply": 48,
    "sources": 21,
}
"""Column and its width in millimetres; together 267, what A4 in landscape leaves."""


def _widths(synopsis: Synopsis) -> dict[str, Any]:
    wanted = _WIDTHS_WITH_REMARKS if synopsis.has_remarks else _WIDTHS
    return {name: Mm(width) for name, width in wanted.items()}


def _view(synopsis: Synopsis) -> dict[str, Any]:
    """What the template shows."""
    say, lang = words(synopsis.lang), synopsis.lang
    return {
        "lang": lang,
        "words": dict(say),
        "title": f"{synopsis.title} – {synopsis.procedure}",
        "date": synopsis.as_of.isoformat(),
        "heading": synopsis.title,
        "procedure": synopsis.procedure,
        "as_of": say["as_of"].format(date=long_date(synopsis.as_of, lang)),
        "note": synopsis.note,
        "has_remarks": synopsis.has_remarks,
        "rows": [_row_view(row, lang) for row in synopsis.rows],
    }


def _row_view(row: SynopsisRow, lang: Lang) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "kind": kind_label(row.kind, lang),
        "passages": [{"text": paragraphs(p.text), "author": p.author} for p in row.passages],
        "persons": str(row.persons),
        "letters": str(row.letters),
        "remark": paragraphs(row.remark),
        "result": result_label(row.result, lang, passed_to=row.passed_to),
        "answer": paragraphs(row.answer),
        "sources": [source_label(source, lang) for source in row.sources],
    }


def _cells(row: SynopsisRow, lang: Lang) -> dict[str, list[str]]:
    """Paragraphs of every cell of a row, by column."""
    return {
        "number": [row.number],
        "argument": [row.title, kind_label(row.kind, lang)],
        "passages": [
            text
            for passage in row.passages
            for text in (*_texts(passage.text), f"({passage.author})")
        ],
        "persons": [str(row.persons)],
        "letters": [str(row.letters)],
        "remark": _texts(row.remark),
        "weighing": [result_label(row.result, lang, passed_to=row.passed_to)],
        "reply": _texts(row.answer),
        "sources": [source_label(source, lang) for source in row.sources],
    }


def _texts(text: str) -> list[str]:
    return ["\n".join(paragraph["lines"]) for paragraph in paragraphs(text)]


def _document(synopsis: Synopsis) -> Any:
    """An empty landscape document in the synopsis' language."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)
    _set_language(document, "de-DE" if synopsis.lang == "de" else "en-GB")
    _set_properties(document.core_properties, synopsis)
    return document


def _set_language(document: Any, tag: str) -> None:
    """Language of all text, so that spelling and speech follow it."""
    properties = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), tag)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(9), "Arial"


def _set_properties(properties: Any, synopsis: Synopsis) -> None:
    """Title, language, and the day shown as date of the file."""
    moment = datetime.combine(synopsis.as_of, time(12), tzinfo=UTC)
    properties.title = printable(synopsis.title)[:255]
    properties.subject = printable(synopsis.procedure)[:255]
    properties.language = "de-DE" if synopsis.lang == "de" else "en-GB"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = moment


def _table(document: Any, heads: list[str], widths: list[Any]) -> Any:
    """A table of fixed widths with a header row that repeats on every page."""
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, width, head in zip(table.rows[0].cells, widths, heads, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(head).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    return table


def _add_row(table: Any, cells: list[list[str]], widths: list[Any]) -> None:
    """One row; its cells are read once, as finding them again is slow."""
    for cell, width, texts in zip(table.add_row().cells, widths, cells, strict=True):
        cell.width = width
        first, *others = texts or [""]
        cell.paragraphs[0].text = printable_lines(first)
        for text in others:
            cell.add_paragraph(printable_lines(text))


FORMATS: Final[Mapping[str, Format]] = {
    "pdf": Format("pdf", "application/pdf", write_pdf),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    "docx": Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_docx,
    ),
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
    "json": Format("json", "application/json", write_json),
}
