"""Campaigns: letters that share a template (gleichlautende Einwendungen)."""

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.models import Procedure


class CampaignQuerySet(models.QuerySet):
    def by_weight(self):
        """The largest first."""
        return self.order_by("-size", "number")

    def unread(self):
        """Nobody has read the template; those that went into another one have no letters."""
        return self.filter(read_at=None, merged_into=None)

    def with_own_words_open(self):
        """With the number of letters whose own words nobody has looked at, as ``own_words_open``.

        Counted in an index that holds these letters only, so it is quick for any campaign.
        """
        letters = self.model._meta.get_field("statements").related_model
        mine = letters.objects.filter(
            procedure=models.OuterRef("procedure"), campaign=models.OuterRef("pk")
        )
        counted = mine.own_words_open().order_by().values("campaign")
        number = counted.annotate(number=models.Count("pk")).values("number")
        return self.annotate(own_words_open=Coalesce(models.Subquery(number), 0))


class Campaign(models.Model):
    """One template and the letters that use it. Once a passage is tied, the template stays.

    ``size``, ``people`` and ``letters_with_own_words`` are counted when letters join or leave
    (``services.campaigns.count``), because a page cannot count 100,000 letters.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="campaigns")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    template = models.TextField(_("template"), help_text=_("the text that the letters share"))
    size = models.PositiveIntegerField(_("letters"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    letters_with_own_words = models.PositiveIntegerField(_("letters with own words"), default=0)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merged",
        help_text=_("a clerk said that its letters belong there"),
    )
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

    @property
    def final(self) -> "Campaign":
        """Where its letters belong: itself, unless a clerk has merged it into another one."""
        found, seen = self, {self.pk}
        while found.merged_into and found.merged_into.pk not in seen:
            found = found.merged_into
            seen.add(found.pk)
        return found
