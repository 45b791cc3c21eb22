"""Tables of letters (CSV, XLSX): what was sent in, how it was read, what came of each row."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.schemes.models import Procedure

from .letters import Channel


def new_import_code() -> str:
    return new_public_id("T")


def import_path(batch: "ImportBatch", filename: str) -> str:
    return f"imports/{batch.sha256[:2]}/{batch.sha256}"


class ImportBatch(models.Model):
    """One table taken in. ``rows_done`` grows with the rows in the same transaction."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("running")
        DONE = "done", _("taken in")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    code = models.CharField(max_length=20, unique=True, default=new_import_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="imports")
    file = models.FileField(upload_to=import_path, max_length=200)
    name = models.CharField(_("file name"), max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    media_kind = models.CharField(max_length=10, blank=True, help_text=_("csv, xlsx …"))
    encoding = models.CharField(max_length=30, blank=True)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, help_text=_("our field → column of the table"))
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IMPORT)
    received_at = models.DateTimeField(
        _("received"), null=True, blank=True, help_text=_("for rows without a date of their own")
    )
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text=_("rows that were there already"))
    refused = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, help_text=_("row, field, message, severity"))
    summary = models.JSONField(
        default=dict, blank=True, help_text=_("what the dry run counted, and notes on the file")
    )
    run_code = models.CharField(max_length=20, blank=True, help_text=_("of the run at work"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=50, help_text=_("actor"))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class ImportMapping(models.Model):
    """The mapping last used for tables with this header, offered again for the next one."""

    header_key = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")

    def __str__(self) -> str:
        return self.header_key[:12]
