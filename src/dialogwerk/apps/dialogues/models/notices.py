"""What authors are told: by mail where the vault holds an address, else behind the receipt."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .contributions import Contribution
from .lineage import Lineage
from .moderation import ModerationDecision
from .outcomes import Outcome


class AuthorNoticeQuerySet(models.QuerySet):
    def waiting(self):
        """Mails that were not sent yet and not given up."""
        return self.filter(how=AuthorNotice.How.MAIL, sent_at=None, given_up_at=None)


class AuthorNotice(models.Model):
    """One thing told to one author. Its words are written from what it is about when it is sent."""

    class How(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        RECEIPT = "receipt", _("behind the receipt")

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="author_notices"
    )
    moderation = models.ForeignKey(
        ModerationDecision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="author_notices",
    )
    outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="author_notices"
    )
    lineage = models.ForeignKey(
        Lineage, null=True, blank=True, on_delete=models.PROTECT, related_name="author_notices"
    )
    how = models.CharField(_("how"), max_length=10, choices=How)
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("the mail could not be sent; it stands behind the receipt"),
    )

    objects = AuthorNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to an author")
        verbose_name_plural = _("notices to authors")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["how", "sent_at", "given_up_at"], name="author_notice_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.how}"
