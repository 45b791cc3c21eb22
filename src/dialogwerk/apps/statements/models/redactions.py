"""Redactions (Schwärzungen): a layer on the immutable letter, and what was released to whom.

A mark says where in a letter or on a page of a file something tells about a person. The machine
proposes, a person accepts, refuses or adds; a release says that a person lets an audience have the
letter as it is then redacted.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.people.disclosure import Audience
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.redaction_marks import CERTAIN, Kind, Mark

from .letters import Attachment, Statement

MACHINE = "system:redaction"

KINDS = {
    Kind.NAME: _("name"),
    Kind.ADDRESS: _("address"),
    Kind.EMAIL: _("e-mail address"),
    Kind.PHONE: _("telephone"),
    Kind.BANK: _("bank account"),
    Kind.BIRTH: _("date of birth"),
    Kind.PARCEL: _("parcel of land (Flurstück)"),
    Kind.FILE: _("file number"),
    Kind.SIGNATURE: _("signature"),
    Kind.HEALTH: _("health"),
    Kind.OTHER: _("something else"),
}

AUDIENCES = {Audience.DEVELOPER: _("developer of the scheme"), Audience.PUBLIC: _("the public")}
"""To whom letters can be released."""


KIND_CHOICES = [(kind.value, label) for kind, label in KINDS.items()]
AUDIENCE_CHOICES = [(audience.value, label) for audience, label in AUDIENCES.items()]


def new_bulk_code() -> str:
    return new_public_id("F")


class RedactionQuerySet(models.QuerySet):
    def in_text(self):
        return self.filter(attachment=None)

    def on_pages(self):
        return self.exclude(attachment=None)

    def undecided(self):
        return self.filter(state=Redaction.State.PROPOSED)

    def uncertain(self):
        """Proposals that a person has to look at."""
        return self.undecided().filter(confidence__lt=CERTAIN)


class Redaction(models.Model):
    """One mark: a stretch ``[start, end)`` of the letter's text, or a box on a page of a file.

    Boxes are measured from the top left corner, as shares of the page's width and height.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="redactions")
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="redactions"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True, help_text=_("from 1"))
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    width = models.FloatField(null=True, blank=True)
    height = models.FloatField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=KIND_CHOICES)
    audience = models.CharField(
        _("hidden from"),
        max_length=10,
        blank=True,
        choices=[("", _("everyone for whom the rules say so")), *AUDIENCE_CHOICES],
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    confidence = models.FloatField(default=1.0)
    reason = models.CharField(max_length=30, blank=True, help_text=_("which rule found it"))
    made_by = models.CharField(max_length=50, default=MACHINE, help_text=_("actor"))
    decided_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["attachment", "page", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attachment=None, start__isnull=False, end__gt=models.F("start"))
                | models.Q(attachment__isnull=False, page__gte=1, width__gt=0, height__gt=0),
                name="a_redaction_is_a_stretch_or_a_box",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end}"

    @property
    def is_certain(self) -> bool:
        return self.confidence >= CERTAIN

    @property
    def mark(self) -> Mark:
        """The stretch of the text as the core knows it."""
        return Mark(self.start or 0, self.end or 0, Kind(self.kind), self.confidence, self.reason)

    def hides_from(self, audience: str, hidden: frozenset[Kind]) -> bool:
        """Whether it is taken out for this audience, from which these kinds are hidden.

        What a person marked for one audience is hidden from it, whatever the rules show.
        """
        if self.audience:
            return self.audience == audience
        return Kind(self.kind) in hidden


class RedactionCheckQuerySet(models.QuerySet):
    def certain(self):
        """Nothing in them needs a person to look: no doubtful mark, no file."""
        return self.filter(uncertain=0, files=0)

    def to_look_at(self):
        return self.filter(checked_at=None).exclude(uncertain=0, files=0)


class RedactionCheck(models.Model):
    """What is known of the marks of one letter; there as soon as they were proposed."""

    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, primary_key=True, related_name="redaction_check"
    )
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="redaction_checks"
    )
    marks = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(
        default=0, help_text=_("doubtful proposals that nobody has decided on")
    )
    files = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(_("looked through"), null=True, blank=True)
    checked_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    corrected_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when a person last changed what the machine proposed")
    )

    objects = RedactionCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a redaction")
        verbose_name_plural = _("checks of redactions")
        indexes = [
            models.Index(fields=["procedure", "uncertain", "files"], name="redaction_to_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.uncertain}"


class BulkRelease(models.Model):
    """Many certain letters released at once, after a person looked through a sample of them."""

    code = models.CharField(max_length=20, unique=True, default=new_bulk_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="bulk_releases")
    audience = models.CharField(max_length=10, choices=AUDIENCE_CHOICES)
    sample = models.JSONField(default=list, help_text=_("primary keys of the letters drawn"))
    letters = models.PositiveIntegerField(default=0, help_text=_("letters from which was drawn"))
    last_letter = models.PositiveBigIntegerField(
        default=0, help_text=_("the newest letter from which was drawn")
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=50, help_text=_("actor"))
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bulk release")
        verbose_name_plural = _("bulk releases")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class ReleaseQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class Release(models.Model):
    """A person lets an audience have a letter, redacted as it is then."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="releases")
    audience = models.CharField(max_length=10, choices=AUDIENCE_CHOICES)
    released_at = models.DateTimeField(default=timezone.now)
    released_by = models.CharField(max_length=50, help_text=_("actor"))
    bulk = models.ForeignKey(
        BulkRelease, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "audience"],
                condition=models.Q(withdrawn_at=None),
                name="a_letter_is_released_once_to_an_audience",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.audience}"


def redacted_path(file: "RedactedFile", filename: str) -> str:
    return f"redacted/{file.sha256[:2]}/{file.sha256}"


@immutable
class RedactedFile(models.Model):
    """A file as an audience gets it: made anew without what is hidden, kept under its checksum."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="redacted_files"
    )
    file = models.FileField(upload_to=redacted_path, max_length=200)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("redacted file")
        verbose_name_plural = _("redacted files")

    def __str__(self) -> str:
        return self.name
