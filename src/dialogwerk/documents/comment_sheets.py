"""The sheet of a hand-over: arguments with a column for comments, passages by code number.

It goes out as XLSX and comes back filled. Whoever reads it again finds everything by fixed names,
whatever its language: the sheets `ARGUMENTS` and `ORIGIN`, and on the former the hidden columns
`KEY` and `BASE`. Only the column for comments can be typed into. No person's name stands anywhere
in the file, nor in its properties.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dialogwerk.documents.text import printable, printable_lines
from dialogwerk.documents.values import Lang
from dialogwerk.documents.wording import long_date

FORMAT: Final = "dialogwerk.comments"
FORMAT_VERSION: Final = 1
ARGUMENTS: Final = "Argumente"
PASSAGES: Final = "Stellungnahmen"
GUIDE: Final = "Anleitung"
ORIGIN: Final = "dialogwerk"
KEY: Final = "key"
BASE: Final = "base"
NUMBER: Final = "number"
COMMENT: Final = "comment"
LONGEST: Final = 30_000
_CELL_ROOM: Final = 32_000
_WIDTHS: Final = (8, 38, 18, 10, 10, 18, 70, 70, 2, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetArgument:
    """One argument in the sheet.

    Attributes:
        key: opaque key of the argument in this hand-over, unchanged by whoever fills the sheet in.
        number, title, kind, change: as printed, in the reader's language.
        people, letters: how many raise it.
        summary: what it says, or where it went.
        comment: what was said on it so far.
        base: version of that comment; 0 for none.
    """

    key: str
    number: int
    title: str
    kind: str
    change: str
    people: int
    letters: int
    summary: str = ""
    comment: str = ""
    base: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPassage:
    """A passage: number of its argument, code number or campaign, words, letters that say it."""

    argument: int
    author: str
    text: str
    letters: int
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSheet:
    """A hand-over as a sheet to be filled in.

    Attributes:
        code, number: of the hand-over.
        sha256: checksum of the hand-over's content.
        note: what the authority writes to the developer; optional.
        reply_due: day by which comments are wanted; optional.
        arguments, passages: may be generators; each is read once.
    """

    code: str
    number: int
    sha256: str
    procedure: str
    slug: str
    handed_over_on: date
    reply_due: date | None = None
    note: str = ""
    arguments: Iterable[SheetArgument] = field(repr=False)
    passages: Iterable[SheetPassage] = field(repr=False)
    lang: Lang = "de"


_SAY: Final[dict[Lang, dict[str, str]]] = {
    "de": {
        "heads": "Nr.|Argument|Art|Personen|Schreiben|Änderung|Worum es geht|Ihre Erwiderung",
        "passage_heads": "Nr.|Kennnummer|Stellungnahme|Schreiben|Stand",
        "withdrawn": "zurückgenommen",
        "title": "Übergabe Nr. {number} an den Vorhabenträger",
        "of": "Stand vom {day}, Übergabe {code}",
        "due": "Ihre Erwiderung wird erbeten bis {day}.",
        "guide": "Schreiben Sie Ihre Erwiderung im Blatt „Argumente“ in die letzte sichtbare "
        "Spalte. Alle anderen Zellen sind geschützt; lassen Sie sie bitte, wie sie sind.|"
        "Eine leere Zelle löscht nichts: Was Sie früher erwidert haben, bleibt bestehen.|"
        "Eine Erwiderung hat höchstens 30.000 Zeichen.|"
        "Im Blatt „Stellungnahmen“ stehen die Stellen aus den Schreiben, mit Kennnummer statt "
        "Namen.|Senden Sie die Datei zurück oder laden Sie sie auf Ihrer Seite hoch. Vor der "
        "Übernahme sehen Sie Zeile für Zeile, was sich ändert.",
        "too_long": "Höchstens 30.000 Zeichen passen in eine Erwiderung.",
        "prompt": "Was erwidern Sie auf dieses Argument?",
        "checksum": "Prüfsumme (SHA-256): {sha256}",
    },
    "en": {
        "heads": "No.|Argument|Kind|People|Letters|Change|What it is about|Your comment",
        "passage_heads": "No.|Code number|Statement|Letters|State",
        "withdrawn": "withdrawn",
        "title": "Hand-over no. {number} to the developer of the scheme",
        "of": "State of {day}, hand-over {code}",
        "due": "Your comments are wanted by {day}.",
        "guide": "Write your comments into the last visible column of the sheet “Argumente”. All "
        "other cells are protected; please leave them as they are.|"
        "An empty cell deletes nothing: what you said before stays.|"
        "A comment has at most 30,000 characters.|"
        "The sheet “Stellungnahmen” holds the passages from the letters, with code numbers "
        "instead of names.|Send the file back, or upload it on your page. Before anything is "
        "taken over you see row by row what will change.",
        "too_long": "A comment has at most 30,000 characters.",
        "prompt": "What do you say on this argument?",
        "checksum": "Checksum (SHA-256): {sha256}",
    },
}


def write_comment_sheet(target: BinaryIO, sheet: CommentSheet) -> None:
    """Write the sheet as XLSX: guide, arguments, passages, and its origin on a hidden sheet."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(_properties(sheet))
        look = _Look(book)
        guide = book.add_worksheet(GUIDE)
        arguments = book.add_worksheet(ARGUMENTS)
        passages = book.add_worksheet(PASSAGES)
        origin = book.add_worksheet(ORIGIN)
        _write_guide(guide, sheet, look)
        _write_arguments(arguments, sheet, look)
        _write_passages(passages, sheet, look)
        _write_origin(origin, sheet)
        arguments.activate()


class _Look:
    """The formats of the cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"text_wrap": True, "valign": "top"}
        self.text: Format = book.add_format(base)
        self.head: Format = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#EEF2F7", "bottom": 1}
        )
        self.open: Format = book.add_format(
            {**base, "locked": False, "bg_color": "#FFFBE6", "border": 1, "border_color": "#B8A14A"}
        )
        self.title: Format = book.add_format({"bold": True, "font_size": 14})


def _write_guide(page: Worksheet, sheet: CommentSheet, look: _Look) -> None:
    say = _SAY[sheet.lang]
    page.set_column(0, 0, 100)
    page.write_string(0, 0, say["title"].format(number=sheet.number), look.title)
    for row, line in enumerate(_guide_lines(sheet), start=1):
        page.write_string(row, 0, printable_lines(line), look.text)
    page.protect()


def _guide_lines(sheet: CommentSheet) -> Iterator[str]:
    say, lang = _SAY[sheet.lang], sheet.lang
    yield sheet.procedure
    yield say["of"].format(day=long_date(sheet.handed_over_on, lang), code=sheet.code)
    if sheet.reply_due:
        yield say["due"].format(day=long_date(sheet.reply_due, lang))
    if sheet.note:
        yield sheet.note[:_CELL_ROOM]
    yield from say["guide"].split("|")
    yield say["checksum"].format(sha256=sheet.sha256)


def _write_arguments(page: Worksheet, sheet: CommentSheet, look: _Look) -> None:
    say = _SAY[sheet.lang]
    heads = say["heads"].split("|")
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width, None, {"hidden": column >= len(heads)})
    for column, head in enumerate([*heads, KEY, BASE]):
        page.write_string(0, column, head, look.head)
    page.freeze_panes(1, 2)
    last = 0
    for last, one in enumerate(sheet.arguments, start=1):
        _write_argument(page, last, one, look)
    page.data_validation(1, 7, max(last, 1), 7, _validation(say))
    page.autofilter(0, 0, max(last, 1), len(heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def _write_argument(page: Worksheet, row: int, one: SheetArgument, look: _Look) -> None:
    page.write_number(row, 0, one.number, look.text)
    for column, text in ((1, one.title), (2, one.kind), (5, one.change), (6, one.summary)):
        page.write_string(row, column, printable_lines(text)[:_CELL_ROOM], look.text)
    page.write_number(row, 3, one.people, look.text)
    page.write_number(row, 4, one.letters, look.text)
    if one.comment:
        page.write_string(row, 7, printable_lines(one.comment)[:_CELL_ROOM], look.open)
    else:
        page.write_blank(row, 7, None, look.open)
    page.write_string(row, 8, one.key, look.text)
    page.write_number(row, 9, one.base, look.text)


def _validation(say: dict[str, str]) -> dict[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST,
        "input_message": say["prompt"],
        "error_title": "Dialogwerk",
        "error_message": say["too_long"],
    }


def _write_passages(page: Worksheet, sheet: CommentSheet, look: _Look) -> None:
    say = _SAY[sheet.lang]
    for column, width in enumerate((8, 18, 110, 12, 16)):
        page.set_column(column, column, width)
    for column, head in enumerate(say["passage_heads"].split("|")):
        page.write_string(0, column, head, look.head)
    page.freeze_panes(1, 2)
    row = 0
    for one in sheet.passages:
        for part in _parts(one.text):
            row += 1
            page.write_number(row, 0, one.argument, look.text)
            page.write_string(row, 1, printable(one.author), look.text)
            page.write_string(row, 2, part, look.text)
            page.write_number(row, 3, one.letters, look.text)
            page.write_string(row, 4, say["withdrawn"] if one.is_withdrawn else "", look.text)
    page.autofilter(0, 0, max(row, 1), 4)
    page.protect("", {"autofilter": True, "format_columns": True})


def _parts(text: str) -> list[str]:
    """A text in pieces that fit a cell."""
    shown = printable_lines(text)
    return [shown[at : at + _CELL_ROOM] for at in range(0, len(shown), _CELL_ROOM)] or [""]


def _write_origin(page: Worksheet, sheet: CommentSheet) -> None:
    """Where the file comes from, for whoever reads it back; hidden."""
    said = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "hand_over": sheet.code,
        "number": str(sheet.number),
        "procedure": sheet.slug,
        "sha256": sheet.sha256,
    }
    page.write_row(0, 0, ["name", "value"])
    for row, (name, value) in enumerate(said.items(), start=1):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.very_hidden()
    page.protect()


def _properties(sheet: CommentSheet) -> dict[str, Any]:
    return {
        "title": _SAY[sheet.lang]["title"].format(number=sheet.number),
        "subject": printable(sheet.procedure)[:255],
        "created": datetime.combine(sheet.handed_over_on, time(12), tzinfo=UTC),
    }
