"""Procedures (Verfahren) and their rounds of participation."""

from datetime import date, datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.people.models import Organisation

from .schemes import Scheme


class ProcedureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Procedures of the schemes that this account may see."""
        if is_administrator(user):
            return self
        visible = models.Q(scheme__is_public=True)
        if user.is_authenticated:
            visible |= models.Q(scheme__team__user=user)
        return self.filter(visible).distinct()

    def worked_on_by(self, user):
        """Procedures in whose workbench this account works."""
        if is_administrator(user):
            return self
        staff = [Role.CASE_WORKER, Role.OFFICE, Role.EXPERT, Role.LAWYER]
        return self.filter(scheme__team__user=user, scheme__team__role__in=staff).distinct()

    def in_full(self):
        """With what every page of a procedure shows, in one query plus one for the rounds."""
        return self.select_related("scheme__developer", "authority").prefetch_related("rounds")


class Procedure(models.Model):
    """A formal procedure (Verfahren) on a scheme."""

    class Kind(models.TextChoices):
        PLANFESTSTELLUNG = "planfeststellung", _("plan approval (Planfeststellung)")
        BIMSCHG = "bimschg", _("immission control permit (BImSchG)")
        BAULEITPLAN = "bauleitplan", _("urban land-use plan (Bauleitplan)")
        RAUMORDNUNG = "raumordnung", _("spatial plan (Raumordnungsplan)")
        RAUMVERTRAEGLICHKEIT = (
            "raumvertraeglichkeit",
            _("spatial impact assessment (Raumverträglichkeitsprüfung)"),
        )
        KLEINE_ANFRAGE = "kleine_anfrage", _("parliamentary inquiry (Kleine Anfrage)")

    class Land(models.TextChoices):
        BW = "BW", "Baden-Württemberg"
        BY = "BY", "Bayern"
        BE = "BE", "Berlin"
        BB = "BB", "Brandenburg"
        HB = "HB", "Bremen"
        HH = "HH", "Hamburg"
        HE = "HE", "Hessen"
        MV = "MV", "Mecklenburg-Vorpommern"
        NI = "NI", "Niedersachsen"
        NW = "NW", "Nordrhein-Westfalen"
        RP = "RP", "Rheinland-Pfalz"
        SL = "SL", "Saarland"
        SN = "SN", "Sachsen"
        ST = "ST", "Sachsen-Anhalt"
        SH = "SH", "Schleswig-Holstein"
        TH = "TH", "Thüringen"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="procedures")
    slug = models.SlugField(_("address on this site"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.PLANFESTSTELLUNG)
    variant = models.CharField(_("special law"), max_length=30, blank=True)
    land = models.CharField(_("Land"), max_length=2, choices=Land, default=Land.NW)
    municipality = models.CharField(
        _("municipality whose holidays count"), max_length=100, blank=True
    )
    circumstances = models.JSONField(_("circumstances"), default=list, blank=True)
    eia = models.BooleanField(
        _("environmental impact assessment"), null=True, blank=True, help_text=_("UVP")
    )
    title = models.CharField(_("title"), max_length=250)
    reference = models.CharField(_("file reference"), max_length=80, blank=True)
    authority = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="procedures",
        verbose_name=_("hearing authority"),
    )
    answers_released_at = models.DateTimeField(_("answers released on"), null=True, blank=True)
    handed_over_at = models.DateTimeField(
        _("statements handed over to the developer on"), null=True, blank=True
    )
    weighing_closed_at = models.DateTimeField(_("weighing closed on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procedure", args=[self.slug])

    @property
    def current_round(self) -> "Round | None":
        """The latest round; uses prefetched rounds."""
        rounds = list(self.rounds.all())
        return max(rounds, key=lambda one: one.number) if rounds else None


class Round(models.Model):
    """One round of public participation: display (Auslegung), then objections until a day.

    Its days are those of the stored schedule (`ScheduledStep`), kept here because every letter asks
    for them; `services.calendar.recalculate` is the only place that sets them.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("first participation")
        CHANGE = "change", _("change of the plan")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FIRST)
    title = models.CharField(_("title"), max_length=200, blank=True)
    display_start = models.DateField(_("first day of the display"))
    display_end = models.DateField(_("last day of the display"))
    objections_until = models.DateField(_("last day for objections"))
    accepted_until = models.DateField(_("last day that counts as in time"), null=True, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="round_numbers_are_unique")
        ]

    def __str__(self) -> str:
        return self.title or f"{self.procedure_id}/{self.number}"

    def is_open_on(self, day: date) -> bool:
        """Whether letters received on this day are in time. Before the display they count too."""
        return day <= self.accept_until

    def accepts_in_time(self, received_at: datetime) -> bool:
        """In time up to the last second of the last day, in the authority's time zone."""
        return timezone.localtime(received_at).date() <= self.accept_until

    @property
    def accept_until(self) -> date:
        """The last day that counts: an announced Sunday cuts nobody off (§ 31 Abs. 3 VwVfG)."""
        return max(self.objections_until, self.accepted_until or self.objections_until)
