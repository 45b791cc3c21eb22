"""Who sees what of a letter, as declared in ``disclosure.yaml``: each rule with norm and reason.

The table is law and house rule, not a setting: it changes with a commit that names the ground.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dialogwerk.cores.statements.redaction_marks import Kind

TABLE = Path(__file__).with_name("disclosure.yaml")


class Audience(StrEnum):
    AUTHORITY = "authority"
    DEVELOPER = "developer"
    PUBLIC = "public"


class Show(StrEnum):
    """Whether an audience sees a kind of mark; `UNLESS_ASKED` depends on the writer's wish."""

    ALWAYS = "always"
    UNLESS_ASKED = "unless_asked"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: a kind of mark, whether it is shown, and on what ground.

    Attributes:
        confidence: of the legal ground; A statute read, B authority or court page, C to be checked.
    """

    kind: Kind
    show: Show
    norm: str
    confidence: str
    reason_de: str
    reason_en: str

    def hides(self, *, asked: bool) -> bool:
        return self.show is Show.NEVER or (self.show is Show.UNLESS_ASKED and asked)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one audience sees in one type of procedure.

    Attributes:
        needs_release: a letter is given to this audience only after a person released it.
    """

    audience: Audience
    needs_release: bool
    rules: tuple[Rule, ...]

    def hidden(self, *, asked: bool) -> frozenset[Kind]:
        """Kinds that are taken out; what no rule names is hidden too.

        Args:
            asked: the writer asked that name and address are not passed on.
        """
        shown = {rule.kind for rule in self.rules if not rule.hides(asked=asked)}
        return frozenset(Kind) - shown


@cache
def policy(audience: Audience, procedure_kind: str) -> Policy:
    """The rules for this audience in this type of procedure.

    >>> sorted(policy(Audience.DEVELOPER, "planfeststellung").hidden(asked=False))[:3]
    [<Kind.ADDRESS: 'address'>, <Kind.BANK: 'bank'>, <Kind.BIRTH: 'birth'>]
    """
    table = _table()
    declared = table.get(procedure_kind, {}).get(audience) or table["default"][audience]
    rules = [_rule(kind, entry) for entry in declared["rules"] for kind in entry["kinds"]]
    return Policy(audience, declared["release"] == "person", tuple(rules))


def procedure_kinds() -> tuple[str, ...]:
    """Types of procedure with rules of their own."""
    return tuple(kind for kind in _table() if kind != "default")


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def _rule(kind: str, entry: Mapping[str, str]) -> Rule:
    texts = ("norm", "confidence", "reason_de", "reason_en")
    return Rule(Kind(kind), Show(entry["show"]), *(entry[name].strip() for name in texts))
