"""Themes of a process: proposed by the machine, decided by people, measured from that."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .contributions import Contribution
from .processes import Process


class Theme(models.Model):
    """A theme (Thema) of a process, such as cycling; a contribution can have several."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(_("title"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "title"], name="one_theme_of_a_name")
        ]

    def __str__(self) -> str:
        return self.title


class ThemeModel(models.Model):
    """What was learned from decisions and examples; only the newest keeps its ``content``."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="theme_models")
    number = models.PositiveIntegerField(_("version"))
    method = models.CharField(max_length=40, help_text=_("kind of model, e.g. nbsvm+l1/1"))
    at = models.DateTimeField(default=timezone.now)
    texts = models.PositiveIntegerField(help_text=_("different texts learned from"))
    decided = models.PositiveIntegerField(help_text=_("contributions among them"))
    threshold = models.FloatField(help_text=_("confidence from which a theme is proposed"))
    held_out_f1 = models.FloatField(help_text=_("micro F1 on texts not learned from"))
    content = models.BinaryField(default=bytes, blank=True)

    class Meta:
        verbose_name = _("learned model of themes")
        verbose_name_plural = _("learned models of themes")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="theme_models_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.process_id} v{self.number}"


class ThemeAssignmentQuerySet(models.QuerySet):
    def holding(self):
        """Said by a person: these are shown to everyone."""
        return self.filter(how__in=[ThemeAssignment.How.CONFIRMED, ThemeAssignment.How.ADDED])

    def proposed(self):
        """The machine says so, and nobody has decided."""
        return self.filter(how=ThemeAssignment.How.PROPOSED)


class ThemeAssignment(models.Model):
    """One theme of one contribution, and who says so. What a person said survives every re-run."""

    class How(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("theme", "proposed")
        CONFIRMED = "confirmed", pgettext_lazy("theme", "proposed and kept")
        REJECTED = "rejected", pgettext_lazy("theme", "proposed and refused")
        ADDED = "added", pgettext_lazy("theme", "added by hand")

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="theme_assignments"
    )
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="assignments")
    how = models.CharField(_("how"), max_length=10, choices=How)
    confidence = models.FloatField(
        null=True, blank=True, help_text=_("of the proposal; empty where there was none")
    )
    evidence = models.JSONField(default=list, blank=True, help_text=_("words, the best first"))
    model = models.ForeignKey(
        ThemeModel, null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    objects = ThemeAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of a contribution")
        verbose_name_plural = _("themes of contributions")
        ordering = ["theme__position", "theme_id"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "theme"], name="a_theme_once"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1),
                name="theme_confidence_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["theme", "how"], name="theme_how")]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.theme_id} {self.how}"


class ThemeReview(models.Model):
    """A person has looked at all themes of a contribution: what is not ticked does not hold."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, primary_key=True, related_name="theme_review"
    )
    had_proposals = models.BooleanField(
        default=False, help_text=_("the machine had proposed themes, or that there are none")
    )
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("review of themes")
        verbose_name_plural = _("reviews of themes")

    def __str__(self) -> str:
        return f"{self.contribution_id}"


class ThemeExample(models.Model):
    """A labelled text from elsewhere, so that there is something to learn from at the start."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="theme_examples")
    text = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64)
    themes = models.ManyToManyField(Theme, related_name="examples")
    source = models.CharField(_("source"), max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("labelled example")
        verbose_name_plural = _("labelled examples")
        constraints = [
            models.UniqueConstraint(fields=["process", "sha256"], name="an_example_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]
