"""What a survey asks, in versions: a draft changes, a published version never does."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.dialogues.models import Format

STEPS = (1, 2, 3, 4, 5)
"""Of a scale."""


class SurveyVersion(models.Model):
    """The questions of a survey as they are, or were, put to people."""

    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="survey_versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a survey")
        verbose_name_plural = _("versions of surveys")
        ordering = ["format", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["format", "number"], name="survey_versions_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["format"], condition=Q(published_at=None), name="one_draft_of_a_survey"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format_id}: {self.number}"


class SurveyQuestion(models.Model):
    """A question of a version."""

    class Kind(models.TextChoices):
        SINGLE = "single", pgettext_lazy("survey", "one answer")
        SEVERAL = "several", pgettext_lazy("survey", "several answers")
        SCALE = "scale", pgettext_lazy("survey", "scale from 1 to 5")
        NUMBER = "number", pgettext_lazy("survey", "a number")
        TEXT = "text", pgettext_lazy("survey", "free text")

    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("question"), max_length=300)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    options = models.JSONField(_("prepared answers"), default=list, blank=True)
    low = models.CharField(_("1 means"), max_length=60, blank=True)
    high = models.CharField(_("5 means"), max_length=60, blank=True)
    smallest = models.FloatField(_("smallest number"), null=True, blank=True)
    largest = models.FloatField(_("largest number"), null=True, blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)

    class Meta:
        verbose_name = _("question of a survey")
        verbose_name_plural = _("questions of surveys")
        ordering = ["version", "position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[tuple[int, str]]:
        """What can be chosen: numbers and words, of a scale its steps; nothing for other kinds."""
        if self.kind == self.Kind.SCALE:
            return [(step, self._step(step)) for step in STEPS]
        return list(enumerate(self.options))

    def _step(self, step: int) -> str:
        words = {STEPS[0]: self.low, STEPS[-1]: self.high}.get(step, "")
        return f"{step} ({words})" if words else str(step)
