"""What was promised, by whom, until when, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.accounts.rules import is_administrator, is_office
from dialogwerk.apps.base.conditions import says_something
from dialogwerk.apps.base.fields import EarliestDay, LatestDay, UncertainDateField
from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Scheme

KEPT_STATES = ("kept", "kept_late")
WORKING = (Role.CASE_WORKER, Role.OFFICE, Role.EXPERT, Role.LAWYER)
"""Roles on a team that see what is not public."""


def new_promise_code() -> str:
    return new_public_id("Z")


class PromiseQuerySet(models.QuerySet):
    """Promises; the day on which one looks at them is always given."""

    def public(self):
        """Shown to everyone: public, and not of a scheme that is none."""
        return self.filter(Q(scheme=None) | Q(scheme__is_public=True), is_public=True)

    def visible_to(self, user):
        """Public ones, and those of schemes on whose team this account works; the office and
        administrators see all."""
        if is_administrator(user) or is_office(user):
            return self
        if not user.is_authenticated:
            return self.public()
        mine = Scheme.objects.filter(team__user=user, team__role__in=WORKING)
        shown = Q(is_public=True) & (Q(scheme=None) | Q(scheme__is_public=True))
        return self.filter(shown | Q(scheme__in=mine))

    def looked_after_by(self, user):
        """Those that are this account's to look after: by name, or as case worker or office of
        their scheme; without a scheme the office's."""
        keepers = Scheme.objects.filter(
            team__user=user, team__role__in=[Role.CASE_WORKER, Role.OFFICE]
        )
        mine = Q(responsible=user) | Q(responsible=None, scheme__in=keepers)
        if is_office(user):
            mine |= Q(responsible=None, scheme=None)
        return self.filter(mine)

    def open(self):
        """Nothing has come of them yet."""
        return self.filter(state=Promise.State.OPEN)

    def overdue(self, day: date):
        """Open although the last day that was said has passed."""
        return self.open().filter(due_latest__lt=day)

    def due_between(self, first: date, last: date):
        """Open, and the last day that was said lies in these days, both included."""
        return self.open().filter(due_latest__gte=first, due_latest__lte=last)

    def from_source(self, kind: str, ref: str):
        """Made in this contribution, meeting, answer …; see `sources`."""
        return self.filter(source_kind=kind, source_ref=ref)

    def mentioning(self, words: str):
        """Each of these words occurs in the text, its source, its owner or its code."""
        found = self
        for word in words.replace("\x00", "").split()[:10]:
            found = found.filter(
                Q(text__icontains=word)
                | Q(source_text__icontains=word)
                | Q(owner__name__icontains=word)
                | Q(owner_name__icontains=word)
                | Q(code__iexact=word)
            )
        return found

    def in_full(self):
        """With what a row of a list shows."""
        return self.select_related("scheme", "owner", "shown_by")


class Promise(models.Model):
    """A commitment (Zusage): text, owner, due date, and what came of it.

    What may stand together is a rule of the database: kept needs evidence, kept after the due date
    is kept late, broken and withdrawn need a reason. Change it with `services`, which also write
    the history.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("promise", "open")
        KEPT = "kept", pgettext_lazy("promise", "kept")
        KEPT_LATE = "kept_late", pgettext_lazy("promise", "kept late")
        BROKEN = "broken", pgettext_lazy("promise", "broken")
        WITHDRAWN = "withdrawn", pgettext_lazy("promise", "withdrawn")

    code = models.CharField(max_length=20, unique=True, default=new_promise_code)
    text = models.TextField(_("what was promised"))
    made_on = UncertainDateField(_("promised on"))
    made_on_earliest = EarliestDay("made_on")
    made_on_latest = LatestDay("made_on")
    source_text = models.CharField(_("where it was promised"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_kind = models.CharField(max_length=40, blank=True)
    source_ref = models.CharField(max_length=80, blank=True)
    scheme = models.ForeignKey(
        Scheme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="promises",
        verbose_name=_("scheme"),
    )
    owner = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="promises",
        verbose_name=_("organisation that promised it"),
    )
    owner_name = models.CharField(_("office that promised it"), max_length=250, blank=True)
    due = UncertainDateField(_("due"), null=True, blank=True)
    due_earliest = EarliestDay("due")
    due_latest = LatestDay("due")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="promises",
        verbose_name=_("looked after by"),
    )
    is_public = models.BooleanField(_("shown to everyone"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_on = UncertainDateField(_("settled on"), null=True, blank=True)
    settled_on_earliest = EarliestDay("settled_on")
    settled_on_latest = LatestDay("settled_on")
    reason = models.TextField(_("reason"), blank=True)
    shown_by = models.OneToOneField(
        "promises.Evidence",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shows",
        verbose_name=_("evidence that it was kept"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.CharField(max_length=80, help_text=_("actor"))

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["-made_on_earliest", "-pk"]
        indexes = [
            models.Index(fields=["source_kind", "source_ref"], name="promise_source"),
            models.Index(fields=["state", "due_latest"], name="promise_state_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_promise_says_something", condition=says_something("text")
            ),
            models.CheckConstraint(
                name="a_promise_has_an_owner",
                condition=Q(owner__isnull=False) | says_something("owner_name"),
            ),
            models.CheckConstraint(
                name="a_promise_is_in_a_known_state",
                condition=Q(state__in=["open", "kept", "kept_late", "broken", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="what_is_settled_has_a_day",
                condition=Q(state="open", settled_on=None)
                | (~Q(state="open") & Q(settled_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="kept_needs_evidence",
                condition=Q(state__in=KEPT_STATES, shown_by__isnull=False)
                | (~Q(state__in=KEPT_STATES) & Q(shown_by=None)),
            ),
            models.CheckConstraint(
                name="kept_after_its_day_is_kept_late",
                condition=~Q(state__in=KEPT_STATES)
                | Q(
                    state="kept_late",
                    due_latest__isnull=False,
                    settled_on_earliest__isnull=False,
                    settled_on_earliest__gt=F("due_latest"),
                )
                | (
                    Q(state="kept")
                    & (
                        Q(due_latest=None)
                        | Q(settled_on_earliest=None)
                        | Q(settled_on_earliest__lte=F("due_latest"))
                    )
                ),
            ),
            models.CheckConstraint(
                name="broken_and_withdrawn_need_a_reason",
                condition=~Q(state__in=["broken", "withdrawn"]) | says_something("reason"),
            ),
            models.CheckConstraint(
                name="an_open_promise_has_no_reason", condition=~Q(state="open") | Q(reason="")
            ),
            models.CheckConstraint(
                name="due_after_it_was_made",
                condition=Q(due_latest=None)
                | Q(made_on_earliest=None)
                | Q(due_latest__gte=F("made_on_earliest")),
            ),
            models.CheckConstraint(
                name="settled_after_it_was_made",
                condition=Q(settled_on_latest=None)
                | Q(made_on_earliest=None)
                | Q(settled_on_latest__gte=F("made_on_earliest")),
            ),
            models.CheckConstraint(
                name="a_promise_points_whole_or_not",
                condition=Q(source_kind="", source_ref="")
                | (~Q(source_kind="") & ~Q(source_ref="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("promise", args=[self.code])

    @property
    def owner_in_words(self) -> str:
        """Who promised it: the organisation, its office, or both."""
        known = [self.owner.name if self.owner else "", self.owner_name]
        return ", ".join(part for part in known if part)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_overdue(self, day: date) -> bool:
        """Open although the last day that was said has passed."""
        return bool(self.is_open and self.due_latest and self.due_latest < day)

    def standing(self, day: date) -> str:
        """Its state as shown on a day: one of `State`, or "overdue"."""
        return "overdue" if self.is_overdue(day) else self.state
