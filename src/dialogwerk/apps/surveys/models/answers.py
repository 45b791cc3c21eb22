"""What people answered: without a name, an account, an address or a time of day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .versions import SurveyQuestion, SurveyVersion


class Submission(models.Model):
    """The answers of one browser to one version.

    ``visitor`` is a keyed checksum of a cookie and of the version: it tells that a browser has
    answered this survey, not who that is nor what else it did here.
    """

    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="submissions")
    visitor = models.CharField(max_length=64)
    submission_key = models.CharField(max_length=80)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "visitor"], name="a_browser_answers_a_survey_once"
            ),
            models.UniqueConstraint(
                fields=["version", "submission_key"], name="no_submission_is_taken_in_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.pk}"


class Reply(models.Model):
    """The answer to one question; a question that was left out has none."""

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("survey text", "waits for moderation")
        SHOWN = "shown", pgettext_lazy("survey text", "shown")
        REFUSED = "refused", pgettext_lazy("survey text", "not shown")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="replies")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="replies")
    chosen = models.JSONField(default=list, blank=True, help_text=_("numbers of what was chosen"))
    number = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.HELD, help_text=_("of a text")
    )

    class Meta:
        verbose_name = _("reply to a question of a survey")
        verbose_name_plural = _("replies to questions of surveys")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"], name="one_reply_to_a_question"
            )
        ]
        indexes = [models.Index(fields=["question", "state"], name="survey_texts")]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.question_id}"
