"""What every entry of the record has: from when to when, and who says so."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.fields import EarliestDay, LatestDay, UncertainDateField

from ..periods import Certainty, on_day


def ends_after_it_began(name: str, begun: str = "begun") -> models.CheckConstraint:
    """The constraint that an end is not certainly before the begin."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ended_latest=None)
        | Q(**{f"{begun}_earliest": None})
        | Q(ended_latest__gte=F(f"{begun}_earliest")),
    )


class PeriodQuerySet(models.QuerySet):
    """Entries with begin and end; the day is always given."""

    def perhaps_on(self, day: date):
        """What was so on this day for at least one reading of its dates."""
        begun = Q(begun_earliest=None) | Q(begun_earliest__lte=day)
        goes_on = Q(ended_latest=None) | Q(ended_latest__gte=day)
        return self.filter(begun, goes_on)

    def certainly_on(self, day: date):
        """What was so on this day for every reading of its dates."""
        goes_on = Q(ended__isnull=True) | Q(ended_earliest__gte=day)
        return self.filter(goes_on, begun_latest__lte=day)

    def in_time(self):
        """The oldest first; what has no known begin comes last."""
        return self.order_by(F("begun_earliest").asc(nulls_last=True), "pk")


class Entry(models.Model):
    """One entry of a body's record, with the source of what it says."""

    begun = UncertainDateField(_("from"), null=True, blank=True)
    begun_earliest = EarliestDay("begun")
    begun_latest = LatestDay("begun")
    ended = UncertainDateField(_("until"), null=True, blank=True)
    ended_earliest = EarliestDay("ended")
    ended_latest = LatestDay("ended")
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.CharField(max_length=80, help_text=_("actor"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def certainty(self, day: date) -> Certainty:
        """Whether it was so on this day."""
        return on_day(self.begun, self.ended, day)
