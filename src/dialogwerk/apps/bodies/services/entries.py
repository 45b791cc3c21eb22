"""Entries of a body's record: names, relations, benches, roles over time, signs of life."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import correct_name, erase, name_person

from ..models import Alias, Bench, Body, Relation, SignOfLife, Tenure
from ..models.entries import Entry
from ..periods import When, as_begin, as_end
from .keeping import check, check_order, locked, note, one_line, refresh, sealed

EntryType = TypeVar("EntryType", bound=Entry)
OF = {Alias: "alias", Relation: "relation", Bench: "bench", Tenure: "tenure", SignOfLife: "sign"}
"""What the journal calls each kind of entry."""


def save_alias(*, body: Body, name: str, by: str, entry: Alias | None = None, **said: Any) -> Alias:
    """Another name of the body. ``said``: begun, ended, source, source_url, remark.

    Raises:
        ValidationError: the code names the field. So do all services here.
    """
    row = entry or Alias()
    row.name = one_line(name)
    if not row.name:
        raise ValidationError(_("Please say the other name."), code="name")
    return _save(row, body, by, said)


def save_relation(
    *, body: Body, kind: str, other: Body, by: str, entry: Relation | None = None, **said: Any
) -> Relation:
    """Something between two bodies, read from ``body`` to ``other``.

    ``said``: begun, ended, source, source_url, remark.
    """
    row = entry or Relation()
    row.kind, row.other = kind, other
    if other.pk == body.pk:
        raise ValidationError(_("A body has no relation with itself."), code="other")
    if other.merged_into_id:
        raise ValidationError(
            _("This record was put together with another one. Please choose that one."),
            code="other",
        )
    return _save(row, body, by, said, kind=kind, other=other.code)


def save_bench(
    *,
    body: Body,
    group: str,
    by: str,
    title: str = "",
    seats: int | None = None,
    position: int = 0,
    entry: Bench | None = None,
    **said: Any,
) -> Bench:
    """A bench with its seats; None if nobody knows how many.

    ``said``: begun, ended, source, source_url, remark.
    """
    row = entry or Bench()
    row.group, row.title, row.seats, row.position = group, one_line(title), seats, position
    if seats is not None and seats < 1:
        raise ValidationError(_("A bench has at least one seat."), code="seats")
    return _save(row, body, by, said, group=group, seats=seats)


def save_sign(
    *, body: Body, what: str, begun: When, by: str, entry: SignOfLife | None = None, **said: Any
) -> SignOfLife:
    """Something that shows that the body was at work. ``said``: source, source_url, remark."""
    row = entry or SignOfLife()
    row.what = one_line(what)
    if not row.what:
        raise ValidationError(_("Please say what happened."), code="what")
    if begun is None:
        raise ValidationError(_("Please say when that was."), code="begun")
    return _save(row, body, by, {**said, "begun": begun})


@transaction.atomic
def note_sign_of_life(*, body: Body, what: str, on: When, origin: str, by: str) -> None:
    """For apps above: a meeting, a project … shows that the body is at work.

    The same origin, such as ``meeting:T-…``, is noted once; called again, it is corrected.
    """
    kept = locked(body)
    known = kept.signs.filter(origin=origin).first()
    row = known or SignOfLife(origin=origin)
    row.what = one_line(what)[:300]
    _save(row, kept, by, {"begun": on})


@transaction.atomic
def save_tenure(
    *,
    body: Body,
    role: str,
    by: str,
    title: str = "",
    bench: Bench | None = None,
    person: Person | None = None,
    person_name: str = "",
    holder: Body | None = None,
    unnamed: str = "",
    on_behalf_of: Body | None = None,
    name_is_public: bool = False,
    name_basis: str = "",
    name_basis_text: str = "",
    entry: Tenure | None = None,
    **said: Any,
) -> Tenure:
    """Who holds a role in the body: a person, another body, or somebody who is not named.

    Args:
        title: what the role is called there, such as "Schirmherr".
        person: somebody in the vault; or
        person_name: the name of somebody new, which goes into the vault. With both the name in
            the vault is corrected.
        holder: the body that holds it, such as a member company.
        unnamed: such as "a representative of the works council"; may be empty with a body on
            whose behalf somebody acts.
        name_is_public: show the name to everyone. Needs ``name_basis`` (one of `NAME_BASES`) and
            ``name_basis_text``, where that stands; refused for anybody but a person.
        said: begun, ended, source, source_url, remark.
    """
    name = one_line(person_name)
    holders = [bool(person or name), holder is not None, bool(one_line(unnamed))]
    if sum(holders) > 1:
        raise ValidationError(
            _("A role is held by a person, by a body or by somebody not named; please give one."),
            code="held_by",
        )
    if not any(holders) and on_behalf_of is None:
        raise ValidationError(
            _("Please say who holds it, or on whose behalf somebody not named does."),
            code="held_by",
        )
    _check_publishing(bool(person or name), name_is_public, name_basis, name_basis_text)
    if bench is not None and bench.body_id != body.pk:
        raise ValidationError(_("This bench belongs to another body."), code="bench")
    if holder is not None and holder.pk == body.pk:
        raise ValidationError(_("A body cannot be its own member."), code="holder")
    row = entry or Tenure()
    before = row.person if row.person_id else None
    row.role, row.title, row.bench = role, one_line(title), bench
    row.holder, row.unnamed, row.on_behalf_of = holder, one_line(unnamed), on_behalf_of
    row.person = _person(person, name, by)
    row.name_is_public = name_is_public
    row.name_basis = name_basis if name_is_public else ""
    row.name_basis_text = one_line(name_basis_text) if name_is_public else ""
    saved = _save(row, body, by, said, role=role, name_is_public=name_is_public)
    if before is not None and before != row.person:
        _forget(before, by)
    return saved


def _check_publishing(is_person: bool, shown: bool, basis: str, where: str) -> None:
    if not shown:
        return
    if not is_person:
        raise ValidationError(
            _("Only the name of a person needs this. Please take the mark away."),
            code="name_is_public",
        )
    if not basis:
        raise ValidationError(
            _("Please say on what ground the name is shown to everyone."), code="name_basis"
        )
    if not where.strip():
        raise ValidationError(
            _("Please say where that stands, such as: list of members of 2 May."),
            code="name_basis_text",
        )


def _person(person: Person | None, name: str, by: str) -> Person | None:
    if person is None:
        return name_person(name) if name else None
    if name:
        correct_name(person, name=name, by=by)
    return person


@transaction.atomic
def _save(row: EntryType, body: Body, by: str, said: dict[str, Any], **payload: Any) -> EntryType:
    kept = locked(body)
    is_new = row.pk is None
    row.body = kept  # type: ignore[attr-defined]
    row.begun, row.ended = as_begin(said.get("begun")), as_end(said.get("ended"))  # type: ignore[assignment]
    row.source = one_line(said.get("source", ""))
    row.source_url = said.get("source_url", "").strip()
    row.remark = one_line(said.get("remark", ""))
    if is_new:
        row.recorded_by = by
    check_order(row.begun, row.ended)
    check(row)
    row.save()
    refresh(kept)
    what = OF[type(row)]  # type: ignore[index]
    done = "entry_added" if is_new else "entry_amended"
    days = {name: when.edtf for name in ("begun", "ended") if (when := getattr(row, name))}
    note(kept, done, by, what=what, entry=row.pk, **days, **payload)
    return row


@transaction.atomic
def remove_entry(*, entry: Entry, by: str, reason: str) -> None:
    """Take an entry out of the record that never was so; what has ended gets an end instead.

    A name that nothing else needs leaves the vault.

    Raises:
        ValidationError: no reason is given, or roles still stand on this bench.
    """
    if not reason.strip():
        raise ValidationError(_("Please say why it is taken out."), code="reason")
    body = locked(entry.body)  # type: ignore[attr-defined]
    if isinstance(entry, Bench) and entry.tenures.exists():
        raise ValidationError(
            _("Roles are held on this bench. Please move them to another one first."),
        )
    person = entry.person if isinstance(entry, Tenure) else None
    pk = entry.pk
    entry.delete()
    refresh(body)
    what = OF[type(entry)]  # type: ignore[index]
    note(body, "entry_removed", by, what=what, entry=pk, reason=sealed(reason.strip()))
    if person is not None:
        _forget(person, by)


def _forget(person: Person, by: str) -> None:
    """The vault keeps no name of somebody who is nowhere on record any more."""
    if not person.tenures.exists() and person.erased_at is None:
        erase(person, by=by, reason="holds no role on record any more")
