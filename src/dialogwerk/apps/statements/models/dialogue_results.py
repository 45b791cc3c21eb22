"""Where the weighing of a procedure considered the results of a dialogue."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.dialogues.models import ResultHandedOver
from dialogwerk.apps.schemes.models import Procedure


class DialogueResultConsideredQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(taken_back_at=None)


class DialogueResultConsidered(models.Model):
    """A clerk says where the results that were handed over are considered (§ 25 Abs. 3 VwVfG).

    Taken back it stays on record, with the reason.
    """

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="considered_results"
    )
    hand_over = models.ForeignKey(
        ResultHandedOver, on_delete=models.PROTECT, related_name="considerations"
    )
    where = models.TextField(_("where and how they are considered"))
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.TextField(blank=True)

    objects = DialogueResultConsideredQuerySet.as_manager()

    class Meta:
        verbose_name = _("consideration of results of a dialogue")
        verbose_name_plural = _("considerations of results of dialogues")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over"],
                condition=Q(taken_back_at=None),
                name="one_standing_consideration_of_a_result",
            ),
            models.CheckConstraint(condition=~Q(where=""), name="considered_results_say_where"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | ~Q(taken_back_because=""),
                name="considered_results_taken_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.hand_over_id}"
