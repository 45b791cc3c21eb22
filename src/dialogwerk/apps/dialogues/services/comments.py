"""Comments on contributions: each gets a receipt and stands in the journal."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..errors import EmptyContribution, KeyReused, NotOpen
from ..gates import is_open
from ..models import Comment, Contribution, State
from .screening import Suspicion, note_holds, suspicions


def comment_on(
    *,
    contribution: Contribution,
    text: str,
    by: str,
    now: datetime,
    parent: Comment | None = None,
    user: User | None = None,
    public_name: str = "",
    submission_key: str | None = None,
    held: bool = False,
    seconds: float | None = None,
) -> Comment:
    """Take a comment in; a reply to a reply stands below the same comment as that.

    The same submission key with the same words gives back the comment already there. It is
    screened, see `screening`: it may be held back, with the reason.

    Args:
        seconds: how long the form was open; None if nobody knows.
        held: keep it back until somebody has looked at it, whatever the format says.

    Raises:
        EmptyContribution: nothing is written.
        NotOpen: the format is closed on that day, or the contribution is not public.
        KeyReused: the key is known, with other words.
    """
    if not text.strip():
        raise EmptyContribution(_("Please write something."))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if known := _known(contribution, submission_key, digest):
        return known
    if not may_be_commented(contribution, now):
        raise NotOpen(_("Comments on this contribution are closed."))
    found = suspicions(contribution.process, title="", text=text, sha256=digest, seconds=seconds)
    is_held = held or bool(found) or contribution.format.moderated_first
    try:
        return _take_in(
            Comment(
                contribution=contribution,
                parent=parent.parent or parent if parent else None,
                user=user,
                public_name=public_name.strip()[:100],
                text=text,
                sha256=digest,
                received_at=now,
                state=State.HELD if is_held else State.PUBLIC,
                submission_key=submission_key,
            ),
            found,
            by,
        )
    except IntegrityError:
        if known := _known(contribution, submission_key, digest):
            return known
        raise


def may_be_commented(contribution: Contribution, now: datetime) -> bool:
    """Whether the format takes comments, and this contribution can be read by all."""
    one = contribution.format
    return (
        contribution.state == State.PUBLIC
        and one.settings.get("takes_comments", True)
        and is_open(one, timezone.localtime(now).date())
    )


@transaction.atomic
def count_comments(contribution: int) -> None:
    """Set the number of public comments on a contribution (primary key) anew.

    Whoever does it at the same time waits, and so counts what the first has added.
    """
    Contribution.objects.select_for_update().filter(pk=contribution).values_list("pk").first()
    of_it = Comment.objects.filter(contribution=OuterRef("pk"), state=State.PUBLIC)
    public = of_it.order_by()
    number = public.values("contribution").annotate(number=Count("pk")).values("number")
    Contribution.objects.filter(pk=contribution).update(comment_count=Coalesce(Subquery(number), 0))


@transaction.atomic
def _take_in(comment: Comment, found: Sequence[Suspicion], by: str) -> Comment:
    comment.save()
    note_holds(comment, found)
    count_comments(comment.contribution_id)
    payload = {
        "contribution": comment.contribution.code,
        "sha256": comment.sha256,
        "held": comment.state == State.HELD,
    }
    record("comment.received", subject=comment.code, actor=by, payload=payload)
    return comment


def _known(contribution: Contribution, key: str | None, digest: str) -> Comment | None:
    if not key:
        return None
    known = contribution.comments.filter(submission_key=key).first()
    if known and known.sha256 != digest:
        raise KeyReused(
            _("This form was already sent, with other words. Please check it and send again.")
        )
    return known
