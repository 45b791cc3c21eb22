"""One row of a table or export as a contribution, with what was noticed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from . import cells
from .columns import THEMES, Columns, Source
from .findings import SENTENCES, Finding
from .states import is_known, is_withdrawn, outcome_of
from .values import Decided, Given

MOST_CHARACTERS: Final = 50_000
LIMITS: Final = {
    "id": 150,
    "title": 300,
    "url": 500,
    "category": 100,
    "place": 200,
    "shown_as": 100,
}
"""Longest values in characters, as the record keeps them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a row: a contribution, or the findings that say why not."""

    row: int
    given: Given | None
    findings: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Left out because something is wrong, not because its author withdrew it."""
        return any(one.severity == "error" for one in self.findings)


class Reader:
    """Reads the rows of one file in their order; remembers the numbers seen so far."""

    def __init__(self, columns: Columns, source: Source = Source.TABLE) -> None:
        self._columns, self._source = columns, source
        self._first: dict[str, int] = {}

    def read(self, number: int, values: Mapping[str, str], problems: Sequence[str] = ()) -> Reading:
        """The contribution in this row.

        Args:
            number: of the row, as the file's own program shows it.
            values: column → text.
            problems: what was noticed while opening the row.
        """
        row = _Row(number, values, self._columns, has_html=self._source is Source.DECIDIM)
        for problem in problems:
            row.note("table", "", value=str(problem))
        if is_withdrawn(row.get("state")) or values.get("withdrawn", "") == "true":
            row.note("withdrawn", "state")
            return Reading(number, None, tuple(row.findings))
        given = self._given(row)
        reading = Reading(number, given, tuple(row.findings))
        return Reading(number, None, reading.findings) if reading.is_refused else reading

    def _given(self, row: _Row) -> Given:
        longitude, latitude = row.place()
        return Given(
            external_id=self._number(row),
            title=row.short("title"),
            text=row.body(),
            url=row.url(),
            category=row.short("category"),
            said_at=row.moment("date"),
            longitude=longitude,
            latitude=latitude,
            place_name=row.short("place"),
            shown_as=row.short("shown_as"),
            support=row.support(),
            themes=row.themes(),
            decided=row.decided(),
        )

    def _number(self, row: _Row) -> str:
        if "id" not in self._columns.of:
            return ""
        value = row.short("id")
        if not value:
            row.note("no_id", "id", column=self._columns.of["id"])
            return ""
        first = self._first.setdefault(value, row.number)
        if first != row.number:
            row.note("repeated", "id", value=value, first=first)
        return value


@dataclass(slots=True)
class _Row:
    """The cells of a row by field, and what was noticed in them."""

    number: int
    values: Mapping[str, str]
    columns: Columns
    has_html: bool
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, field: str, **params: Any) -> None:
        short = {
            key: value[:60] if isinstance(value, str) and code != "table" else value
            for key, value in params.items()
        }
        if code not in SENTENCES:
            raise KeyError(code)
        self.findings.append(Finding(self.number, field, code, short))

    def get(self, name: str) -> str:
        column = self.columns.of.get(name)
        if column is None:
            return ""
        for one in (column, *self.columns.instead.get(name, ())):
            if value := self.values.get(one, "").strip():
                return cells.plain(value) if self.has_html else value
        return ""

    def short(self, name: str) -> str:
        """On one line, cut to what the record keeps."""
        value = " ".join(self.get(name).split())
        limit = LIMITS[name]
        if len(value) > limit:
            self.note("shortened", name, length=len(value), limit=limit)
        return value[:limit]

    def body(self) -> str:
        text = self.get("text")
        if not text and not self.get("title"):
            self.note("empty", "text")
        if len(text) > MOST_CHARACTERS:
            self.note("too_long", "text", length=len(text), limit=MOST_CHARACTERS)
        return text

    def url(self) -> str:
        value = self.get("url")
        if value and (not cells.is_web_address(value) or len(value) > LIMITS["url"]):
            self.note("bad_url", "url", value=value)
            return ""
        return value

    def moment(self, name: str) -> Any:
        value = self.get(name)
        found = cells.moment(value) if value else None
        if value and found is None:
            self.note("bad_date", name, value=value)
        return found

    def place(self) -> tuple[float | None, float | None]:
        given = (self.get("longitude"), self.get("latitude"))
        if not any(given):
            return None, None
        longitude, latitude = cells.degrees(given[0], 180), cells.degrees(given[1], 90)
        if longitude is None or latitude is None:
            self.note("bad_place", "longitude", value=" / ".join(given))
            return None, None
        return longitude, latitude

    def support(self) -> int:
        value = self.get("support")
        found = cells.count(value) if value else 0
        if found is None:
            self.note("bad_count", "support", value=value)
        return found or 0

    def themes(self) -> tuple[str, ...]:
        chosen = []
        for column in self.columns.themes:
            value = self.values.get(column, "").strip()
            if value in ("1", "1.0"):
                chosen.append(column)
            elif value not in ("", "0", "0.0"):
                self.note("bad_label", THEMES, value=value)
        return tuple(chosen)

    def decided(self) -> Decided | None:
        """The outcome that the source states with its answer; nothing is added to it."""
        state = self.get("state")
        outcome = outcome_of(state)
        if outcome is None:
            if not is_known(state):
                self.note("state_unknown", "state", value=state)
            return None
        reason = self.get("answer")
        if not reason:
            self.note("no_reason", "answer", value=state)
            return None
        found = self.moment("decided_on")
        return Decided(outcome, reason, found.date() if found else None)
