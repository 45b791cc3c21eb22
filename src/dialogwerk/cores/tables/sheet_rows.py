"""Rows of a worksheet from its XML (ISO/IEC 29500-1, § 18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .cells import number_text, serial_text, unescaped
from .errors import BrokenFile, FieldTooLong, LineTooLong
from .markup import Attributes
from .sources import Source
from .values import Problem, Record, error_cell, nul_removed

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_MAX_COLUMN = 16384


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a sheet needs of its workbook.

    Attributes:
        source: the file, for its name and limits.
        shared: gives the texts that cells point to by number.
        styles: for every cell style "date", "elapsed" or "".
        from_1904: days count from 1904 instead of 1900.
        broken: makes the error for contents that make no sense.
    """

    source: Source
    shared: Callable[[], list[str]]
    styles: list[str]
    from_1904: bool
    broken: Callable[[str, str], BrokenFile]


class RunningText:
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


class SharedStrings:
    """The table of texts that cells share."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._text = RunningText()
        self.characters = self._text.add

    def start(self, tag: str, attributes: Attributes) -> None:
        self._text.open(tag)

    def end(self, tag: str) -> None:
        self._text.close(tag)
        if tag == "si":
            self.values.append(self._text.take())


class SheetParser:
    """Turns the elements of one sheet into records."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._book, self._source = surroundings, surroundings.source
        self._done: list[Record] = []
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._problems: list[Problem] = []
        self._chars = 0
        self._kind = self._style = ""
        self._value: list[str] = []
        self._in_value = False
        self._inline = RunningText()

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
            return self._book.shared()[int(raw)] if raw else ""
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
        return self._book.broken(reason, "an Excel workbook")


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
