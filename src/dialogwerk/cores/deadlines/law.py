"""Dated law: which version of a period is in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from .counting import Period
from .errors import NoVersionInForce

_FOLDER = Path(__file__).with_name("parameters")
FEDERAL = "DE"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a period set by law.

    Attributes:
        period: its length.
        norm: where it is written, as cited.
        land: Land whose law it is, "DE" for federal law.
        valid_from: first day in force.
        valid_to: last day in force, None while it lasts.
        source: address of the official text.
        confidence: "A" read in the statute, "B" official source or derived, "C" inferred.
        remark: what one should know about it.
        begun_before: for transition rules, procedures begun before this day are meant.
    """

    period: Period
    norm: str
    land: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    remark: str = ""
    begun_before: date | None = None

    def is_in_force(self, day: date) -> bool:
        """From the first to the last day, both included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def in_force(procedure_type: str, parameter: str, *, land: str, day: date) -> Version:
    """The version of a parameter that holds in a Land on a day.

    Raises:
        NoVersionInForce: none is on file for that day.
    """
    versions = [v for v in parameters(procedure_type)[parameter] if v.land in (land, FEDERAL)]
    for version in versions:
        if version.is_in_force(day):
            return version
    earliest = min(version.valid_from for version in versions)
    raise NoVersionInForce(parameter=parameter, land=land, day=day, earliest=earliest)


@cache
def parameters(procedure_type: str) -> Mapping[str, tuple[Version, ...]]:
    """All versions on file for a type of procedure, by parameter."""
    import yaml  # slow to load, and wanted only when something is counted

    text = (_FOLDER / f"{procedure_type}.yaml").read_text("utf-8")
    content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {name: tuple(map(_version, entries)) for name, entries in content.items()}


def _version(entry: dict[str, Any]) -> Version:
    fields = dict(entry)
    return Version(period=Period(fields.pop("value"), fields.pop("unit")), **fields)
