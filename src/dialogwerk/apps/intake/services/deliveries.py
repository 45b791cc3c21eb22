"""Deliveries: kept as they came, taken in in the background, resumed after a crash."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.progress import Progress, Silent
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models.letters import Channel
from dialogwerk.cores.files import safe_name

from ..errors import IntakeError, NotPossibleNow
from ..models import DeliveredFile, Delivery, Item
from . import scans
from .portions import portions, store
from .walking import Walk, walk_of

KIND = "take-in"
Upload = tuple[str, IO[bytes]]


@transaction.atomic
def deliver(
    *,
    procedure: Procedure,
    files: Iterable[Upload],
    by: str,
    title: str = "",
    channel: str = Channel.POST,
    received_at: datetime | None = None,
    stamps: Iterable[datetime | None] = (),
) -> Delivery:
    """Keep files as they came; nothing in them is read yet.

    Args:
        files: names and seekable streams.
        received_at: for what bears no stamp of its own.
        stamps: of each file, when the authority's mailbox received it.
    """
    delivery = Delivery.objects.create(
        procedure=procedure,
        title=title[:200],
        channel=channel,
        received_at=received_at,
        created_by=by,
    )
    times = list(stamps)
    for number, (name, stream) in enumerate(files, start=1):
        stamp = times[number - 1] if number <= len(times) else None
        _keep(delivery, number, name, stream, stamp)
    if not delivery.title:
        delivery.title = _title(delivery)
        delivery.save(update_fields=["title"])
    return delivery


def _keep(
    delivery: Delivery, number: int, name: str, stream: IO[bytes], stamp: datetime | None
) -> None:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while piece := stream.read(1024**2):
        digest.update(piece)
        size += len(piece)
    stream.seek(0)
    file = DeliveredFile(
        delivery=delivery,
        number=number,
        name=safe_name(name),
        sha256=digest.hexdigest(),
        size=size,
        stamp=stamp,
    )
    file.file.save(file.name, File(stream), save=False)
    file.save()


def _title(delivery: Delivery) -> str:
    names = list(delivery.files.values_list("name", flat=True)[:2])
    count = delivery.files.count()
    if count <= 1:
        return names[0] if names else _("Delivery")
    return _("%(name)s and %(count)s more") % {"name": names[0][:150], "count": count - 1}


def start(delivery: Delivery, *, by: str) -> Run:
    """Take a delivery in, in the background; also goes on with what was stopped or failed.

    Raises:
        NotPossibleNow: at work already, or done.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if delivery.done_at:
            raise NotPossibleNow(_("This delivery has been taken in already."))
        if is_at_work(delivery):
            raise NotPossibleNow(_("This delivery is being taken in already."))
        run = start_run(
            KIND,
            title=_("Taking in %(title)s") % {"title": delivery.title},
            arguments={"procedure": delivery.procedure.slug, "delivery": delivery.code},
            by=by,
            total=delivery.files.count(),
        )
        delivery.run_code = run.public_id
        delivery.save(update_fields=["run_code"])
    return run


def unfinished_like(procedure: Procedure, checksums: Sequence[str], *, by: str) -> Delivery | None:
    """A delivery of exactly these files that broke off, to go on with instead of a second one."""
    same = procedure.deliveries.filter(done_at=None, created_by=by, files__sha256__in=checksums)
    for delivery in same.distinct():
        if sorted(delivery.files.values_list("sha256", flat=True)) == sorted(checksums):
            return delivery
    return None


def is_at_work(delivery: Delivery) -> bool:
    """Whether a run of this delivery waits or runs."""
    if not delivery.run_code:
        return False
    return Run.objects.filter(public_id=delivery.run_code).unfinished().exists()


@handler(KIND)
def run(handle: RunHandle) -> dict[str, Any]:
    """Run-handler: take in what of a delivery is not in yet."""
    delivery = Delivery.objects.select_related("procedure").get(code=handle.arguments["delivery"])
    try:
        take_in(delivery, by=handle.run.actor, progress=handle)
    except IntakeError as error:
        raise RunFailed(str(error)) from error
    _let_scans_be_read(delivery, handle.run.actor)
    return counts(delivery)


def _let_scans_be_read(delivery: Delivery, by: str) -> None:
    """What came as a picture is read next, where the machine can; otherwise it waits."""
    if delivery.items.filter(needs_reading=True).exists():
        with suppress(NotPossibleNow):
            scans.start(delivery.procedure, by=by)


def take_in(delivery: Delivery, *, by: str, progress: Progress | None = None) -> None:
    """Take everything in that is not in yet; stops between two portions when asked to.

    A portion, its letters and the note how far it is are one transaction.

    Raises:
        NotPossibleNow: another worker is at the same file, or a file is gone from the store.
    """
    progress = progress or Silent()
    files = delivery.files.select_related("delivery__procedure").order_by("number")
    total, waiting = files.count(), files.filter(done_at=None)
    done = total - waiting.count()
    with walk_of(delivery) as walk:
        for file in waiting:
            for _portion in _file(walk, file, by):
                progress.advance(done, _so_far(delivery), total=total)
                if progress.should_stop():
                    return
            done += 1
    progress.advance(done, _so_far(delivery), total=total)
    _finish(delivery, by)


def _file(walk: Walk, file: DeliveredFile, by: str) -> Iterator[list[Item]]:
    if not file.file or not file.file.storage.exists(file.file.name or ""):
        raise NotPossibleNow(_("“%(name)s” is missing in the store.") % {"name": file.name})
    known = set(file.items.values_list("position", flat=True))
    for portion in portions(walk, walk.found(file, known)):
        yield store(file, portion, by=by)
    _settle(file)


def _settle(file: DeliveredFile) -> None:
    """Everything in it is a letter or in quarantine by now, so the file itself is not needed."""
    file.done_at = timezone.now()
    name, storage = file.file.name, file.file.storage
    file.file.name = ""
    file.save(update_fields=["done_at", "file"])
    if name:
        storage.delete(name)


def _finish(delivery: Delivery, by: str) -> None:
    with transaction.atomic():
        now = timezone.now()
        fresh = Delivery.objects.filter(pk=delivery.pk, done_at=None).update(done_at=now)
        delivery.done_at = now
        if fresh:
            record(
                "intake.done",
                subject=delivery.code,
                actor=by,
                procedure=delivery.procedure.slug,
                payload=counts(delivery),
            )


def counts(delivery: Delivery) -> dict[str, int]:
    """How many things became what."""
    return counts_of([delivery])[delivery.pk]


def counts_of(deliveries: Iterable[Delivery]) -> dict[int, dict[str, int]]:
    """The same for several, by primary key, in one query."""
    found = {one.pk: dict.fromkeys(Item.State.values, 0) for one in deliveries}
    rows = Item.objects.filter(delivery__in=found).order_by().values_list("delivery", "state")
    for pk, state, count in rows.annotate(Count("pk")):
        found[pk][state] = count
    return found


def _so_far(delivery: Delivery) -> str:
    found = counts(delivery)
    return _("%(taken_in)s letters taken in, %(known)s known already, %(refused)s refused") % {
        "taken_in": found[Item.State.TAKEN_IN],
        "known": found[Item.State.KNOWN],
        "refused": found[Item.State.QUARANTINED],
    }
