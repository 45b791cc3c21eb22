"""What all changes of the record share: locks, checks in words, what follows from the record."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.dates import UncertainDate
from dialogwerk.apps.base.journal import record

from ..models import Body

FOLLOWS = ("last_sign", "last_sign_latest", "sort_key", "search_text", "changed_at")
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def locked(body: Body) -> Body:
    """The body as it stands now; until the transaction ends nobody else changes its record.

    Raises:
        ValidationError: it was put together with another one meanwhile.
    """
    found: Body = Body.objects.select_for_update().get(pk=body.pk)
    if found.merged_into_id:
        raise ValidationError(
            _("This record was put together with another one meanwhile. Please change that one.")
        )
    return found


def refresh(body: Body) -> None:
    """Compute anew what follows from the record: last sign of life, order, words to search in."""
    body.last_sign = last_sign_of(body)
    names = list(body.aliases.values_list("name", flat=True))
    prepare(body, names)
    body.changed_at = timezone.now()
    body.save(update_fields=FOLLOWS)


def prepare(body: Body, names: list[str]) -> None:
    """Order and words to search in, from the names of the body and where it is."""
    body.sort_key = sort_key(body.name)
    seat = body.municipality
    places = [seat.name, seat.district.name] if seat else []
    words = [body.name, body.official_name, *names, body.region, *places, body.code]
    body.search_text = "\n".join(filter(None, words))


def sort_key(name: str) -> str:
    """A name as German lists put it into order.

    >>> sort_key("Überörtliche Allianz") < sort_key("Verband")
    True
    """
    return name.casefold().translate(_PLAIN)[:200]


def last_sign_of(body: Body) -> UncertainDate | None:
    """The newest date on which the body certainly or perhaps was at work."""
    found: list[UncertainDate] = [body.founded] if body.founded else []
    for entries in (body.signs, body.relations, body.tenures, body.benches):
        newest = entries.exclude(begun_latest=None).order_by("-begun_latest", "-pk").first()
        if newest is not None and newest.begun is not None:
            found.append(newest.begun)
    known = [one for one in found if one.latest]
    return max(known, key=lambda one: (one.latest, one.earliest or one.latest), default=None)


def check(row: models.Model, *skipped: str) -> None:
    """Lengths, addresses and choices, before the database refuses them.

    Raises:
        ValidationError: by field.
    """
    relations = [field.name for field in row._meta.fields if field.is_relation]
    row.full_clean(
        exclude=["code", "sort_key", "search_text", "last_sign", *relations, *skipped],
        validate_unique=False,
        validate_constraints=False,
    )


def check_order(begun: UncertainDate | None, ended: UncertainDate | None) -> None:
    """Refuse an end before the begin.

    Raises:
        ValidationError: with the code of the field.
    """
    if begun and ended and begun.earliest and ended.latest and ended.latest < begun.earliest:
        raise ValidationError(
            _("The end is before the begin. Please check both dates."), code="ended"
        )


def note(body: Body, happened: str, by: str, **payload: Any) -> None:
    """An entry in the journal: codes, kinds and days, no names and no free text."""
    record(f"body.{happened}", subject=body.code, actor=by, payload=payload)


def sealed(text: str) -> str:
    """A checksum of free text, which may name people."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
