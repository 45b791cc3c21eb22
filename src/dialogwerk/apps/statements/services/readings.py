"""The text of a letter that came as a picture: a reading, to be corrected; the original stays."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record

from ..errors import NotAllowedNow
from ..models import Segment, Statement
from .campaigns import lock
from .intake import as_kept
from .membership import compare_again, renew_proposals, unread
from .placing import place


@transaction.atomic
def set_reading(*, statement: Statement, text: str, by: str) -> None:
    """Store what a machine or a person has read; the letter finds its campaign anew.

    Raises:
        NotAllowedNow: the weighing is closed, or passages of the present reading are decided on.
    """
    lock(statement.procedure)
    statement.refresh_from_db()
    text = as_kept(text)
    if statement.text == text:
        return
    _check_may_change(statement)
    Statement.objects.filter(pk=statement.pk).update(text=text)
    statement.text = text
    renew_proposals([statement.pk])
    if statement.campaign:
        compare_again(statement.campaign, Statement.objects.filter(pk=statement.pk))
    else:
        unread([statement.pk])
        statement.refresh_from_db()
        place(statement, by=by)
    record(
        "statement.reading_set",
        subject=statement.code,
        actor=by,
        procedure=statement.procedure.slug,
        payload={"sha256": hashlib.sha256(text.encode()).hexdigest()},
    )


def _check_may_change(statement: Statement) -> None:
    if statement.procedure.weighing_closed_at:
        raise NotAllowedNow(
            _("The weighing is closed. Open it again, with a reason, before you correct a reading.")
        )
    decided = Segment.objects.filter(statement=statement).exclude(state=Segment.State.PROPOSED)
    if decided.exists():
        raise NotAllowedNow(
            _(
                "Passages of this letter are decided on already, and a correction would shift them."
                " Reopen these passages first, then correct the reading."
            )
        )
