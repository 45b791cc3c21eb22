"""The short statements on which people vote."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.dialogues.models import Format, Process

LONGEST = 250
"""Characters; one idea fits in, a plea does not."""


class StatementState(models.TextChoices):
    """Who can read a statement. None is ever deleted."""

    HELD = "held", pgettext_lazy("opinion statement", "waits for moderation")
    PUBLIC = "public", pgettext_lazy("opinion statement", "public")
    REFUSED = "refused", pgettext_lazy("opinion statement", "not shown")


class OpinionStatementQuerySet(models.QuerySet):
    def public(self):
        """On which everyone can vote."""
        return self.filter(state=StatementState.PUBLIC)

    def waiting(self):
        """Held back until somebody has looked at them."""
        return self.filter(state=StatementState.HELD)


class OpinionStatement(models.Model):
    """A statement of a round: one idea in a sentence that one can agree or disagree with.

    Written by the office before the round begins, or by people who take part. `is_meta` marks
    what is about the round itself; it is voted on, and left out of the map.
    """

    round = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="opinion_statements")
    number = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("statement"), max_length=LONGEST)
    state = models.CharField(
        _("state"), max_length=10, choices=StatementState, default=StatementState.PUBLIC
    )
    is_meta = models.BooleanField(_("about the round itself"), default=False)
    author = models.ForeignKey(
        "opinions.Voter",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text=_("empty where the office wrote it"),
    )
    by = models.CharField(max_length=80, help_text=_("actor"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    external_number = models.PositiveIntegerField(
        _("number in the imported file"), null=True, blank=True
    )

    objects = OpinionStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of an opinion round")
        verbose_name_plural = _("statements of opinion rounds")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="statements_are_numbered"),
            models.UniqueConstraint(
                fields=["round", "external_number"],
                condition=Q(external_number__isnull=False),
                name="statement_is_imported_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="statement_says_something"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="refused_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "number"], name="statement_of_round"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def process(self) -> Process:
        """For rules: where it belongs."""
        return self.round.process
