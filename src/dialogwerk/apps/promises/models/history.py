"""What happened to a promise: pieces of evidence and events, both written once."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.conditions import says_something
from dialogwerk.apps.base.fields import UncertainDateField
from dialogwerk.apps.base.triggers import immutable

from .promises import Promise


def evidence_path(evidence: "Evidence", filename: str) -> str:
    return f"promises/{evidence.promise.code}/{evidence.sha256[:16]}-{filename[-60:]}"


@immutable
class Evidence(models.Model):
    """A piece of evidence (Beleg): where one can see what became of a promise.

    ``sha256`` is that of the file. The file is shown to everyone only where somebody has said so:
    it may name people.
    """

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="evidence")
    text = models.CharField(_("where it is found"), max_length=500, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=evidence_path, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_is_public = models.BooleanField(_("file shown to everyone"), default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80, help_text=_("actor"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("pieces of evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_shows_something",
                condition=says_something("text") | ~Q(url="") | (~Q(file="") & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="a_file_has_its_checksum",
                condition=Q(file="", sha256="") | (~Q(file="") & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.url or self.sha256[:16]

    @property
    def ending(self) -> str:
        """How the name of its file ends, such as "pdf"."""
        return str(self.file.name).rpartition(".")[2]


@immutable
class PromiseEvent(models.Model):
    """One thing that happened to a promise, in the order of the keys. Never changed."""

    class Kind(models.TextChoices):
        MADE = "made", pgettext_lazy("promise", "promised")
        AMENDED = "amended", pgettext_lazy("promise", "entry corrected")
        DUE_MOVED = "due_moved", pgettext_lazy("promise", "due date moved")
        EVIDENCE = "evidence", pgettext_lazy("promise", "evidence added")
        KEPT = "kept", pgettext_lazy("promise", "kept")
        KEPT_LATE = "kept_late", pgettext_lazy("promise", "kept late")
        BROKEN = "broken", pgettext_lazy("promise", "broken")
        WITHDRAWN = "withdrawn", pgettext_lazy("promise", "withdrawn")
        REOPENED = "reopened", pgettext_lazy("promise", "open again: it was settled by mistake")

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = UncertainDateField(_("day"), null=True, blank=True)
    due_before = UncertainDateField(_("due before"), null=True, blank=True)
    due_after = UncertainDateField(_("due from then on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed = models.JSONField(
        default=dict, blank=True, help_text=_("by field what stood there before and after")
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80, help_text=_("actor"))

    class Meta:
        verbose_name = _("event of a promise")
        verbose_name_plural = _("events of promises")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="what_is_taken_back_needs_a_reason",
                condition=~Q(kind__in=["due_moved", "broken", "withdrawn", "reopened"])
                | says_something("reason"),
            ),
            models.CheckConstraint(
                name="what_is_shown_has_evidence",
                condition=~Q(kind__in=["evidence", "kept", "kept_late"])
                | Q(evidence__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.promise_id}"
