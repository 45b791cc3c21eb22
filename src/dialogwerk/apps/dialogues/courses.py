"""Recommended courses by type of process: data in ``courses.yaml``, a point to start from."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class PhaseTemplate:
    """A phase as recommended; ``weeks`` is how long, ``formats`` are kinds of formats."""

    title: str
    purpose: str
    audience: str
    weeks: int
    gate: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A recommended course (Ablauf) of a type of process, with the norm it serves, if any."""

    key: str
    title: str
    suits: str
    phases: tuple[PhaseTemplate, ...]
    norm: str = ""

    def days_from(self, first_day: date) -> list[tuple[PhaseTemplate, date, date]]:
        """Each phase with its first and last day, one after the other without a gap."""
        rows, begin = [], first_day
        for phase in self.phases:
            end = begin + timedelta(weeks=phase.weeks) - timedelta(days=1)
            rows.append((phase, begin, end))
            begin = end + timedelta(days=1)
        return rows


@cache
def courses() -> tuple[Course, ...]:
    """All courses on file."""
    rows = yaml.safe_load((Path(__file__).parent / "courses.yaml").read_text(encoding="utf-8"))
    return tuple(
        Course(
            key=row["key"],
            title=row["title"],
            suits=row["suits"],
            norm=row.get("norm", ""),
            phases=tuple(
                PhaseTemplate(**{**phase, "formats": tuple(phase["formats"])})
                for phase in row["phases"]
            ),
        )
        for row in rows
    )


def course(key: str) -> Course | None:
    """The course of that key, if it is on file."""
    return next((one for one in courses() if one.key == key), None)
