"""Sentences that a notice must not contain: wrong consequences, law that is not in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ..wording import Text
from .catalogue import cited, first_day_announced, law_day, law_of, read_yaml
from .facts import NoticeFacts
from .findings import WARNING, NoticeFinding
from .folding import Folded
from .recognising import Group, find, group_from, names


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong statement, and when it is wrong.

    Attributes:
        id: stable name.
        code: "consequence" or "law_not_in_force".
        severity: of the finding.
        text: why it is wrong and what to do.
        norms: legal grounds.
        types, kinds, variants, not_variants, laender: where it is looked for; none means all.
        eia: only with (True) or without (False) environmental impact assessment.
        valid_from, valid_to: days on which the statement is wrong.
        begins: True if the first day announced decides, not the day of publication.
        found, unless: patterns as those of hints.
    """

    id: str
    code: str
    severity: str
    text: Text
    norms: tuple[str, ...]
    types: tuple[str, ...]
    kinds: tuple[str, ...]
    variants: tuple[str, ...]
    not_variants: tuple[str, ...]
    laender: tuple[str, ...]
    eia: bool | None
    valid_from: date | None
    valid_to: date | None
    begins: bool
    found: tuple[Group, ...]
    unless: tuple[str, ...]

    def is_wrong(self, kind: str, facts: NoticeFacts) -> bool:
        """Whether the statement is wrong in this notice."""
        variant = facts.effective_variant
        return (
            facts.procedure_type in self.types
            and (not self.kinds or kind in self.kinds)
            and (not self.variants or variant in self.variants)
            and variant not in self.not_variants
            and (not self.laender or bool(set(self.laender) & set(law_of(facts))))
            and (self.eia is None or facts.eia in (None, self.eia))
            and self._is_wrong_on(self._day(kind, facts))
        )

    def _day(self, kind: str, facts: NoticeFacts) -> date | None:
        announced = first_day_announced(kind, facts) if self.begins else None
        return announced or law_day(kind, facts)

    def _is_wrong_on(self, day: date | None) -> bool:
        if day is None:
            return self.valid_to is None
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def find_mistakes(kind: str, facts: NoticeFacts, text: Folded) -> Iterator[NoticeFinding]:
    """Each wrong statement in the text; a warning only while its condition is open."""
    known = names(facts)
    for mistake in mistakes():
        if not mistake.is_wrong(kind, facts):
            continue
        where = find(mistake.found, mistake.unless, text, known)
        if where:
            open_ = mistake.eia is not None and facts.eia is None
            yield NoticeFinding(
                mistake.code,
                WARNING if open_ else mistake.severity,
                mistake.id,
                mistake.text,
                tuple(cited(norm, law_of(facts)[0]) for norm in mistake.norms),
                text.where(*where),
            )


@cache
def mistakes() -> tuple[Mistake, ...]:
    """All on file."""
    return tuple(_mistake(entry) for entry in read_yaml("mistakes"))


def _mistake(entry: dict[str, Any]) -> Mistake:
    several = {
        key: tuple(entry.get(key, ()))
        for key in ("norms", "types", "kinds", "variants", "not_variants", "laender", "unless")
    }
    return Mistake(
        id=entry["id"],
        code=entry["code"],
        severity=entry["severity"],
        text=Text(entry["text_de"], entry["text_en"]),
        eia=entry.get("eia"),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
        begins=entry.get("begins", False),
        found=tuple(group_from(item) for item in entry["found"]),
        **several,
    )
