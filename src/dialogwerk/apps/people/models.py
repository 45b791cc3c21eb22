"""The identity vault: names and addresses live here and nowhere else.

Everything else in the house points to a person by code number. Emptying the vault of a person
means deleting the ``Identity`` row; the coded content stays where law demands it.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.ids import new_public_id


def new_person_code() -> str:
    return new_public_id("P")


def new_organisation_code() -> str:
    return new_public_id("O")


class Organisation(models.Model):
    """An authority, developer, public agency, association or company."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("authority")
        DEVELOPER = "developer", _("developer of schemes")
        PUBLIC_AGENCY = "public_agency", _("public agency")
        ASSOCIATION = "association", _("association")
        COMPANY = "company", _("company")
        OTHER = "other", _("other organisation")

    code = models.CharField(max_length=20, unique=True, default=new_organisation_code)
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone who writes (Einwender): a code number; the name is in the vault."""

    class Kind(models.TextChoices):
        NATURAL = "natural", _("private person")
        ORGANISATION = "organisation", _("organisation")
        PUBLIC_AGENCY = "public_agency", _("public agency")

    code = models.CharField(max_length=20, unique=True, default=new_person_code)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NATURAL)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="aliases",
        help_text=_("found to be this person; the identity here is another form of theirs"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.code


class Identity(models.Model):
    """Name and address of one person, as given. Read only through ``people.services``."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    name = models.CharField(_("name"), max_length=250, blank=True)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    match_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def __str__(self) -> str:
        return (self.person_id and f"identity of person {self.person_id}") or "identity"

    other_forms: Sequence["Identity"] = ()
    """The identities of persons found to be this one, where `services` has filled them in."""

    @property
    def has_postal_address(self) -> bool:
        return bool(self.street and self.city)

    @property
    def address_lines(self) -> list[str]:
        """The lines of the address field on an envelope, empty ones left out."""
        town = f"{self.postal_code} {self.city}".strip()
        return [line for line in (self.organisation, self.name, self.street, town) if line]


class VaultLook(models.Model):
    """One look into the vault: who saw which identities, when and for what."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="vault_looks"
    )
    actor = models.CharField(max_length=50)
    purpose = models.CharField(max_length=100)
    procedure = models.CharField(max_length=80, blank=True)
    codes = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("look into the vault")
        verbose_name_plural = _("looks into the vault")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.purpose} ({self.count})"
