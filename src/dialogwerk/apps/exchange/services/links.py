"""What partners know a procedure by, and the schemas that messages are checked against."""

import uuid
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores import xbeteiligung as core
from dialogwerk.cores.xbeteiligung.values import Procedure as Kind

from ..errors import NotLinked
from ..models import Link

KINDS: dict[str, Kind] = {
    Procedure.Kind.BAULEITPLAN: Kind.MUNICIPAL,
    Procedure.Kind.RAUMORDNUNG: Kind.SPATIAL,
    Procedure.Kind.RAUMVERTRAEGLICHKEIT: Kind.SPATIAL,
}
"""The standard knows plan approval, municipal and spatial plans; a permit under immission control
law, whose hearing follows § 10 BImSchG alike, goes out as plan approval."""

NAMESPACE = uuid.UUID("6f6c7a52-2c5e-5d0e-9d0b-5b1f2f3b9a10")
"""Of the UUIDs that we give, so that the same message has the same one."""


def link_of(procedure: Procedure) -> Link:
    """The identifiers of a procedure.

    Raises:
        NotLinked: none are stored.
    """
    found = Link.objects.filter(procedure=procedure).first()
    if found is None:
        raise NotLinked(_("Say first under which identifiers the partner knows this procedure."))
    found.procedure = procedure
    return found


@transaction.atomic
def keep_link(*, link: Link, by: str) -> None:
    """Store the identifiers; the journal keeps what they were."""
    link.full_clean()
    link.save()
    record(
        "xbeteiligung.linked",
        subject=link.procedure.slug,
        actor=by,
        procedure=link.procedure.slug,
        payload={
            field.name: getattr(link, field.name)
            for field in Link._meta.fields
            if field.name not in ("id", "procedure")
        },
    )


def us(link: Link) -> core.Agency:
    """The authority of the procedure, as it signs messages."""
    directory = core.Code(link.directory, link.directory_version)
    return core.Agency(directory=directory, key=link.our_key, name=link.procedure.authority.name)


def them(link: Link) -> core.Agency:
    """The partner."""
    directory = core.Code(link.directory, link.directory_version)
    return core.Agency(directory=directory, key=link.their_key, name=link.their_name)


def has_schemas() -> bool:
    """Whether a setting names the folder of the schemas."""
    return bool(settings.XBETEILIGUNG_SCHEMAS)


def schemas() -> core.Schemas | None:
    """The schemas of the standard, if a setting names their folder.

    Raises:
        NoSchemas: it names one that does not hold them.
    """
    folder = settings.XBETEILIGUNG_SCHEMAS
    return _schemas(folder) if folder else None


@lru_cache(maxsize=2)
def _schemas(folder: str) -> core.Schemas:
    return core.Schemas(Path(folder))
