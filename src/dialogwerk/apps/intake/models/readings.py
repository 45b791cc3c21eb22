"""What a machine read of a scan, page by page, and who has confirmed it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.statements.models import Statement


class ScanReadingQuerySet(models.QuerySet["ScanReading"]):
    def unconfirmed(self) -> "ScanReadingQuerySet":
        """Read to the end by a machine; no person has compared it yet."""
        return self.filter(confirmed_at=None).exclude(read_at=None)

    def confirmed(self) -> "ScanReadingQuerySet":
        return self.exclude(confirmed_at=None)


class ScanReading(models.Model):
    """The reading of one letter that came as pictures. The letter's text is what it says last."""

    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, related_name="scan_reading"
    )
    machine_text = models.TextField(blank=True, help_text=_("as the machine read it"))
    doubtful = models.PositiveIntegerField(default=0, help_text=_("words of low confidence"))
    begun_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))

    objects = ScanReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a scan")
        verbose_name_plural = _("readings of scans")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.statement.code


def page_path(page: "ScanPage", filename: str) -> str:
    return f"scans/{page.reading_id}/{page.number}.png"


class ScanPage(models.Model):
    """One page: its picture, and each word with its place and confidence."""

    reading = models.ForeignKey(ScanReading, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    picture = models.FileField(upload_to=page_path, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    words = models.JSONField(default=list)

    class Meta:
        verbose_name = _("page of a scan")
        verbose_name_plural = _("pages of scans")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "number"], name="scanned_pages_are_numbered")
        ]

    def __str__(self) -> str:
        return str(self.number)
