"""What was noticed in a row: where, how grave, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any, Final, Literal

Severity = Literal["error", "warning", "note"]
"""An error leaves the row out; a warning leaves something of it out; a note tells."""

SENTENCES: Final[dict[str, tuple[Severity, str]]] = {
    "empty": ("error", "Title and text are empty; the row is not taken in."),
    "no_id": (
        "error",
        "The row has no number of its own (column “%(column)s”), so that it could not be"
        " recognised later; it is not taken in.",
    ),
    "repeated": (
        "error",
        "The number “%(value)s” stands in row %(first)s already; the row is not taken in. Give"
        " each contribution a number of its own.",
    ),
    "too_long": (
        "error",
        "The text has %(length)s characters, at most %(limit)s are taken in; shorten it or type"
        " it in by hand.",
    ),
    "withdrawn": ("note", "Withdrawn by its author in the source; it is not taken in."),
    "bad_date": (
        "error",
        "“%(value)s” cannot be read as a date; the row is not taken in. Write it like 01.03.2026,"
        " 01.03.2026 14:30 or 2026-03-01.",
    ),
    "bad_place": (
        "warning",
        "“%(value)s” is not a place on the map (degrees of longitude and latitude); it is left"
        " out.",
    ),
    "bad_url": ("warning", "“%(value)s” is not a web address; it is left out."),
    "bad_count": ("warning", "“%(value)s” is not a number of supporters; 0 is taken."),
    "bad_label": (
        "error",
        "“%(value)s” in the column of a theme is neither 1 nor 0; the row is not taken in.",
    ),
    "shortened": ("warning", "The value has %(length)s characters and is cut to %(limit)s."),
    "no_reason": (
        "warning",
        "The source says “%(value)s”, but gives no answer. No outcome is recorded: it needs"
        " reasons.",
    ),
    "state_unknown": (
        "note",
        "The state “%(value)s” has no outcome that means the same here; none is recorded.",
    ),
    "table": ("warning", "%(value)s"),
}
"""Code of each kind of finding: its severity and its sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in one row, in one field."""

    row: int
    field: str
    code: str
    params: dict[str, Any] = made_by(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return SENTENCES[self.code][0]

    @property
    def sentence(self) -> str:
        """In English; apps translate the template of `SENTENCES` and fill in ``params``."""
        return SENTENCES[self.code][1] % self.params
