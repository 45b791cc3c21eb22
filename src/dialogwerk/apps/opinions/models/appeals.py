"""The author of a statement that is not shown objects, once."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .statements import OpinionStatement


class StatementAppeal(models.Model):
    """What speaks for showing a statement, in its author's words; decided by somebody else."""

    statement = models.OneToOneField(
        OpinionStatement, on_delete=models.PROTECT, related_name="appeal"
    )
    against = models.CharField(max_length=80, help_text=_("actor who refused it"))
    reason = models.CharField(
        _("reason"), max_length=500, help_text=_("of the decision that it is about")
    )
    text = models.TextField(_("what speaks for showing it"))
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True, help_text=_("actor"))

    class Meta:
        verbose_name = _("objection to moderation")
        verbose_name_plural = _("objections to moderation")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="statement_appeal_in_words")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}"
