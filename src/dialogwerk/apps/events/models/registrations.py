"""Who comes to an event: a person in the vault, and what that person is told by e-mail."""

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.ids import new_public_id, new_receipt
from dialogwerk.apps.people.models import Person

from .events import Event


def new_registration_code() -> str:
    return new_public_id("T")


class RegistrationQuerySet(models.QuerySet):
    def standing(self):
        """Coming or waiting."""
        return self.exclude(state=Registration.State.CANCELLED)

    def coming(self):
        """With a place."""
        return self.filter(state=Registration.State.COMING)

    def waiting(self):
        """On the waiting list, whoever came first in front."""
        return self.filter(state=Registration.State.WAITING).order_by("at", "pk")

    def seats(self) -> int:
        """How many places they take."""
        found = self.order_by().aggregate(taken=Sum("seats"))["taken"]
        return int(found or 0)


class Registration(models.Model):
    """A registration (Anmeldung). Its key stands in the mail only: with it one cancels."""

    class State(models.TextChoices):
        COMING = "coming", pgettext_lazy("registration", "has a place")
        WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
        CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")

    code = models.CharField(max_length=20, unique=True, default=new_registration_code)
    key = models.CharField(max_length=20, unique=True, default=new_receipt)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="event_registrations")
    seats = models.PositiveSmallIntegerField(_("people"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State)
    at = models.DateTimeField(_("registered"), default=timezone.now)
    confirmed_at = models.DateTimeField(
        _("address confirmed"),
        null=True,
        blank=True,
        help_text=_("by whoever owns it; before that nothing but the first mail is sent"),
    )
    checked_in_at = models.DateTimeField(_("came at"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=~Q(state="cancelled"),
                name="a_person_registers_once",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_registration_has_seats"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("registration", args=[self.key])


class NoticeQuerySet(models.QuerySet):
    def due(self):
        """Not sent yet, to people whose address is known and confirmed; the first mail asks them to
        confirm it."""
        confirmed = ~Q(registration__confirmed_at=None)
        return self.filter(
            confirmed | Q(kind__in=Notice.FIRST),
            sent_at=None,
            registration__person__erased_at=None,
            registration__person__identity__email__gt="",
        )


class Notice(models.Model):
    """One mail to whoever registered; noted with what it is about and sent soon after."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("registration confirmed")
        WAITING = "waiting", _("put on the waiting list")
        MOVED_UP = "moved_up", _("got a place from the waiting list")
        CANCELLED = "cancelled", _("registration cancelled")
        CHANGED = "changed", _("time or place changed")
        CALLED_OFF = "called_off", _("event called off")
        REMINDER = "reminder", _("reminder on the day before")

    FIRST = (Kind.CONFIRMED, Kind.WAITING)
    """What may be sent to an address that nobody has confirmed yet: it asks for that."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind)
    sequence = models.PositiveIntegerField(help_text=_("of the event when it was noted"))
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a participant")
        verbose_name_plural = _("notices to participants")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "sequence"], name="nobody_is_told_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.kind}"
