"""Two records of one body put together."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .. import hooks
from ..models import Alias, Body, Coordinator
from .keeping import locked, note, one_line, refresh, sealed


@transaction.atomic
def merge_bodies(*, gone: Body, kept: Body, by: str, reason: str) -> Body:
    """Put ``gone`` into ``kept``: its entries move there, its names stay as other names.

    The code of ``gone`` leads to ``kept`` from then on. What ``kept`` says of itself stays; only
    what it leaves empty is taken over.

    Raises:
        ValidationError: both are the same, one is merged already, or no reason is given.
    """
    if gone.pk == kept.pk:
        raise ValidationError(_("This is the same record. Please choose another one."), code="kept")
    if not reason.strip():
        raise ValidationError(_("Please say how you know that both are one."), code="reason")
    first, second = sorted((gone, kept), key=lambda one: one.pk)
    rows = {row.pk: row for row in (locked(first), locked(second))}
    old, new = rows[gone.pk], rows[kept.pk]
    _fill_in(old, new)
    _keep_names(old, new, by)
    moved = _move(old, new)
    hooks.move(old, new)
    old.merged_into = new
    old.save(update_fields=["merged_into"])
    Body.objects.filter(merged_into=old).update(merged_into=new)
    new.save()
    refresh(new)
    note(new, "merged", by, gone=old.code, moved=moved, reason=sealed(reason.strip()))
    note(old, "merged_into", by, kept=new.code)
    return new


def _keep_names(old: Body, new: Body, by: str) -> None:
    known = {new.name.casefold(), new.official_name.casefold(), ""}
    known |= {name.casefold() for name in new.aliases.values_list("name", flat=True)}
    for name in (old.name, old.official_name):
        if one_line(name).casefold() not in known:
            known.add(name.casefold())
            Alias.objects.create(
                body=new,
                name=name,
                source=old.source,
                source_url=old.source_url,
                remark=old.code,
                recorded_by=by,
            )


def _fill_in(old: Body, new: Body) -> None:
    """What the record that stays leaves empty is taken from the other one."""
    if new.organisation_id is None and old.organisation_id is not None:
        organisation, old.organisation = old.organisation, None
        old.save(update_fields=["organisation"])
        new.organisation = organisation
    for name in ("official_name", "description", "ags", "region", "homepage", "founded"):
        if not getattr(new, name):
            setattr(new, name, getattr(old, name))
    if not new.source:
        new.source, new.source_url = old.source, old.source_url
    if new.ended is None and old.ended is not None:
        for name in ("ended", "end_reason", "end_reason_unknown", "end_decided_by", "end_source"):
            setattr(new, name, getattr(old, name))


def _move(old: Body, new: Body) -> dict[str, int]:
    """Entries of both sides; a relation or role between the two has lost its sense."""
    old.relations.filter(other=new).delete()
    new.relations.filter(other=old).delete()
    between = old.tenures.filter(holder=new) | new.tenures.filter(holder=old)
    between.delete()
    noted = set(new.signs.exclude(origin="").values_list("origin", flat=True))
    old.signs.filter(origin__in=noted).delete()
    moved = {
        "alias": old.aliases.update(body=new),
        "relation": old.relations.update(body=new),
        "bench": old.benches.update(body=new),
        "tenure": old.tenures.update(body=new),
        "sign": old.signs.update(body=new),
    }
    moved["relation"] += old.relations_of_others.update(other=new)
    moved["tenure"] += old.held_tenures.update(holder=new)
    old.represented_in.update(on_behalf_of=new)
    known = new.coordinators.values("user")
    Coordinator.objects.filter(body=old).exclude(user__in=known).update(body=new)
    Coordinator.objects.filter(body=old).delete()
    return moved
