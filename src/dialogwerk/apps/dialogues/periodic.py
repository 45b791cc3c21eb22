"""What dialogues want done again and again; see `base.periodic`."""

from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.base.periodic import every

from .services.answer_mails import tell_askers
from .services.news import start_news
from .services.notices import send_waiting
from .services.reminders import remind
from .services.theme_learning import start_where_due


@every(timedelta(minutes=1))
def tell_askers_of_answers() -> None:
    """Mails to those who asked a question that is answered now."""
    tell_askers()


@every(timedelta(minutes=1))
def mail_authors() -> None:
    """Mails to authors that wait, a portion at a time."""
    send_waiting()


@every(timedelta(days=7))
def remind_of_reports() -> None:
    """Whoever runs a dialogue learns which reports were promised for by now."""
    remind(timezone.localdate())


@every(timedelta(minutes=1))
def renew_theme_proposals() -> None:
    """Learn from what was decided, and propose themes for what is open."""
    start_where_due(timezone.now())


@every(timedelta(days=1))
def tell_followers_what_is_new() -> None:
    """Mails to those who follow a dialogue or a contribution; none where nothing is new."""
    start_news(timezone.now())
