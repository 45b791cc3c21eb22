"""What events want done again and again."""

from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.base.periodic import every

from .services.forgetting import forget_names
from .services.notices import note_reminders, send_notices


@every(timedelta(hours=1))
def remind_of_tomorrow() -> None:
    """Reminders on the day before."""
    note_reminders(timezone.now())


@every(timedelta(minutes=1))
def tell_participants() -> None:
    """Mails about registrations and changes."""
    send_notices()


@every(timedelta(days=1))
def forget_names_of_participants() -> None:
    """Names of whoever registered, some time after the event."""
    forget_names(timezone.now())
