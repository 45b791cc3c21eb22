"""Blacking out personal data in a contribution: what was received stays, others read labels.

The machine proposes with the rules that redact letters; a person decides. Every change stands in
the journal, with kinds and numbers but none of the words.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.cores.statements.redaction import proposed
from dialogwerk.cores.statements.redaction_marks import Kind, Mark, merged, replaced

from ..models import Contribution

FIELDS = ("title", "text")
MOST_PLACES = 200


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A stretch ``[start, end)`` of title or text, and what it hides."""

    field: str
    start: int
    end: int
    kind: Kind

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.field}:{self.start}:{self.end}:{self.kind.value}"


def words_of(contribution: Contribution, stretch: Stretch) -> str:
    """What stands there, as it was received."""
    text: str = getattr(contribution, stretch.field)
    return text[stretch.start : stretch.end]


def hidden_in(contribution: Contribution) -> list[Stretch]:
    """What is blacked out now."""
    return [
        Stretch(row["in"], row["start"], row["end"], Kind(row["kind"]))
        for row in contribution.hidden
    ]


def proposals_for(contribution: Contribution) -> list[Stretch]:
    """What may tell who somebody is, beside what is blacked out already."""
    now = hidden_in(contribution)
    return [
        found
        for field in FIELDS
        for mark in proposed(getattr(contribution, field))
        if not _covered(found := Stretch(field, mark.start, mark.end, mark.kind), now)
    ]


def _covered(one: Stretch, others: Iterable[Stretch]) -> bool:
    return any(
        one.field == other.field and other.start <= one.start and one.end <= other.end
        for other in others
    )


def places_of(contribution: Contribution, words: str) -> list[Stretch]:
    """Everywhere these words stand, as they are written."""
    found: list[Stretch] = []
    for field in FIELDS:
        text: str = getattr(contribution, field)
        at = text.find(words) if words else -1
        while at >= 0 and len(found) < MOST_PLACES:
            found.append(Stretch(field, at, at + len(words), Kind.OTHER))
            at = text.find(words, at + len(words))
    return found


@transaction.atomic
def black_out(*, contribution: Contribution, stretches: Iterable[Stretch], by: User) -> None:
    """From now on exactly these stretches are hidden from the public; none shows everything."""
    kept = Contribution.objects.select_for_update().get(pk=contribution.pk)
    chosen = list(stretches)
    marks = {field: _marks(kept, field, chosen) for field in FIELDS}
    hidden = [
        {"in": field, "start": mark.start, "end": mark.end, "kind": mark.kind.value}
        for field in FIELDS
        for mark in marks[field]
    ]
    if hidden == kept.hidden:
        return
    values: dict[str, Any] = {
        "hidden": hidden,
        "redacted_title": replaced(kept.title, marks["title"])[:400] if hidden else "",
        "redacted_text": replaced(kept.text, marks["text"]) if hidden else "",
    }
    for name, value in values.items():
        setattr(contribution, name, value)
    Contribution.objects.filter(pk=kept.pk).update(**values)
    kinds = dict(sorted(Counter(row["kind"] for row in hidden).items()))
    payload = {"passages": len(hidden), "kinds": kinds}
    record("contribution.blacked_out", subject=kept.code, actor=by.actor, payload=payload)


def _marks(contribution: Contribution, field: str, stretches: Iterable[Stretch]) -> list[Mark]:
    length = len(getattr(contribution, field))
    return merged(
        Mark(one.start, one.end, one.kind)
        for one in stretches
        if one.field == field and 0 <= one.start < one.end <= length
    )
