"""What happens to letters when something below this app changes."""

from typing import Any

from django.dispatch import receiver

from dialogwerk.apps.schemes.models import Round
from dialogwerk.apps.schemes.signals import round_days_changed

from .services.late_letters import count_in_time_after_all


@receiver(round_days_changed, dispatch_uid="statements.in_time_after_all")
def when_days_change(*, round: Round, by: str, **_kwargs: Any) -> None:
    """A period that ends later takes in letters that had been late."""
    count_in_time_after_all(round=round, by=by)
