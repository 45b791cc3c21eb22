"""Reply letters: one to each person, covering all their letters, written from the record.

A letter that has not been sent follows every change; a sent one stays as it is and is flagged.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dialogwerk.apps.base.journal import EntryDraft, record, record_many
from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.people.services import identities
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.documents import values
from dialogwerk.documents.letters import reply_letter

from ..models import Argument, Occurrence, Reply, ReplyPoint, Segment, Statement
from ..models.replies import ReplyQuerySet
from .composing import Content, contents, fingerprint_of, letter_of
from .composing import office_of as office_of
from .gate import everything_answered, people_ready_for_reply, replies_telling_less

CHUNK = 50
"""Letters written between two signs of life of a run."""


# Which letters there have to be


def prepare(procedure: Procedure) -> int:
    """Make a reply for every person of the procedure who has none; returns how many were made."""
    has_reply = Reply.objects.filter(procedure=procedure, person=OuterRef("pk"), supplement_to=None)
    people = people_ready_for_reply(procedure).exclude(Exists(has_reply))
    fresh = [
        Reply(procedure=procedure, person_id=key)
        for key in people.order_by("pk").values_list("pk", flat=True)
    ]
    Reply.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    if fresh:
        refresh_statistics(Reply, Statement, Occurrence, Segment)
    return len(fresh)


def prepare_supplements(procedure: Procedure, *, by: str) -> int:
    """A supplement for every sent reply that does not tell its person all; returns how many.

    First the flags are set right: letters that came and passages that were tied after a reply was
    sent need one, changes that were taken back need none.
    """
    flag_uncovered(procedure)
    _unflag_covered(procedure, by=by)
    due = procedure.replies.outdated().filter(supplement=None)
    return sum(_supplement_to(reply, by) for reply in due.order_by("pk"))


def _supplement_to(reply: Reply, by: str) -> int:
    with transaction.atomic():
        _one, is_new = Reply.objects.get_or_create(
            supplement_to=reply,
            defaults={"procedure_id": reply.procedure_id, "person_id": reply.person_id},
        )
        if is_new:
            slug = reply.procedure.slug
            record("reply.supplement_due", subject=reply.code, actor=by, procedure=slug)
    return int(is_new)


def flag_uncovered(procedure: Procedure) -> int:
    """Flag sent replies that do not tell their person all that is known now; returns how many.

    Happens when a letter arrives, a passage is tied, or an answer changes after the reply was sent.
    """
    less = replies_telling_less(procedure).filter(outdated_at=None).values("pk")
    return Reply.objects.filter(pk__in=list(less.values_list("pk", flat=True))).update(
        outdated_at=timezone.now(), supplemented_at=None
    )


@transaction.atomic
def _unflag_covered(procedure: Procedure, *, by: str) -> int:
    """Take back flags of replies that tell all again, with supplements nobody has sent."""
    less = replies_telling_less(procedure).values("pk")
    settled = list(procedure.replies.outdated().exclude(pk__in=less).order_by("pk"))
    needless = procedure.replies.unsent().not_in_print().filter(supplement_to__in=settled)
    _delete_never_sent(needless)
    kept = procedure.replies.filter(supplement_to__in=settled).values("supplement_to")
    settled = [reply for reply in settled if reply.pk not in set(kept.values_list(flat=True))]
    procedure.replies.filter(pk__in=[one.pk for one in settled]).update(outdated_at=None)
    record_many(
        EntryDraft(
            action="reply.supplement_needless",
            subject=reply.code,
            actor=by,
            procedure=procedure.slug,
        )
        for reply in settled
    )
    return len(settled)


def _delete_never_sent(replies: QuerySet[Reply]) -> None:
    """Delete letters that never left the house, and their files."""
    for reply in replies.filter(dispatches=None, prints=None):
        name, storage = reply.pdf.name, reply.pdf.storage
        reply.delete()
        if name:
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]


def withdraw_supplement(reply: Reply) -> None:
    """A letter that came back says everything when it is sent again: its supplement goes."""
    _delete_never_sent(Reply.objects.unsent().filter(supplement_to=reply))


def due(procedure: Procedure) -> ReplyQuerySet:
    """Unsent replies to people whose every point is answered."""
    return procedure.replies.unsent().filter(is_due(procedure))


def is_due(procedure: Procedure) -> Q:
    """The condition of :func:`due` on an unsent reply."""
    is_first_or_adds_to_a_sent_one = Q(supplement_to=None) | Q(supplement_to__sent_at__isnull=False)
    return is_first_or_adds_to_a_sent_one & everything_answered(procedure, person="person")


def invalidate(arguments: Iterable[Argument]) -> int:
    """Unsent letters that show these arguments have to be written anew; returns how many."""
    shown = ReplyPoint.objects.filter(argument__in=list(arguments)).values("reply")
    written = Reply.objects.unsent().exclude(generated_at=None).free_to_change()
    return written.filter(pk__in=shown).update(generated_at=None)


# Writing


def write_due(procedure: Procedure, *, by: str) -> Iterator[tuple[int, int]]:
    """Write every due letter whose content changed; yields (done, total), first with 0 done.

    What is written already and still right is left alone, so a stopped batch simply goes on.
    """
    prepare(procedure)
    prepare_supplements(procedure, by=by)
    keys = list(due(procedure).free_to_change().order_by("pk").values_list("pk", flat=True))
    yield 0, len(keys)
    for start in range(0, len(keys), CHUNK):
        write_many(keys[start : start + CHUNK], by=by)
        yield min(start + CHUNK, len(keys)), len(keys)


def write_many(keys: Sequence[int], *, by: str) -> int:
    """Write these letters (primary keys) as far as they changed; returns how many.

    Left alone are letters that were sent, are with the printer or being handed over by e-mail, or
    hold an unanswered point.
    """
    replies = list(
        Reply.objects.unsent()
        .free_to_change()
        .filter(pk__in=keys)
        .select_related("procedure__authority", "person", "supplement_to")
        .order_by("pk")
    )
    known = _identities(replies, by)
    all_contents = contents(replies)
    return sum(_write(one, all_contents[one.pk], known.get(one.person_id)) for one in replies)


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


def _write(reply: Reply, content: Content, identity: Identity | None) -> int:
    unsent = Reply.objects.unsent().filter(pk=reply.pk)
    if content.unanswered:
        unsent.update(generated_at=None)
        return 0
    letter = letter_of(reply, content, identity, timezone.localdate())
    fingerprint = fingerprint_of(letter)
    if reply.pdf and reply.fingerprint == fingerprint:
        if reply.generated_at is None:
            unsent.update(generated_at=timezone.now())
        return 0
    return _store(reply, content, fingerprint, reply_letter(letter))


def _store(reply: Reply, content: Content, fingerprint: str, pdf: bytes) -> int:
    """Put the new file beside the old one, then let the row point to it, whole or not at all."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    name = reply.pdf.field.generate_filename(reply, f"{reply.code}-{sha256[:12]}.pdf")
    name = reply.pdf.storage.save(name, ContentFile(pdf))
    with transaction.atomic():
        if not _is_still_unsent(reply):
            reply.pdf.storage.delete(name)
            return 0
        _store_points(reply, content)
        _forget_file(reply)
        Reply.objects.filter(pk=reply.pk).update(
            fingerprint=fingerprint,
            generated_at=timezone.now(),
            sha256=sha256,
            pdf=name,
            letters=len(content.statements),
        )
    return 1


def _is_still_unsent(reply: Reply) -> bool:
    """Somebody may have sent or printed it while the typesetter was at work."""
    locked = Reply.objects.select_for_update().filter(pk=reply.pk, sent_at=None)
    return bool(locked) and Reply.objects.filter(pk=reply.pk).free_to_change().exists()


def _store_points(reply: Reply, content: Content) -> None:
    reply.points.all().delete()
    ReplyPoint.objects.bulk_create(
        ReplyPoint(
            reply=reply,
            argument=argument,
            answer_id=argument.current_answer_id or 0,
            position=position,
        )
        for position, argument in enumerate(content.ordered, start=1)
    )


def _forget_file(reply: Reply) -> None:
    """The old PDF goes once the new one stands; what was sent once and came back is kept."""
    name, storage = reply.pdf.name, reply.pdf.storage
    if name and not reply.dispatches.exists():
        transaction.on_commit(lambda: storage.delete(name))
