"""One answer for many: by public notice, or through their representative."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.schemes.models import Procedure

from .campaigns import Campaign
from .letters import SignatureList


def new_collective_code() -> str:
    return new_public_id("S")


def notice_path(reply: "CollectiveReply", filename: str) -> str:
    return f"replies/notices/{filename}"


class CollectiveReplyQuerySet(models.QuerySet):
    def planned(self):
        """Decided, but not published or sent yet."""
        return self.filter(done_at=None, withdrawn_at=None)

    def done(self):
        return self.exclude(done_at=None)


class CollectiveReply(models.Model):
    """The decision to answer the people of campaigns or lists together, and what came of it.

    Each of these people keeps a reply of their own (`Reply.collective`) that says in which version
    their points were answered; so ledger, gate and receipt know about them like about all others.
    """

    class Way(models.TextChoices):
        NOTICE = "notice", _("by public notice")
        SPEAKER = "speaker", _("through the representative")

    code = models.CharField(max_length=20, unique=True, default=new_collective_code)
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="collective_replies"
    )
    way = models.CharField(_("way"), max_length=10, choices=Way)
    ground = models.CharField(
        _("legal ground"), max_length=40, help_text=_("as in cores/statements/uniform")
    )
    campaigns = models.ManyToManyField(Campaign, blank=True, related_name="collective_replies")
    signature_lists = models.ManyToManyField(
        SignatureList, blank=True, related_name="collective_replies"
    )
    everyone = models.BooleanField(
        default=False, help_text=_("everyone who wrote, not only these campaigns and lists")
    )
    representation = models.ForeignKey(
        "statements.Representation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="collective_replies",
    )
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    reason = models.TextField(_("reason for the decision"))
    people_at_decision = models.PositiveIntegerField(default=0)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    decided_by = models.CharField(max_length=50, help_text=_("actor"))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_in = models.CharField(_("published in"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=notice_path, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CollectiveReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer for many")
        verbose_name_plural = _("answers for many")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_planned(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None
