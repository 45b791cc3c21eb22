"""Who is told of coming dates, and how."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .calendar import ScheduledStep


def new_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarSettings(models.Model):
    """Of one account: the secret address of its calendar, and whether reminders come by e-mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_settings"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    mail = models.BooleanField(_("reminders by e-mail"), default=True)
    days_before = models.JSONField(_("days before"), default=list)

    class Meta:
        verbose_name = _("calendar settings")
        verbose_name_plural = _("calendar settings")

    def __str__(self) -> str:
        return f"{self.user_id}"


class Reminder(models.Model):
    """A reminder that was sent: never twice for the same day of the same step."""

    step = models.ForeignKey(ScheduledStep, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    last_day = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["step", "user", "last_day", "days_before"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.user_id}"
