"""Runs as a process of its own: a workbook on standard input, one JSON line per row out.

Arguments: MEMORY_BYTES CPU_SECONDS [SHEET]. The first line holds the
sheet's name or an error; every other line is ``[row number, values]`` with dates as ISO text.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from dialogwerk.cores.files.confinement import confine, limit


def main(memory: str, seconds: str, wanted: str = "") -> None:
    """Read the workbook under the limits and print its rows."""
    import python_calamine as calamine

    limit(int(memory), int(seconds), file_bytes=0)
    confine("/dev/null")  # it writes nothing
    try:
        book = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        sheet = _choose(book, wanted)
    except BaseException as error:  # the library signals damage by panics, too
        _say({"error": _kind(error), "detail": str(error)[:200]})
        return
    if sheet is None:
        _say({"error": "sheet", "detail": ", ".join(f"“{name}”" for name in book.sheet_names)})
        return
    _say({"sheet": sheet.name})
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if any(value != "" for value in values):
            _say([number, [_plain(value) for value in values]])


def _choose(book: Any, wanted: str) -> Any:
    if wanted in book.sheet_names:
        return book.get_sheet_by_name(wanted)
    if wanted.isdecimal() and 0 < int(wanted) <= len(book.sheet_names):
        return book.get_sheet_by_index(int(wanted) - 1)
    if wanted:
        return None
    sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
    return next((sheet for sheet in sheets if sheet.end), book.get_sheet_by_index(0))


def _kind(error: BaseException) -> str:
    if type(error).__name__ == "PasswordError" or "password" in str(error).lower():
        return "encrypted"
    return "memory" if isinstance(error, MemoryError) else "broken"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    return value.isoformat() if isinstance(value, date | time) else value


def _say(message: object) -> None:
    print(json.dumps(message), flush=False)
