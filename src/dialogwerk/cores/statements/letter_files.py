"""Tables of letters as files, read column by column into memory that kernels can use.

Parquet and plain CSV in UTF-8 go through polars, portion by portion; each portion is folded while
the next one is read. Everything else (other encodings, spreadsheets, broken rows) is left to
`cores.tables`, which takes more care and more time.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dialogwerk.cores.statements.bodies import Bodies, BodyReader
from dialogwerk.cores.statements.errors import ColumnsMissing, LettersUnreadable
from dialogwerk.cores.statements.kernels.columns import TextColumn

if TYPE_CHECKING:
    import polars

_ROWS = 50_000
_LOOKED_AT = 1 << 16


@dataclass(frozen=True)
class LetterFile:
    """The letters of a file.

    Attributes:
        texts: as received.
        bodies: the same, read.
        columns: the other columns that were asked for, by name, one entry a letter.
    """

    texts: TextColumn
    bodies: Bodies
    columns: dict[str, polars.Series]


class _Growing:
    """Texts that arrive portion by portion, one after the other in one piece of memory.

    Args:
        rows: how many will come, if known.
    """

    def __init__(self, rows: int) -> None:
        self._rows, self._seen = rows, 0
        self._data: NDArray[np.uint8] = np.empty(1 << 20, np.uint8)
        self._ends: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._used = 0

    def add(self, series: polars.Series) -> TextColumn:
        """Copy more texts to the end; gives them back as they lie there."""
        self._seen += len(series)
        part = TextColumn.of_series(series, self._room)
        self._ends.append(part.offsets[1:] + self._used)
        self._used += len(part.data)
        return part

    def _room(self, size: int) -> NDArray[np.uint8]:
        if self._used + size > len(self._data):
            # Memory that is never written to costs nothing, so there may be plenty of it.
            rest = max(1.0, self._rows / self._seen)
            more = np.empty(int(1.2 * rest * (self._used + size)) + (1 << 20), np.uint8)
            more[: self._used] = self._data[: self._used]
            self._data = more
        return self._data[self._used : self._used + size]

    def finished(self) -> TextColumn:
        return TextColumn(self._data[: self._used], np.concatenate(self._ends))


def read_letter_file(
    path: Path, *, text: str, keep: Sequence[str], threads: int | None = None
) -> LetterFile | None:
    """The letters of a Parquet or plain CSV file; None if it is neither.

    Args:
        text: column with the letters.
        keep: other columns to read.

    Raises:
        ColumnsMissing: a wanted column is not there.
        LettersUnreadable: the file calls itself Parquet and is damaged.
    """
    import polars

    is_parquet = path.suffix.lower() == ".parquet"
    wanted = list(dict.fromkeys((text, *keep)))
    try:
        source = _parquet(path) if is_parquet else _plain_csv(path)
        if source is None:
            return None
        _check_columns(path, source.collect_schema().names(), wanted)
        rows = source.select(polars.len()).collect().item() if is_parquet else 0
        portions = source.select(wanted).collect_batches(chunk_size=_ROWS, maintain_order=True)
        return _read(portions, rows, text, wanted, threads)
    except polars.exceptions.PolarsError as error:
        if is_parquet:
            raise LettersUnreadable(
                f"{path} cannot be read as Parquet ({error}). Write it anew, or give a CSV file."
            ) from error
        return None


def _parquet(path: Path) -> polars.LazyFrame:
    import polars

    return polars.scan_parquet(path)


def _plain_csv(path: Path) -> polars.LazyFrame | None:
    """The file, if it begins like UTF-8 with a usual separator."""
    import polars

    with path.open("rb") as file:
        raw = file.read(_LOOKED_AT)
    try:
        head = codecs.getincrementaldecoder("utf-8-sig")().decode(raw)
    except UnicodeDecodeError:
        return None
    line = head.split("\n", 1)[0]
    separator = max(",;\t", key=line.count)
    names = next(csv.reader([line.rstrip("\r")], delimiter=separator), [])
    if path.suffix.lower() != ".csv" or "\0" in head or len(set(names)) < len(names) or not names:
        return None
    return polars.scan_csv(path, separator=separator, infer_schema=False)


def _check_columns(path: Path, there: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in there]
    if missing:
        raise ColumnsMissing(str(path), missing, there)


def _read(
    portions: Iterator[polars.DataFrame],
    rows: int,
    text: str,
    wanted: Sequence[str],
    threads: int | None,
) -> LetterFile:
    import polars

    growing, reader = _Growing(rows), BodyReader(threads=threads)
    others: list[polars.DataFrame] = []
    for portion in portions:
        others.append(portion.select(name for name in wanted if name != text))
        reader.add(growing.add(portion[text]))
    frame = polars.concat(others) if others else polars.DataFrame(schema=list(wanted))
    columns: dict[str, Any] = {name: frame[name] for name in frame.columns if name != text}
    return LetterFile(growing.finished(), reader.finished(), columns)


def of_rows(
    texts: Iterable[str], columns: dict[str, Sequence[str]], *, threads: int | None = None
) -> LetterFile:
    """Letters that something else has read."""
    import polars

    column = TextColumn.of(texts)
    reader = BodyReader(threads=threads)
    reader.add(column)
    kept = {
        name: polars.Series(name, [_clean(value) for value in values], dtype=polars.String)
        for name, values in columns.items()
    }
    return LetterFile(column, reader.finished(), kept)


def _clean(value: str) -> str:
    """Without halves of characters, which no file can hold."""
    return value.encode("utf-8", "replace").decode()
