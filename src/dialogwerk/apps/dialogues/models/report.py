"""The results report of a process: whom it wanted to reach, its words, its frozen versions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.base.triggers import immutable

from .processes import Phase, Process


def new_report_code() -> str:
    return new_public_id("E")


class TargetGroup(models.Model):
    """A group of people that the process wants to reach, and whether it did.

    What is not known is said as unknown and stands as a gap in the report; nobody guesses.
    """

    class Reached(models.TextChoices):
        UNKNOWN = "unknown", pgettext_lazy("group", "not known")
        YES = "yes", pgettext_lazy("group", "reached")
        PARTLY = "partly", pgettext_lazy("group", "partly reached")
        NO = "no", pgettext_lazy("group", "not reached")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="target_groups")
    phases = models.ManyToManyField(
        Phase, blank=True, related_name="target_groups", verbose_name=_("phases")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("group"), max_length=200)
    size = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    size_is_estimate = models.BooleanField(_("this is an estimate"), default=False)
    took_part = models.PositiveIntegerField(_("how many took part"), null=True, blank=True)
    reached = models.CharField(
        _("reached?"), max_length=10, choices=Reached, default=Reached.UNKNOWN
    )
    how_known = models.TextField(_("how this is known"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "title"], name="one_target_group_of_a_name"),
            models.CheckConstraint(
                condition=Q(reached="unknown") | ~Q(how_known=""), name="reached_says_how_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReportDraft(models.Model):
    """What people write for the next version: the most important in plain words."""

    process = models.OneToOneField(
        Process, on_delete=models.CASCADE, primary_key=True, related_name="report_draft"
    )
    summary = models.TextField(_("the most important, in plain words"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft of a report")
        verbose_name_plural = _("drafts of reports")

    def __str__(self) -> str:
        return f"{self.process_id}"


class ReportVersionQuerySet(models.QuerySet):
    def newest_first(self):
        """The version that counts comes first."""
        return self.order_by("-number")


@immutable
class ReportVersion(models.Model):
    """A published version: frozen, with its checksum in the journal.

    Page, PDF, workbook and data are made from ``snapshot`` and nothing else.
    """

    code = models.CharField(max_length=20, unique=True, default=new_report_code)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("version"))
    snapshot = models.JSONField(help_text=_("everything that the report says"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    published_at = models.DateTimeField(_("published on"))
    by = models.CharField(max_length=50, help_text=_("actor"))

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["process", "number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="report_versions_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.process_id}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("report-version", args=[self.process.slug, self.number])
