"""Excel workbooks (.xlsx, .xlsm; ISO/IEC 29500), streamed row by row.

Written out here because streaming keeps the memory bounded whatever the sheet claims: a single
value in the last cell of a sheet makes readers that allocate the whole rectangle fall over.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.parsers import expat

from .archives import Archive
from .cells import (
    BUILT_IN_DATES,
    ELAPSED_FORMAT,
    date_kind,
    number_text,
    serial_text,
    unescaped,
)
from .errors import FieldTooLong, LineTooLong, UnknownSheet
from .limits import MIB
from .values import Problem, Record, error_cell, nul_removed

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_MAX_COLUMN = 16384
_DIMENSION_ROWS = re.compile(rb"<(?:\w+:)?dimension\s[^>]*ref=[\"'][A-Z]+\d+:[A-Z]+(\d+)[\"']")
Attributes = dict[str, str]


def local(name: str) -> str:
    """An XML name without its namespace: transitional and strict files use different ones."""
    return name.rpartition("|")[2]


def parse(
    archive: Archive,
    name: str,
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda name: None,
    text: Callable[[str], None] = lambda data: None,
) -> Iterator[None]:
    """Parse a file of the archive; yields after every piece.

    Raises:
        BrokenFile: it is not well-formed or has a document type (workbooks have none).
    """
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(local(tag), attributes)
    parser.EndElementHandler = lambda tag: end(local(tag))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(archive)
    try:
        for piece in archive.inflate(name):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise archive.broken(f"“{name}” inside is not valid XML") from error


def _refuse(archive: Archive) -> None:
    raise archive.broken("it contains a document type definition", "an Excel workbook")


def elements(archive: Archive, name: str) -> list[tuple[str, Attributes]]:
    """All elements of a small file in document order; empty if there is no such file."""
    found: list[tuple[str, Attributes]] = []
    if name in archive.names:
        archive.read(name, 16 * MIB)
        for _ in parse(
            archive, name, start=lambda tag, attributes: found.append((tag, attributes))
        ):
            pass
    return found


def attribute(attributes: Attributes, wanted: str) -> str:
    """An attribute in whatever namespace, or an empty text."""
    return next((value for name, value in attributes.items() if local(name) == wanted), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name on the tab, its file in the archive, whether people see it."""

    name: str
    path: str
    visible: bool


@dataclass
class Workbook:
    """An Excel workbook.

    Attributes:
        archive: the packed files.
        root: name of the workbook's main file.
        sheets: worksheets in the order of their tabs.
    """

    archive: Archive
    root: str
    sheets: list[Sheet] = field(default_factory=list)
    from_1904: bool = False

    @classmethod
    def open(cls, archive: Archive) -> Workbook:
        """Read the list of sheets.

        Raises:
            BrokenFile: there is none.
        """
        workbook = cls(archive, _main_file(archive))
        targets = _targets(archive, workbook.root, "worksheet")
        for tag, attributes in elements(archive, workbook.root):
            if tag == "workbookPr":
                workbook.from_1904 = attribute(attributes, "date1904") in ("1", "true")
            if tag == "sheet" and (path := targets.get(attribute(attributes, "id"))):
                visible = attribute(attributes, "state") in ("", "visible")
                workbook.sheets.append(Sheet(attribute(attributes, "name"), path, visible))
        if not workbook.sheets:
            raise archive.broken("it has no worksheets", "an Excel workbook")
        return workbook

    def choose(self, wanted: str | int | None) -> Sheet:
        """The sheet asked for (name, or 1-based position), else the first visible with data.

        Raises:
            UnknownSheet: there is no such sheet; the message lists those there are.
        """
        if wanted is None:
            visible = [sheet for sheet in self.sheets if sheet.visible] or self.sheets
            return next((sheet for sheet in visible if self._has_data(sheet)), visible[0])
        for position, sheet in enumerate(self.sheets, start=1):
            if wanted in (sheet.name, position):
                return sheet
        names = ", ".join(f"“{sheet.name}”" for sheet in self.sheets)
        raise UnknownSheet(name=self.archive.source.name, sheet=wanted, sheets=names)

    def records(self, sheet: Sheet) -> Iterator[Record]:
        """The rows that hold something."""
        if sheet.path not in self.archive.names:
            raise self.archive.broken(f"sheet “{sheet.name}” is missing", "an Excel workbook")
        rows = _SheetParser(self)
        parts = parse(
            self.archive, sheet.path, start=rows.start, end=rows.end, text=rows.characters
        )
        for _ in parts:
            yield from rows.take()

    def row_count(self, sheet: Sheet) -> int:
        """Rows below the first, as the sheet declares them; counted if it does not."""
        first = next(self.archive.inflate(sheet.path), b"")
        declared = _DIMENSION_ROWS.search(first)
        if declared:
            return max(0, int(declared[1]) - 1)
        return max(0, sum(1 for _ in self.records(sheet)) - 1)

    @cached_property
    def shared(self) -> list[str]:
        """Texts that cells point to by number."""
        texts = _SharedStrings()
        for path in _targets(self.archive, self.root, "sharedStrings").values():
            if path in self.archive.names:
                for _ in parse(
                    self.archive, path, start=texts.start, end=texts.end, text=texts.characters
                ):
                    pass
        return texts.values

    @cached_property
    def styles(self) -> list[str]:
        """For every cell style "date", "elapsed" or ""."""
        kinds: list[str] = []
        for path in _targets(self.archive, self.root, "styles").values():
            kinds += _style_kinds(elements(self.archive, path))
        return kinds

    def _has_data(self, sheet: Sheet) -> bool:
        return next(self.records(sheet), None) is not None


def _main_file(archive: Archive) -> str:
    """The workbook's main file, found through the package's relations."""
    return next(iter(_targets(archive, "", "officeDocument").values()), "xl/workbook.xml")


def _targets(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """Relation id → file, for the relations of one kind."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}
    for tag, attributes in elements(archive, posixpath.join(folder, "_rels", f"{name}.rels")):
        if tag == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


def _style_kinds(styles: list[tuple[str, Attributes]]) -> list[str]:
    custom: dict[int, str] = {}
    kinds: list[str] = []
    inside = False
    for tag, attributes in styles:
        if tag == "numFmt":
            number = int(attributes.get("numFmtId", "0") or 0)
            custom[number] = date_kind(attributes.get("formatCode", ""))
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            kinds.append(_format_kind(int(attributes.get("numFmtId", "0") or 0), custom))
    return kinds


def _format_kind(number: int, custom: dict[int, str]) -> str:
    if number in custom:
        return custom[number]
    if number == ELAPSED_FORMAT:
        return "elapsed"
    return "date" if number in BUILT_IN_DATES else ""


class _Text:
    """Collects the text of ``t`` elements, without phonetic hints (``rPh``)."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._collecting = self._phonetic = False

    def open(self, tag: str) -> None:
        if tag == "rPh":
            self._phonetic = True
        self._collecting = tag == "t" and not self._phonetic

    def close(self, tag: str) -> None:
        if tag == "rPh":
            self._phonetic = False
        self._collecting = False

    def add(self, data: str) -> None:
        if self._collecting:
            self.pieces.append(data)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces = []
        return unescaped(text)


class _SharedStrings:
    def __init__(self) -> None:
        self.values: list[str] = []
        self._text = _Text()
        self.characters = self._text.add

    def start(self, tag: str, attributes: Attributes) -> None:
        self._text.open(tag)

    def end(self, tag: str) -> None:
        self._text.close(tag)
        if tag == "si":
            self.values.append(self._text.take())


class _SheetParser:
    """Turns the elements of one sheet into records."""

    def __init__(self, workbook: Workbook) -> None:
        self._book, self._source = workbook, workbook.archive.source
        self._done: list[Record] = []
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._problems: list[Problem] = []
        self._chars = 0
        self._kind = self._style = ""
        self._value: list[str] = []
        self._in_value = False
        self._inline = _Text()

    def take(self) -> list[Record]:
        """The rows completed since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "v":
            self._in_value = True
        elif tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            self._open_row(attributes)
        elif self._kind == "inlineStr":
            self._inline.open(tag)

    def characters(self, data: str) -> None:
        if self._in_value:
            self._value.append(data)
        elif self._kind == "inlineStr":
            self._inline.add(data)
        else:
            return
        self._count(len(data))

    def end(self, tag: str) -> None:
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            self._close_cell()
        elif tag == "row":
            self._close_row()
        elif self._kind == "inlineStr":
            self._inline.close(tag)

    def _open_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column = self._chars = 0

    def _open_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = self._column_of(reference) if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        if self._column > _MAX_COLUMN:
            raise self._broken()

    def _column_of(self, reference: str) -> int:
        match = _REFERENCE.match(reference)
        if not match:
            raise self._broken()
        return column_number(match[1])

    def _close_cell(self) -> None:
        raw = "".join(self._value)
        text = self._inline.take() if self._kind == "inlineStr" else self._text_of(raw)
        self._kind = ""
        if self._value:
            self._value = []
        if not text:
            return
        if "\x00" in text:
            text = text.replace("\x00", "")
            self._problems.append(nul_removed())
        self._count(len(text))
        limit = self._source.limits.max_field_chars
        if len(text) > limit:
            raise FieldTooLong(
                name=self._source.name, row=self._row, column=self._column, limit=limit
            )
        self._cells[self._column] = text

    def _text_of(self, raw: str) -> str:
        kind = self._kind
        if kind == "s":
            return self._shared(raw)
        if kind == "str":
            return unescaped(raw)
        if kind == "e":
            cell = f"{column_letters(self._column)}{self._row}"
            self._problems.append(error_cell(cell, raw))
            return ""
        if kind == "b":
            return "true" if raw == "1" else "false" if raw else ""
        return raw if kind == "d" else self._number(raw)

    def _shared(self, raw: str) -> str:
        try:
            return self._book.shared[int(raw)] if raw else ""
        except (ValueError, IndexError):
            raise self._broken() from None

    def _number(self, raw: str) -> str:
        styles = self._book.styles
        style = int(self._style) if self._style.isdecimal() else 0
        kind = styles[style] if style < len(styles) else ""
        if not kind and (not raw or (raw.isdecimal() and len(raw) < 16)):
            return raw
        try:
            value = float(raw) if raw else None
            if value is None:
                return ""
            if kind:
                return serial_text(value, kind=kind, from_1904=self._book.from_1904)
            return number_text(value)
        except (ValueError, OverflowError):
            raise self._broken() from None

    def _count(self, size: int) -> None:
        self._chars += size
        limit = self._source.limits.max_row_chars
        if self._chars > 2 * limit:
            raise LineTooLong(name=self._source.name, row=self._row, line=self._row, limit=limit)

    def _close_row(self) -> None:
        if self._problems or any(not text.isspace() for text in self._cells.values()):
            width = max(self._cells, default=0)
            values = [self._cells.get(column, "") for column in range(1, width + 1)]
            self._done.append(Record(self._row, None, values, tuple(self._problems)))
        self._cells, self._problems = {}, []

    def _broken(self) -> Exception:
        reason = f"a cell in row {self._row} is not readable"
        return self._book.archive.broken(reason, "an Excel workbook")


def column_number(letters: str) -> int:
    """Position of a column from its letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Letters of a column from its position.

    >>> column_letters(1), column_letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
