"""Hand-overs: which arguments, with which passages and figures, the developer was given when."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Argument, Statement


def new_hand_over_code() -> str:
    return new_public_id("U")


class HandOverQuerySet(models.QuerySet):
    def of_schemes_developed_by(self, user):
        """Hand-overs of schemes on whose team this account is as the developer."""
        return self.filter(
            procedure__scheme__team__user=user, procedure__scheme__team__role="developer"
        ).distinct()


class HandOver(models.Model):
    """A dated, numbered state of the statements in the hands of the developer (Vorhabenträger).

    The first one holds every argument that somebody raised; a later one only what is new or has
    changed since. ``sha256`` is that of its content, see `services.checksums`.
    """

    code = models.CharField(max_length=20, unique=True, default=new_hand_over_code)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="hand_overs")
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("handed over"), default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))
    reply_due = models.DateField(_("comments wanted by"), null=True, blank=True)
    note = models.TextField(_("note to the developer"), blank=True)
    arguments_new = models.PositiveIntegerField(default=0)
    arguments_changed = models.PositiveIntegerField(default=0)
    arguments_figures = models.PositiveIntegerField(default=0)
    arguments_withdrawn = models.PositiveIntegerField(default=0)
    passages = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0, help_text=_("handed over for the first time"))
    sha256 = models.CharField(max_length=64, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="hand_overs_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.number})"

    @property
    def arguments_total(self) -> int:
        """How many arguments stand in it, those withdrawn included."""
        return (
            self.arguments_new
            + self.arguments_changed
            + self.arguments_figures
            + self.arguments_withdrawn
        )


class HandedArgumentQuerySet(models.QuerySet):
    def latest(self):
        """Each argument as it was handed over last."""
        newer = HandedArgument.objects.filter(
            argument=models.OuterRef("argument"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(newer))

    def standing(self):
        """Not withdrawn."""
        return self.exclude(change=HandedArgument.Change.WITHDRAWN)


@immutable
class HandedArgument(models.Model):
    """An argument as it stood in a hand-over. Never changed; database triggers refuse it."""

    class Change(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        FIGURES = "figures", _("only the figures changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="arguments")
    argument = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="handed")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Argument.Kind)
    people = models.PositiveIntegerField(_("people"))
    letters = models.PositiveIntegerField(_("letters"))
    change = models.CharField(_("change"), max_length=10, choices=Change)
    merged_into = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("number of the argument in which it is now")
    )

    objects = HandedArgumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("argument handed over")
        verbose_name_plural = _("arguments handed over")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "argument"], name="an_argument_stands_once_in_a_hand_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@immutable
class HandedPassage(models.Model):
    """A passage as it was handed over: redacted, its author a code number or a campaign."""

    handed = models.ForeignKey(HandedArgument, on_delete=models.PROTECT, related_name="passages")
    segment_key = models.PositiveBigIntegerField(
        help_text=_("primary key of the segment, which may be gone")
    )
    author = models.CharField(_("author"), max_length=60)
    text = models.TextField(_("text"))
    letters = models.PositiveIntegerField(_("letters"), default=1)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("passage handed over")
        verbose_name_plural = _("passages handed over")
        ordering = ["pk"]
        indexes = [models.Index(fields=["segment_key"], name="handed_passage_segment")]

    def __str__(self) -> str:
        return self.text[:60]


class HandedStatement(models.Model):
    """With which hand-over the developer first learned of a letter, by its code number."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="statements")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="handed")

    class Meta:
        verbose_name = _("letter handed over")
        verbose_name_plural = _("letters handed over")

    def __str__(self) -> str:
        return f"{self.statement_id} ({self.hand_over_id})"
