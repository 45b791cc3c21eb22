"""How far a command is, on the error stream."""

from __future__ import annotations

import sys
import time

import typer


class Ticker:
    """Progress on the error stream: a line that renews itself, or one line every five seconds."""

    def __init__(self, label: str, total: int = 0, *, unit: str = "rows") -> None:
        self.label, self.total, self.unit = label, total, unit
        self._is_terminal = sys.stderr.isatty()
        self._next = time.monotonic() + (0.2 if self._is_terminal else 5)
        self._shown = False

    def __enter__(self) -> Ticker:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._shown and self._is_terminal:
            typer.echo("", err=True)

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None:
        if time.monotonic() < self._next:
            return
        of = f" of {total or self.total:,}" if total or self.total else ""
        start = "\r" if self._is_terminal else ""
        line = f"{start}{self.label}: {done:,}{of} {self.unit}"
        typer.echo(line, err=True, nl=not self._is_terminal)
        self._shown = True
        self._next = time.monotonic() + (0.2 if self._is_terminal else 5)

    def should_stop(self) -> bool:
        return False
