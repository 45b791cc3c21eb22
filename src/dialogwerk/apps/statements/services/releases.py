"""Releasing letters to an audience: one by one, or many certain ones after looking at a sample.

A release is an act of a person with a name in the journal. The machine's certainty is never enough:
even in bulk somebody looks through a sample first, and one correction in it stops the bulk.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from heapq import nsmallest

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import EntryDraft, record, record_many
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.disclosure import Audience
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import Attachment, BulkRelease, Redaction, RedactionCheck, Release, Statement
from .redaction_files import has_pages
from .redaction_marks import prepare

SAMPLES = (20, 59, 299)
"""Sizes of a sample one can choose; see `most_wrong`."""
CHUNK = 500


def most_wrong(sample: int) -> float:
    """With this many letters in order, which share can still be wrong at most (95 % certainty).

    From (1 - p)^n = 0.05, the exact bound of a binomial with no failure.

    >>> round(most_wrong(59), 3)
    0.05
    """
    return float(1 - math.pow(0.05, 1 / sample)) if sample else 1.0


@transaction.atomic
def release(*, statement: Statement, audience: Audience, by: str) -> Release:
    """Release one letter; what was proposed and not refused counts as accepted.

    Raises:
        NotAllowedNow: doubtful marks are undecided.
    """
    prepare(statement)
    open_marks = Redaction.objects.filter(statement=statement).uncertain().count()
    if open_marks:
        raise NotAllowedNow(
            _("Decide on the doubtful marks first: %(count)s are open.") % {"count": open_marks}
        )
    if waiting := unseen_files(statement):
        raise NotAllowedNow(
            _("Look through the pages of the files first: %(files)s.")
            % {"files": ", ".join(one.name for one in waiting)}
        )
    known = Release.objects.standing().filter(statement=statement, audience=audience)
    standing: Release | None = known.first()
    if standing:
        return standing
    (made,) = _released([statement], audience, by, bulk=None)
    RedactionCheck.objects.filter(statement=statement).update(
        checked_at=timezone.now(), checked_by=by
    )
    return made


def unseen_files(statement: Statement) -> list[Attachment]:
    """Files with pages that nobody opened: their boxes were not even proposed."""
    opened = Redaction.objects.filter(attachment=OuterRef("pk"))
    seen = JournalEntry.objects.about(statement.code).with_action("redaction.file_opened")
    known = {one.payload.get("file") for one in seen}
    files = Attachment.objects.filter(statement=statement).exclude(Exists(opened)).order_by("pk")
    return [one for one in files if has_pages(one) and one.pk not in known]


def _released(
    letters: Sequence[Statement], audience: Audience, by: str, *, bulk: BulkRelease | None
) -> list[Release]:
    now = timezone.now()
    Redaction.objects.filter(statement__in=letters).undecided().update(
        state=Redaction.State.ACCEPTED, decided_by=by, decided_at=now
    )
    made = Release.objects.bulk_create(
        Release(statement=one, audience=audience, released_by=by, released_at=now, bulk=bulk)
        for one in letters
    )
    record_many(
        EntryDraft(
            action="redaction.released",
            subject=one.code,
            actor=by,
            procedure=one.procedure.slug,
            payload={"audience": str(audience), "bulk": bulk.code if bulk else ""},
        )
        for one in letters
    )
    return made


# In bulk


def certain_letters(procedure: Procedure, audience: Audience) -> QuerySet[Statement]:
    """Letters whose marks are all certain, without files, not released to this audience yet."""
    certain = RedactionCheck.objects.certain().filter(statement=OuterRef("pk"))
    standing = Release.objects.standing().filter(statement=OuterRef("pk"), audience=audience)
    letters = Statement.objects.filter(Exists(certain), ~Exists(standing), procedure=procedure)
    return letters.order_by("pk")


@transaction.atomic
def draw(*, procedure: Procedure, audience: Audience, size: int, by: str) -> BulkRelease:
    """Draw a sample of the certain letters, which a person then looks through.

    Drawn by a checksum of code numbers and the bulk's own code, so that nobody can choose.

    Raises:
        NotAllowedNow: there is nothing to release, or a bulk is under way already.
    """
    if open_bulk(procedure, audience):
        raise NotAllowedNow(_("A sample is drawn already; look through it or drop it first."))
    letters = certain_letters(procedure, audience)
    last = letters.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        raise NotAllowedNow(_("There is no letter whose marks are all certain."))
    bulk = BulkRelease(procedure=procedure, audience=audience, made_by=by, last_letter=last)
    bulk.letters = letters.count()
    drawn = nsmallest(size, _by_lot(bulk, letters.values_list("pk", "code").iterator(5_000)))
    bulk.sample = sorted(pk for _lot, pk in drawn)
    bulk.save()
    return bulk


def _by_lot(bulk: BulkRelease, letters: Iterable[tuple[int, str]]) -> Iterator[tuple[bytes, int]]:
    for pk, code in letters:
        yield sha256(f"{bulk.code}{code}".encode()).digest(), pk


def open_bulk(procedure: Procedure, audience: Audience) -> BulkRelease | None:
    """The bulk that is under way, neither released nor dropped."""
    return BulkRelease.objects.filter(
        procedure=procedure, audience=audience, released_at=None, dropped_at=None
    ).first()


def sample_of(bulk: BulkRelease) -> list[RedactionCheck]:
    """The checks of the letters drawn, with whether each was looked through since."""
    found = RedactionCheck.objects.filter(statement__in=bulk.sample).select_related("statement")
    return list(found.order_by("statement"))


def is_looked_through(check: RedactionCheck, bulk: BulkRelease) -> bool:
    return check.checked_at is not None and check.checked_at >= bulk.made_at


def is_corrected(check: RedactionCheck, bulk: BulkRelease) -> bool:
    """Whether somebody found a mark wrong or missing in it since the sample was drawn."""
    return check.corrected_at is not None and check.corrected_at >= bulk.made_at


def drop(*, bulk: BulkRelease, by: str) -> None:
    """Give the sample up; nothing is released."""
    bulk.dropped_at = timezone.now()
    bulk.save(update_fields=["dropped_at"])
    record(
        "redaction.bulk_dropped",
        subject=bulk.code,
        actor=by,
        procedure=bulk.procedure.slug,
        payload={"audience": bulk.audience},
    )


def may_release(bulk: BulkRelease) -> None:
    """
    Raises:
        NotAllowedNow: letters of the sample were not looked through, or one was corrected.
    """
    checks = sample_of(bulk)
    if any(is_corrected(one, bulk) for one in checks):
        raise NotAllowedNow(
            _("A letter of the sample had to be corrected. Drop it, and look for more of its like.")
        )
    waiting = sum(not is_looked_through(one, bulk) for one in checks)
    if waiting:
        raise NotAllowedNow(
            _("%(count)s letters of the sample have not been looked through yet.")
            % {"count": waiting}
        )


def release_bulk(*, bulk: BulkRelease, by: str) -> int:
    """Release every letter from which the sample was drawn and which is still certain.

    In portions, each a transaction; begun again after a stop it goes on with the rest.

    Raises:
        NotAllowedNow: the sample was not looked through, or shows errors.
    """
    may_release(bulk)
    count = 0
    audience = Audience(bulk.audience)
    waiting = certain_letters(bulk.procedure, audience).filter(pk__lte=bulk.last_letter)
    while letters := list(waiting.only("pk", "code", "procedure")[:CHUNK]):
        for one in letters:
            one.procedure = bulk.procedure
        with transaction.atomic():
            count += len(_released(letters, audience, by, bulk=bulk))
    _finish(bulk, count, by)
    return count


@transaction.atomic
def _finish(bulk: BulkRelease, count: int, by: str) -> None:
    bulk.released_at, bulk.released_by = timezone.now(), by
    bulk.save(update_fields=["released_at", "released_by"])
    record(
        "redaction.bulk_released",
        subject=bulk.code,
        actor=by,
        procedure=bulk.procedure.slug,
        payload={
            "audience": bulk.audience,
            "letters": count,
            "sample": len(bulk.sample),
        },
    )
