"""CSV in all its dialects, read row by row (RFC 4180, and what spreadsheet programs make of it)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .encodings import (
    NAMES,
    Scan,
    first_guess,
    is_mostly_utf8,
    known,
    scan,
    single_byte_encoding,
)
from .errors import BrokenFile, FieldTooLong, LineTooLong, UnclosedQuote, UndecodableText
from .sources import Source
from .values import Problem, Record, nul_removed

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_CHARS = 256 * 1024
_SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*\Z', re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How this file writes its rows.

    ``sep_line`` is True if the first line only names the delimiter (``sep=;``), as Excel does;
    that line is no row.
    """

    encoding: str
    delimiter: str
    sep_line: bool = False


@dataclass(frozen=True, slots=True)
class Delimited:
    """A CSV file, ready to be read.

    Attributes:
        source: its bytes.
        dialect: encoding and delimiter.
        scan: what the pass over the whole file told.
        notes: what a person should know about the choices made.
    """

    source: Source
    dialect: Dialect
    scan: Scan
    notes: tuple[Problem, ...]

    def records(self) -> Iterator[Record]:
        """All rows, the header too; empty lines are left out but counted."""
        return _records(self.source, self.dialect, clean_nul=self.scan.has_nul)

    def row_count(self) -> int:
        """How many rows there are: counted if few, else estimated from the line ends."""
        first = list(islice(self.records(), 500))
        if len(first) < 500:
            return max(0, len(first) - 1)
        lines_per_row = (first[-1].line or 1) / first[-1].number
        return round((self.scan.lines + 1) / lines_per_row) - 1


def open_delimited(source: Source, *, encoding: str | None, delimiter: str | None) -> Delimited:
    """Find out encoding and delimiter.

    Raises:
        UndecodableText: the declared or evident encoding is broken in some row.
        UnknownEncoding: no encoding fits.
        LineTooLong: a line is longer than any table has.
    """
    head = source.head()
    guess, declared = (known(encoding, source.name), True) if encoding else first_guess(head)
    result = scan(source, guess)
    if result.broken_at is not None:
        guess = _second_guess(source, guess, result.broken_at, declared=declared)
    dialect = _dialect(source, guess, delimiter)
    return Delimited(source, dialect, result, _notes(guess, encoding))


def _second_guess(source: Source, guess: str, broken_at: int, *, declared: bool) -> str:
    if declared or guess != "utf-8" or is_mostly_utf8(source.chunks()):
        raise _undecodable(source, guess, broken_at)
    return single_byte_encoding(source.chunks(), source.name)


def _notes(encoding: str, asked_for: str | None) -> tuple[Problem, ...]:
    if asked_for or encoding.startswith("utf"):
        return ()
    note = Problem(
        "encoding_guessed",
        "The file is not UTF-8; it was read as %(encoding)s. Please check the umlauts.",
        encoding=NAMES.get(encoding, encoding),
    )
    return (note,)


def _undecodable(source: Source, encoding: str, position: int) -> UndecodableText:
    """The error for a broken byte, with the row in which it stands."""
    line = 1 + _line_ends_before(source, position)
    row = line
    lenient = _dialect(source, encoding, None, errors="replace")
    for record in _records(source, lenient, errors="replace"):
        if record.line is None or record.line > line:
            break
        row = record.number
    name = NAMES.get(encoding, encoding)
    return UndecodableText(name=source.name, row=row, line=line, byte=position + 1, encoding=name)


def _line_ends_before(source: Source, position: int) -> int:
    count = 0
    for chunk in source.chunks():
        part = chunk[: max(0, position)]
        count += part.count(b"\n") or part.count(b"\r")
        position -= len(chunk)
        if position <= 0:
            break
    return count


# Delimiter


def _dialect(
    source: Source, encoding: str, delimiter: str | None, errors: str = "strict"
) -> Dialect:
    sample = _sample(source, encoding, errors)
    first = sample.partition("\n")[0]
    named = _SEP_LINE.match(first)
    if named:
        return Dialect(encoding, delimiter or named[1], sep_line=True)
    return Dialect(encoding, delimiter or best_delimiter(sample))


def _sample(source: Source, encoding: str, errors: str) -> str:
    with source.open() as stream:
        text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
        sample = text.read(SAMPLE_CHARS)
        text.detach()
    if len(sample) < SAMPLE_CHARS:
        return sample
    cut = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: cut + 1] or sample


def best_delimiter(sample: str) -> str:
    """The delimiter under which the rows agree best with the header.

    >>> best_delimiter("id;text\\n1;Ja, gern\\n")
    ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[bool, bool, int, float]:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(rows, 200) if row]
    except csv.Error:
        return False, False, 0, 0.0
    if not widths:
        return False, False, 0, 0.0
    agreeing = widths.count(widths[0]) / len(widths)
    return widths[0] > 1, agreeing >= 0.8, widths[0], agreeing


# Rows


class _Lines:
    """Feeds the csv module line by line and never keeps more than one row in memory."""

    def __init__(self, text: io.TextIOWrapper, source: Source) -> None:
        self._readline, self._source = text.readline, source
        self._limit = source.limits.max_row_chars
        self.line = 0
        self.row = 1
        self.size = 0
        self.start = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._readline(self._limit + 1)
        if not line:
            if self.size:
                raise UnclosedQuote(name=self._source.name, row=self.row, line=self.start)
            raise StopIteration
        self.line += 1
        self.size += len(line)
        if self.size > self._limit:
            raise LineTooLong(
                name=self._source.name, row=self.row, line=self.start, limit=self._limit
            )
        return line

    def next_row(self) -> None:
        self.row += 1
        self.size = 0
        self.start = self.line + 1


def _records(
    source: Source, dialect: Dialect, *, errors: str = "strict", clean_nul: bool = False
) -> Iterator[Record]:
    with source.open() as stream:
        text = io.TextIOWrapper(stream, dialect.encoding, errors=errors, newline="")
        text._CHUNK_SIZE = 64 * 1024  # type: ignore[attr-defined]
        try:
            yield from _rows(_Lines(text, source), source, dialect, clean_nul)
        except csv.Error as error:
            raise BrokenFile(name=source.name, format="CSV", reason=str(error)) from error


def _rows(lines: _Lines, source: Source, dialect: Dialect, clean_nul: bool) -> Iterator[Record]:
    limit = source.limits.max_field_chars
    _raise_csv_limit(source.limits.max_row_chars)
    if dialect.sep_line:
        next(lines)
        lines.row = 0
        lines.next_row()
    for fields in csv.reader(lines, delimiter=dialect.delimiter):
        if lines.size > limit:
            check_fields(fields, lines.row, source)
        if any(fields) and not _is_blank(fields):
            record = Record(lines.row, lines.start, fields)
            yield _without_nul(record) if clean_nul else record
        lines.next_row()


def _raise_csv_limit(wanted: int) -> None:
    """The csv module has one limit for the whole process; ours is checked per file."""
    if csv.field_size_limit() < wanted:
        csv.field_size_limit(wanted)


def check_fields(fields: list[str], row: int, source: Source) -> None:
    """Refuse a value beyond the limit.

    Raises:
        FieldTooLong: with row and column.
    """
    limit = source.limits.max_field_chars
    for column, value in enumerate(fields, start=1):
        if len(value) > limit:
            raise FieldTooLong(name=source.name, row=row, column=column, limit=limit)


def _is_blank(fields: list[str]) -> bool:
    """Only white space, or the end-of-file sign of old systems."""
    return not any(value.strip().strip("\x1a\x00") for value in fields)


def _without_nul(record: Record) -> Record:
    if not any("\x00" in value for value in record.values):
        return record
    clean = [value.replace("\x00", "") for value in record.values]
    return record._replace(values=clean, problems=(*record.problems, nul_removed()))
