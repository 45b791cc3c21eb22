"""What can go wrong in ``cores/opinions``; every error derives from `OpinionsError`."""

from __future__ import annotations


class OpinionsError(Exception):
    """Base class; the message says what happened and what to do about it."""


class ShapeMismatch(OpinionsError, ValueError):
    """Arrays that belong together have different lengths, or an index lies outside."""


class UnreadableVotes(OpinionsError, ValueError):
    """A file of votes or statements does not hold what its format demands."""

    def __init__(self, message: str, *, row: int | None = None, field: str | None = None) -> None:
        place = f"Row {row}" + (f", field “{field}”" if field else "") + ": " if row else ""
        super().__init__(place + message)
        self.row, self.field = row, field
