"""Two letters that may be one: the same letter sent by two ways."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Statement


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def undecided(self) -> "DuplicateQuerySet":
        return self.filter(state=Duplicate.State.PROPOSED)


class Duplicate(models.Model):
    """A proposal that a later letter is the same as an earlier one; a person decides.

    Both letters and both receipts stay, whatever is decided.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        SAME = "same", _("the same letter")
        DIFFERENT = "different", _("two letters")

    class Reason(models.TextChoices):
        TEXT = "text", _("the same person, the same words")
        FILE = "file", _("the same person, the same file")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="duplicates")
    first = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="later_copies")
    second = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="earlier_copies")
    reason = models.CharField(max_length=10, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_proposed_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"
