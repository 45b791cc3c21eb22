"""Authors take back what they said; it is kept, and nobody but moderators reads it any more."""

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record

from ..errors import NotWithdrawable
from ..models import Comment, Contribution, State
from .comments import count_comments

WITHDRAWABLE = frozenset({State.HELD, State.PUBLIC, State.REFUSED})


@transaction.atomic
def withdraw(*, contribution: Contribution, by: str) -> None:
    """Take a contribution out of view; a second time changes nothing.

    Raises:
        NotWithdrawable: it was put together with others or taken apart; others rest on it.
    """
    kept = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if _may_withdraw(kept):
        kept.state = State.WITHDRAWN
        kept.save(update_fields=["state"])
        payload = {"process": kept.process.code}
        record("contribution.withdrawn", subject=kept.code, actor=by, payload=payload)
    contribution.state = kept.state


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: str) -> None:
    """Take a comment out of view; replies to it stay."""
    kept = Comment.objects.select_for_update().get(pk=comment.pk)
    if _may_withdraw(kept):
        kept.state = State.WITHDRAWN
        kept.save(update_fields=["state"])
        count_comments(kept.contribution_id)
        payload = {"contribution": kept.contribution.code}
        record("comment.withdrawn", subject=kept.code, actor=by, payload=payload)
    comment.state = kept.state


def _may_withdraw(thing: Contribution | Comment) -> bool:
    if thing.state == State.WITHDRAWN:
        return False
    if thing.state not in WITHDRAWABLE:
        raise NotWithdrawable(
            _("This was put together with others; please write to the team of the dialogue.")
        )
    return True
