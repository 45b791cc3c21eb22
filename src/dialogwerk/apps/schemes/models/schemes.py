"""Schemes (Vorhaben), who works on them, and their documents on display."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
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
