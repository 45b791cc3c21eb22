"""Letters for the post: frozen in the order of the postal codes, printed in parts, marked "sent".

From the moment a letter is in a batch it is not written anew, so that the record shows what lies
in the envelope; the batch is then marked as sent, or discarded. `print_files` makes its files.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure

from ..errors import NotAllowedNow
from ..models import Dispatch, PrintBatch, PrintedLetter, PrintPart, Reply
from .dispatch import by_post, record_sent, written
from .print_files import make_parts, merged
from .replies import due
from .writing import write_many

LETTERS_A_PART = 500
MOST_LETTERS_A_PART = 5000
CHUNK = 200
MOST_REPRINTED = 200

ORDER = (
    "person__identity__postal_code",
    "person__identity__city",
    "person__identity__street",
    "pk",
)
"""As the post wants them: by postal code, then by town and street."""


def open_batch(
    procedure: Procedure, *, by: str, letters_a_part: int = LETTERS_A_PART
) -> PrintBatch:
    """A new, empty batch; `fill` puts the letters in.

    Raises:
        NotAllowedNow: no such number of letters in a file.
    """
    if not 1 <= letters_a_part <= MOST_LETTERS_A_PART:
        raise NotAllowedNow(
            _("A file holds between 1 and %(most)s letters.") % {"most": MOST_LETTERS_A_PART}
        )
    return PrintBatch.objects.create(
        procedure=procedure, created_by=by, letters_a_part=letters_a_part
    )


def fill(batch: PrintBatch, *, by: str) -> Iterator[int]:
    """Put every written letter for the post into the batch, then make its files; yields how many
    letters are in, then how many are in files.

    Asked again for the same batch it goes on where it was; a batch with its list stays as it is.

    Raises:
        NotAllowedNow: the file of a letter is damaged.
    """
    if batch.file or not batch.is_open:
        return
    if not batch.parts.exists():
        keys = by_post(written(batch.procedure)).order_by(*ORDER).values_list("pk", flat=True)
        for chunk in _in_chunks(list(keys)):
            write_many(chunk, by=by)
            _freeze(batch, chunk)
            yield batch.printed.count()
    yield from make_parts(batch, by=by)


def _in_chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


@transaction.atomic
def _freeze(batch: PrintBatch, keys: Sequence[int]) -> None:
    """From here on these letters stay as they are; not those to whose people something came up."""
    waiting = list(due(batch.procedure).filter(pk__in=keys).values_list("pk", flat=True))
    locked = Reply.objects.select_for_update().filter(pk__in=waiting, sent_at=None).order_by("pk")
    replies = [reply for reply in locked if reply.generated_at and reply.pdf]
    printing = set(Reply.objects.filter(pk__in=keys).in_print().values_list("pk", flat=True))
    first = batch.printed.count() + 1
    place = {key: number for number, key in enumerate(keys)}
    fresh = sorted(
        (reply for reply in replies if reply.pk not in printing), key=lambda one: place[one.pk]
    )
    PrintedLetter.objects.bulk_create(
        PrintedLetter(batch=batch, reply=reply, position=position, sha256=reply.sha256)
        for position, reply in enumerate(fresh, start=first)
    )


def log_look(part: PrintPart, *, by: str, user_id: int) -> None:
    """Whoever takes a file sees the names of everyone in it."""
    letters = part.batch.printed.filter(position__gte=part.first, position__lte=part.last)
    identities(
        list(letters.values_list("reply__person", flat=True)),
        by=by,
        purpose="print file",
        procedure=part.batch.procedure.slug,
        user_id=user_id,
    )


def reprint(batch: PrintBatch, wanted: str, *, by: str, user_id: int) -> bytes:
    """Single letters of a batch as one PDF, after a jam in the printer; a logged look.

    Args:
        wanted: their numbers, as in the list: "3, 17-19".

    Raises:
        NotAllowedNow: no such numbers, or more than ``MOST_REPRINTED``.
    """
    numbers = _numbers(wanted)
    letters = list(
        batch.printed.filter(position__in=numbers).select_related("reply").order_by("position")
    )
    if not letters or len(letters) != len(numbers):
        raise NotAllowedNow(_("Give numbers from the list, such as “3, 17-19”."))
    people = [letter.reply.person_id for letter in letters]
    identities(people, by=by, purpose="reprint", procedure=batch.procedure.slug, user_id=user_id)
    return merged(letters)[0]


def _numbers(wanted: str) -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?", wanted, re.ASCII):
        end = int(last or first)
        if end - int(first) >= MOST_REPRINTED:
            break
        found |= set(range(int(first), end + 1))
    if not found or len(found) > MOST_REPRINTED:
        raise NotAllowedNow(_("Give numbers from the list, such as “3, 17-19”."))
    return found


def mark_batch_sent(batch: PrintBatch, *, by: str) -> Iterator[int]:
    """Note exactly the letters of this batch as posted; yields how many are done.

    Stopped in the middle it goes on with those that are left when asked again.

    Raises:
        NotAllowedNow: the batch has no file yet, was sent or discarded.
    """
    if not batch.is_open or not batch.file:
        raise NotAllowedNow(_("This batch is not ready to be sent, or no longer."))
    at = timezone.now()
    letters = batch.printed.filter(reply__sent_at=None).order_by("position")
    keys, done = list(letters.values_list("reply", flat=True)), 0
    for chunk in _in_chunks(keys):
        done += _post(batch, chunk, by, at)
        yield done
    PrintBatch.objects.filter(pk=batch.pk, sent_at=None).update(sent_at=at)
    batch.refresh_from_db()


@transaction.atomic
def _post(batch: PrintBatch, keys: Sequence[int], by: str, at: datetime) -> int:
    locked = Reply.objects.select_for_update().filter(pk__in=keys, sent_at=None)
    replies = list(locked.order_by("pk"))
    posted = set(_posted(batch).filter(reply__in=replies).values_list("reply", flat=True))
    fresh = [reply for reply in replies if reply.pk not in posted]
    for reply in fresh:
        reply.procedure = batch.procedure
    if fresh:
        record_sent(fresh, how=Dispatch.How.POST, by=by, at=at, note=batch.code)
    return len(fresh)


def _posted(batch: PrintBatch) -> QuerySet[Dispatch]:
    """What was noted as posted of this batch, also if it came back meanwhile."""
    letters = batch.printed.values("reply")
    return Dispatch.objects.filter(
        reply__in=letters, how=Dispatch.How.POST, at__gte=batch.created_at
    )


@transaction.atomic
def discard(batch: PrintBatch, *, by: str) -> None:
    """The batch was not posted; its letters follow the record again.

    Raises:
        NotAllowedNow: it was marked as sent, or discarded before.
    """
    locked = PrintBatch.objects.select_for_update().get(pk=batch.pk)
    if not locked.is_open or _posted(locked).exists():
        raise NotAllowedNow(_("This batch was sent or discarded already."))
    locked.discarded_at = timezone.now()
    locked.save(update_fields=["discarded_at"])
    batch.discarded_at = locked.discarded_at
    record(
        "replies.print_discarded",
        subject=batch.code,
        actor=by,
        procedure=batch.procedure.slug,
    )
