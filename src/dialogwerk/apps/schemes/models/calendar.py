"""The calendar of a procedure: what happened, what follows from it, what somebody set by hand."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .final import Final
from .procedures import Procedure, Round


class Standing(models.QuerySet):
    """Rows that have not been withdrawn."""

    def standing(self):
        """Those that count."""
        return self.filter(withdrawn_at=None)


class Withdrawable(Final):
    """A record that is never changed or deleted, only withdrawn with a reason."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("recorded on"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_because = models.TextField(_("withdrawn because"), blank=True)

    final_with = "withdrawn_at"

    objects = Standing.as_manager()

    class Meta:
        abstract = True


def proof_path(event: "ProcedureEvent", filename: str) -> str:
    return f"proofs/{event.procedure.slug}/{event.proof_sha256[:16]}-{filename[-60:]}"


class ProcedureEvent(Withdrawable):
    """Something that happened on a day, with its proof; dates of the procedure count from it."""

    class Proof(models.TextChoices):
        GAZETTE = "gazette", _("official gazette")
        WEBSITE = "website", _("website")
        NEWSPAPER = "newspaper", _("newspaper")
        LETTER = "letter", _("letter or receipt")
        FILE_NOTE = "file_note", _("note on file")
        NONE = "none", _("no proof yet")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="events")
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    name = models.CharField(_("event"), max_length=40)
    day = models.DateField(_("day"))
    proof = models.CharField(_("proof"), max_length=10, choices=Proof, default=Proof.NONE)
    proof_text = models.CharField(_("where it is found"), max_length=300, blank=True)
    proof_url = models.URLField(_("address"), max_length=500, blank=True)
    proof_at = models.DateTimeField(_("time stamp"), null=True, blank=True)
    proof_file = models.FileField(_("file"), upload_to=proof_path, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "round", "name"],
                condition=models.Q(withdrawn_at=None),
                name="an_event_happens_once",
            ),
            models.UniqueConstraint(
                fields=["procedure", "name"],
                condition=models.Q(withdrawn_at=None, round=None),
                name="an_event_happens_once_without_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class StepOverride(Withdrawable):
    """A last day set by hand, with a reason; what was computed stays visible beside it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="overrides")
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="overrides"
    )
    step = models.CharField(_("step"), max_length=40)
    day = models.DateField(_("last day"))
    computed_day = models.DateField(_("computed last day"))
    reason = models.TextField(_("reason"))
    norm = models.CharField(_("legal ground"), max_length=200, blank=True)
    role = models.CharField(_("acting as"), max_length=20)

    class Meta:
        verbose_name = _("date set by hand")
        verbose_name_plural = _("dates set by hand")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "round", "step"],
                condition=models.Q(withdrawn_at=None),
                name="a_step_is_overridden_once",
            ),
            models.UniqueConstraint(
                fields=["procedure", "step"],
                condition=models.Q(withdrawn_at=None, round=None),
                name="a_step_is_overridden_once_without_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.day}"


class ScheduledStepQuerySet(models.QuerySet):
    def standing(self):
        """Those of the schedule as it stands; others were dropped and live on in calendars."""
        return self.filter(cancelled_at=None)

    def ending_between(self, first, last):
        """Whose last day lies in these days, both included."""
        return self.filter(last_day__gte=first, last_day__lte=last)


class ScheduledStep(models.Model):
    """One step of the schedule as last computed: what every screen, notice and calendar reads.

    Rows are kept for ever: a step that falls away is cancelled, so that a calendar that knows it
    is told. ``sequence`` counts what changed for its readers (RFC 5545, SEQUENCE).
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="steps")
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    step = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    name_de = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    first_day = models.DateField(null=True)
    last_day = models.DateField(db_index=True)
    computed_last_day = models.DateField()
    minimum_last_day = models.DateField()
    accept_until = models.DateField()
    kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=20, blank=True)
    trigger = models.CharField(max_length=40, blank=True)
    norms = models.JSONField(default=list)
    explanation_de = models.TextField()
    explanation_en = models.TextField()
    readings = models.JSONField(default=list)
    hints_de = models.JSONField(default=list)
    hints_en = models.JSONField(default=list)
    law_from = models.DateField(null=True)
    confidence = models.CharField(max_length=1, blank=True)
    recorded = models.BooleanField(default=False)
    overridden = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ScheduledStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the calendar")
        verbose_name_plural = _("steps of the calendar")
        ordering = ["procedure", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "round", "step"],
                name="a_step_stands_once",
            ),
            models.UniqueConstraint(
                fields=["procedure", "step"],
                condition=models.Q(round=None),
                name="a_step_stands_once_without_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.last_day}"

    @property
    def name(self) -> str:
        """What the step is called, in the reader's language."""
        return self.name_en if _reads_english() else self.name_de

    @property
    def explanation(self) -> str:
        """Why this day, in the reader's language."""
        return self.explanation_en if _reads_english() else self.explanation_de

    @property
    def hints(self) -> list[str]:
        """What to mind, in the reader's language."""
        return self.hints_en if _reads_english() else self.hints_de


def _reads_english() -> bool:
    return (get_language() or "de").startswith("en")
