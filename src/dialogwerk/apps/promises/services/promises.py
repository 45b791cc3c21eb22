"""Promises recorded and corrected."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.dates import UncertainDate, from_day
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Organisation
from dialogwerk.apps.schemes.models import Scheme

from .. import sources
from ..models import Promise, PromiseEvent

When = UncertainDate | date
AMENDABLE = (
    *("text", "made_on", "owner", "owner_name", "source_text", "source_url"),
    *("scheme", "responsible", "is_public"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a promise came from, for apps above: see `sources.register`.

    Attributes:
        kind: such as "contribution".
        ref: the code of that thing.
    """

    kind: str
    ref: str


@transaction.atomic
def make_promise(
    *,
    text: str,
    made_on: When,
    by: str,
    owner: Organisation | None = None,
    owner_name: str = "",
    due: When | None = None,
    source_text: str = "",
    source_url: str = "",
    origin: Origin | None = None,
    scheme: Scheme | None = None,
    responsible: User | None = None,
    is_public: bool = True,
) -> Promise:
    """Record what was promised, by whom and until when.

    Args:
        made_on: the day of the promise, as well as it is known.
        owner: the organisation that promised it; or
        owner_name: the office, for third parties that are no organisation on file. An office of an
            organisation is given with it.
        due: until when, as well as it was said; None if nobody said anything.
        source_text: where it was promised, such as "Dialogforum, Protokoll S. 4".
        origin: what it came from in this house.
        responsible: the account that is reminded before it is due; without one the team of the
            scheme is, and without a scheme the office.
        by: the actor, e.g. ``user:12``.

    Raises:
        ValidationError: something is missing or contradicts itself; the code names the field.
        ValueError: no app has registered this kind of origin.
    """
    if origin is not None and not sources.is_known(origin.kind):
        raise ValueError(f"No app has said what {origin.kind!r} is; see promises.sources.register.")
    promise = Promise(
        text=text.strip(),
        made_on=uncertain(made_on),  # type: ignore[misc]  # `check` refuses what is missing
        owner=owner,
        owner_name=" ".join(owner_name.split()),
        due=uncertain(due),
        source_text=" ".join(source_text.split()),
        source_url=source_url.strip(),
        source_kind=origin.kind if origin else "",
        source_ref=origin.ref if origin else "",
        scheme=scheme,
        responsible=responsible,
        is_public=is_public,
        recorded_by=by,
    )
    check(promise)
    promise.save(force_insert=True)
    note(promise, PromiseEvent.Kind.MADE, by, on=promise.made_on, due_after=promise.due)
    return promise


@transaction.atomic
def amend_promise(*, promise: Promise, by: str, **values: Any) -> Promise:
    """Correct what is said of a promise; the history keeps what stood there before.

    Due date and state have services of their own, for others are told of them.

    Args:
        values: any of `AMENDABLE`; what is left out stays.

    Raises:
        ValidationError: as for `make_promise`.
        TypeError: a value that cannot be amended.
    """
    if strange := set(values) - set(AMENDABLE):
        raise TypeError(f"Not to be amended: {', '.join(sorted(strange))}.")
    kept = locked(promise)
    before = {name: getattr(kept, name) for name in values}
    for name, value in values.items():
        setattr(kept, name, _tidied(name, value))
    check(kept)
    changed = {
        name: [as_text(before[name]), as_text(getattr(kept, name))]
        for name in values
        if before[name] != getattr(kept, name)
    }
    if changed:
        kept.save()
        note(kept, PromiseEvent.Kind.AMENDED, by, changed=changed)
    return kept


def _tidied(name: str, value: Any) -> Any:
    if name == "made_on":
        return uncertain(value)
    if name in ("source_text", "owner_name"):
        return " ".join(value.split())
    return value.strip() if isinstance(value, str) else value


def as_text(value: Any) -> str:
    """A value as the history keeps it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, User):
        return value.actor
    if isinstance(value, Organisation | Scheme):
        return value.code
    if isinstance(value, UncertainDate):
        return value.stored
    return "" if value is None else str(value)


def locked(promise: Promise) -> Promise:
    """The promise as it stands now, until the transaction ends nobody else changes it."""
    found: Promise = Promise.objects.select_for_update().get(pk=promise.pk)
    return found


def uncertain(when: When | None) -> UncertainDate | None:
    """An exact day as an uncertain date, which it is a case of."""
    return from_day(when) if isinstance(when, date) else when


def check(promise: Promise) -> None:
    """What the database would refuse, in words that say what to do.

    Raises:
        ValidationError: the code names the field.
    """
    if not promise.text:
        raise ValidationError(_("Please say what was promised."), code="text")
    if not (promise.owner or promise.owner_name):
        raise ValidationError(_("Please say who promised it."), code="owner")
    if promise.made_on is None:
        raise ValidationError(
            _("Please say when it was promised; “unknown” is possible."), code="made_on"
        )
    made, today = promise.made_on.earliest, timezone.localdate()
    if made and made > today:
        raise ValidationError(_("This day is yet to come. Please check it."), code="made_on")
    if made and promise.due and promise.due.latest and promise.due.latest < made:
        raise ValidationError(
            _("The due date is before the day of the promise. Please check both."), code="due"
        )
    settled = promise.settled_on.latest if promise.settled_on else None
    if made and settled and settled < made:
        raise ValidationError(
            _("It would be settled before it was made. Please check both days."), code="on"
        )
    promise.full_clean(
        exclude=["code", "scheme", "owner", "responsible", "shown_by", "state"],
        validate_unique=False,
        validate_constraints=False,
    )


def note(promise: Promise, kind: str, by: str, **details: Any) -> PromiseEvent:
    """Add an event to the history, and an entry to the journal: codes and days, no free text."""
    event = PromiseEvent(promise=promise, kind=kind, by=by, **details)
    event.save(force_insert=True)
    record(f"promise.{kind}", subject=promise.code, actor=by, payload=_payload(promise, event))
    return event


def _payload(promise: Promise, event: PromiseEvent) -> dict[str, Any]:
    days = {"on": event.on, "due_before": event.due_before, "due_after": event.due_after}
    payload: dict[str, Any] = {name: day.edtf for name, day in days.items() if day}
    if event.kind == PromiseEvent.Kind.MADE:
        payload |= {
            "scheme": promise.scheme.code if promise.scheme else "",
            "owner": promise.owner.code if promise.owner else "",
            "text": sealed(promise.text),
            "public": promise.is_public,
        }
    if event.reason:
        payload["reason"] = sealed(event.reason)
    if event.evidence:
        payload["evidence"] = event.evidence.sha256 or sealed(str(event.evidence))
    if event.changed:
        payload["changed"] = sorted(event.changed)
    return payload


def sealed(text: str) -> str:
    """A checksum of free text, which may name people."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
