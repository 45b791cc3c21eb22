"""What dialogues want done again and again."""

from datetime import timedelta

from dialogwerk.apps.base.periodic import every

from .services.answer_mails import tell_askers


@every(timedelta(minutes=1))
def tell_askers_of_answers() -> None:
    """Mails to those who asked a question that is answered now."""
    tell_askers()
