"""All municipalities of North Rhine-Westphalia as bodies of the record."""

from django.db import transaction

from dialogwerk.apps.base import places
from dialogwerk.apps.base.journal import EntryDraft, record_many

from ..models import Body
from .keeping import prepare

SOURCE = "Verwaltungsgebiete, © GeoBasis-DE / BKG 2021"


@transaction.atomic
def record_municipalities(*, by: str) -> int:
    """Take every municipality into the record that is not there yet; gives how many were new.

    Done again, it changes nothing, also where somebody has corrected a name meanwhile.
    """
    municipality = Body.Kind.MUNICIPALITY
    known = set(Body.objects.filter(kind=municipality).values_list("ags", flat=True))
    new = [
        Body(
            kind=municipality,
            name=one.name,
            official_name=one.official_name,
            ags=ags,
            source=SOURCE,
            recorded_by=by,
        )
        for ags, one in places.by_key().items()
        if ags not in known
    ]
    for body in new:
        prepare(body, [])
    Body.objects.bulk_create(new, batch_size=100)
    record_many(
        EntryDraft(
            action="body.created",
            subject=body.code,
            actor=by,
            payload={"kind": str(municipality), "public": True, "ags": body.ags},
        )
        for body in new
    )
    return len(new)
