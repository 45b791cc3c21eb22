"""``dialogwerk deadlines batch``: one case a line in, one answer a line out, in constant memory."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import IO, Any, NoReturn

from dialogwerk.cores.deadlines import DeadlineError, Schedule, schedule
from dialogwerk.cores.deadlines.reading import read_case, shortened

MAX_LINE = 1_000_000
"""Bytes; a case needs a few hundred."""


class LineEmpty(DeadlineError):
    """There is nothing on the line."""

    code = "line_empty"
    message = "Line %(line)s is empty. Please write one case as JSON on each line."
    message_de = "Zeile %(line)s ist leer. Bitte schreiben Sie in jede Zeile einen Fall als JSON."


class LineTooLong(DeadlineError):
    """Nobody's case is that long."""

    code = "line_too_long"
    message = (
        "Line %(line)s is longer than %(limit)s bytes. One case belongs on one line; is a line "
        "break missing?"
    )
    message_de = (
        "Zeile %(line)s ist länger als %(limit)s Byte. In eine Zeile gehört ein Fall; fehlt ein "
        "Zeilenumbruch?"
    )


class LineNotText(DeadlineError):
    """The bytes are no UTF-8."""

    code = "line_not_utf8"
    message = (
        "Line %(line)s is no text in UTF-8 (byte %(at)s). Please save the file in this encoding."
    )
    message_de = (
        "Zeile %(line)s ist kein Text in UTF-8 (Byte %(at)s). Bitte speichern Sie die Datei in "
        "dieser Kodierung."
    )


class LineHasNul(DeadlineError):
    """A NUL character, as in UTF-16 or in damaged files."""

    code = "line_has_nul"
    message = (
        "Line %(line)s contains a NUL character (byte %(at)s). Is the file UTF-16 or damaged? "
        "Please save it as UTF-8."
    )
    message_de = (
        "Zeile %(line)s enthält ein NUL-Zeichen (Byte %(at)s). Ist die Datei UTF-16 oder "
        "beschädigt? Bitte speichern Sie sie als UTF-8."
    )


class LineNotJson(DeadlineError):
    """The line is no JSON."""

    code = "line_not_json"
    message = "Line %(line)s is no JSON from character %(at)s on: %(reason)s. Example: %(example)s"
    message_de = "Zeile %(line)s ist ab Zeichen %(at)s kein JSON. Beispiel: %(example)s"


class LineFailed(DeadlineError):
    """Our own mistake; the other lines are answered all the same."""

    code = "line_failed"
    message = (
        "Line %(line)s could not be computed, by a fault of the program (%(reason)s). Please "
        "report it with this line."
    )
    message_de = (
        "Zeile %(line)s ließ sich durch einen Fehler des Programms nicht berechnen (%(reason)s). "
        "Bitte melden Sie ihn mit dieser Zeile."
    )


EXAMPLE = '{"type": "kleine_anfrage", "land": "NW", "events": {"transmitted": "2026-03-02"}}'


def run() -> bool:
    """Answer standard input line by line; False if the reader of the answers went away."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    try:
        for answer in answers(source):
            target.write(answer)
            target.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def answers(source: IO[bytes]) -> Iterator[bytes]:
    """One line of JSON for each line of the source."""
    for number, (line, is_whole) in enumerate(_lines(source), 1):
        yield _as_line(_answer(line, is_whole, number))


def _as_line(answer: dict[str, Any]) -> bytes:
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def case_as_dict(found: Schedule) -> dict[str, Any]:
    """A schedule as it is printed."""
    return {
        "type": found.procedure_type,
        "variant": found.variant,
        "land": found.land,
        "eia": found.eia,
        "events": {name: day.isoformat() for name, day in found.events.items()},
        "steps": [step.as_dict() for step in found.steps],
    }


def error_as_dict(error: DeadlineError) -> dict[str, Any]:
    """An error as it is printed."""
    return {
        "error": error.sentence("en"),
        "error_de": error.sentence("de"),
        "code": error.code,
    }


def _lines(source: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Lines without their break, and whether they are whole; too long ones are cut and skipped."""
    while line := source.readline(MAX_LINE + 2):
        if line.endswith(b"\n"):
            yield line.rstrip(b"\r\n"), True
            continue
        is_whole = len(line) <= MAX_LINE
        while not is_whole and (rest := source.readline(MAX_LINE)):
            if rest.endswith(b"\n"):
                break
        yield line[:MAX_LINE], is_whole


def _answer(line: bytes, is_whole: bool, number: int) -> dict[str, Any]:
    name: dict[str, Any] = {}
    try:
        raw = _parsed(line, is_whole, number)
        name = _name_of(raw)
        return name | case_as_dict(schedule(**read_case(raw)))
    except DeadlineError as error:
        return name | error_as_dict(error) | {"line": number}
    except Exception as error:  # one bad line must not cost the answers to all that follow
        failed = LineFailed(line=number, reason=shortened(f"{type(error).__name__}: {error}"))
        return name | error_as_dict(failed) | {"line": number}


def _name_of(raw: object) -> dict[str, Any]:
    """The id of a case, if it has one that can be repeated."""
    if not isinstance(raw, Mapping) or "id" not in raw:
        return {}
    try:
        _as_line({"id": raw["id"]})
    except (ValueError, RecursionError):
        return {}
    return {"id": raw["id"]}


def _parsed(line: bytes, is_whole: bool, number: int) -> object:
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    if not is_whole:
        raise LineTooLong(line=number, limit=f"{MAX_LINE:,}")
    if not line.strip():
        raise LineEmpty(line=number)
    if b"\0" in line:
        raise LineHasNul(line=number, at=line.index(b"\0") + 1)
    try:
        return json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise LineNotText(line=number, at=error.start + 1) from None
    except json.JSONDecodeError as error:
        raise _no_json(number, error.colno, error.msg) from None
    except (ValueError, RecursionError) as error:
        raise _no_json(number, 1, str(error)) from None


def _no_json(number: int, at: int, reason: str) -> LineNotJson:
    return LineNotJson(line=number, at=at, reason=shortened(reason), example=EXAMPLE)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no value of JSON")
