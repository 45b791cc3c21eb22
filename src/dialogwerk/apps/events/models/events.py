"""Events: when, where, for how many; and whom they reached."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.accounts.rules import is_administrator, is_office
from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.dialogues.models import Format, Process


def new_event_code() -> str:
    return new_public_id("V")


class EventQuerySet(models.QuerySet):
    def shown(self):
        """Everyone may know of them: published, and the dialogue they belong to is public."""
        alone = Q(format=None)
        scheme = Q(format__process__scheme=None) | Q(format__process__scheme__is_public=True)
        in_public = Q(format__process__is_public=True, format__withdrawn_at=None) & scheme
        return self.filter(alone | in_public, is_public=True)

    def visible_to(self, user):
        """Shown ones, and those on which this account works."""
        if is_administrator(user):
            return self
        seen = Q(pk__in=self.model.objects.shown().values("pk"))
        if user.is_authenticated:
            mine = Process.objects.worked_on_by(user).values("pk")
            seen |= Q(format__process__in=mine)
            if is_office(user):
                seen |= Q(format=None)
        return self.filter(seen)

    def standing_alone(self):
        """Of no dialogue."""
        return self.filter(format=None)

    def of(self, process: Process):
        """Of this dialogue, as far as its formats are shown."""
        return self.filter(format__process=process, format__withdrawn_at=None)

    def not_over(self, moment: datetime):
        """Those that end later, called-off ones too; the next one first."""
        return self.filter(ends_at__gt=moment).order_by("starts_at", "pk")

    def over(self, moment: datetime):
        """Those that have ended, the last one first."""
        return self.filter(ends_at__lte=moment).order_by("-starts_at", "-pk")

    def taking_place(self):
        """Not called off."""
        return self.filter(cancelled_at=None)

    def with_seats(self):
        """Each with ``coming_seats`` and ``waiting_seats``, None for nobody."""
        taken = {
            f"{state}_seats": Sum("registrations__seats", filter=Q(registrations__state=state))
            for state in ("coming", "waiting")
        }
        return self.annotate(**taken)

    def on_day(self, day: date):
        """Those that begin on this day, in the time zone of the site."""
        begin = timezone.make_aware(datetime.combine(day, datetime.min.time()))
        return self.filter(starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1))


class Event(models.Model):
    """An event (Veranstaltung) of a dialogue, or alone: an open day, a visit.

    Times are kept as moments and shown in the time zone of the site. What counts for calendars is
    `sequence`: it rises with every change of time or place.
    """

    code = models.CharField(max_length=20, unique=True, default=new_event_code)
    format = models.ForeignKey(
        Format, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what it is about"))
    programme = models.TextField(_("programme"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=250, blank=True)
    access = models.TextField(
        _("access"),
        blank=True,
        help_text=_("Steps, lift, induction loop, interpreters, how to get there by bus."),
    )
    online_url = models.URLField(_("address for taking part online"), max_length=500, blank=True)
    online_is_public = models.BooleanField(_("everyone sees that address"), default=False)
    takes_registrations = models.BooleanField(_("people register"), default=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    register_until = models.DateTimeField(_("registration until"), null=True, blank=True)
    contact = models.CharField(_("who answers questions"), max_length=250, blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=False)
    cancelled_at = models.DateTimeField(_("called off on"), null=True, blank=True)
    cancelled_because = models.TextField(_("called off because"), blank=True)
    attended = models.PositiveIntegerField(_("people who came"), null=True, blank=True)
    summary = models.TextField(_("what came out of it"), blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a dialogue")
        verbose_name_plural = _("events of dialogues")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.code])

    @property
    def process(self) -> Process | None:
        """The dialogue it belongs to, if any."""
        return self.format.process if self.format else None

    def takes_registrations_at(self, moment: datetime) -> bool:
        """Whether one can register then: until its beginning, or the end that was set."""
        last = min(self.register_until or self.starts_at, self.starts_at)
        return self.takes_registrations and self.cancelled_at is None and moment < last


class GroupReached(models.Model):
    """How many people of a group came, as staff noted; nobody is named."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("group"), max_length=150)
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("group that was reached")
        verbose_name_plural = _("groups that were reached")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="a_group_is_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.people}"
