"""Schemes (Vorhaben), their documents on display, procedures and rounds."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.base.ids import new_public_id
from dialogwerk.apps.people.models import Organisation


def new_scheme_code() -> str:
    return new_public_id("V")


class SchemeQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone."""
        return self.filter(is_public=True)

    def visible_to(self, user):
        """Public ones, and those on whose team this account is; administrators see all."""
        if is_administrator(user):
            return self
        if not user.is_authenticated:
            return self.public()
        return self.filter(models.Q(is_public=True) | models.Q(team__user=user)).distinct()

    def mentioning(self, words: str):
        """Whose title, place or developer contains these words."""
        return self.filter(
            models.Q(title__icontains=words)
            | models.Q(place_name__icontains=words)
            | models.Q(developer__name__icontains=words)
        )


class Scheme(models.Model):
    """A scheme (Vorhaben): what is to be built, where, by whom, and who decides."""

    class PlaceKind(models.TextChoices):
        POINT = "point", _("point")
        AREA = "area", _("area")

    code = models.CharField(max_length=20, unique=True, default=new_scheme_code)
    slug = models.SlugField(_("address on this site"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    developer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="schemes", verbose_name=_("developer")
    )
    place_name = models.CharField(_("place"), max_length=200)
    place_kind = models.CharField(
        _("kind of place"), max_length=10, choices=PlaceKind, default=PlaceKind.POINT
    )
    geometry = models.JSONField(
        _("geometry"), null=True, blank=True, help_text=_("GeoJSON, WGS 84: Point or Polygon")
    )
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scheme", args=[self.slug])


class TeamMember(models.Model):
    """Who works on a scheme in which role (case worker, expert, developer, office)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teams"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "user", "role"], name="one_place_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scheme_id}"


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
        staff = [Role.CASE_WORKER, Role.OFFICE, Role.EXPERT]
        return self.filter(scheme__team__user=user, scheme__team__role__in=staff).distinct()

    def in_full(self):
        """With what every page of a procedure shows, in one query plus one for the rounds."""
        return self.select_related("scheme__developer", "authority").prefetch_related("rounds")


class Procedure(models.Model):
    """A formal procedure (Verfahren) on a scheme."""

    class Kind(models.TextChoices):
        PLANFESTSTELLUNG = "planfeststellung", _("plan approval (Planfeststellung)")

    class Land(models.TextChoices):
        NW = "NW", "Nordrhein-Westfalen"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="procedures")
    slug = models.SlugField(_("address on this site"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.PLANFESTSTELLUNG)
    land = models.CharField(_("Land"), max_length=2, choices=Land, default=Land.NW)
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
    """One round of public participation: display (Auslegung), then objections until a day."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(_("title"), max_length=200, blank=True)
    display_start = models.DateField(_("first day of the display"))
    display_end = models.DateField(_("last day of the display"))
    objections_until = models.DateField(_("last day for objections"))
    steps = models.JSONField(
        default=list, help_text=_("Computed steps with norms and explanations, as last computed")
    )

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
        computed = [
            date.fromisoformat(step["accept_until"])
            for step in self.steps
            if step["step"] == "objections" and "accept_until" in step
        ]
        return max([self.objections_until, *computed])

    @property
    def explained_steps(self) -> list[dict]:
        """The computed steps with the explanation in the reader's language."""
        key = "explanation_en" if (get_language() or "de").startswith("en") else "explanation_de"
        return [
            {
                **step,
                "first_day": step["first_day"] and date.fromisoformat(step["first_day"]),
                "last_day": step["last_day"] and date.fromisoformat(step["last_day"]),
                "explanation": step.get(key, ""),
            }
            for step in self.steps
        ]


def document_path(document: "Document", filename: str) -> str:
    return f"documents/{document.scheme.code}/{document.sha256[:16]}.pdf"


class Document(models.Model):
    """A document on display (Planunterlage): a PDF with countable pages."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="documents")
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=250)
    file = models.FileField(_("file"), upload_to=document_path)
    pages = models.PositiveIntegerField(_("pages"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    displayed_from = models.DateField(_("on display from"), null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="document_numbers_are_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.scheme.slug, self.pk])
