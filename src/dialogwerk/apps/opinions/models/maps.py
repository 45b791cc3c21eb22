"""Maps as they were computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.triggers import immutable
from dialogwerk.apps.dialogues.models import Format


@immutable
class OpinionMap(models.Model):
    """An opinion map (Meinungskarte) of a round as it stood when it was computed.

    `result` holds what pages, report and downloads show (see `services.maps`); `places` the
    group and position of every voter, compressed, by `services.places`.
    """

    round = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="opinion_maps")
    computed_at = models.DateTimeField(_("computed"))
    parameters = models.JSONField(default=dict)
    votes = models.PositiveBigIntegerField(_("votes counted"))
    participants = models.PositiveIntegerField(_("participants"))
    result = models.JSONField()
    places = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("opinion map")
        verbose_name_plural = _("opinion maps")
        ordering = ["round", "computed_at"]
        get_latest_by = ["computed_at", "pk"]
        indexes = [models.Index(fields=["round", "-computed_at"], name="newest_opinion_map")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.votes}"
