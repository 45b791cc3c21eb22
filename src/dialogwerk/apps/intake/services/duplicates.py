"""The same letter by two ways, recognised and proposed; a person decides, both receipts stay."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Attachment, Statement

from ..errors import NotPossibleNow
from ..models import Duplicate

LEAST_CHARACTERS = 40
"""Shorter texts are the same by chance."""

LETTERS_AT_ONCE = 10_000
PORTION = 500

_SPACE = re.compile(r"\W+")


def propose(letters: Sequence[Statement]) -> int:
    """Compare letters that have just come with the others of their persons; returns how many pairs.

    Two letters are proposed when one person sent the same words, whatever their spaces, case and
    punctuation, or the same file. Form letters of different people are never proposed.
    """
    if not letters:
        return 0
    procedure = letters[0].procedure
    fresh = {one.pk for one in letters}
    rows = Statement.objects.filter(
        procedure=procedure, person__in={one.person_id for one in letters}
    ).only("pk", "person_id", "text")
    mates: dict[int, list[Statement]] = {}
    for row in rows.order_by("pk"):
        mates.setdefault(row.person_id, []).append(row)
    several = [group for group in mates.values() if len(group) > 1]
    files = _files(one.pk for group in several for one in group)
    pairs = [pair for group in several for pair in _pairs(group, fresh, files)]
    made = [
        Duplicate(procedure=procedure, first_id=first, second_id=second, reason=reason)
        for first, second, reason in pairs
    ]
    return len(Duplicate.objects.bulk_create(made, ignore_conflicts=True))


def _files(pks: Iterable[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = Attachment.objects.filter(statement__in=list(pks)).values_list("statement_id", "sha256")
    for pk, digest in rows:
        found.setdefault(pk, set()).add(digest)
    return found


def _pairs(
    group: Sequence[Statement], fresh: set[int], files: dict[int, set[str]]
) -> Iterable[tuple[int, int, str]]:
    """Each letter beside the earliest one that it repeats."""
    by_text: dict[str, int] = {}
    by_file: dict[str, int] = {}
    for one in group:
        words = _folded(one.text)
        first = by_text.setdefault(words, one.pk) if words else one.pk
        reason = Duplicate.Reason.TEXT
        for digest in sorted(files.get(one.pk, ())):
            earlier = by_file.setdefault(digest, one.pk)
            if first == one.pk and earlier != one.pk:
                first, reason = earlier, Duplicate.Reason.FILE
        if first != one.pk and fresh & {first, one.pk}:
            yield first, one.pk, reason


def _folded(text: str) -> str:
    """A checksum of the words; "" for texts too short to say anything."""
    plain = _SPACE.sub(" ", text.casefold()).strip()
    return hashlib.sha256(plain.encode()).hexdigest() if len(plain) >= LEAST_CHARACTERS else ""


@transaction.atomic
def decide(pair: Duplicate, *, same: bool, by: str) -> None:
    """A person says whether it is the same letter; it can be said otherwise later.

    Raises:
        NotPossibleNow: the weighing is closed.
    """
    if pair.procedure.weighing_closed_at:
        raise NotPossibleNow(_("The weighing is closed."))
    pair.state = Duplicate.State.SAME if same else Duplicate.State.DIFFERENT
    pair.decided_by, pair.decided_at = by, timezone.now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    record(
        "duplicate.decided",
        subject=pair.second.code,
        actor=by,
        procedure=pair.procedure.slug,
        payload={"first": pair.first.code, "same": same},
    )


def propose_new(procedure: Procedure, *, most: int = LETTERS_AT_ONCE) -> int:
    """Compare letters that came since the last look, by whatever way; each is looked at once.

    Returns how many pairs are new. Forgetting how far it is costs time only.
    """
    key = f"duplicates:{procedure.pk}"
    fresh = procedure.statements.filter(pk__gt=cache.get(key, 0)).order_by("pk")
    letters = list(fresh.select_related("procedure")[:most])
    found = 0
    for start in range(0, len(letters), PORTION):
        found += propose(letters[start : start + PORTION])
    if letters:
        cache.set(key, letters[-1].pk, timeout=None)
    return found
