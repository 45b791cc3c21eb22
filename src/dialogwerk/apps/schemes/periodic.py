"""What has to happen again and again with dates; see `base.periodic`."""

from datetime import timedelta
from logging import getLogger

from django.utils import timezone

from dialogwerk.apps.base.periodic import every

from .services.reminders import send_reminders
from .services.renewal import renew_calendars

logger = getLogger(__name__)
FIRST_HOUR = 6
"""Nobody is reminded of a day in the middle of the night before it."""


@every(timedelta(hours=1))
def remind_of_dates() -> None:
    """Once a day for each person, in the morning; the later hours try again what failed."""
    now = timezone.localtime()
    if now.hour < FIRST_HOUR:
        return
    try:
        send_reminders(at=now)
    except OSError as error:
        logger.warning("The mail server took no reminders: %s", type(error).__name__)


@every(timedelta(hours=1))
def renew_all_calendars() -> None:
    """After an update: the law on file may be another one, so every calendar is computed anew."""
    renewal = renew_calendars()
    if renewal:
        logger.info(
            "Calendars renewed for %s: %d moved, %d left as they were",
            renewal.version,
            renewal.moved,
            len(renewal.left),
        )
