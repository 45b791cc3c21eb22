"""Objections that were made of what somebody had said in a dialogue."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.dialogues.models import Contribution
from dialogwerk.apps.schemes.models import Procedure

from .letters import Statement


class ObjectionFromDialogue(models.Model):
    """The link from a contribution (Beitrag) to the objection its author made of it.

    One contribution may become an objection in several procedures, in each of them once.
    """

    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, related_name="from_dialogue"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="objections"
    )
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="objections_from_dialogues"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("objection from a dialogue")
        verbose_name_plural = _("objections from dialogues")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "procedure"], name="one_objection_of_a_contribution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.statement_id}"
