"""Bodies (Gremien, Bündnisse, Stellen): the public record of who acts together."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.accounts.rules import is_administrator, is_office
from dialogwerk.apps.base import places
from dialogwerk.apps.base.conditions import says_something
from dialogwerk.apps.base.fields import EarliestDay, LatestDay, UncertainDateField
from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.people.models import Organisation

from ..periods import months_before
from .entries import ends_after_it_began

KEPT_ALIVE = (
    *("alliance_state", "alliance_regional", "alliance_local"),
    *("steering_circle", "office", "working_group"),
)
"""Kinds that can fall asleep: they live by what people do in them."""
ALLIANCES = KEPT_ALIVE[:3]


def new_body_code() -> str:
    return new_public_id("G")


def dormant_before(day: date) -> date:
    """Whoever gave no sign of life since this day counts as dormant on that one."""
    return months_before(day, settings.BODY_DORMANT_MONTHS)


def is_dormant(day: date) -> Q:
    """The condition of `BodyQuerySet.dormant`."""
    asleep = Q(last_sign_latest__lt=dormant_before(day)) | Q(last_sign_latest=None)
    return asleep & Q(ended__isnull=True, kind__in=KEPT_ALIVE)


class BodyQuerySet(models.QuerySet):
    """Bodies; the day on which one looks at them is always given."""

    def current(self):
        """Not merged into another one."""
        return self.filter(merged_into=None)

    def public(self):
        """Shown to everyone."""
        return self.current().filter(is_public=True)

    def visible_to(self, user):
        """Public ones, and those that this account coordinates; the office and administrators
        see all."""
        if is_administrator(user) or is_office(user):
            return self.current()
        if not user.is_authenticated:
            return self.public()
        mine = Coordinator.objects.filter(user=user).values("body")
        return self.current().filter(Q(is_public=True) | Q(pk__in=mine))

    def kept_by(self, user):
        """Those whose record this account may change."""
        if is_administrator(user) or is_office(user):
            return self.current()
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.current().filter(pk__in=Coordinator.objects.filter(user=user).values("body"))

    def ended(self):
        return self.filter(ended__isnull=False)

    def dormant(self, day: date):
        """Of a kind that can fall asleep, not ended, and certainly without a sign of life since
        the day that `dormant_before` gives; or none was ever recorded."""
        return self.filter(is_dormant(day))

    def active(self, day: date):
        """Neither ended nor dormant."""
        awake = ~Q(kind__in=KEPT_ALIVE) | Q(last_sign_latest__gte=dormant_before(day))
        return self.filter(awake, ended__isnull=True)

    def in_district(self, key: str):
        """With their seat in this district; the key is that of `places.District`."""
        return self.filter(ags__startswith=key)

    def mentioning(self, words: str):
        """Each of these words occurs in a name, the place or the code."""
        found = self
        for word in words.replace("\x00", "").split()[:10]:
            found = found.filter(search_text__icontains=word)
        return found


class Body(models.Model):
    """A body: alliance, steering circle, office, ministry, chamber, union, company …

    ``name`` is what people call it, ``official_name`` how it is written in documents where that
    differs. ``last_sign``, ``sort_key`` and ``search_text`` follow from the record; change it
    with `services`, which keep them right.
    """

    class Kind(models.TextChoices):
        ALLIANCE_STATE = "alliance_state", _("statewide alliance")
        ALLIANCE_REGIONAL = "alliance_regional", _("regional alliance")
        ALLIANCE_LOCAL = "alliance_local", _("local alliance")
        STEERING_CIRCLE = "steering_circle", _("steering circle")
        OFFICE = "office", pgettext_lazy("body", "office")
        WORKING_GROUP = "working_group", _("working group")
        MINISTRY = "ministry", _("ministry")
        AUTHORITY = "authority", pgettext_lazy("body", "authority")
        CHAMBER = "chamber", _("chamber")
        UNION = "union", _("trade union")
        EMPLOYERS = "employers", _("employers' association")
        ASSOCIATION = "association", pgettext_lazy("body", "association")
        COMPANY = "company", pgettext_lazy("body", "company")
        MUNICIPALITY = "municipality", _("municipality")
        SCIENCE = "science", _("science and education")
        CITIZENS = "citizens", _("citizens' group")
        OTHER = "other", pgettext_lazy("body", "other body")

    code = models.CharField(max_length=20, unique=True, default=new_body_code)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    official_name = models.CharField(_("official name"), max_length=300, blank=True)
    description = models.TextField(_("short description"), blank=True)
    organisation = models.OneToOneField(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="body",
        verbose_name=_("contact record"),
    )
    ags = models.CharField(_("key of the municipality"), max_length=8, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    founded = UncertainDateField(_("founded"), null=True, blank=True)
    founded_earliest = EarliestDay("founded")
    founded_latest = LatestDay("founded")
    ended = UncertainDateField(_("ended"), null=True, blank=True)
    ended_earliest = EarliestDay("ended")
    ended_latest = LatestDay("ended")
    end_reason = models.TextField(_("why it ended"), blank=True)
    end_reason_unknown = models.BooleanField(_("why it ended is not known"), default=False)
    end_decided_by = models.CharField(_("who decided it"), max_length=250, blank=True)
    end_source = models.CharField(_("where that stands"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    last_sign = UncertainDateField(_("last sign of life"), null=True, blank=True, editable=False)
    last_sign_latest = LatestDay("last_sign")
    sort_key = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.CharField(max_length=80, help_text=_("actor"))
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="body_in_order"),
            models.Index(fields=["kind", "sort_key"], name="body_kind_in_order"),
            models.Index(fields=["ags"], name="body_place"),
        ]
        constraints = [
            models.CheckConstraint(name="a_body_has_a_name", condition=says_something("name")),
            models.CheckConstraint(
                name="an_ended_body_says_why_or_that_nobody_knows",
                condition=Q(ended__isnull=True, end_reason="", end_reason_unknown=False)
                | Q(ended__isnull=False, end_reason_unknown=True, end_reason="")
                | (Q(ended__isnull=False, end_reason_unknown=False) & says_something("end_reason")),
            ),
            ends_after_it_began("a_body_ends_after_it_was_founded", begun="founded"),
            models.CheckConstraint(
                name="no_body_is_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.UniqueConstraint(
                fields=["ags"],
                condition=Q(kind="municipality", merged_into=None) & ~Q(ags=""),
                name="a_municipality_is_on_record_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("body", args=[self.code])

    @property
    def municipality(self) -> places.Municipality | None:
        """Where it has its seat."""
        return places.by_key().get(self.ags)

    @property
    def place_in_words(self) -> str:
        """Its municipality, its region, or both."""
        seat = self.municipality
        return ", ".join(part for part in (seat.name if seat else "", self.region) if part)

    @property
    def can_fall_asleep(self) -> bool:
        return self.kind in KEPT_ALIVE

    def is_dormant(self, day: date) -> bool:
        """See `BodyQuerySet.dormant`."""
        if self.ended is not None or not self.can_fall_asleep:
            return False
        seen = self.last_sign.latest if self.last_sign else None
        return seen is None or seen < dormant_before(day)

    def standing(self, day: date) -> str:
        """How it stands on a day: "ended", "dormant" or "active"."""
        if self.ended is not None:
            return "ended"
        return "dormant" if self.is_dormant(day) else "active"


class Coordinator(models.Model):
    """An account that keeps the record of one body, such as the coordinator of an alliance."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="coordinators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coordinated_bodies"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "user"], name="coordinates_a_body_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.body_id}"
