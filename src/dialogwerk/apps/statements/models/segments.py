"""Segments: passages that say something to be answered, and the letters in which they occur."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.models import Procedure

from .answers import Argument
from .campaigns import Campaign
from .letters import Statement


class SegmentQuerySet(models.QuerySet):
    def proposed(self):
        """Found by the machine, not yet decided by a person."""
        return self.filter(state=Segment.State.PROPOSED)

    def tied(self):
        return self.filter(state=Segment.State.TIED)


class Segment(models.Model):
    """A passage of a campaign's template or of one letter; tied, it belongs to one argument.

    A segment of a template holds for every letter of the campaign that has not left it out.
    ``start`` and ``end`` count characters of the template or the text of the letter, end excluded.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        TIED = "tied", _("tied to an argument")
        SET_ASIDE = "set_aside", _("holds nothing to answer")

    class Confirmation(models.TextChoices):
        NONE = "", _("not confirmed")
        EXPLICIT = "explicit", _("confirmed")
        TACIT = "tacit", _("tacitly confirmed")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="segments")
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="segments"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="segments"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    confirmation = models.CharField(
        max_length=10, choices=Confirmation, blank=True, default=Confirmation.NONE
    )
    argument = models.ForeignKey(
        Argument, null=True, blank=True, on_delete=models.PROTECT, related_name="segments"
    )
    argues = models.FloatField(
        null=True,
        blank=True,
        help_text=_("learned from decisions: probability that it holds an argument"),
    )
    made_by = models.CharField(max_length=50, help_text=_("actor"))
    decided_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    decided_at = models.DateTimeField(null=True, blank=True)

    is_fresh = False
    """Made just now, so that nothing can have been proposed for it; not stored."""

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["start"]
        indexes = [models.Index(fields=["procedure", "state"], name="segment_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(statement__isnull=True, campaign__isnull=False)
                | models.Q(statement__isnull=False, campaign__isnull=True),
                name="segment_of_a_letter_or_of_a_template",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="tied") | models.Q(argument__isnull=False),
                name="a_tied_segment_has_an_argument",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="a_segment_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Occurrence(models.Model):
    """A tied segment in one letter: a *point* of this letter that is owed an answer."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="occurrences")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="occurrences")

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "statement"], name="a_segment_occurs_once_in_a_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} in {self.statement_id}"
