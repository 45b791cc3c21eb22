"""The row with the column names, and how the other rows are matched with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from .errors import DuplicateColumnNames, EmptyColumnNames, NoHeader, TooManyColumns
from .limits import Limits
from .values import Problem, Record, Row, too_few, too_many

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Header:
    """Column names and where they stand.

    Attributes:
        names: one for each column.
        row: number of the row they stand in.
        first: how many empty columns come before them (a table need not begin in column A).
        notes: which rows above were taken for a title.
    """

    names: tuple[str, ...]
    row: int
    first: int = 0
    notes: tuple[Problem, ...] = ()


def clean_name(name: str) -> str:
    """A column name without surrounding and doubled white space, in composed characters.

    >>> clean_name("  Eingang \\n am ")
    'Eingang am'
    """
    return unicodedata.normalize("NFC", _SPACE.sub(" ", name.replace("\ufeff", "")).strip())


def find_header(
    records: Iterable[Record], *, name: str, limits: Limits, wanted: int | None = None
) -> Header:
    """The first row with column names, or row ``wanted``.

    A row above that holds a single value while the next one holds several is taken for a title.

    Raises:
        NoHeader: there is no such row.
        EmptyColumnNames: a column before the last named one has no name.
        DuplicateColumnNames: a name occurs twice.
        TooManyColumns: more than the limit.
    """
    if wanted is not None:
        records = (record for record in records if record.number >= wanted)
    first_rows = list(islice(records, 10))
    if not first_rows or (wanted and first_rows[0].number != wanted):
        raise NoHeader(name=name)
    titles = 0 if wanted else _titles(first_rows)
    notes = tuple(_title(row) for row in first_rows[:titles])
    header = _header(first_rows[titles:], name, limits)
    return replace(header, notes=notes)


def _titles(rows: list[Record]) -> int:
    """How many of the first rows are titles."""
    filled = [sum(1 for value in row.values if value.strip()) for row in rows]
    for position, (row, count) in enumerate(zip(rows, filled, strict=True)):
        several_below = position + 1 < len(rows) and max(filled[position + 1 :]) > 1
        one_of_several = count == 1 and (row.line is None or len(row.values) > 1)
        if not (one_of_several and several_below):
            return position
    return 0


def _title(record: Record) -> Problem:
    return Problem(
        "title_skipped",
        "Row %(row)s (“%(text)s”) was taken for a title, not for column names.",
        row=record.number,
        text=clean_name("".join(record.values))[:60],
    )


def _header(rows: list[Record], name: str, limits: Limits) -> Header:
    record, first = rows[0], _empty_columns(rows)
    names = [clean_name(value) for value in record.values[first:]]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.max_columns:
        raise TooManyColumns(name=name, row=record.number, limit=limits.max_columns)
    nameless = [str(first + place) for place, value in enumerate(names, start=1) if not value]
    if nameless:
        raise EmptyColumnNames(name=name, row=record.number, columns=", ".join(nameless))
    twice = [f"“{value}”" for value, count in Counter(names).items() if count > 1]
    if twice:
        raise DuplicateColumnNames(name=name, row=record.number, columns=", ".join(twice))
    return Header(tuple(names), record.number, first)


def _empty_columns(rows: list[Record]) -> int:
    """Columns left free before a table in a workbook; in CSV every column counts."""
    if rows[0].line is not None:
        return 0
    filled = (
        next((place for place, value in enumerate(row.values) if value.strip()), len(row.values))
        for row in rows
    )
    return min(filled)


def rows_below(records: Iterable[Record], header: Header) -> Iterator[Row]:
    """The rows after the header, each value under its column's name."""
    names, width = header.names, len(header.names)
    rest = iter(records)
    first = next((record for record in rest if record.number > header.row), None)
    for record in chain([] if first is None else [first], rest):
        number, line, values, problems = record
        if header.first or len(values) != width:
            values, problems = _fitted(record, header)
        yield Row(number, dict(zip(names, values, strict=True)), problems, line)


def _fitted(record: Record, header: Header) -> tuple[list[str], tuple[Problem, ...]]:
    """The values cut or filled to the header's width; workbooks leave out empty cells lawfully."""
    width, end = len(header.names), header.first + len(header.names)
    values, problems = record.values[header.first : end], record.problems
    surplus = record.values[: header.first] + record.values[end:]
    if any(value.strip() for value in surplus):
        problems = (*problems, too_many(len(record.values), width))
    if len(values) < width and record.line is not None:
        problems = (*problems, too_few(len(values), width))
    return values + [""] * (width - len(values)), problems
