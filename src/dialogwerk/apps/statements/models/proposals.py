"""Arguments proposed for passages, what became of them, and what the machine learned from."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.schemes.models import Procedure

from .answers import Argument
from .segments import Segment


class LearnedModel(models.Model):
    """What was learned from the decisions in one procedure; numbered, with its figures.

    Only the newest keeps its ``content``; the figures of all stay.
    """

    procedure = models.ForeignKey(
        Procedure, on_delete=models.CASCADE, related_name="learned_models"
    )
    number = models.PositiveIntegerField(_("version"))
    method = models.CharField(max_length=40, help_text=_("kind of model, e.g. nbsvm+l1/1"))
    at = models.DateTimeField(default=timezone.now)
    passages = models.PositiveIntegerField(help_text=_("different passages learned from"))
    arguments = models.PositiveIntegerField(help_text=_("arguments among them"))
    decisions = models.PositiveIntegerField(help_text=_("explicit decisions there were"))
    threshold = models.FloatField(help_text=_("confidence from which an argument holds"))
    held_out_f1 = models.FloatField(help_text=_("micro F1 on passages not learned from"))
    content = models.BinaryField(default=bytes, blank=True)

    class Meta:
        verbose_name = _("learned model")
        verbose_name_plural = _("learned models")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="learned_models_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class ProposalQuerySet(models.QuerySet):
    def undecided(self):
        """Nobody has decided yet on the passage, nor refused the proposal."""
        return self.filter(outcome=Proposal.Outcome.OPEN)

    def first_ones(self):
        """Those that stood first for their passage: the ones that are measured."""
        return self.filter(rank=1)

    def decided(self):
        return self.exclude(outcome__in=[Proposal.Outcome.OPEN, Proposal.Outcome.PASSED_OVER])


class Proposal(models.Model):
    """One argument proposed for one passage, and what a person made of it.

    The fingerprint of the passage's words outlives the passage: what was refused for these words
    is not proposed again for them.
    """

    class Method(models.TextChoices):
        SIMILAR = "similar", _("similar passage")
        LEARNED = "learned", _("learned from decisions")

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        KEPT = "kept", _("kept")
        CHANGED = "changed", _("changed")
        REFUSED = "refused", _("refused")
        PASSED_OVER = "passed_over", _("passed over")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="proposals")
    segment = models.ForeignKey(
        Segment, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    fingerprint = models.CharField(max_length=32)
    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="proposals")
    rank = models.PositiveSmallIntegerField(default=1)
    confidence = models.FloatField()
    method = models.CharField(max_length=10, choices=Method)
    evidence = models.JSONField(default=list, blank=True, help_text=_("words, the best first"))
    resembles = models.TextField(blank=True, help_text=_("the decided passage it resembles"))
    model = models.ForeignKey(
        LearnedModel, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    made_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN)
    is_refused_alone = models.BooleanField(
        default=False, help_text=_("refused by itself; stays so whatever becomes of the passage")
    )
    confirmation = models.CharField(
        max_length=10,
        choices=Segment.Confirmation,
        blank=True,
        default=Segment.Confirmation.NONE,
    )
    decided_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["rank"]
        indexes = [
            models.Index(fields=["procedure", "outcome", "rank"], name="proposal_outcome"),
            models.Index(fields=["procedure", "fingerprint"], name="proposal_fingerprint"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1),
                name="a_confidence_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} → {self.argument_id}"

    @property
    def percent(self) -> int:
        """Whole percent, never 0 or 100: the machine is never certain."""
        return min(99, max(1, round(self.confidence * 100)))


class ProposalQueue(models.Model):
    """When proposals of a procedure were last renewed, and which passages are most useful next."""

    procedure = models.OneToOneField(
        Procedure, on_delete=models.CASCADE, related_name="proposal_queue"
    )
    renewed_at = models.DateTimeField(null=True, blank=True)
    last_letter = models.PositiveBigIntegerField(default=0)
    passages = models.JSONField(
        default=list, blank=True, help_text=_("[passage, letters], the most useful first")
    )
    arguing = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("how well argument or not was learned: passages of each kind, shares right"),
    )

    class Meta:
        verbose_name = _("queue of passages")
        verbose_name_plural = _("queues of passages")

    def __str__(self) -> str:
        return str(self.procedure_id)
