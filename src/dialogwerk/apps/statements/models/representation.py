"""Who speaks for many (§§ 17–19 VwVfG), step by step, and signatures that cannot be read."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements import representation as rules

from .campaigns import Campaign
from .letters import SignatureList, Statement


class Representation(models.Model):
    """Where a signature list, or the people of a campaign, stand on the way to a representative."""

    class Standing(models.TextChoices):
        UNNAMED = "unnamed", _("nobody is named")
        NAMED = "named", _("named, not confirmed")
        DOUBTFUL = "doubtful", _("named, but not as the law asks")
        CONFIRMED = "confirmed", _("speaks for the others")
        CALLED = "called", _("called upon to name somebody")
        APPOINTED = "appointed", _("appointed by the authority")
        ENDED = "ended", _("no longer represented")
        SET_ASIDE = "set_aside", _("left out of consideration")

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="representations"
    )
    signature_list = models.OneToOneField(
        SignatureList,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="representation",
    )
    campaign = models.OneToOneField(
        Campaign, null=True, blank=True, on_delete=models.CASCADE, related_name="representation"
    )
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.UNNAMED
    )
    representative = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="representations"
    )
    answer_by = models.DateField(_("time set until"), null=True, blank=True)

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signature_list__isnull=True, campaign__isnull=False)
                | models.Q(signature_list__isnull=False, campaign__isnull=True),
                name="represents_a_list_or_a_campaign",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.standing})"

    @property
    def subject(self) -> str:
        """Code of the list, or the campaign's number: how the journal calls it."""
        if self.signature_list:
            return self.signature_list.code
        return f"campaign {self.campaign.number}" if self.campaign else ""

    @property
    def speaks(self) -> bool:
        """Somebody represents these people."""
        return rules.Standing(self.standing) in rules.SPEAKS


class RepresentationStep(models.Model):
    """One act on the way: what was done on which ground, when and by whom."""

    class Act(models.TextChoices):
        NAME = "name", _("representative named")
        CONFIRM = "confirm", _("representative confirmed")
        DOUBT = "doubt", _("representative not accepted")
        CALL = "call", _("called upon to name a joint representative")
        APPOINT = "appoint", _("representative appointed by the authority")
        END = "end", _("representation ended")
        SET_ASIDE = "set_aside", _("left out of consideration")
        TAKE_UP = "take_up", _("taken up again")

    representation = models.ForeignKey(
        Representation, on_delete=models.CASCADE, related_name="steps"
    )
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    norms = models.JSONField(_("legal ground"), default=list)
    day = models.DateField(_("day"))
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    people = models.PositiveIntegerField(_("people concerned"), default=0)
    answer_by = models.DateField(_("time set until"), null=True, blank=True)
    published_on = models.DateField(_("announced on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=50, help_text=_("actor"))

    class Meta:
        verbose_name = _("step of a representation")
        verbose_name_plural = _("steps of representations")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.representation_id} {self.act}"


class UnclearSignatureQuerySet(models.QuerySet):
    def undecided(self):
        """Nobody has said yet whether the signature counts."""
        return self.filter(decision="")


class UnclearSignature(models.Model):
    """A signature without readable name or address (§ 17 Abs. 2 Satz 3 VwVfG).

    The letter is taken in like any other, with what can be read in the vault; whether the
    authority leaves it out of consideration is for a person to decide.
    """

    class Lack(models.TextChoices):
        NAME = "name", _("name missing or unreadable")
        ADDRESS = "address", _("address missing or unreadable")

    class Decision(models.TextChoices):
        OPEN = "", _("undecided")
        COUNTS = "counts", _("counts all the same")
        LEFT_OUT = "left_out", _("left out of consideration")

    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, related_name="unclear_signature"
    )
    line = models.PositiveIntegerField(_("line"), default=0)
    lack = models.CharField(_("what is missing"), max_length=10, choices=Lack)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, blank=True, default=Decision.OPEN
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=50, blank=True, help_text=_("actor"))

    objects = UnclearSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("unclear signature")
        verbose_name_plural = _("unclear signatures")
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.lack}"
