"""Telling followers what has become of a promise: one mail for all that is new to them.

A mail is noted as sent before it leaves, in one transaction with it: two processes never send the
same one, and what the mail server does not take is due again.
"""

from collections.abc import Sequence
from logging import getLogger
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.mails import mail_server
from dialogwerk.apps.people.services import identities

from ..models import TOLD_OF, Follower, PromiseEvent
from .following import SENDER, end, message

logger = getLogger(__name__)

AT_ONCE = 200
"""Mails in one round; the others follow in the next."""
REFUSED_AT_MOST = 3
"""After so many mails in a row that the server did not take for an address, it gets none."""


def tell_followers() -> int:
    """Send what followers do not know yet.

    Returns:
        How many mails were handed over.

    Raises:
        OSError: the mail server cannot be reached or was lost; what it did not take is due again.
    """
    due = Follower.objects.to_be_told().select_related("promise__owner", "person").order_by("pk")
    followers = list(due[:AT_ONCE])
    if not followers:
        return 0
    known = identities({one.person_id for one in followers}, by=SENDER, purpose="news of a promise")
    addresses = {key: identity.email for key, identity in known.items()}
    with mail_server() as server:
        return sum(_tell(one, addresses.get(one.person_id, ""), server) for one in followers)


def _tell(follower: Follower, email: str, server: BaseEmailBackend) -> bool:
    """Whether a mail left. An address that is refused must not keep others waiting."""
    if not email:  # erased from the vault meanwhile
        end(follower=follower, by=SENDER)
        return False
    events = _news(follower)
    if not events:
        return False
    try:
        with transaction.atomic():
            if not _claimed(follower, events[-1].pk):
                return False
            _mail(follower, email, events, server).send()
    except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
        logger.warning("No news for %s: %s", follower.person.code, type(error).__name__)
        _refused(follower, events[-1].pk)
        return False
    return True


def _news(follower: Follower) -> list[PromiseEvent]:
    events = PromiseEvent.objects.filter(
        promise=follower.promise_id, kind__in=TOLD_OF, pk__gt=follower.told_up_to
    )
    return list(events.select_related("evidence").order_by("pk"))


def _claimed(follower: Follower, up_to: int) -> bool:
    """Whether it is ours to send; another process may have been faster."""
    mine = Follower.objects.filter(pk=follower.pk, told_up_to=follower.told_up_to)
    return bool(mine.update(told_up_to=up_to, refusals=0))


def _refused(follower: Follower, up_to: int) -> None:
    if follower.refusals + 1 >= REFUSED_AT_MOST:
        end(follower=follower, by=SENDER)
        return
    Follower.objects.filter(pk=follower.pk).update(told_up_to=up_to, refusals=F("refusals") + 1)


def _mail(
    follower: Follower, email: str, events: Sequence[PromiseEvent], server: BaseEmailBackend
) -> EmailMultiAlternatives:
    with override(follower.language):
        said = events[-1].get_kind_display()
        words = {"code": follower.promise.code, "said": said}
        subject = _("Promise %(code)s: %(said)s") % words
        context = {"promise": follower.promise, "events": events}
        return message(follower, email, subject, "news", context, server)
