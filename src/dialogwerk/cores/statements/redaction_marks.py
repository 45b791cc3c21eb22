"""What is marked in a letter before others read it, and the text without it.

A mark says where something personal stands, what it is, how sure that is and why. It never changes
the letter: `replaced` writes a new text in which every mark has become a label. Labels have the
same length whatever they replace, so that nobody can count letters of a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What a mark hides; the German label is in `LABELS`."""

    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    BANK = "bank"
    BIRTH = "birth"
    PARCEL = "parcel"
    FILE = "file"
    SIGNATURE = "signature"
    HEALTH = "health"
    OTHER = "other"


LABELS = {
    Kind.NAME: "[Name]",
    Kind.ADDRESS: "[Anschrift]",
    Kind.EMAIL: "[E-Mail]",
    Kind.PHONE: "[Telefon]",
    Kind.BANK: "[Bankverbindung]",
    Kind.BIRTH: "[Geburtsdatum]",
    Kind.PARCEL: "[Flurstück]",
    Kind.FILE: "[Aktenzeichen]",
    Kind.SIGNATURE: "[Unterschrift]",
    Kind.HEALTH: "[Gesundheit]",
    Kind.OTHER: "[geschwärzt]",
}
"""What stands in a redacted text instead; letters are German, so the labels are."""

OFTEN_SHOWN = frozenset({Kind.PARCEL, Kind.FILE, Kind.HEALTH})
"""Kinds that some readers see, so that nothing else may hide behind them."""

VAULT = "vault"
"""Reason of a mark for what is known of the writer; it stays the reason when marks are merged."""
CERTAIN = 0.9
"""From this confidence on a mark is shown as certain; below, a person has to look."""

_LABEL = re.compile("|".join(map(re.escape, LABELS.values())))
_BETWEEN = re.compile(r"[\s,;·|/&-]*")
_IN_A_NAME = re.compile(r"[\s,;·|/&-]*(?:(?:von|van|zu|der|den|dem|de|del|di|da)\s+){0,2}")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch ``[start, end)`` of a text (characters) that tells something about a person.

    Attributes:
        confidence: in [0, 1]; how likely it is what `kind` says.
        reason: code of the rule that found it, e.g. ``vault`` or ``after-title``.
    """

    start: int
    end: int
    kind: Kind
    confidence: float = 1.0
    reason: str = ""

    @property
    def is_certain(self) -> bool:
        return self.confidence >= CERTAIN

    def of(self, text: str) -> str:
        """The words of ``text`` under this mark."""
        return text[self.start : self.end]


def labels_in(text: str) -> list[tuple[int, int]]:
    """Where labels of an earlier redaction stand; nothing is marked in them.

    >>> labels_in("Ich, [Name], wohne hier.")
    [(5, 11)]
    """
    return [found.span() for found in _LABEL.finditer(text)] if "[" in text else []


def outside_labels(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks without those that touch a label, sorted."""
    taken = labels_in(text)
    if not taken:
        return sorted(marks)
    return sorted(
        mark
        for mark in marks
        if not any(start < mark.end and mark.start < end for start, end in taken)
    )


def merged(marks: Iterable[Mark]) -> list[Mark]:
    """Sorted and disjoint: marks that overlap become one.

    It is of the kind of the longer mark; but what some readers may see (`OFTEN_SHOWN`) never
    covers what they may not.

    >>> [(m.start, m.end, m.kind.value) for m in merged(
    ...     [Mark(0, 5, Kind.NAME, 0.6), Mark(3, 9, Kind.ADDRESS)])]
    [(0, 9, 'address')]
    """
    found: list[Mark] = []
    for mark in sorted(marks):
        last = found[-1] if found else None
        if last is None or mark.start >= last.end:
            found.append(mark)
            continue
        found[-1] = _both(last, mark)
    return found


def _both(one: Mark, other: Mark) -> Mark:
    def weight(mark: Mark) -> tuple[bool, int, float]:
        return mark.kind not in OFTEN_SHOWN, mark.end - mark.start, mark.confidence

    main = max(one, other, key=weight)
    return replace(
        main,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        confidence=max(one.confidence, other.confidence),
        reason=VAULT if VAULT in (one.reason, other.reason) else main.reason,
    )


def replaced(text: str, marks: Iterable[Mark], kinds: Collection[Kind] | None = None) -> str:
    """The text with a label for every mark of these kinds (all kinds if None).

    Neighbours of one kind with nothing but spaces, commas and hyphens between them become one
    label, so that not even the number of words of a name is told.

    >>> marks = [Mark(5, 10, Kind.NAME), Mark(11, 19, Kind.NAME)]
    >>> replaced("Ich, Erika Beispiel, wohne hier.", marks)
    'Ich, [Name], wohne hier.'
    """
    chosen = merged(m for m in marks if kinds is None or m.kind in kinds)
    pieces: list[str] = []
    at = 0
    for mark in _joined(text, chosen):
        pieces += [text[at : mark.start], LABELS[mark.kind]]
        at = mark.end
    return "".join([*pieces, text[at:]])


def _joined(text: str, marks: Sequence[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        rule = _IN_A_NAME if mark.kind is Kind.NAME else _BETWEEN
        if last and last.kind == mark.kind and rule.fullmatch(text, last.end, mark.start):
            joined[-1] = replace(last, end=mark.end)
        else:
            joined.append(mark)
    return joined
