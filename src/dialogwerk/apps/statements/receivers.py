"""What happens to letters when something below this app changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from dialogwerk.apps.schemes.models import Round
from dialogwerk.apps.schemes.signals import round_days_changed

from .models import Reply, Statement
from .services import search_index
from .services.collective import follow_speaker, unfollow_speaker
from .services.late_letters import count_in_time_after_all
from .signals import replies_sent, reply_returned


@receiver(round_days_changed, dispatch_uid="statements.in_time_after_all")
def when_days_change(*, round: Round, by: str, **_kwargs: Any) -> None:
    """A period that ends later takes in letters that had been late."""
    count_in_time_after_all(round=round, by=by)


@receiver(post_save, sender=Statement, dispatch_uid="statements.words_of_one")
def when_one_is_made(*, instance: Statement, created: bool, **_kwargs: Any) -> None:
    """A letter that is saved by itself can be found; what comes in together is indexed there."""
    if created:
        search_index.add([instance])


@receiver(replies_sent, dispatch_uid="statements.answered_through_the_representative")
def when_letters_leave(*, replies: Sequence[Reply], by: str, at: datetime, **_kwargs: Any) -> None:
    """With the letter to a representative everyone is answered for whom they speak."""
    follow_speaker(replies, by=by, at=at)


@receiver(reply_returned, dispatch_uid="statements.representative_not_reached")
def when_a_letter_returns(*, reply: Reply, by: str, **_kwargs: Any) -> None:
    """Nobody is answered through a representative whom the letter did not reach."""
    unfollow_speaker(reply, by=by)
