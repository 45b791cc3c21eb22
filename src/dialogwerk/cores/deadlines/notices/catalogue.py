"""The mandatory hints on file, and which of them a notice must carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ..citing import cite
from ..wording import Text
from .facts import NoticeFacts
from .kinds import notice_kind
from .recognising import Group, group_from

_FOLDER = Path(__file__).with_name("hints")
_FILES = {
    "planfeststellung": ("planfeststellung", "planfeststellung_special", "uvp", "early"),
    "bimschg": ("bimschg", "early"),
    "bauleitplan": ("bauleitplan",),
    "raumordnung": ("raumordnung",),
    "raumvertraeglichkeit": ("raumordnung",),
}
# Federal authorities act under the federal VwVfG, whatever the Land.
_FEDERAL_AUTHORITY = frozenset({"nabeg", "bundesfachplanung", "wastrg"})
_NORM = re.compile(r"§+ [^§(){}]*\{VwVfG\}")
FEDERAL, FEDERAL_BODIES = "DE", "BUND"
MUST, SHOULD = "must", "should"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing a notice must say, in one version of the law.

    Attributes:
        id: stable name.
        name: what it is.
        why: what happens if it is missing.
        norms: where it is written.
        text_de: the sentence for a draft, with placeholders in braces.
        weight: "must", or "should" where a notice without it stands.
        group: hints of one group make one paragraph.
        kinds, types, variants, not_variants: notices and procedures it belongs to; no variants
            means all of them.
        eia: only with (True) or without (False) environmental impact assessment.
        circumstances: all of these must be given.
        without: none of these may be given.
        laender: Länder whose law it is; "DE" for federal law that holds in all of them, "BUND" for
            the federal VwVfG as federal authorities apply it.
        valid_from, valid_to: first and last day of publication for which it holds.
        begun_from, begun_before: for procedures that began from or before a day.
        confidence: "A" read in the statute, "B" derived, "C" inferred.
        source: address of the official text.
        recognised: groups of patterns, one of which must stand close together.
        unless: patterns which, close by, make the find worthless.
        printed: a period or day that the text must print: "display", "decision_display",
            "objections" or "objections_end"; patterns are then other ways of saying it.
        remark: what one should know about it.
    """

    id: str
    name: Text
    why: Text
    norms: tuple[str, ...]
    text_de: str
    weight: str
    group: str
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    variants: tuple[str, ...]
    not_variants: tuple[str, ...]
    eia: bool | None
    circumstances: frozenset[str]
    without: frozenset[str]
    laender: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    begun_from: date | None
    begun_before: date | None
    confidence: str
    source: str
    recognised: tuple[Group, ...]
    unless: tuple[str, ...]
    printed: str
    remark: str

    def is_in_force(self, day: date) -> bool:
        """From the first to the last day, both included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def mandatory_hints(kind: str, facts: NoticeFacts) -> tuple[Hint, ...]:
    """The hints that a notice of this kind must (or should) carry, in the order of a draft.

    The version of the law is that of the day of publication (or, while that is open, of the first
    day it announces) and of the Land. While it is open whether there is an environmental impact
    assessment, the hints of both cases are wanted.

    Raises:
        UnknownNotice: the procedure has no such notice.
    """
    notice_kind(facts.procedure_type, facts.variant, kind)
    day = law_day(kind, facts)
    wanted = [hint for hint in _of_kind(facts.procedure_type, kind) if _fits(hint, facts, day)]
    land = law_of(facts)[0]
    return tuple(_cited(hint, land) for hint in _own_law_first(wanted))


def law_day(kind: str, facts: NoticeFacts) -> date | None:
    """The day whose law holds: that of publication, else the first day announced."""
    return facts.publish_on or first_day_announced(kind, facts)


def first_day_announced(kind: str, facts: NoticeFacts) -> date | None:
    """The first day that a notice announces, as far as it is known."""
    first = {
        "hearing": "hearing",
        "online_consultation": "online_start",
        "decision": "decision_display_start",
        "early": "early_start",
    }
    return facts.day(first.get(kind, "display_start"))


def law_of(facts: NoticeFacts) -> tuple[str, ...]:
    """The Länder whose administrative procedure acts hold; "BUND" for federal authorities."""
    federal = facts.procedure_type == "planfeststellung" and facts.variant in _FEDERAL_AUTHORITY
    if federal or facts.land == FEDERAL:
        return (FEDERAL_BODIES,)
    return tuple(facts.land.split("/"))


def _fits(hint: Hint, facts: NoticeFacts, day: date | None) -> bool:
    return (
        _fits_procedure(hint, facts)
        and hint.circumstances <= facts.circumstances
        and not hint.without & facts.circumstances
        and (hint.eia is None or facts.eia is None or hint.eia == facts.eia)
        and (hint.is_in_force(day) if day else hint.valid_to is None)
        and _fits_beginning(hint, facts.begun)
        and (FEDERAL in hint.laender or bool(set(hint.laender) & set(law_of(facts))))
    )


def _fits_procedure(hint: Hint, facts: NoticeFacts) -> bool:
    variant = facts.effective_variant
    return (
        facts.procedure_type in hint.types
        and (not hint.variants or variant in hint.variants)
        and variant not in hint.not_variants
    )


def _fits_beginning(hint: Hint, begun: date | None) -> bool:
    """Whether a transition rule keeps the procedure under another version."""
    if begun is None:
        return hint.begun_before is None
    from_then = hint.begun_from is None or begun >= hint.begun_from
    return from_then and (hint.begun_before is None or begun < hint.begun_before)


def _own_law_first(hints: list[Hint]) -> list[Hint]:
    """Of the versions of one hint that hold together: that of the special law, of the Land."""
    chosen: dict[str, Hint] = {}
    for hint in hints:
        other = chosen.get(hint.id)
        if other is None or _rank(hint) > _rank(other):
            chosen[hint.id] = hint
    return list(chosen.values())


def _rank(hint: Hint) -> tuple[bool, bool, bool]:
    return bool(hint.variants), FEDERAL not in hint.laender, hint.weight == MUST


def _cited(hint: Hint, land: str) -> Hint:
    """The hint with the act of the Land in place of the federal one."""
    return replace(
        hint,
        norms=tuple(cited(norm, land) for norm in hint.norms),
        text_de=cited(hint.text_de, land),
        why=Text(cited(hint.why.de, land), cited(hint.why.en, land)),
    )


def cited(text: str, land: str) -> str:
    """A sentence with its norms of the VwVfG cited as authorities of the Land do.

    >>> cited("(§ 73 Abs. 4 {VwVfG}, § 21 UVPG)", "BY")
    '(Art. 73 Abs. 4 BayVwVfG, § 21 UVPG)'
    """
    return _NORM.sub(lambda found: cite(found[0], land), text)


def all_hints() -> tuple[Hint, ...]:
    """Every version of every hint on file."""
    names = dict.fromkeys(name for files in _FILES.values() for name in files)
    return tuple(hint for name in names for hint in _file(name))


@cache
def _of_kind(procedure_type: str, kind: str) -> tuple[Hint, ...]:
    hints = [hint for name in _FILES.get(procedure_type, ()) for hint in _file(name)]
    return tuple(h for h in hints if kind in h.kinds and procedure_type in h.types)


@cache
def _file(name: str) -> tuple[Hint, ...]:
    content = read_yaml(name)
    return tuple(
        _hint(entry | version) for entry in content for version in entry.get("versions", ({},))
    )


def read_yaml(name: str) -> list[dict[str, Any]]:
    """One of the data files of this package."""
    import yaml  # slow to load, and wanted only when a notice is written or checked

    text = (_FOLDER / f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: list[dict[str, Any]] = yaml.load(text, Loader=loader)  # noqa: S506
    return content


def _hint(entry: Mapping[str, Any]) -> Hint:
    several = {
        key: tuple(entry.get(key, ()))
        for key in ("norms", "kinds", "types", "variants", "not_variants", "unless")
    }
    return Hint(
        id=entry["id"],
        name=Text(entry["name_de"], entry["name_en"]),
        why=Text(entry["why_de"], entry["why_en"]),
        text_de=" ".join(entry.get("text_de", "").split()),
        weight=entry.get("weight", MUST),
        group=entry["group"],
        eia=entry.get("eia"),
        circumstances=frozenset(entry.get("circumstances", ())),
        without=frozenset(entry.get("without", ())),
        laender=tuple(entry.get("laender", (FEDERAL,))),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
        begun_from=entry.get("begun_from"),
        begun_before=entry.get("begun_before"),
        confidence=entry["confidence"],
        source=entry["source"],
        recognised=tuple(group_from(item) for item in entry["recognised"]),
        printed=entry.get("printed", ""),
        remark=entry.get("remark", ""),
        **several,
    )
