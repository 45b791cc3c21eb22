"""The author of a statement that is not shown objects once; somebody else decides, as everywhere
in dialogues (`dialogues.services.moderation`)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.dialogues.services.moderation import moderators_of

from ..errors import NoAppeal, SomebodyElse
from ..models import OpinionStatement, StatementAppeal, StatementState


def may_appeal(statement: OpinionStatement) -> bool:
    """Whether its author can object now: refused, and no objection yet."""
    return (
        statement.state == StatementState.REFUSED
        and statement.author_id is not None
        and appeal_of(statement) is None
    )


def appeal_of(statement: OpinionStatement) -> StatementAppeal | None:
    """The objection of its author, if there was one."""
    found: StatementAppeal | None = getattr(statement, "appeal", None)
    return found


def open_appeal(statement: OpinionStatement) -> StatementAppeal | None:
    """The objection that waits for a decision."""
    found = appeal_of(statement)
    return found if found and found.decided_at is None else None


def appeal(*, statement: OpinionStatement, text: str, now: datetime) -> StatementAppeal:
    """The author objects, once; the caller has made sure that it is the author.

    Raises:
        NoAppeal: no words, nothing was decided against it, or there was an objection already.
    """
    if not text.strip():
        raise NoAppeal(_("Please say what speaks for showing it."))
    if not may_appeal(statement):
        raise NoAppeal(_("You can object once, to a decision not to show what you said."))
    try:
        with transaction.atomic():
            made = StatementAppeal.objects.create(
                statement=statement,
                against=statement.decided_by,
                reason=statement.reason,
                text=text.strip(),
                at=now,
            )
            record(
                "opinion_statement.appealed",
                subject=statement.process.code,
                actor="public",
                payload={"format": statement.round_id, "number": statement.number},
            )
    except IntegrityError as error:
        raise NoAppeal(_("You have objected already.")) from error
    return made


def check_judge(statement: OpinionStatement, by: User) -> None:
    """Whoever refused it does not decide on the objection, where somebody else on the team can.

    Raises:
        SomebodyElse: this person refused it, and others moderate.
    """
    found = open_appeal(statement)
    if found is None or found.against != by.actor:
        return
    if any(one.pk != by.pk for one in moderators_of(statement.process)):
        raise SomebodyElse(
            _("You took the decision that this objection is about. Somebody else has to look.")
        )


def settle(statement: OpinionStatement, *, by: User, now: datetime) -> bool:
    """Note that the objection is decided; whether there was one."""
    waiting = StatementAppeal.objects.filter(statement=statement, decided_at=None)
    return bool(waiting.update(decided_at=now, decided_by=by.actor))
