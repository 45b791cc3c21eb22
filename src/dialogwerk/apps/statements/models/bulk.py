"""Actions on many letters at once, with what is needed to take each of them back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.schemes.models import Procedure

from .campaigns import Campaign


def new_bulk_code() -> str:
    return new_public_id("M")


class BulkAction(models.Model):
    """One decision of a clerk about many letters: what, about which ones, by whom and when."""

    class Kind(models.TextChoices):
        READ = "read", _("mark as read")
        ASSIGN = "assign", _("assign to a campaign")
        LEAVE = "leave", _("take out of the campaign")
        MERGE = "merge", _("merge two campaigns")
        SPLIT = "split", _("form a campaign of their own")

    code = models.CharField(max_length=20, unique=True, default=new_bulk_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="bulk_actions")
    kind = models.CharField(_("action"), max_length=10, choices=Kind)
    filter = models.JSONField(default=dict, blank=True, help_text=_("as the inbox was narrowed"))
    letters = models.PositiveIntegerField(_("letters"))
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="bulk_actions"
    )
    emptied = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merges",
        help_text=_("the campaign that went into the other one"),
    )
    emptied_passages = models.JSONField(default=dict, blank=True)
    run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="bulk_actions"
    )
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))

    class Meta:
        verbose_name = _("action on many letters")
        verbose_name_plural = _("actions on many letters")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_under_way(self) -> bool:
        """Whether a run in the background still does or undoes it."""
        return self.run is not None and not self.run.is_finished

    @property
    def may_be_undone(self) -> bool:
        return self.undone_at is None and not self.is_under_way


class BulkPortion(models.Model):
    """Some of the letters of an action, done in one transaction.

    ``changes`` holds the rows that it changed, as they were before and after; ``states`` what each
    letter looked like afterwards, and ``origins`` the campaigns the letters came from.
    """

    action = models.ForeignKey(BulkAction, on_delete=models.CASCADE, related_name="portions")
    keys = models.JSONField(help_text=_("primary keys of letters"))
    changes = models.JSONField(default=dict)
    states = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("portion of an action")
        verbose_name_plural = _("portions of actions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action_id}/{self.pk}"
