"""Lineage (Herkunft): contributions put together or taken apart, visible and undone if need be."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id

from .contributions import Contribution
from .participation import Support
from .processes import Process


def new_lineage_code() -> str:
    return new_public_id("HK")


class LineageQuerySet(models.QuerySet):
    def standing(self):
        """Not undone."""
        return self.filter(undone_at=None)


class Lineage(models.Model):
    """One merge of several contributions into one, or one split of one into several.

    What a merged or taken-apart contribution said stays readable on its page, which points to the
    results; supporters and outcomes of the results count for it.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", pgettext_lazy("lineage", "put together")
        SPLIT = "split", pgettext_lazy("lineage", "taken apart")

    code = models.CharField(max_length=20, unique=True, default=new_lineage_code)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="lineages")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"))
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)
    undone_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    undone_because = models.TextField(_("undone because"), blank=True)

    objects = LineageQuerySet.as_manager()

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="lineage_has_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undone_because=""), name="undone_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    @property
    def sources(self) -> list[Contribution]:
        """What was put together or taken apart; prefetch ``parts__contribution`` for many."""
        return [part.contribution for part in self.parts.all() if part.is_source]

    @property
    def results(self) -> list[Contribution]:
        """What came of it."""
        return [part.contribution for part in self.parts.all() if not part.is_source]


class LineagePart(models.Model):
    """A contribution in a lineage: source or result, and its state before."""

    lineage = models.ForeignKey(Lineage, on_delete=models.CASCADE, related_name="parts")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="lineage_parts"
    )
    is_source = models.BooleanField()
    was_made = models.BooleanField(default=False, help_text=_("did not exist before"))
    state_before = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("part of a lineage")
        verbose_name_plural = _("parts of lineages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lineage", "contribution"], name="once_in_a_lineage")
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} in {self.lineage_id}"


class CarriedSupport(models.Model):
    """A support that a result took over from a source; taken back when the lineage is undone."""

    lineage = models.ForeignKey(Lineage, on_delete=models.CASCADE, related_name="carried")
    support = models.OneToOneField(Support, on_delete=models.CASCADE, related_name="carried")

    class Meta:
        verbose_name = _("support taken over")
        verbose_name_plural = _("supports taken over")

    def __str__(self) -> str:
        return f"{self.support_id} by {self.lineage_id}"


class DuplicatePair(models.Model):
    """Two contributions that resemble each other: proposed by the machine, decided by a person."""

    class Decision(models.TextChoices):
        OPEN = "", pgettext_lazy("duplicate", "open")
        DIFFERENT = "different", pgettext_lazy("duplicate", "not the same")
        MERGED = "merged", pgettext_lazy("duplicate", "put together")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="duplicate_pairs")
    first = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    alike = models.FloatField(help_text=_("cosine of the two, in [0, 1]"))
    shared = models.JSONField(default=list, blank=True, help_text=_("words that both have"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, blank=True, default=Decision.OPEN
    )
    by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pair that is perhaps the same")
        verbose_name_plural = _("pairs that are perhaps the same")
        ordering = ["-alike", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="a_pair_stands_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["process", "decision", "-alike"], name="duplicate_pairs_open")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
