"""Exports of Polis that are taken over into a round."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.dialogues.models import Format


def new_import_code() -> str:
    return new_public_id("M")


def file_path(one: "PolisImport", name: str) -> str:
    return f"opinions/{one.code}/{name}"


class PolisImport(models.Model):
    """Files of a conversation in Polis, looked through first and taken over when confirmed."""

    class State(models.TextChoices):
        CHECKED = "checked", pgettext_lazy("import of votes", "looked through")
        CONFIRMED = "confirmed", pgettext_lazy("import of votes", "confirmed")
        DONE = "done", pgettext_lazy("import of votes", "taken over")

    code = models.CharField(max_length=20, unique=True, default=new_import_code)
    round = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="polis_imports")
    votes_file = models.FileField(upload_to=file_path, max_length=200)
    comments_file = models.FileField(upload_to=file_path, max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    summary = models.JSONField(default=dict)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL)
    by = models.CharField(max_length=80, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("import of votes")
        verbose_name_plural = _("imports of votes")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.code
