"""Procedures: creating one, changing what is said of it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words

from ..models import Procedure, ProcedureEvent, Round, Scheme
from .calendar import Moved, recalculate
from .schemes import OrganisationDraft, free_slug, resolve_organisation

ANNOUNCEMENTS = ("published", "change_notified")
"""Events after which people rely on the days of a round."""
CHANGED = (
    *("title", "reference", "authority", "kind", "variant"),
    *("land", "municipality", "eia", "circumstances"),
)
"""What the form changes; others may close the weighing or release answers meanwhile."""


@dataclass(frozen=True, slots=True)
class Course:
    """What decides about the course of a procedure, and so about its dates.

    Attributes:
        kind: type of procedure.
        variant: special law; "" for the general one.
        land: whose law and holidays count.
        municipality: where holidays differ within the Land.
        eia: with environmental impact assessment; None if not decided yet.
        circumstances: facts that change the course.
    """

    kind: str = Procedure.Kind.PLANFESTSTELLUNG
    variant: str = ""
    land: str = Procedure.Land.NW
    municipality: str = ""
    eia: bool | None = None
    circumstances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A procedure as saved, and which last days are others now."""

    procedure: Procedure
    moved: tuple[Moved, ...]


@transaction.atomic
def save_procedure(
    *,
    procedure: Procedure | None,
    scheme: Scheme,
    title: str,
    reference: str,
    course: Course,
    authority: OrganisationDraft,
    by: str,
) -> Saved:
    """Create a procedure on a scheme, or change one and compute its calendar anew.

    Raises:
        dialogwerk.cores.deadlines.DeadlineError: type, law, Land and circumstances do not go
            together, or what is recorded would not be lawful with them.
        ValidationError: a period that was announced would end earlier.
    """
    is_new = procedure is None
    slugs = Procedure.objects.values_list("slug", flat=True)
    procedure = procedure or Procedure(scheme=scheme, slug=free_slug(title, slugs))
    procedure.title, procedure.reference = title, reference
    set_course(procedure, course)
    procedure.authority = resolve_organisation(authority)
    procedure.save(update_fields=None if is_new else CHANGED)
    announced = {} if is_new else _announced_ends(procedure)
    moved = recalculate(procedure=procedure, by=by)
    _refuse_shorter(procedure, announced)
    record(
        "procedure.created" if is_new else "procedure.changed",
        subject=procedure.slug,
        actor=by,
        procedure=procedure.slug,
        payload={"title": title, **_facts(course)},
    )
    return Saved(procedure, moved)


def _announced_ends(procedure: Procedure) -> dict[int, date]:
    """The last day that counts of each round that has been made public."""
    announced = ProcedureEvent.objects.standing().filter(name__in=ANNOUNCEMENTS)
    rounds = Round.objects.filter(procedure=procedure, pk__in=announced.values("round"))
    return {one.pk: one.accept_until for one in rounds}


def _refuse_shorter(procedure: Procedure, announced: dict[int, date]) -> None:
    for one in Round.objects.filter(procedure=procedure, pk__in=announced):
        if one.accept_until < announced[one.pk]:
            raise ValidationError(
                _(
                    "“%(round)s” has been announced; with this its period would end on %(after)s"
                    " instead of %(before)s. Record the announced last day for objections as an"
                    " event first, then it holds."
                )
                % {
                    "round": one.title or one.number,
                    "after": day_in_words(one.accept_until),
                    "before": day_in_words(announced[one.pk]),
                },
                code="shorter",
            )


def set_course(procedure: Procedure, course: Course) -> None:
    """Put the facts into the procedure, without saving it."""
    procedure.kind, procedure.variant = course.kind, course.variant
    procedure.land, procedure.municipality = course.land, course.municipality
    procedure.eia, procedure.circumstances = course.eia, sorted(course.circumstances)


def _facts(course: Course) -> dict[str, object]:
    return {
        "kind": str(course.kind),
        "variant": course.variant,
        "land": str(course.land),
        "municipality": course.municipality,
        "eia": course.eia,
        "circumstances": sorted(course.circumstances),
    }
