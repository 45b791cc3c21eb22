"""Schemes: what is said of them, where they lie, their address; organisations by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Organisation

from ..addresses import RESERVED_SLUGS
from ..models import Scheme, TeamMember

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def place_scheme(scheme: Scheme, geometry: dict[str, Any] | None) -> None:
    """Set the place from GeoJSON (Point or Polygon, WGS 84) and keep its bounding box."""
    scheme.geometry = geometry
    points = list(_points(geometry["coordinates"])) if geometry else []
    if not points:
        scheme.west = scheme.south = scheme.east = scheme.north = None
        return
    longitudes, latitudes = zip(*points, strict=True)
    scheme.west, scheme.east = min(longitudes), max(longitudes)
    scheme.south, scheme.north = min(latitudes), max(latitudes)
    scheme.place_kind = (
        Scheme.PlaceKind.POINT
        if geometry and geometry["type"] == "Point"
        else Scheme.PlaceKind.AREA
    )


def _points(coordinates: Any) -> Iterable[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)


def free_slug(title: str, taken: Iterable[str]) -> str:
    """An address for a title, with a number behind it if the plain one is taken or reserved.

    >>> free_slug("Windpark Höhe", ["windpark-hoehe"])
    'windpark-hoehe-2'
    >>> free_slug("Konten", [])
    'konten-2'
    """
    plain = slugify(title.lower().translate(_UMLAUTS))[:70].strip("-") or "ohne-titel"
    used = RESERVED_SLUGS.union(taken)
    number, slug = 1, plain
    while slug in used:
        number += 1
        slug = f"{plain}-{number}"
    return slug


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An authority or developer as typed: found again by its name, or new."""

    name: str
    kind: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""


def resolve_organisation(draft: OrganisationDraft) -> Organisation:
    """The organisation of that name and kind; what the draft says of its address is kept."""
    found = Organisation.objects.filter(name__iexact=draft.name, kind=draft.kind).first()
    organisation = found or Organisation(name=draft.name, kind=draft.kind)
    for field in ("street", "postal_code", "city", "email", "phone"):
        if value := getattr(draft, field):
            setattr(organisation, field, value)
    organisation.save()
    return organisation


@transaction.atomic
def save_scheme(
    *,
    scheme: Scheme | None,
    title: str,
    summary: str,
    developer: OrganisationDraft,
    place_name: str,
    geometry: dict[str, Any] | None,
    is_public: bool,
    by: User,
) -> Scheme:
    """Create a scheme, or change one; whoever creates it joins its team as the dialogue office."""
    is_new = scheme is None
    scheme = scheme or Scheme(slug=free_slug(title, Scheme.objects.values_list("slug", flat=True)))
    scheme.title, scheme.summary, scheme.place_name = title, summary, place_name
    scheme.developer, scheme.is_public = resolve_organisation(developer), is_public
    place_scheme(scheme, geometry)
    scheme.save()
    if is_new:
        TeamMember.objects.create(scheme=scheme, user=by, role=Role.OFFICE)
    record(
        "scheme.created" if is_new else "scheme.changed",
        subject=scheme.code,
        actor=by.actor,
        payload={"title": title, "public": is_public},
    )
    return scheme
