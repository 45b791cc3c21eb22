"""Tables for others: CSV that spreadsheet programs open rightly and safely.

A cell that begins with ``=``, ``+``, ``-``, ``@`` or a control character can run as a formula when
the file is opened (CSV injection, see OWASP). Such a value gets an apostrophe in front, also when
white space or full-width variants hide the sign. :func:`restore_cell` takes it off again: a value
that already began with apostrophes before such a sign gets one more, so nothing is ambiguous.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from .errors import RowShapeError, UnwritableText

_RISKY = re.compile(
    "'*(?:[\\s\\x00-\\x1f\\x7f\\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
    "[=+\\-@＝＋－＠﹢﹣﹦﹫−]|[\\t\\r\\n])"
)


def safe_cell(value: str) -> str:
    """The value with an apostrophe in front if a spreadsheet might take it for a formula.

    >>> safe_cell("=1+1"), safe_cell("  -Nein"), safe_cell("Ja")
    ("'=1+1", "'  -Nein", 'Ja')
    """
    return "'" + value if _RISKY.match(value) else value


def restore_cell(value: str) -> str:
    """The value as it was before :func:`safe_cell`.

    >>> restore_cell("'=1+1"), restore_cell("'s Gravenweg")
    ('=1+1', "'s Gravenweg")
    """
    return value[1:] if value.startswith("'") and _RISKY.match(value, 1) else value


def write_csv(target: Path | BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table as CSV: UTF-8 with byte order mark, semicolons, CR LF, safe cells.

    A path is written whole or not at all: the rows go to a file beside it that replaces it at the
    end. A stream is left open.

    Returns:
        Number of rows written, without the header.

    Raises:
        RowShapeError: a row has another number of values than the header.
        UnwritableText: a value holds a code point that cannot be encoded.
    """
    if isinstance(target, str | Path):
        with _replacing(Path(target)) as stream:
            return _write(stream, header, rows)
    return _write(target, header, rows)


def _write(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    count = 0
    try:
        writer.writerow([safe_cell(name) for name in header])
        for count, row in enumerate(rows, start=1):
            writer.writerow(_checked(row, count, len(header)))
        text.flush()
    except UnicodeEncodeError as error:
        raise UnwritableText(row=count, reason=f"U+{ord(error.object[error.start]):04X}") from error
    finally:
        with suppress(UnicodeEncodeError):
            text.detach()
    return count


def _checked(row: Sequence[str], number: int, expected: int) -> list[str]:
    if len(row) != expected:
        raise RowShapeError(row=number, found=len(row), expected=expected)
    return [safe_cell(value) for value in row]


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` once everything is on disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
