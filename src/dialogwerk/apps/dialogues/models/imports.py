"""Files with contributions from elsewhere: what was sent, how it was read, what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.cores.contributions import Source
from dialogwerk.cores.contributions.credits import LICENCES

from .processes import Format, Process


def new_import_code() -> str:
    return new_public_id("I")


def import_path(one: "ContributionImport", filename: str) -> str:
    return f"dialogues/imports/{one.sha256[:2]}/{one.code}"


class ContributionImportQuerySet(models.QuerySet):
    def begun_with(self, sha256: str):
        """Of this very file, and something of it was taken in."""
        return self.filter(sha256=sha256, added__gt=0)


class ContributionImport(models.Model):
    """One file. ``rows_done`` grows with the contributions in the same transaction.

    The file is removed once everything is in: it may name people that nobody needs to know here.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("import", "uploaded")
        CHECKED = "checked", pgettext_lazy("import", "checked")
        RUNNING = "running", pgettext_lazy("import", "running")
        DONE = "done", pgettext_lazy("import", "taken in")
        FAILED = "failed", pgettext_lazy("import", "failed")
        STOPPED = "stopped", pgettext_lazy("import", "stopped")

    class From(models.TextChoices):
        TABLE = str(Source.TABLE), _("any table (CSV, Excel, OpenDocument)")
        ADHOCRACY = str(Source.ADHOCRACY), _("an export of adhocracy+ or mein.berlin")
        DECIDIM = str(Source.DECIDIM), _("an export of Decidim (CSV, Excel or JSON)")

    code = models.CharField(max_length=20, unique=True, default=new_import_code)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="imports")
    format = models.ForeignKey(
        Format, on_delete=models.PROTECT, related_name="imports", verbose_name=_("format")
    )
    file = models.FileField(upload_to=import_path, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    media_kind = models.CharField(max_length=10, help_text="csv, xlsx, json …")
    source = models.CharField(_("where it comes from"), max_length=10, choices=From)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text=_("our field → column of the file"))
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=20,
        blank=True,
        choices=[(key, one.name) for key, one in LICENCES.items()],
    )
    said_at = models.DateTimeField(
        _("said on"), null=True, blank=True, help_text=_("for rows without a date of their own")
    )
    decided_on = models.DateField(
        _("decided on"), null=True, blank=True, help_text=_("for outcomes without a day")
    )
    held = models.BooleanField(_("shown only after moderation"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text=_("rows that were there already"))
    refused = models.PositiveIntegerField(default=0)
    outcomes_added = models.PositiveIntegerField(default=0)
    themes_added = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    summary = models.JSONField(default=dict, blank=True, help_text=_("what the dry run counted"))
    run_code = models.CharField(max_length=20, blank=True, help_text=_("of the run at work"))
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=50, help_text=_("actor"))

    objects = ContributionImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of contributions")
        verbose_name_plural = _("imports of contributions")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def credit_line(self) -> str:
        """What stands beside each contribution: whom to credit, and the licence."""
        licence = LICENCES[self.licence].name if self.licence else ""
        return ", ".join(filter(None, (self.credit, licence)))
