"""Old Excel (.xls) and OpenDocument (.ods) workbooks.

They are read by calamine in a process of its own with bounded memory and time, because a forged
file can make any reader that allocates the whole sheet run out of memory.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from dialogwerk.cores.files.reader import isolated

from .cells import plain_text, unescaped
from .delimited import check_fields
from .errors import BrokenFile, EncryptedFile, SuspiciousArchive, TableError, UnknownSheet
from .sources import Source
from .values import Record

_HELPER = "dialogwerk.cores.tables.old_formats_process"
NAMES = {"xls": "an old Excel workbook (.xls)", "ods": "an OpenDocument spreadsheet (.ods)"}


@dataclass(frozen=True, slots=True)
class OldWorkbook:
    """A workbook in an old or open format.

    Attributes:
        source: its bytes.
        format: "xls" or "ods".
        wanted: name or 1-based position of the sheet asked for, "" for the first with data.
        sheet: name of the sheet that is read.
    """

    source: Source
    format: str
    wanted: str
    sheet: str

    @classmethod
    def open(cls, source: Source, format: str, wanted: str | int | None) -> OldWorkbook:
        """Find the sheet.

        Raises:
            EncryptedFile, BrokenFile, UnknownSheet, SuspiciousArchive: as their names say.
        """
        asked = "" if wanted is None else str(wanted)
        with _helper(source, asked) as output:
            return cls(source, format, asked, _first_answer(output, source, format, asked))

    def records(self) -> Iterator[Record]:
        """The rows that hold something."""
        with _helper(self.source, self.wanted) as output:
            _first_answer(output, self.source, self.format, self.wanted)
            for line in output:
                number, values = json.loads(line)
                fields = [_text(value) for value in values]
                check_fields(fields, number, self.source)
                yield Record(number, None, fields)

    def row_count(self) -> int:
        """Rows below the first that hold something, counted."""
        return max(0, sum(1 for _ in self.records()) - 1)


@contextmanager
def _helper(source: Source, wanted: str) -> Iterator[IO[bytes]]:
    limits = source.limits
    command = isolated(
        _HELPER, str(limits.max_helper_bytes), str(limits.max_helper_seconds), wanted
    )
    with tempfile.TemporaryFile() as copy:
        for chunk in source.chunks():
            copy.write(chunk)
        copy.seek(0)
        process = subprocess.Popen(
            command, stdin=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    try:
        assert process.stdout is not None  # noqa: S101
        yield process.stdout
    finally:
        process.kill()
        process.communicate()


def _first_answer(output: IO[bytes], source: Source, format: str, wanted: str) -> str:
    line = output.readline()
    answer: dict[str, str] = json.loads(line) if line else {"error": "memory"}
    if "error" in answer:
        raise _error(answer, source.name, format, wanted)
    return answer["sheet"]


def _error(answer: dict[str, str], name: str, format: str, wanted: str) -> TableError:
    match answer["error"]:
        case "encrypted":
            return EncryptedFile(name=name)
        case "memory":
            return SuspiciousArchive(name=name, reason="reading it takes far too much memory")
        case "sheet":
            return UnknownSheet(name=name, sheet=wanted, sheets=answer["detail"])
        case _:
            return BrokenFile(name=name, format=NAMES[format], reason=answer["detail"])


def _text(value: Any) -> str:
    if isinstance(value, dict):
        if "moment" in value:
            return plain_text(datetime.fromisoformat(value["moment"]))
        return plain_text(timedelta(seconds=value["seconds"]))
    return unescaped(plain_text(value)).replace("\x00", "")
