"""Reply letters: which there have to be, one to each person, covering all their letters.

A letter that has not been sent follows every change; a sent one stays as it is and is flagged.
`writing` sets them as PDF.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dialogwerk.apps.base.journal import EntryDraft, record, record_many
from dialogwerk.apps.base.statistics import refresh_statistics
from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, Occurrence, Reply, ReplyPoint, Segment, Statement
from ..models.replies import ReplyQuerySet
from . import covering
from .gate import everything_answered, people_ready_for_reply, replies_telling_less

MADE_AT_ONCE = 2000
"""Replies made in one transaction: others who write wait no longer than that."""


# Which letters there have to be


def prepare(procedure: Procedure) -> int:
    """Make a reply for every person of the procedure who has none; returns how many were made."""
    return sum(prepare_in_portions(procedure))


def prepare_in_portions(procedure: Procedure) -> Iterator[int]:
    """The same, each portion in a transaction of its own; yields how many each one made."""
    has_reply = Reply.objects.filter(procedure=procedure, person=OuterRef("pk"), supplement_to=None)
    people = people_ready_for_reply(procedure).exclude(Exists(has_reply))
    keys = list(people.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), MADE_AT_ONCE):
        portion = keys[start : start + MADE_AT_ONCE]
        fresh = [Reply(procedure=procedure, person_id=key) for key in portion]
        Reply.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
        yield len(portion)
    if keys:
        refresh_statistics(Reply, Statement, Occurrence, Segment)
    covering.assign(procedure)


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
    delete_never_sent(needless)
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


def delete_never_sent(replies: QuerySet[Reply]) -> None:
    """Delete letters that never left the house, and their files."""
    for reply in replies.filter(dispatches=None, prints=None):
        name, storage = reply.pdf.name, reply.pdf.storage
        reply.delete()
        if name:
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]


def withdraw_supplement(reply: Reply) -> None:
    """A letter that came back says everything when it is sent again: its supplement goes."""
    delete_never_sent(Reply.objects.unsent().filter(supplement_to=reply))


def due(procedure: Procedure) -> ReplyQuerySet:
    """Unsent replies to people whose every point is answered, and who get a letter of their own."""
    return procedure.replies.unsent().single().filter(is_due(procedure))


def is_due(procedure: Procedure) -> Q:
    """The condition of :func:`due` on an unsent reply."""
    is_first_or_adds_to_a_sent_one = Q(supplement_to=None) | Q(supplement_to__sent_at__isnull=False)
    return is_first_or_adds_to_a_sent_one & everything_answered(procedure, person="person")


def invalidate(arguments: Iterable[Argument]) -> int:
    """Unsent letters that show these arguments have to be written anew; returns how many."""
    shown = ReplyPoint.objects.filter(argument__in=list(arguments)).values("reply")
    written = Reply.objects.unsent().exclude(generated_at=None).free_to_change()
    return written.filter(pk__in=shown).update(generated_at=None)
