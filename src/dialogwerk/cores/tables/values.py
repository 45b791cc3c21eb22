"""Rows, and what was noticed while reading them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Problem(str):
    """A sentence about one row or the whole table that does not stop the reading.

    It is an ordinary string (English); ``code``, ``message`` and ``params`` let an app say the
    same in another language, as with :class:`~.errors.TableError`.
    """

    __slots__ = ("code", "message", "params")
    code: str
    message: str
    params: dict[str, object]

    def __new__(cls, code: str, message: str, **params: object) -> Problem:
        """Fill ``params`` into ``message``; both stay available on the result."""
        problem = super().__new__(cls, message % params)
        problem.code, problem.message, problem.params = code, message, params
        return problem

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, object]]:
        return (self.code, self.message), self.params


class Record(NamedTuple):
    """One row as it stands in the file, before it is matched with the column names.

    ``line`` is the line of the text file in which the row starts, None for workbooks.
    """

    number: int
    line: int | None
    values: list[str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: 1-based, as a spreadsheet program shows it; the header has a number too, and empty
            rows count. A CSV row with line breaks inside quotes is one row.
        values: column name → text, one entry for every column of the header.
        problems: what a person should look at; empty for a clean row.
        line: 1-based line of a text file in which the row starts; None for workbooks.
    """

    number: int
    values: dict[str, str]
    problems: tuple[str, ...] = ()
    line: int | None = None


def too_few(found: int, expected: int) -> Problem:
    """The row ends early; the missing values are empty."""
    return Problem(
        "too_few_fields",
        "The row has only %(found)s of %(expected)s columns; the missing ones were left empty. "
        "Please check for a missing delimiter.",
        found=found,
        expected=expected,
    )


def too_many(found: int, expected: int) -> Problem:
    """The row goes on after the last column; the surplus was left out."""
    return Problem(
        "too_many_fields",
        "The row has %(found)s values for %(expected)s columns; the surplus ones were left out. "
        "Please check for a delimiter that is not inside quotation marks.",
        found=found,
        expected=expected,
    )


def error_cell(column: str, value: str) -> Problem:
    """A spreadsheet formula failed; the value is empty."""
    return Problem(
        "error_cell",
        "Cell %(column)s holds the spreadsheet error %(value)s instead of a value. Often a text "
        "that begins with = or - was taken for a formula; please correct the cell.",
        column=column,
        value=value,
    )


def nul_removed() -> Problem:
    """Characters with code 0 were dropped, since no database and no screen can keep them."""
    return Problem(
        "nul_removed",
        "The row held invisible zero characters (NUL); they were removed. Please check its text.",
    )
