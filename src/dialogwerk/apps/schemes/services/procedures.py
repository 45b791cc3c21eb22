"""Procedures: creating one, changing what is said of it."""

from django.db import transaction

from dialogwerk.apps.base.journal import record

from ..models import Procedure, Scheme
from .schemes import OrganisationDraft, free_slug, resolve_organisation


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
