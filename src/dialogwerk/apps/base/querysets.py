"""Which entries, which seals, which runs."""

from datetime import datetime
from typing import Any

from django.db import models


class JournalEntryQuerySet(models.QuerySet):
    """Entries of the journal; to write one, use `journal.record`."""

    def about(self, subject: str) -> "JournalEntryQuerySet":
        """What happened to this receipt or code."""
        return self.filter(subject=subject)

    def of_procedure(self, slug: str) -> "JournalEntryQuerySet":
        """What happened in this procedure."""
        return self.filter(procedure=slug)

    def by(self, actor: str) -> "JournalEntryQuerySet":
        """What this actor did."""
        return self.filter(actor=actor)

    def with_action(self, *actions: str) -> "JournalEntryQuerySet":
        """Entries of these kinds, e.g. ``statement.received``."""
        return self.filter(action__in=actions)

    def between(self, start: datetime, end: datetime) -> "JournalEntryQuerySet":
        """From ``start`` on and before ``end``."""
        return self.filter(at__gte=start, at__lt=end)

    def newest_first(self) -> "JournalEntryQuerySet":
        """As people read a journal."""
        return self.order_by("-pk")

    def unsealed(self) -> "JournalEntryQuerySet":
        """Not yet in any batch."""
        return self.filter(sealed=None)


class JournalSealQuerySet(models.QuerySet):
    """Seals of the journal; to make one, use `journal.seal`."""

    def head(self) -> Any:
        """The newest seal, or None."""
        return self.order_by("-number").first()


class RunQuerySet(models.QuerySet):
    """Runs (Vorgänge)."""

    def of_kind(self, *kinds: str) -> "RunQuerySet":
        """Runs of these kinds."""
        return self.filter(kind__in=kinds)

    def unfinished(self) -> "RunQuerySet":
        """Waiting or at work."""
        return self.filter(state__in=["waiting", "running"])

    def silent_since(self, moment: datetime) -> "RunQuerySet":
        """Unfinished, and no sign of life since then: their worker has probably died."""
        return self.unfinished().filter(heartbeat_at__lt=moment)
