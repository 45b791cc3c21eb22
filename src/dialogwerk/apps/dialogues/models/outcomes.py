"""What became of a contribution. There is no "noted": every outcome says what follows."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.triggers import immutable

from .contributions import Contribution


class OutcomeQuerySet(models.QuerySet):
    def current(self):
        """The latest of each contribution."""
        later = Outcome.objects.filter(
            contribution=OuterRef("contribution"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def report_due(self, day: date):
        """Current ones whose next report was promised for this day or an earlier one."""
        return self.current().filter(next_report_on__lte=day)


@immutable
class Outcome(models.Model):
    """One decision on a contribution; a later one replaces it, and both stay readable.

    Adopted, in part, planned already, deferred until a day, refused because of something, or passed
    to somebody: each with its reason, and with the day of the next report unless it is final.
    """

    class Kind(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("outcome", "adopted")
        IN_PART = "in_part", pgettext_lazy("outcome", "adopted in part")
        PLANNED = "planned", pgettext_lazy("outcome", "planned already")
        DEFERRED = "deferred", pgettext_lazy("outcome", "deferred")
        REFUSED = "refused", pgettext_lazy("outcome", "not adopted")
        PASSED_ON = "passed_on", pgettext_lazy("outcome", "passed on")

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="outcomes"
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("outcome"), max_length=10, choices=Kind)
    reason = models.TextField(_("reasons"))
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    passed_to = models.CharField(_("passed to"), max_length=250, blank=True)
    decided_on = models.DateField(_("decided on"))
    next_report_on = models.DateField(_("next report on"), null=True, blank=True)
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="outcomes_are_numbered"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outcome_has_reasons"),
            models.CheckConstraint(
                condition=~Q(kind="deferred") | Q(deferred_until__isnull=False),
                name="deferred_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="passed_on") | ~Q(passed_to=""), name="passed_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind="deferred") | Q(next_report_on__isnull=False),
                name="deferred_is_reported_on_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.kind}"
