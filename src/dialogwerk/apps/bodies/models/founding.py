"""How a local alliance is founded: what the steps of the path have gathered so far."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.conditions import says_something
from dialogwerk.apps.base.fields import EarliestDay, LatestDay, UncertainDateField

from .bodies import Body


class Founding(models.Model):
    """The founding of an alliance. Its body is public only when the path is finished.

    ``left_open`` names steps that were left open on purpose; they show as gaps.
    """

    body = models.OneToOneField(Body, on_delete=models.CASCADE, related_name="founding")
    declaration = models.TextField(_("declaration"), blank=True)
    declared_on = UncertainDateField(_("declared on"), null=True, blank=True)
    declared_at = models.CharField(_("declared where"), max_length=200, blank=True)
    declaration_url = models.URLField(_("address of the declaration"), max_length=500, blank=True)
    left_open = models.JSONField(default=list, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.CharField(max_length=80, help_text=_("actor"))
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("founding")
        verbose_name_plural = _("foundings")

    def __str__(self) -> str:
        return f"founding {self.body_id}"


class ProgrammeItem(models.Model):
    """Something that the alliance wants to do in its first year."""

    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="programme")
    text = models.CharField(_("what"), max_length=300)
    due = UncertainDateField(_("when"), null=True, blank=True)
    due_earliest = EarliestDay("due")
    due_latest = LatestDay("due")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("part of the programme")
        verbose_name_plural = _("parts of the programme")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_part_of_the_programme_says_what", condition=says_something("text")
            )
        ]

    def __str__(self) -> str:
        return self.text
