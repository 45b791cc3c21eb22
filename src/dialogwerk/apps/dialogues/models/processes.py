"""Dialogue processes (informelle Beteiligung): their phases, and the ways of taking part."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.schemes.models import DialogueDate, Scheme


def new_process_code() -> str:
    return new_public_id("D")


WORKING = (Role.CASE_WORKER, Role.OFFICE, Role.EXPERT)
"""Who on the team of a scheme works on its dialogues; not its developer, nor legal counsel."""


def _worked_on_by(user) -> Q:
    """What `rules.works_on_it` says, as a condition."""
    of_scheme = Q(scheme__team__user=user, scheme__team__role__in=WORKING)
    return Q(members__user=user) | of_scheme


class ProcessQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone; where it belongs to a scheme, that scheme has to be public too."""
        return self.filter(Q(scheme=None) | Q(scheme__is_public=True), is_public=True)

    def visible_to(self, user):
        """Public ones and those on which this account works; administrators see all."""
        if is_administrator(user):
            return self
        shown = Q(is_public=True) & (Q(scheme=None) | Q(scheme__is_public=True))
        if user.is_authenticated:
            shown |= _worked_on_by(user)
        return self.filter(shown).distinct()

    def worked_on_by(self, user):
        """Those in whose workbench this account works."""
        if is_administrator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(_worked_on_by(user)).distinct()

    def mentioning(self, words: str):
        """Whose title, place or summary contains these words."""
        return self.filter(
            Q(title__icontains=words) | Q(place_name__icontains=words) | Q(summary__icontains=words)
        )

    def running_first(self):
        """The newest first, those that have ended last."""
        return self.order_by(F("ended_at").desc(nulls_first=True), "-created_at", "-pk")


class Process(models.Model):
    """A dialogue process: what it is to achieve, what is open in it and who decides.

    It belongs to a scheme, or stands alone (a city's mobility concept, an alliance's theme of the
    year). It is informal: nothing said in it is an objection (Einwendung) in a procedure.
    """

    code = models.CharField(max_length=20, unique=True, default=new_process_code)
    slug = models.SlugField(_("address on this site"), max_length=80, unique=True)
    scheme = models.ForeignKey(
        Scheme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dialogue_processes",
        verbose_name=_("project"),
    )
    course = models.CharField(
        _("recommended course"), max_length=40, blank=True, help_text=_("see courses.yaml")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about"))
    goal = models.TextField(_("goal"))
    open_matters = models.TextField(_("what is open"))
    settled_matters = models.TextField(_("what is decided already"), blank=True)
    decided_by = models.CharField(_("who decides in the end"), max_length=250)
    rules_of_play = models.TextField(_("rules for contributions"), blank=True)
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    area = models.JSONField(
        _("area"), null=True, blank=True, help_text=_("GeoJSON, WGS 84: Point or Polygon")
    )
    is_public = models.BooleanField(_("shown to everyone"), default=False)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    handed_over_at = models.DateTimeField(
        _("result handed over to the authority on"), null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("dialogue process")
        verbose_name_plural = _("dialogue processes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process", args=[self.slug])


class ProcessMember(models.Model):
    """Who works on a process, besides the team of its scheme."""

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("dialogue", "runs the process")
        MODERATOR = "moderator", pgettext_lazy("dialogue", "moderates contributions")
        EXPERT = "expert", pgettext_lazy("dialogue", "answers as an expert")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dialogue_processes"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("member of a dialogue process")
        verbose_name_plural = _("members of a dialogue process")
        constraints = [
            models.UniqueConstraint(fields=["process", "user", "role"], name="one_place_in_process")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.process_id}"


class Phase(models.Model):
    """A phase: what it is for, whom it addresses, from when to when, and what has to follow.

    Its gate is what must be true before the next phase begins, besides the date. A scheme's phase
    stands on the timeline of the scheme too, as a date of the dialogue.
    """

    class Gate(models.TextChoices):
        NONE = "none", pgettext_lazy("gate", "its last day is over")
        RESULTS_PUBLISHED = "results_published", pgettext_lazy("gate", "its results are published")
        ALL_ANSWERED = "all_answered", pgettext_lazy("gate", "every contribution is answered")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"))
    audience = models.CharField(_("whom it addresses"), max_length=300, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    gate = models.CharField(
        _("the next phase begins when"), max_length=20, choices=Gate, default=Gate.NONE
    )
    results_published_at = models.DateTimeField(_("results published on"), null=True, blank=True)
    results = models.TextField(_("results"), blank=True)
    gate_waived_because = models.TextField(_("gate opened all the same because"), blank=True)
    dialogue_date = models.OneToOneField(
        DialogueDate, null=True, blank=True, on_delete=models.SET_NULL, related_name="phase"
    )

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["position", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="phase_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def runs_on(self, day: date) -> bool:
        """Whether this day lies within it; gates are asked in `gates`."""
        return self.first_day <= day <= self.last_day


class FormatQuerySet(models.QuerySet):
    def shown(self):
        """Not taken out of the process."""
        return self.filter(withdrawn_at=None)


class Format(models.Model):
    """One way of taking part in a process, such as contributions on a map or an opinion round.

    What kinds there are, and their pages, is said through `hooks.provide_format`. Days of its own
    narrow those of its phase; without a phase and days it is open as long as the process runs.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="formats")
    phase = models.ForeignKey(
        Phase, null=True, blank=True, on_delete=models.SET_NULL, related_name="formats"
    )
    kind = models.CharField(_("kind"), max_length=40)
    slug = models.SlugField(_("address within the process"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("what you ask people"), blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    moderated_first = models.BooleanField(
        _("contributions appear only after somebody has looked at them"), default=False
    )
    settings = models.JSONField(default=dict, blank=True, help_text=_("choices of this kind"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = FormatQuerySet.as_manager()

    class Meta:
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "slug"], name="format_address_is_unique")
        ]

    def __str__(self) -> str:
        return self.title
