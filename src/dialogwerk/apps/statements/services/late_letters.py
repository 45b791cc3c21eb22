"""Letters that came too late for a period that ends later now: they are in time after all.

Never the other way round: whose receipt said "in time" stays in time, whatever becomes of the
period.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Round

from ..models import Statement

HOUSE = "system:periods"


@transaction.atomic
def count_in_time_after_all(*, round: Round, by: str) -> int:
    """Let the late letters of a round count that came before its period, as it is now, ended.

    Returns:
        How many letters count as in time from now on.
    """
    late = Statement.objects.filter(round=round, is_late=True, received_at__lt=end_of(round))
    count = late.update(is_late=False, in_time_since=timezone.now())
    if count:
        record(
            "statements.in_time_after_all",
            subject=f"{round.procedure.slug}/{round.number}",
            actor=by,
            procedure=round.procedure.slug,
            payload={"count": count, "accepted_until": round.accept_until.isoformat()},
        )
    return count


def end_of(round: Round) -> datetime:
    """The first moment that is too late, in the authority's time zone."""
    day_after = round.accept_until + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day_after, time.min))


def count_all_again() -> int:
    """The same for all rounds: letters that were on their way in while a period was changed.

    Returns:
        How many letters count as in time from now on.
    """
    rounds = Round.objects.filter(statements__is_late=True).select_related("procedure").distinct()
    return sum(count_in_time_after_all(round=one, by=HOUSE) for one in rounds)
