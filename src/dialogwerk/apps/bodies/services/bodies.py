"""Bodies taken into the record, corrected, ended, taken up again; who keeps their record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base import places
from dialogwerk.apps.people.models import Organisation

from ..models import Body, Coordinator
from ..periods import When, as_begin, as_end
from .keeping import check, check_order, locked, note, one_line, prepare, refresh, sealed

AMENDABLE = (
    *("kind", "name", "official_name", "description", "organisation", "ags", "region"),
    *("homepage", "founded", "source", "source_url", "is_public"),
)


@transaction.atomic
def create_body(
    *,
    kind: str,
    name: str,
    by: str,
    official_name: str = "",
    description: str = "",
    organisation: Organisation | None = None,
    ags: str = "",
    region: str = "",
    homepage: str = "",
    founded: When | None = None,
    source: str = "",
    source_url: str = "",
    is_public: bool = True,
) -> Body:
    """Take a body into the record.

    Args:
        kind: one of `Body.Kind`.
        name: what people call it.
        official_name: how it is written in documents, where that differs.
        organisation: its contact record in the vault; it takes the name of the body.
        ags: key of the municipality where it has its seat; empty if unknown.
        region: where it works, if that is no municipality, such as "Nord Westfalen".
        founded: as well as it is known; None if nobody has said anything.
        source: who says all this.
        by: the actor, e.g. ``user:12``.

    Raises:
        ValidationError: something is missing or contradicts itself; the code names the field.
    """
    body = Body(
        kind=kind,
        name=one_line(name),
        official_name=one_line(official_name),
        description=description.strip(),
        organisation=organisation,
        ags=ags,
        region=one_line(region),
        homepage=homepage.strip(),
        founded=as_begin(founded),
        source=one_line(source),
        source_url=source_url.strip(),
        is_public=is_public,
        recorded_by=by,
    )
    _check(body)
    prepare(body, [])
    body.last_sign = body.founded if body.founded and body.founded.latest else None
    body.save(force_insert=True)
    _name_organisation(body)
    note(body, "created", by, kind=body.kind, public=body.is_public, ags=body.ags)
    return body


@transaction.atomic
def amend_body(*, body: Body, by: str, **values: Any) -> Body:
    """Correct what is said of a body, or show or hide it.

    Args:
        values: any of `AMENDABLE`; what is left out stays.

    Raises:
        ValidationError: as for `create_body`.
        TypeError: a value that cannot be amended.
    """
    if strange := set(values) - set(AMENDABLE):
        raise TypeError(f"Not to be amended: {', '.join(sorted(strange))}.")
    kept = locked(body)
    before = {name: getattr(kept, name) for name in values}
    for name, value in values.items():
        setattr(kept, name, _tidied(name, value))
    _check(kept)
    changed = sorted(name for name in values if before[name] != getattr(kept, name))
    if changed:
        kept.save()
        refresh(kept)
        _name_organisation(kept)
        note(kept, "amended", by, changed=changed, public=kept.is_public)
    return kept


@transaction.atomic
def end_body(
    *,
    body: Body,
    ended: When,
    by: str,
    reason: str = "",
    reason_unknown: bool = False,
    decided_by: str = "",
    source: str = "",
) -> Body:
    """Record that a body has ended: when and why, or explicitly that nobody knows why.

    What stands unknown shows as a gap. Called again, it corrects what was said.

    Args:
        ended: the last day, as well as it is known; `dates.UNKNOWN` if it could not be found out.
        reason_unknown: nobody could say why; then without a reason.
        decided_by: which body or office decided it; no private person.
        source: where that stands.

    Raises:
        ValidationError: the code names the field.
    """
    kept = locked(body)
    until = as_end(ended)
    if until is None:
        raise ValidationError(_("Please say when it ended; “unknown” is possible."), code="ended")
    kept.ended = until
    kept.end_reason = reason.strip()
    kept.end_reason_unknown = reason_unknown
    kept.end_decided_by = one_line(decided_by)
    kept.end_source = one_line(source)
    if reason_unknown == bool(kept.end_reason):
        raise ValidationError(
            _("Please say why it ended, or mark that this is not known; one of both."),
            code="reason",
        )
    _check(kept)
    kept.save()
    refresh(kept)
    note(
        kept,
        "ended",
        by,
        ended=until.edtf,
        reason="unknown" if reason_unknown else sealed(kept.end_reason),
    )
    return kept


@transaction.atomic
def resume_body(*, body: Body, by: str, reason: str) -> Body:
    """The body goes on: its end was recorded by mistake, or it was taken up again.

    Raises:
        ValidationError: it has not ended, or no reason is given.
    """
    kept = locked(body)
    if kept.ended is None:
        raise ValidationError(_("No end of it is on record."))
    if not reason.strip():
        raise ValidationError(_("Please say why it goes on."), code="reason")
    before = kept.ended.edtf
    kept.ended = None  # type: ignore[assignment]
    kept.end_reason, kept.end_reason_unknown = "", False
    kept.end_decided_by = kept.end_source = ""
    kept.save()
    refresh(kept)
    note(kept, "resumed", by, ended_before=before, reason=sealed(reason.strip()))
    return kept


@transaction.atomic
def add_coordinator(*, body: Body, user: User, by: str) -> Coordinator:
    """Let this account keep the record of one body."""
    kept = locked(body)
    coordinator, is_new = Coordinator.objects.get_or_create(body=kept, user=user)
    if is_new:
        note(kept, "coordinator_added", by, account=user.actor)
    return coordinator


@transaction.atomic
def remove_coordinator(*, coordinator: Coordinator, by: str) -> None:
    """This account keeps the record of the body no longer."""
    body, actor = coordinator.body, coordinator.user.actor
    coordinator.delete()
    note(body, "coordinator_removed", by, account=actor)


def _tidied(name: str, value: Any) -> Any:
    if name == "founded":
        return as_begin(value)
    if name == "description":
        return value.strip()
    return one_line(value) if isinstance(value, str) else value


def _check(body: Body) -> None:
    if not body.name:
        raise ValidationError(_("Please say what it is called."), code="name")
    if body.ags and body.municipality is None:
        raise ValidationError(
            _("No municipality in North Rhine-Westphalia has the key %(key)s.") % {"key": body.ags},
            code="municipality",
        )
    if body.kind == Body.Kind.MUNICIPALITY:
        _check_municipality(body)
    today = timezone.localdate()
    for when, field in ((body.founded, "founded"), (body.ended, "ended")):
        if when and when.earliest and when.earliest > today:
            raise ValidationError(_("This day is yet to come. Please check it."), code=field)
    check_order(body.founded, body.ended)
    check(body)
    if body.organisation and (
        Body.objects.filter(organisation=body.organisation).exclude(pk=body.pk).exists()
    ):
        raise ValidationError(
            _("This contact record belongs to another body already."), code="organisation"
        )


def _check_municipality(body: Body) -> None:
    if not body.ags:
        raise ValidationError(
            _("Please choose the municipality that this body is."), code="municipality"
        )
    same = Body.objects.current().filter(kind=body.kind, ags=body.ags).exclude(pk=body.pk).first()
    if same is not None:
        name = places.by_key()[body.ags].name
        raise ValidationError(
            _("%(name)s is on record already: %(code)s.") % {"name": name, "code": same.code},
            code="municipality",
        )


def _name_organisation(body: Body) -> None:
    """The contact record bears the name of the body: names are kept in one place."""
    if body.organisation and body.organisation.name != body.name:
        body.organisation.name = body.name
        body.organisation.save(update_fields=["name"])
