"""Writing reply letters: composed from the record, set as PDF, stored whole or not at all.

Of a run that is killed everything stands that it had stored; the next one goes on with the rest.
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import values
from dialogwerk.documents.typesetters import Typesetter, Waiting, typesetters

from ..models import AnswerVersion, Reply, ReplyPoint
from .composing import Content, contents, fingerprint_of, letter_of
from .replies import due, prepare_in_portions, prepare_supplements

CHUNK = 50
"""Letters written between two signs of life of a run."""

AHEAD = 3
"""Chunks being set while others are composed and stored."""

WORTH_A_PROCESS = 200
"""With fewer letters, starting processes takes longer than they save."""

QUIET = timedelta(seconds=45)
"""Answers rest this long before their letters are written anew: people save in steps."""


@dataclass(slots=True)
class Draft:
    """A letter composed and not yet stored."""

    reply: Reply
    content: Content
    letter: values.ReplyLetter
    fingerprint: str


def write_due(procedure: Procedure, *, by: str) -> Iterator[tuple[int, int]]:
    """Write every due letter whose content changed; yields (done, total), first with 0 done.

    What is written already and still right is left alone, so a stopped batch simply goes on.
    """
    for _portion in prepare_in_portions(procedure):
        yield 0, 0
    prepare_supplements(procedure, by=by)
    keys = due(procedure).free_to_change().order_by("pk").values_list("pk", flat=True)
    yield from _in_portions(list(keys), by)


def write_changed(procedure: Procedure, *, by: str) -> Iterator[tuple[int, int]]:
    """Write anew what was written before and does not say any more what the record says."""
    yield from _in_portions(changed(procedure), by)


def changed(procedure: Procedure) -> list[int]:
    """Letters (primary keys) that were written and have to be written anew."""
    stale = due(procedure).free_to_change().filter(generated_at=None).exclude(pdf="")
    return list(stale.order_by("pk").values_list("pk", flat=True))


def is_quiet(procedure: Procedure) -> bool:
    """Nobody has saved an answer in the last moments."""
    answers = AnswerVersion.objects.filter(argument__procedure=procedure)
    last = answers.aggregate(last=Max("at"))["last"]
    return last is None or last <= timezone.now() - QUIET


def _in_portions(keys: Sequence[int], by: str) -> Iterator[tuple[int, int]]:
    """Compose ahead, set side by side, store in order."""
    yield 0, len(keys)
    processes = settings.LETTER_PROCESSES if len(keys) >= WORTH_A_PROCESS else 1
    ahead = AHEAD if processes > 1 else 1
    portions = [keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK)]
    waiting: deque[tuple[list[Draft], Waiting]] = deque()
    with typesetters(processes) as set_letters:
        for number, portion in enumerate(portions, start=1):
            waiting.append(_begun(portion, set_letters, by))
            while waiting and (len(waiting) >= ahead or number == len(portions)):
                _store(*_set(waiting.popleft()))
                yield min((number - len(waiting)) * CHUNK, len(keys)), len(keys)


def _begun(keys: Sequence[int], set_letters: Typesetter, by: str) -> tuple[list[Draft], Waiting]:
    drafts = _drafts(keys, by)
    return drafts, set_letters([one.letter for one in drafts])


def _set(begun: tuple[list[Draft], Waiting]) -> tuple[list[Draft], list[bytes]]:
    drafts, wait = begun
    return drafts, wait()


def write_many(keys: Sequence[int], *, by: str) -> int:
    """Write these letters (primary keys) as far as they changed; returns how many.

    Left alone are letters that were sent, are with the printer or being handed over by e-mail, or
    hold an unanswered point.
    """
    with typesetters(1) as set_letters:
        return _store(*_set(_begun(keys, set_letters, by)))


def _drafts(keys: Sequence[int], by: str) -> list[Draft]:
    """The letters among these that have to be set; what is written already is noted as right."""
    replies = list(
        Reply.objects.unsent()
        .single()
        .free_to_change()
        .filter(pk__in=keys)
        .select_related("procedure__authority", "person", "supplement_to")
        .order_by("pk")
    )
    known, today = _identities(replies, by), timezone.localdate()
    all_contents = contents(replies)
    drafts, right, open_ones = [], [], []
    for reply in replies:
        content = all_contents[reply.pk]
        if content.unanswered:
            open_ones.append(reply.pk)
            continue
        draft = _draft(reply, content, known.get(reply.person_id), today)
        if not (reply.pdf and reply.fingerprint == draft.fingerprint):
            drafts.append(draft)
        elif reply.generated_at is None:
            right.append(reply.pk)
    _note(right, open_ones)
    return drafts


def _note(right: list[int], open_ones: list[int]) -> None:
    if right:
        Reply.objects.unsent().filter(pk__in=right).update(generated_at=timezone.now())
    if open_ones:
        Reply.objects.unsent().filter(pk__in=open_ones).update(generated_at=None)


def _draft(reply: Reply, content: Content, identity: Identity | None, day: date) -> Draft:
    letter = letter_of(reply, content, identity, day)
    return Draft(reply, content, letter, fingerprint_of(letter))


def _identities(replies: Sequence[Reply], by: str) -> dict[int, Identity]:
    if not replies:
        return {}
    return identities(
        [reply.person_id for reply in replies],
        by=by,
        purpose="reply letters",
        procedure=replies[0].procedure.slug,
    )


def compose(
    reply: Reply,
    *,
    by: str,
    content: Content | None = None,
    with_name: bool = True,
    user_id: int | None = None,
) -> values.ReplyLetter:
    """The letter as it would be written now, for the preview; nothing is stored but the look.

    Args:
        content: what the letter answers, if the caller has looked it up.

    Raises:
        NotAllowedNow: a point of it has no answer yet.
    """
    known = (
        identities(
            [reply.person_id],
            by=by,
            purpose="reply letter",
            procedure=reply.procedure.slug,
            user_id=user_id,
        )
        if with_name
        else {}
    )
    content = content or content_of(reply)
    return letter_of(reply, content, known.get(reply.person_id), timezone.localdate())


def content_of(reply: Reply) -> Content:
    """What this letter answers: its person's letters and points."""
    return contents([reply])[reply.pk]


# Storing


def _store(drafts: Sequence[Draft], files: Sequence[bytes]) -> int:
    """Put the new files beside the old ones, then let the rows point to them, all in one go."""
    stored = [_file(one, pdf) for one, pdf in zip(drafts, files, strict=True)]
    if not stored:
        return 0
    with transaction.atomic():
        free = _still_free([one.reply.pk for one in drafts])
        kept = [
            (draft, file)
            for draft, file in zip(drafts, stored, strict=True)
            if draft.reply.pk in free
        ]
        _store_points([draft for draft, _file in kept])
        _forget_files([draft.reply for draft, _file in kept], {name for _draft, (name, _) in kept})
        for draft, (name, sha256) in kept:
            Reply.objects.filter(pk=draft.reply.pk).update(
                fingerprint=draft.fingerprint,
                generated_at=timezone.now(),
                sha256=sha256,
                pdf=name,
                letters=len(draft.content.statements),
            )
    _delete_unused(drafts, {name for name, _sha256 in stored} - {name for _, (name, _) in kept})
    return len(kept)


def _delete_unused(drafts: Sequence[Draft], names: set[str]) -> None:
    """Files that no row points to; another writer may have stored the very same one meanwhile."""
    used = set(Reply.objects.filter(pdf__in=names).values_list("pdf", flat=True))
    for name in names - used:
        drafts[0].reply.pdf.storage.delete(name)


def _file(draft: Draft, pdf: bytes) -> tuple[str, str]:
    """Name and checksum of the stored file. A killed run may have left it there already."""
    reply, sha256 = draft.reply, hashlib.sha256(pdf).hexdigest()
    name = reply.pdf.field.generate_filename(reply, f"{reply.code}-{sha256[:12]}.pdf")
    storage = reply.pdf.storage
    if storage.exists(name):
        if storage.size(name) == len(pdf):
            return name, sha256
        storage.delete(name)
    return storage.save(name, ContentFile(pdf)), sha256


def _still_free(keys: Sequence[int]) -> set[int]:
    """Somebody may have sent or printed one while the typesetter was at work."""
    locked = Reply.objects.select_for_update().filter(pk__in=keys, sent_at=None).order_by("pk")
    unsent = list(locked.values_list("pk", flat=True))
    free = Reply.objects.filter(pk__in=unsent).free_to_change()
    return set(free.values_list("pk", flat=True))


def _store_points(drafts: Sequence[Draft]) -> None:
    ReplyPoint.objects.filter(reply__in=[draft.reply.pk for draft in drafts]).delete()
    ReplyPoint.objects.bulk_create(
        (point for draft in drafts for point in points_told(draft.reply, draft.content)),
        batch_size=1000,
    )


def points_told(reply: Reply, content: Content) -> Iterator[ReplyPoint]:
    """Which argument the letter answers, and in which version."""
    for position, argument in enumerate(content.ordered, start=1):
        yield ReplyPoint(
            reply=reply,
            argument=argument,
            answer_id=argument.current_answer_id or 0,
            position=position,
        )


def _forget_files(replies: Sequence[Reply], new: set[str]) -> None:
    """Old PDFs go once the new ones stand; what was sent once and came back is kept."""
    written = [reply for reply in replies if reply.pdf and reply.pdf.name not in new]
    keys = [reply.pk for reply in written]
    sent_once = set(
        Reply.objects.filter(pk__in=keys, dispatches__isnull=False).values_list("pk", flat=True)
    )
    for reply in written:
        if reply.pk not in sent_once:
            name, storage = reply.pdf.name, reply.pdf.storage
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]
