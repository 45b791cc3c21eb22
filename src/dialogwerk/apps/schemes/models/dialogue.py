"""The other track: informal dialogue beside the procedure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .schemes import Scheme


class DialogueDate(models.Model):
    """An informal format (early participation, citizens' forum, workshop …) on the timeline.

    Dialogue is independent of the procedure and must not anticipate it (§ 17a Abs. 8 FStrG, § 18a
    Abs. 8 AEG): the interlock checks of `cores.deadlines` read these rows.
    """

    class Kind(models.TextChoices):
        EARLY_PARTICIPATION = "early_participation", _("early public participation")
        EVENT = "event", _("information or dialogue event")
        WORKSHOP = "workshop", _("workshop")
        ONLINE = "online", _("online dialogue")
        MEDIATION = "mediation", _("mediation")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="dialogue_dates")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.EVENT)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about"), blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    answer_by = models.DateField(_("contributions until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    says_no_objection = models.BooleanField(
        _("says that a contribution is no formal objection"), default=False
    )
    result_handed_over = models.DateField(_("result handed over on"), null=True, blank=True)
    promises = models.TextField(_("what was promised"), blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=True)

    class Meta:
        verbose_name = _("date of the dialogue")
        verbose_name_plural = _("dates of the dialogue")
        ordering = ["first_day", "pk"]

    def __str__(self) -> str:
        return self.title
