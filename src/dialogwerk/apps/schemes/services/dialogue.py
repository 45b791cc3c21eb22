"""Dates of the informal dialogue: planned, changed, taken away."""

import hashlib
from datetime import date
from typing import Any

from django.db import transaction

from dialogwerk.apps.base.journal import record

from ..models import DialogueDate, Scheme

FIELDS = (
    *("kind", "title", "summary", "first_day", "last_day", "answer_by", "place", "url"),
    *("says_no_objection", "result_handed_over", "promises", "is_public"),
)
FREE_TEXT = frozenset({"summary", "promises"})


@transaction.atomic
def save_dialogue_date(
    *,
    scheme: Scheme,
    dialogue_date: DialogueDate | None,
    kind: str,
    title: str,
    first_day: date,
    last_day: date,
    by: str,
    summary: str = "",
    answer_by: date | None = None,
    place: str = "",
    url: str = "",
    says_no_objection: bool = False,
    result_handed_over: date | None = None,
    promises: str = "",
    is_public: bool = True,
) -> DialogueDate:
    """Plan a format of the dialogue, or change one; the journal keeps what it was before.

    Raises:
        DialogueDate.DoesNotExist: somebody has taken it away meanwhile.
    """
    given = locals()
    kept = _locked(scheme, dialogue_date) if dialogue_date else DialogueDate(scheme=scheme)
    before = _as_payload(kept) if dialogue_date else {}
    for name in FIELDS:
        setattr(kept, name, given[name])
    after = _as_payload(kept)
    if before == after:
        return kept
    kept.save()
    changed = {name: [before.get(name), value] for name, value in after.items()}
    _say("dialogue.changed" if before else "dialogue.planned", kept, by, _differing(changed))
    return kept


@transaction.atomic
def remove_dialogue_date(*, dialogue_date: DialogueDate, by: str) -> None:
    """Take a format off the timeline; the journal keeps what it was."""
    kept = _locked(dialogue_date.scheme, dialogue_date)
    gone = {name: [value, None] for name, value in _as_payload(kept).items()}
    _say("dialogue.removed", kept, by, _differing(gone))
    kept.delete()


def _locked(scheme: Scheme, dialogue_date: DialogueDate) -> DialogueDate:
    found: DialogueDate = scheme.dialogue_dates.select_for_update().get(pk=dialogue_date.pk)
    return found


def _as_payload(one: DialogueDate) -> dict[str, Any]:
    """Days and choices as they are; of free text, which may name people, only a checksum."""
    values = {name: getattr(one, name) for name in FIELDS}
    return {name: _sealed(name, value) for name, value in values.items()}


def _sealed(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if name in FREE_TEXT and value:
        return hashlib.sha256(value.encode()).hexdigest()[:16]
    return value


def _differing(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}


def _say(action: str, one: DialogueDate, by: str, changed: dict[str, list[Any]]) -> None:
    subject = f"{one.scheme.code}/dialogue/{one.pk}"
    record(action, subject=subject, actor=by, payload={"changed": changed})
