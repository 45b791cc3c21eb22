"""Letters that an organiser hands in together, and the slips with which signatories get theirs."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_receipt
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import ImportBatch, Statement


class BulkUpload(models.Model):
    """One upload by an organiser. Its code is secret: whoever has it sees how far it is.

    The code opens no letter. Receipts go to the signatories, by e-mail or by slip.
    """

    code = models.CharField(max_length=20, unique=True, default=new_receipt)
    submission_key = models.UUIDField(unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="bulk_uploads")
    table = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, related_name="bulk_upload")
    organiser = models.CharField(_("organiser"), max_length=250)
    contact = models.EmailField(_("e-mail address of the organiser"), max_length=254)
    title = models.CharField(_("name of the campaign"), max_length=150)
    declared_at = models.DateTimeField(
        default=timezone.now, help_text=_("that everybody in it has signed and agreed")
    )
    receipts_ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bulk upload")
        verbose_name_plural = _("bulk uploads")
        ordering = ["-declared_at"]

    def __str__(self) -> str:
        return self.title


class Slip(models.Model):
    """The right to fetch a receipt once. Only the checksum of its code is kept.

    An organiser who fetched it would be noticed: whoever comes later reads when it was used.
    """

    upload = models.ForeignKey(BulkUpload, on_delete=models.PROTECT, related_name="slips")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="slip")
    code_hash = models.CharField(max_length=64, unique=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    redeemed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")

    def __str__(self) -> str:
        return str(self.pk)
