"""Uniform submissions: from how many people on the law allows one answer for all.

Gleichförmige Eingaben (§ 17 VwVfG), same interest (§ 18 VwVfG), more than 50 notices or services
(§§ 73, 74 VwVfG), comments of essentially the same content (§ 3 Abs. 2 BauGB). The norms are data
(``parameters/uniform.yaml``); what follows from them a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from .errors import UnknownGround

Whom = Literal["same_text", "unrepresented", "services"]
Way = Literal["speaker", "call", "set_aside", "notice", "none"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people there are, each counted once however many letters they wrote.

    Attributes:
        same_text: behind one list or one template.
        unrepresented: of these, for whom nobody speaks.
        services: whom a notice of the hearing or the decision would have to reach.
    """

    same_text: int = 0
    unrepresented: int = 0
    services: int = 0

    def of(self, whom: Whom) -> int:
        """The number that a norm asks for."""
        return {
            "same_text": self.same_text,
            "unrepresented": self.unrepresented,
            "services": self.services,
        }[whom]


@dataclass(frozen=True, slots=True)
class Ground:
    """One legal ground: from how many people on it holds, and what it then allows.

    ``more_than`` is the number that does not yet suffice: 50 is too few, 51 suffice. Texts are by
    language, "de" and "en".
    """

    id: str
    norms: tuple[str, ...]
    more_than: int
    counts: Whom
    way: Way
    types: tuple[str, ...]
    confidence: str
    source: str
    name: Mapping[str, str]
    allows: Mapping[str, str]
    caution: Mapping[str, str]

    def holds_in(self, procedure_type: str) -> bool:
        """Whether it is law in procedures of this type."""
        return not self.types or procedure_type in self.types

    def is_met_by(self, people: int) -> bool:
        """Whether so many people are enough."""
        return people > self.more_than


@dataclass(frozen=True, slots=True)
class Finding:
    """A ground beside the number of people that it asks for."""

    ground: Ground
    people: int

    @property
    def is_met(self) -> bool:
        return self.ground.is_met_by(self.people)

    @property
    def missing(self) -> int:
        """How many more people it would take; 0 if it is met."""
        return max(0, self.ground.more_than + 1 - self.people)


def findings(procedure_type: str, counts: Counts) -> tuple[Finding, ...]:
    """Every ground that is law in this type of procedure, met or not, in the order of the file.

    >>> [one.ground.id for one in findings("bauleitplan", Counts(same_text=51)) if one.is_met]
    ['result_open_to_view']
    """
    return tuple(
        Finding(ground, counts.of(ground.counts))
        for ground in grounds()
        if ground.holds_in(procedure_type)
    )


def is_uniform(people: int) -> bool:
    """Whether so many people behind one text make uniform submissions, § 17 Abs. 1 Satz 1 VwVfG.

    >>> is_uniform(50), is_uniform(51)
    (False, True)
    """
    return ground("named_representative").is_met_by(people)


def ground(key: str) -> Ground:
    """The ground with this id.

    Raises:
        UnknownGround: there is none.
    """
    for one in grounds():
        if one.id == key:
            return one
    raise UnknownGround(key, [one.id for one in grounds()])


@cache
def grounds() -> tuple[Ground, ...]:
    """All grounds on file."""
    text = (files(__package__) / "parameters" / "uniform.yaml").read_text(encoding="utf-8")
    return tuple(_ground(entry) for entry in yaml.safe_load(text))


def _ground(entry: Mapping[str, Any]) -> Ground:
    return Ground(
        id=entry["id"],
        norms=tuple(entry["norms"]),
        more_than=entry["more_than"],
        counts=entry["counts"],
        way=entry["way"],
        types=tuple(entry.get("types", ())),
        confidence=entry["confidence"],
        source=entry["source"],
        name=_texts(entry, "name"),
        allows=_texts(entry, "allows"),
        caution=_texts(entry, "caution"),
    )


def _texts(entry: Mapping[str, Any], name: str) -> Mapping[str, str]:
    languages: Sequence[str] = ("de", "en")
    return {language: entry[f"{name}_{language}"] for language in languages}
