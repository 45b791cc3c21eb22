"""Public notices (Bekanntmachungen): drafted, checked, published."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .final import Final
from .procedures import Procedure, Round


class NoticeQuerySet(models.QuerySet):
    def in_force(self):
        """Published, and not replaced by another one that is; the newest first."""
        replaced = self.model.objects.exclude(published_at=None).exclude(replaces=None)
        published = self.exclude(published_at=None)
        return published.exclude(pk__in=replaced.values("replaces")).order_by(
            "-published_on", "-pk"
        )


class Notice(Final):
    """A public notice of a procedure: drafted from the schedule or brought along, then published.

    Once published its text never changes; a correction is a new notice that replaces it.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="notices")
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(_("kind of notice"), max_length=40)
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"))
    facts = models.JSONField(_("facts it was drafted from"), default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = NoticeQuerySet.as_manager()

    final_with = "published_at"

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public-notice", args=[self.procedure.slug, self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class NoticeWaiver(models.Model):
    """A lawyer lets a finding stand, with a reason; without it publication stays blocked.

    ``finding`` names it as it was seen, ``paragraphs`` the checksums of those that have to stay;
    see `services.waivers`.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="waivers")
    finding = models.CharField(_("finding"), max_length=60)
    paragraphs = models.JSONField(default=list)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("finding let stand")
        verbose_name_plural = _("findings let stand")

    def __str__(self) -> str:
        return f"{self.notice_id} {self.finding}"
