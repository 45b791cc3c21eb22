"""Dated law: which version of a period is in force on a day, in a Land, under a special law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .counting import Period
from .errors import NoLawForLand, NoVersionInForce

_FOLDER = Path(__file__).with_name("parameters")
FEDERAL = "DE"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a period set by law.

    Attributes:
        period: its length.
        norm: where it is written; "{VwVfG}" stands for the act of the Land.
        land: Land whose law it is, "DE" for federal law.
        valid_from: first day in force.
        valid_to: last day in force, None while it lasts.
        source: address of the official text.
        confidence: "A" read in the statute, "B" official source or derived, "C" inferred.
        variants: special laws to which it is confined; empty for all.
        remark: what one should know about it.
        begun_before: for transition rules, procedures begun before this day are meant.
        is_first: no older version of the same rule is on file.
    """

    period: Period
    norm: str
    land: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    variants: tuple[str, ...] = ()
    remark: str = ""
    begun_before: date | None = None
    is_first: bool = True

    def is_in_force(self, day: date) -> bool:
        """From the first to the last day, both included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@lru_cache(16_384)
def in_force(
    procedure_type: str, parameter: str, *, laender: tuple[str, ...], variant: str, day: date
) -> Version:
    """The version of a parameter that holds in a Land on a day.

    What a special law says goes before the general rule, the Land's own text before the federal.

    Raises:
        NoVersionInForce: none is on file for that day.
    """
    versions = versions_for(procedure_type, parameter, laender=laender, variant=variant)
    for version in versions:
        if version.is_in_force(day):
            return version
    earliest = min(version.valid_from for version in versions)
    place = "/".join(laender)
    raise NoVersionInForce(parameter=parameter, land=place, day=day, earliest=earliest)


@lru_cache(4_096)
def versions_for(
    procedure_type: str, parameter: str, *, laender: tuple[str, ...], variant: str
) -> tuple[Version, ...]:
    """All versions that could hold, the most special first.

    Raises:
        NoLawForLand: each Land has its own law, and that of this one is not on file.
    """
    fitting = _fitting(procedure_type, parameter, laender, variant)
    if not fitting:
        on_file = parameters(procedure_type)[parameter]
        known = ", ".join(sorted({version.land for version in on_file}))
        place = "/".join(laender)
        raise NoLawForLand(parameter=parameter, type=procedure_type, land=place, known=known)
    return fitting


def is_on_file(
    procedure_type: str, parameter: str, *, laender: tuple[str, ...], variant: str, day: date
) -> bool:
    """Whether some version of a parameter holds in a Land on a day."""
    fitting = _fitting(procedure_type, parameter, laender, variant)
    return any(version.is_in_force(day) for version in fitting)


@cache
def _fitting(
    procedure_type: str, parameter: str, laender: tuple[str, ...], variant: str
) -> tuple[Version, ...]:
    fitting = [
        version
        for version in parameters(procedure_type)[parameter]
        if version.land in (FEDERAL, *laender)
        and (not version.variants or variant in version.variants)
    ]
    return tuple(sorted(fitting, key=lambda one: (not one.variants, one.land == FEDERAL)))


@cache
def parameters(procedure_type: str) -> Mapping[str, tuple[Version, ...]]:
    """All versions on file for a type of procedure, by parameter."""
    import yaml  # slow to load, and wanted only when something is counted

    text = (_FOLDER / f"{procedure_type}.yaml").read_text("utf-8")
    content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {name: tuple(_versions(entries)) for name, entries in content.items()}


def _versions(entries: list[dict[str, Any]]) -> list[Version]:
    kinds = [(tuple(one.get("variants", ())), one["land"]) for one in entries]
    first = {
        kind: min(e["valid_from"] for e, k in zip(entries, kinds, strict=True) if k == kind)
        for kind in kinds
    }
    return [
        _version(entry, is_first=entry["valid_from"] == first[kind])
        for entry, kind in zip(entries, kinds, strict=True)
    ]


def _version(entry: dict[str, Any], *, is_first: bool) -> Version:
    fields = dict(entry)
    variants = tuple(fields.pop("variants", ()))
    period = Period(fields.pop("value"), fields.pop("unit"))
    return Version(period=period, variants=variants, is_first=is_first, **fields)
