"""Mailboxes of the authority: what is new is taken in, and only then marked or moved there."""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models.letters import Channel

from ..errors import IntakeError, MailboxError
from ..models import Delivery, Mailbox
from .deliveries import deliver, take_in
from .imap import Account, Folder, Waiting, account_of, opened

logger = logging.getLogger(__name__)
ACTOR = "system:mailbox"
MESSAGES_AT_ONCE = 50
MOST_MESSAGES = 1_000
"""In one round; the next one goes on."""


def fetch_all() -> int:
    """Look into every mailbox of the settings; returns how many messages were taken over.

    A mailbox that cannot be read stops no other; what went wrong stands in its row and in the log.
    """
    _finish_what_broke_off()
    total = 0
    for address in settings.INTAKE_MAILBOXES:
        try:
            total += fetch(account_of(address))
        except IntakeError as error:
            logger.warning("%s", error)
    return total


def _finish_what_broke_off() -> None:
    """Messages that are kept, but were not read to the end when the machine stopped."""
    for delivery in Delivery.objects.filter(created_by=ACTOR, done_at=None):
        try:
            take_in(delivery, by=ACTOR)
        except IntakeError as error:
            logger.warning("%s: %s", delivery.code, error)


def fetch(account: Account) -> int:
    """Take over what is new in one mailbox; returns how many messages.

    Raises:
        MailboxError: it cannot be read, or its procedure does not exist.
    """
    box, _new = Mailbox.objects.get_or_create(key=account.key)
    try:
        procedure = _procedure(account)
        with opened(account) as folder:
            total = _portions(account, box, folder, procedure)
    except MailboxError as error:
        box.error = str(error)[:500]
        raise
    else:
        box.error = ""
    finally:
        box.checked_at = timezone.now()
        box.save()
    return total


def _procedure(account: Account) -> Procedure:
    found = Procedure.objects.filter(slug=account.procedure).first()
    if found is None:
        raise MailboxError(
            _("The mailbox %(name)s names the procedure “%(slug)s”, which does not exist.")
            % {"name": account.key, "slug": account.procedure}
        )
    return found


def _portions(account: Account, box: Mailbox, folder: Folder, procedure: Procedure) -> int:
    if box.uidvalidity != folder.uidvalidity:
        box.uidvalidity, box.last_uid = folder.uidvalidity, 0
    total = 0
    while total < MOST_MESSAGES and (new := folder.after(box.last_uid, MESSAGES_AT_ONCE)):
        _take_over(account, folder, new, procedure)
        box.last_uid = new[-1].uid
        box.save(update_fields=["uidvalidity", "last_uid"])
        folder.set_aside([one.uid for one in new], account.move_to)
        total += len(new)
    return total


def _take_over(
    account: Account, folder: Folder, new: Sequence[Waiting], procedure: Procedure
) -> None:
    """Keep the messages and take them in; in the mailbox nothing is changed yet."""
    stamps: list[datetime | None] = [one.stamp for one in new]
    delivery = deliver(
        procedure=procedure,
        files=_messages(folder, new),
        by=ACTOR,
        title=_("Mailbox %(name)s") % {"name": account.key},
        channel=Channel.EMAIL,
        stamps=stamps,
    )
    take_in(delivery, by=ACTOR)


def _messages(folder: Folder, new: Sequence[Waiting]) -> Iterator[tuple[str, IO[bytes]]]:
    for one in new:
        with tempfile.SpooledTemporaryFile(max_size=1024**2) as message:
            folder.copy(one.uid, message)
            yield f"{one.uid}.eml", message
