"""How an import stands: counts, and what was noticed in its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from ..models import ContributionImport
from .import_rows import Arriving
from .import_words import as_json, severity_of

KEPT_FINDINGS = 1_000


@dataclass(slots=True)
class Counts:
    """How many rows were read, and what would become or came of them."""

    rows: int = 0
    added: int = 0
    known: int = 0
    refused: int = 0
    left_out: int = 0
    outcomes: int = 0
    themes: int = 0

    @classmethod
    def of(cls, one: ContributionImport) -> Counts:
        return cls(
            one.rows_done,
            one.added,
            one.known,
            one.refused,
            0,
            one.outcomes_added,
            one.themes_added,
        )

    def add(self, row: Arriving, is_known: bool) -> None:
        self.rows += 1
        if row.given is None:
            self.refused += row.is_refused
            self.left_out += not row.is_refused
        elif is_known:
            self.known += 1
        else:
            self.added += 1


class FindingLog:
    """Counts all findings and keeps the first, errors before the others."""

    def __init__(self) -> None:
        self.by_severity: Counter[str] = Counter()
        self._kept: dict[str, list[dict[str, Any]]] = {"error": [], "warning": [], "note": []}

    def add(self, row: Arriving) -> None:
        for finding in row.findings:
            severity = severity_of(finding)
            self.by_severity[severity] += 1
            if len(self._kept[severity]) < KEPT_FINDINGS:
                self._kept[severity].append(as_json(finding))

    @property
    def total(self) -> int:
        return sum(self.by_severity.values())

    @property
    def kept(self) -> list[dict[str, Any]]:
        """At most `KEPT_FINDINGS`, by row."""
        ordered = [one for severity in self._kept.values() for one in severity]
        return sorted(ordered[:KEPT_FINDINGS], key=lambda one: one["row"])
