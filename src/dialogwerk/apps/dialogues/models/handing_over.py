"""Handing the result over to the authority: what, to whom, when, and that it arrived."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Procedure

from .processes import Process
from .report import ReportVersion


def new_hand_over_code() -> str:
    return new_public_id("UE")


def acknowledgement_path(one: "ResultHandedOver", filename: str) -> str:
    return f"dialogues/acknowledgements/{one.code}/{filename[-60:]}"


class ResultHandedOverQuerySet(models.QuerySet):
    def to_procedure(self, procedure: Procedure):
        """Handed over for this procedure."""
        return self.filter(procedure=procedure)

    def newest_first(self):
        return self.order_by("-day", "-pk")


class ResultHandedOver(models.Model):
    """A version of the results went to an authority; what came back follows on the same record.

    With a procedure it is part of its file, and has to be considered in its weighing.
    """

    code = models.CharField(max_length=25, unique=True, default=new_hand_over_code)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="hand_overs")
    report = models.ForeignKey(
        ReportVersion,
        on_delete=models.PROTECT,
        related_name="hand_overs",
        verbose_name=_("version of the results"),
    )
    procedure = models.ForeignKey(
        Procedure,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dialogue_results",
        verbose_name=_("procedure"),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dialogue_results",
        verbose_name=_("authority"),
    )
    recipient = models.CharField(_("to whom"), max_length=250, blank=True)
    day = models.DateField(_("handed over on"))
    note = models.TextField(_("how, and what came along"), blank=True)
    acknowledged_on = models.DateField(_("receipt confirmed on"), null=True, blank=True)
    acknowledgement = models.TextField(_("what was confirmed"), blank=True)
    file = models.FileField(
        _("confirmation"), upload_to=acknowledgement_path, max_length=200, blank=True
    )
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    objects = ResultHandedOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("result handed over")
        verbose_name_plural = _("results handed over")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(recipient=""),
                name="result_was_given_to_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def to(self) -> str:
        """Who received it."""
        return self.recipient or str(self.organisation)
