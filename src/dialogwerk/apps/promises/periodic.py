"""What has to happen again and again with promises; see `base.periodic`."""

from datetime import timedelta
from logging import getLogger

from django.utils import timezone

from dialogwerk.apps.base.periodic import every

from .services.following import forget_unconfirmed
from .services.reminders import send_reminders
from .services.telling import tell_followers

logger = getLogger(__name__)
FIRST_HOUR = 6
"""Nobody is reminded in the middle of the night."""


@every(timedelta(minutes=1))
def tell_who_follows() -> None:
    """Mails to followers, as soon as something has become of a promise."""
    try:
        tell_followers()
    except OSError as error:
        logger.warning("The mail server took no news: %s", type(error).__name__)


@every(timedelta(hours=1))
def remind_of_promises() -> None:
    """Once a day for each person, in the morning; the later hours try again what failed."""
    now = timezone.localtime()
    if now.hour < FIRST_HOUR:
        return
    try:
        send_reminders(at=now)
    except OSError as error:
        logger.warning("The mail server took no reminders: %s", type(error).__name__)


@every(timedelta(days=1))
def forget_unconfirmed_addresses() -> None:
    """Whoever was asked and has not answered is forgotten."""
    forget_unconfirmed(at=timezone.now())
