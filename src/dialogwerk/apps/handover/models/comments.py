"""Comments of the developer (Erwiderung): one per argument, in versions, submitted on a day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Argument

from .handovers import HandedArgument


def new_sheet_code() -> str:
    return new_public_id("R")


def sheet_path(sheet: "CommentSheet", filename: str) -> str:
    return f"comments/{sheet.sha256[:2]}/{sheet.sha256}"


class CommentSheet(models.Model):
    """A filled sheet that came back, kept as it came; taken over once somebody has seen it."""

    code = models.CharField(max_length=20, unique=True, default=new_sheet_code)
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="comment_sheets"
    )
    file = models.FileField(_("file"), upload_to=sheet_path, max_length=200)
    name = models.CharField(_("file name"), max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("returned sheet")
        verbose_name_plural = _("returned sheets")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class CommentQuerySet(models.QuerySet):
    def submitted(self):
        """With a text that the authority may read."""
        return self.exclude(submitted=None)

    def waiting(self):
        """Saved, but not (or not in this wording) submitted."""
        return self.filter(
            models.Q(submitted=None) | ~models.Q(latest=models.F("submitted"))
        ).exclude(latest=None)


class Comment(models.Model):
    """What the developer says on one argument. The authority sees only what was submitted."""

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="developer_comments"
    )
    argument = models.OneToOneField(
        Argument, on_delete=models.PROTECT, related_name="developer_comment"
    )
    latest = models.ForeignKey(
        "handover.CommentVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted = models.ForeignKey(
        "handover.CommentVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return f"{self.argument_id} ({self.latest_id})"

    @property
    def is_waiting(self) -> bool:
        """Whether its newest wording was not submitted yet."""
        return self.latest_id is not None and self.latest_id != self.submitted_id


@immutable
class CommentVersion(models.Model):
    """One wording of a comment. Every saved one is kept; database triggers refuse changes."""

    class Way(models.TextChoices):
        PAGE = "page", _("written on the page")
        SHEET = "sheet", _("from a returned sheet")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed = models.ForeignKey(
        HandedArgument,
        on_delete=models.PROTECT,
        related_name="comments",
        help_text=_("the state of the argument that it speaks of"),
    )
    way = models.CharField(max_length=10, choices=Way, default=Way.PAGE)
    sheet = models.ForeignKey(
        CommentSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )

    class Meta:
        verbose_name = _("version of a comment")
        verbose_name_plural = _("versions of comments")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "number"], name="comment_versions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} v{self.number}"


@immutable
class Submission(models.Model):
    """A day on which the developer submitted comments: who, how many, with their checksum."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("submitted"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comments = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="submissions_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}/{self.number}"


@immutable
class SubmittedComment(models.Model):
    """That this wording was submitted, and with which submission."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="lines")
    version = models.OneToOneField(
        CommentVersion, on_delete=models.PROTECT, related_name="submission_line"
    )

    class Meta:
        verbose_name = _("submitted comment")
        verbose_name_plural = _("submitted comments")

    def __str__(self) -> str:
        return f"{self.version_id} ({self.submission_id})"
