"""Campaigns: letters that share a template (gleichlautende Einwendungen)."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.models import Procedure


class CampaignQuerySet(models.QuerySet):
    def by_weight(self):
        """The largest first."""
        return self.order_by("-size", "number")

    def unread(self):
        return self.filter(read_at=None)

    def with_counts(self):
        """Letters, people, letters with own words, and those of them still unread."""
        letters = models.Q(statements__isnull=False)
        own = models.Q(statements__has_own_words=True)
        return self.annotate(
            letters=models.Count("statements", filter=letters),
            people=models.Count("statements__person", distinct=True),
            letters_with_own_words=models.Count("statements", filter=own),
            own_words_open=models.Count(
                "statements", filter=own & models.Q(statements__read_at=None)
            ),
        )


class Campaign(models.Model):
    """One template and the letters that use it. Once a passage is tied, the template stays."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="campaigns")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    template = models.TextField(_("template"), help_text=_("the text that the letters share"))
    size = models.PositiveIntegerField(_("letters"), default=0)
    found_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    read_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="campaign_numbers_are_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("campaign", args=[self.procedure.slug, self.number])
