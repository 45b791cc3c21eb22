"""Changes to schemes and procedures that have consequences."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

import pypdfium2
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.cores.deadlines import schedule

from .models import Document, Procedure, Round, Scheme


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

    A longer end as announced may be given; a shorter one is refused by the deadline core.

    Raises:
        dialogwerk.cores.deadlines.errors.DeadlineError: the dates are not lawful.
    """
    events = {"display_start": display_start}
    if display_end:
        events["display_end"] = display_end
    if objections_until:
        events["objections_end"] = objections_until
    computed = schedule(procedure.kind, land=procedure.land, eia=procedure.eia, events=events)
    steps = {step.step: step for step in computed.steps}
    number = procedure.rounds.count() + 1
    opened = Round.objects.create(
        procedure=procedure,
        number=number,
        title=title or _("Round %(number)s") % {"number": number},
        display_start=display_start,
        display_end=steps["public_display"].last_day,
        objections_until=steps["objections"].last_day,
        steps=[_step_as_json(step) for step in computed.steps],
    )
    record(
        "round.opened",
        subject=f"{procedure.slug}/{number}",
        actor=by,
        procedure=procedure.slug,
        payload={
            "display_start": display_start.isoformat(),
            "display_end": opened.display_end.isoformat(),
            "objections_until": opened.objections_until.isoformat(),
        },
    )
    return opened


def _step_as_json(step: Any) -> dict[str, Any]:
    return {
        "step": step.step,
        "first_day": step.first_day.isoformat() if step.first_day else None,
        "last_day": step.last_day.isoformat() if step.last_day else None,
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
        raise ValidationError(_("There is already a document %(number)s.") % {"number": number})
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
        Scheme.PlaceKind.POINT if geometry and geometry["type"] == "Point" else Scheme.PlaceKind.AREA
    )


def _points(coordinates: Any) -> Iterable[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)
