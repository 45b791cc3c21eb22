"""Moderation: why something is held back, what was reported, what was decided and on which rule.

Nothing is deleted. Decisions are kept as written; a later one replaces an earlier one. What is
about a comment names the comment and the contribution below which it stands.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.triggers import immutable

from .contributions import Contribution
from .participation import Comment
from .processes import Process


class ModerationSettings(models.Model):
    """What makes the machine hold a contribution back until a person has looked at it."""

    process = models.OneToOneField(
        Process, on_delete=models.CASCADE, primary_key=True, related_name="moderation_settings"
    )
    most_links = models.PositiveSmallIntegerField(
        _("hold back with more links than"), default=2, help_text=_("0 holds back every link")
    )
    holds_repeated = models.BooleanField(
        _("hold back what has been said word for word already"), default=True
    )
    holds_fast = models.BooleanField(
        _("hold back what was sent within seconds of opening the form"), default=True
    )
    holds_personal = models.BooleanField(
        _("hold back what holds an e-mail address, a telephone number or a bank account"),
        default=True,
    )
    words = models.TextField(
        _("hold back with one of these words"),
        blank=True,
        help_text=_("One in a line. Empty at first: a word says little about what is meant."),
    )

    class Meta:
        verbose_name = _("settings of the moderation")
        verbose_name_plural = _("settings of the moderation")

    def __str__(self) -> str:
        return f"moderation of {self.process_id}"

    @property
    def word_list(self) -> list[str]:
        """The words, tidied; of several words in a line all have to stand together."""
        lines = (" ".join(line.split()) for line in self.words.splitlines())
        return [line for line in lines if line]


@immutable
class Hold(models.Model):
    """Why a contribution was held back when it came; shown to those who moderate."""

    class Cause(models.TextChoices):
        LINKS = "links", _("many links")
        REPEATED = "repeated", _("said word for word already")
        FAST = "fast", _("sent within seconds of opening the form")
        PERSONAL = "personal", _("perhaps holds personal data")
        WORD = "word", _("holds a word on the list")

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="holds")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    detail = models.CharField(
        max_length=200, blank=True, help_text=_("a number, a code or a word on the list")
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reason for holding back")
        verbose_name_plural = _("reasons for holding back")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.cause}"


@immutable
class ModerationDecision(models.Model):
    """Published, held back or not shown: with the rule quoted and a reason to the author."""

    class Verdict(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("moderation", "published")
        HELD = "held", pgettext_lazy("moderation", "held back")
        REFUSED = "refused", pgettext_lazy("moderation", "not shown")

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="moderation_decisions"
    )
    comment = models.ForeignKey(
        Comment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="moderation_decisions",
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    rule = models.TextField(_("rule"), blank=True, help_text=_("as it read on that day"))
    reason = models.TextField(_("reason, to the author"), blank=True)
    on_appeal = models.BooleanField(_("decides on the author's objection"), default=False)
    waited_since = models.DateTimeField(help_text=_("when the question arose"))
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision of the moderation")
        verbose_name_plural = _("decisions of the moderation")
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="moderation_is_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="refused") | (~Q(rule="") & ~Q(reason="")),
                name="refused_by_a_rule_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="held") | ~Q(reason=""), name="held_back_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.verdict}"


class ReportQuerySet(models.QuerySet):
    def open(self):
        """Nobody has decided on them yet."""
        return self.filter(handled_at=None)


class Report(models.Model):
    """Somebody says that something public breaks the rules. Anyone may, without a name."""

    class Kind(models.TextChoices):
        INSULT = "insult", _("It insults or threatens people.")
        PERSONAL = "personal", _("It tells personal things about others.")
        ADVERTISING = "advertising", _("It is advertising or spam.")
        FALSE = "false", _("It is meant to mislead.")
        UNLAWFUL = "unlawful", _("I think it is against the law.")
        OTHER = "other", _("Something else.")

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="reports")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    kind = models.CharField(_("What is wrong with it?"), max_length=12, choices=Kind)
    text = models.TextField(_("explanation"), blank=True)
    submission_key = models.CharField(max_length=80, null=True, blank=True, unique=True)
    at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    decision = models.ForeignKey(
        ModerationDecision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a breach of the rules")
        verbose_name_plural = _("reports of breaches of the rules")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["handled_at", "at"], name="report_open")]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.kind}"


class Appeal(models.Model):
    """The author objects to a decision of the moderation: once, in words."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="appeals")
    comment = models.OneToOneField(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="appeal"
    )
    against = models.OneToOneField(
        ModerationDecision, on_delete=models.PROTECT, related_name="appeal"
    )
    text = models.TextField(_("what speaks for showing it"))
    at = models.DateTimeField(default=timezone.now)
    decision = models.OneToOneField(
        ModerationDecision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decides_appeal",
    )

    class Meta:
        verbose_name = _("objection to moderation")
        verbose_name_plural = _("objections to moderation")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="appeal_in_words"),
            models.UniqueConstraint(
                fields=["contribution"], condition=Q(comment=None), name="one_appeal_an_author"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}"
