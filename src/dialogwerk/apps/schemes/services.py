"""Changes to schemes and procedures that have consequences."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import pypdfium2
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Organisation
from dialogwerk.cores.deadlines import schedule
from dialogwerk.cores.deadlines.steps import Step

from .addresses import RESERVED_SLUGS
from .models import Document, Procedure, Round, Scheme, TeamMember

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plan_round(
    *,
    procedure: Procedure,
    display_start: date,
    display_end: date | None = None,
    objections_until: date | None = None,
) -> Round:
    """The round as it would be opened, with computed days, norms and reasons; nothing is stored.

    A longer end as announced may be given; a shorter one is refused by the deadline core.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the dates are not lawful.
    """
    given = {
        "display_start": display_start,
        "display_end": display_end,
        "objections_end": objections_until,
    }
    events = {name: day for name, day in given.items() if day}
    computed = schedule(procedure.kind, land=procedure.land, eia=procedure.eia, events=events)
    return Round(
        procedure=procedure,
        display_start=display_start,
        display_end=computed.step("public_display").last_day,
        objections_until=computed.step("objections").last_day,
        steps=[_step_as_json(step) for step in computed.steps],
    )


@transaction.atomic
def open_round(
    *,
    procedure: Procedure,
    display_start: date,
    by: str,
    display_end: date | None = None,
    objections_until: date | None = None,
    title: str = "",
) -> Round:
    """Open a round: its display and objection period computed, with norms and explanation.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: the dates are not lawful.
    """
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    opened = plan_round(
        procedure=procedure,
        display_start=display_start,
        display_end=display_end,
        objections_until=objections_until,
    )
    opened.number = (procedure.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    opened.title = title or _("Round %(number)s") % {"number": opened.number}
    opened.save(force_insert=True)
    record(
        "round.opened",
        subject=f"{procedure.slug}/{opened.number}",
        actor=by,
        procedure=procedure.slug,
        payload={
            "display_start": display_start.isoformat(),
            "display_end": opened.display_end.isoformat(),
            "objections_until": opened.objections_until.isoformat(),
        },
    )
    return opened


def _step_as_json(step: Step) -> dict[str, Any]:
    return {
        "step": step.step,
        "first_day": step.first_day.isoformat() if step.first_day else None,
        "last_day": step.last_day.isoformat(),
        "accept_until": step.accept_until.isoformat(),
        "kind": step.kind,
        "norms": list(step.norms),
        "explanation_de": step.explanation_de,
        "explanation_en": step.explanation_en,
    }


@transaction.atomic
def display_document(
    *, scheme: Scheme, number: str, title: str, file: IO[bytes], by: str, on: date | None = None
) -> Document:
    """Add a PDF to the documents on display; its pages are counted, its checksum kept.

    Raises:
        ValidationError: the file is not a PDF that can be opened, or the number is taken.
    """
    content = file.read()
    pages = _pages_of(content)
    if scheme.documents.filter(number=number).exists():
        raise ValidationError(
            _("There is already a document %(number)s.") % {"number": number}, code="number_taken"
        )
    digest = hashlib.sha256(content).hexdigest()
    document = Document(
        scheme=scheme,
        number=number,
        title=title,
        pages=pages,
        size=len(content),
        sha256=digest,
        displayed_from=on,
    )
    document.file.save(f"{digest[:16]}.pdf", ContentFile(content), save=True)
    record(
        "document.displayed",
        subject=f"{scheme.code}/{number}",
        actor=by,
        payload={"sha256": digest, "pages": pages},
    )
    return document


def _pages_of(content: bytes) -> int:
    if not content.startswith(b"%PDF-"):
        raise ValidationError(_("This file is not a PDF. Save the document as PDF and try again."))
    try:
        return len(pypdfium2.PdfDocument(content))
    except pypdfium2.PdfiumError as error:
        raise ValidationError(
            _("This PDF cannot be opened; it may be damaged or protected by a password.")
        ) from error


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


@transaction.atomic
def save_procedure(
    *,
    procedure: Procedure | None,
    scheme: Scheme,
    title: str,
    reference: str,
    eia: bool | None,
    authority: OrganisationDraft,
    by: str,
) -> Procedure:
    """Create a procedure on a scheme, or change one. Rounds already computed stay as announced."""
    is_new = procedure is None
    slugs = Procedure.objects.values_list("slug", flat=True)
    procedure = procedure or Procedure(scheme=scheme, slug=free_slug(title, slugs))
    procedure.title, procedure.reference, procedure.eia = title, reference, eia
    procedure.authority = resolve_organisation(authority)
    procedure.save()
    record(
        "procedure.created" if is_new else "procedure.changed",
        subject=procedure.slug,
        actor=by,
        procedure=procedure.slug,
        payload={"title": title, "eia": eia},
    )
    return procedure


@transaction.atomic
def join_team(*, scheme: Scheme, user: User, role: str, by: str) -> TeamMember:
    """Give an account a role on the team of a scheme; once is enough."""
    member, is_new = TeamMember.objects.get_or_create(scheme=scheme, user=user, role=role)
    if is_new:
        payload = {"user": user.actor, "role": role}
        record("team.joined", subject=scheme.code, actor=by, payload=payload)
    return member


@transaction.atomic
def leave_team(*, member: TeamMember, by: str) -> None:
    """Take a role on the team away.

    Raises:
        ValidationError: nobody could look after the scheme any more.
    """
    keepers = [Role.CASE_WORKER, Role.OFFICE]
    left = member.scheme.team.filter(role__in=keepers).exclude(pk=member.pk)
    if member.role in keepers and not left.exists():
        raise ValidationError(
            _("A team needs a case worker or the dialogue office. Add another one first.")
        )
    payload = {"user": f"user:{member.user_id}", "role": member.role}
    record("team.left", subject=member.scheme.code, actor=by, payload=payload)
    member.delete()
