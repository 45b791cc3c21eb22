"""Arguments and their answers. The argument is the unit of answering, not the letter."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.schemes.models import Document, Procedure


class ArgumentQuerySet(models.QuerySet):
    def active(self):
        """Not merged into another one."""
        return self.filter(merged_into=None)

    def unanswered(self):
        return self.active().filter(current_answer=None)

    def answered(self):
        return self.active().exclude(current_answer=None)


class Argument(models.Model):
    """What is put forward, once, however many letters say it.

    ``points``, ``letters`` and ``people`` are as they were counted last; to show them, ask
    ``services.argument_counts``.
    """

    class Kind(models.TextChoices):
        ARGUMENT = "argument", _("argument")
        INDIVIDUAL = "concern", _("individual concern")
        FURTHER_STUDY = "study", _("demand for further study")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="arguments")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ARGUMENT)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arguments",
        verbose_name=_("responsible expert"),
    )
    current_answer = models.ForeignKey(
        "statements.AnswerVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("current answer"),
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=50, help_text=_("actor"))
    points = models.PositiveIntegerField(_("points"), default=0)
    letters = models.PositiveIntegerField(_("letters"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    changes = models.PositiveIntegerField(
        default=1, help_text=_("how often its points have changed")
    )
    counted = models.PositiveIntegerField(
        default=0, help_text=_("at which of these changes its points were counted")
    )

    objects = ArgumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("argument")
        verbose_name_plural = _("arguments")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="argument_numbers_are_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("argument", args=[self.procedure.slug, self.number])


class ArgumentLineage(models.Model):
    """Where an argument came from: split from one, or merged into another."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGE = "merge", _("merged")

    kind = models.CharField(max_length=10, choices=Kind)
    source = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="lineage_out")
    target = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="lineage_in")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} ({self.kind})"


class ArgumentSource(models.Model):
    """What the answer rests on: a displayed document with its page, or another source."""

    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="sources")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("document")
    )
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        named = str(self.document) if self.document_id else self.note
        return f"{named}, S. {self.page}" if self.page else named


class Weighing(models.TextChoices):
    """The result of the weighing (Abwägungsergebnis)."""

    FOLLOWED = "followed", _("followed")
    FOLLOWED_IN_PART = "followed_in_part", _("followed in part")
    NOT_FOLLOWED = "not_followed", _("not followed")
    ALREADY_MET = "already_met", _("already met")
    NOT_IN_THIS_PROCEDURE = "passed_on", _("not in this procedure, passed on")


@immutable
class AnswerVersion(models.Model):
    """One version of the answer to an argument. Written once; database triggers refuse changes."""

    argument = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField(_("version"))
    result = models.CharField(_("weighing result"), max_length=20, choices=Weighing)
    passed_to = models.CharField(_("passed to"), max_length=200, blank=True)
    text = models.TextField(_("answer"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    people_concerned = models.PositiveIntegerField(
        default=0, help_text=_("people whom the answer concerned when it was written")
    )

    class Meta:
        verbose_name = _("answer version")
        verbose_name_plural = _("answer versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["argument", "number"], name="answer_versions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.argument_id} v{self.number}"
