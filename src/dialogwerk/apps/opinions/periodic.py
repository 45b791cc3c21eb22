"""What comes round again: maps that are due, checksums of votes."""

from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.base.periodic import every

from .services.map_runs import is_due, start_map
from .services.seals import seal_votes, with_votes


@every(timedelta(minutes=1))
def compute_maps() -> None:
    """Maps of rounds in which enough was voted since."""
    now = timezone.now()
    for one in with_votes():
        if is_due(one, now):
            start_map(round=one, by="system:opinions")


@every(timedelta(hours=1))
def seal_all_votes() -> None:
    """Checksums of what was voted into the journal."""
    for one in with_votes():
        seal_votes(round=one, now=timezone.now())
