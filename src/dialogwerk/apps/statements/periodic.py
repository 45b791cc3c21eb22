"""What has to happen again and again with letters; see `base.periodic`."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.base.periodic import every
from dialogwerk.apps.schemes.models import Procedure

from .errors import NotAllowedNow
from .models import Reply
from .services.argument_counts import recount
from .services.grouping_runs import is_under_way
from .services.imports import discard_abandoned
from .services.late_letters import count_all_again
from .services.placing import place_new
from .services.proposal_runs import start_where_due
from .services.reply_runs import start_rewriting


@every(timedelta(minutes=1))
def place_new_letters() -> None:
    """Put letters that came since the last grouping into the campaigns that are there."""
    grouped = Procedure.objects.filter(campaigns__isnull=False, weighing_closed_at=None)
    for procedure in grouped.distinct():
        if not is_under_way(procedure):
            place_new(procedure)


@every(timedelta(minutes=1))
def count_arguments_again() -> None:
    """The figures of arguments whose points have changed."""
    recount()


@every(timedelta(minutes=1))
def renew_proposals_where_due() -> None:
    """Learn from what was decided, and propose arguments for what is open."""
    start_where_due(timezone.now())


@every(timedelta(minutes=1))
def let_letters_follow_their_answers() -> None:
    """Letters that were written and not sent are written anew when an answer in them changes."""
    stale = Reply.objects.unsent().filter(generated_at=None).exclude(pdf="").order_by()
    for procedure in Procedure.objects.filter(pk__in=stale.values("procedure")):
        with suppress(NotAllowedNow):
            start_rewriting(procedure)


@every(timedelta(minutes=5))
def count_late_letters_again() -> None:
    """Letters that were on their way in while their period was extended are in time as well."""
    count_all_again()


@every(timedelta(days=1))
def discard_abandoned_tables() -> None:
    """Tables that were uploaded and never taken in do not stay for ever, with all their names."""
    discard_abandoned(timezone.now())
