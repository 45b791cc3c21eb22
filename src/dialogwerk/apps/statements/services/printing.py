"""Letters for the post: one file to print, a list of what is in it, and the mark "sent".

From the moment a letter is in a batch it is not written anew, so that the record shows what lies
in the envelope; the batch is then marked as sent, or discarded.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import pypdfium2  # type: ignore[import-untyped]
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.tables import write_csv

from ..errors import NotAllowedNow
from ..models import Dispatch, PrintBatch, PrintedLetter, Reply
from .dispatch import by_post, record_sent, written
from .replies import due, write_many

PART = 250
"""Letters in one PDF of the print file."""

CHUNK = 200


def open_batch(procedure: Procedure, *, by: str) -> PrintBatch:
    """A new, empty batch; `fill` puts the letters in."""
    return PrintBatch.objects.create(procedure=procedure, created_by=by)


def fill(batch: PrintBatch, *, by: str) -> Iterator[int]:
    """Put every written letter for the post into the batch and make its file; yields how many.

    Asked again for the same batch it goes on where it was; a batch with its file stays as it is.
    """
    if batch.file or not batch.is_open:
        return
    keys = by_post(written(batch.procedure)).order_by("pk").values_list("pk", flat=True)
    for chunk in _in_chunks(list(keys)):
        write_many(chunk, by=by)
        _freeze(batch, chunk)
        yield batch.printed.count()
    _make_file(batch, by)


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
    fresh = [reply for reply in replies if reply.pk not in printing]
    PrintedLetter.objects.bulk_create(
        PrintedLetter(batch=batch, reply=reply, position=position, sha256=reply.sha256)
        for position, reply in enumerate(fresh, start=first)
    )


def _make_file(batch: PrintBatch, by: str) -> None:
    with TemporaryFile() as target:
        _write_zip(batch, target)
        target.seek(0)
        digest = hashlib.file_digest(target, "sha256").hexdigest()
        target.seek(0)
        batch.file.save(f"{batch.code}-{digest[:12]}.zip", File(target), save=False)
    batch.sha256 = digest
    with transaction.atomic():
        batch.save(update_fields=["file", "sha256"])
        record(
            "replies.printed",
            subject=batch.code,
            actor=by,
            procedure=batch.procedure.slug,
            payload={"letters": batch.printed.count(), "sha256": digest},
        )


def _write_zip(batch: PrintBatch, target: IO[bytes]) -> None:
    """A PDF for every ``PART`` letters, and the list of what is in them."""
    rows: list[tuple[str, ...]] = []
    letters = batch.printed.select_related("reply").order_by("position")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        waiting = iter(letters.iterator(PART))
        for number, part in enumerate(iter(lambda: list(islice(waiting, PART)), []), start=1):
            name = f"{batch.code}-{number:03}.pdf"
            archive.writestr(name, _merged(part, name, rows))
        archive.writestr(f"{batch.code}-{_('list')}.csv", manifest(rows))


def _merged(part: Sequence[PrintedLetter], name: str, rows: list[tuple[str, ...]]) -> bytes:
    """These letters in one PDF; each begins on a fresh sheet when printed on both sides."""
    merged = pypdfium2.PdfDocument.new()
    for letter in part:
        with letter.reply.pdf.open("rb") as file:
            source = pypdfium2.PdfDocument(file.read())
        letter.pages = len(source)
        first = len(merged) + 1
        merged.import_pages(source)
        if letter.pages % 2:
            merged.new_page(*source[0].get_size())
        rows.append(
            (
                str(letter.position),
                name,
                str(first),
                letter.reply.code,
                str(letter.pages),
                letter.sha256,
            )
        )
        source.close()
    PrintedLetter.objects.bulk_update(part, ["pages"], batch_size=100)
    with io.BytesIO() as stream:
        merged.save(stream)
        merged.close()
        return stream.getvalue()


def manifest(rows: Sequence[Sequence[str]]) -> bytes:
    """What lies in a batch, as CSV: no names, for the printer may be another company."""
    header = [_("No."), _("File"), _("First page"), _("Reply letter"), _("Pages"), "SHA-256"]
    with io.BytesIO() as stream:
        write_csv(stream, header, rows)
        return stream.getvalue()


def log_look(batch: PrintBatch, *, by: str, user_id: int) -> None:
    """Whoever takes the file sees the names of everyone in it."""
    people = list(batch.printed.values_list("reply__person", flat=True))
    identities(people, by=by, purpose="print file", procedure=batch.procedure.slug, user_id=user_id)


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
