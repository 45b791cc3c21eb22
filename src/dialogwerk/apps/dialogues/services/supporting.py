"""Supporting a contribution: once for each account, or for each browser without one."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from dialogwerk.apps.accounts.models import User

from ..models import Contribution, Support


@dataclass(frozen=True, slots=True)
class Supporter:
    """Who supports: an account, or a browser by a checksum of its cookie ("" for none yet)."""

    user: User | None = None
    visitor: str = ""

    def supports(self) -> QuerySet[Support]:
        """What this supporter supports; an account's browser counts for it, too."""
        wanted = Q(pk=None)
        if self.visitor:
            wanted |= Q(visitor=self.visitor)
        if self.user:
            wanted |= Q(user=self.user)
        return Support.objects.filter(wanted)


@transaction.atomic
def support(*, contribution: Contribution, supporter: Supporter) -> None:
    """Support it; a second time changes nothing. The number on it follows at once."""
    mine = supporter.supports().filter(contribution=contribution)
    if not mine.exists() and _added(contribution, supporter):
        _change(contribution, +1)


@transaction.atomic
def take_back(*, contribution: Contribution, supporter: Supporter) -> None:
    """Support it no more; a second time changes nothing."""
    taken_back, _models = supporter.supports().filter(contribution=contribution).delete()
    if taken_back:
        _change(contribution, -taken_back)


def _added(contribution: Contribution, supporter: Supporter) -> bool:
    by = {"user": supporter.user} if supporter.user else {"visitor": supporter.visitor}
    try:
        with transaction.atomic():
            Support.objects.create(contribution=contribution, **by)
    except IntegrityError:  # the same click came twice
        return False
    return True


def _change(contribution: Contribution, by: int) -> None:
    Contribution.objects.filter(pk=contribution.pk).update(support_count=F("support_count") + by)
    contribution.refresh_from_db(fields=["support_count"])
