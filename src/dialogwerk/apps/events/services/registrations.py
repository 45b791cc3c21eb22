"""Registering, cancelling, moving up from the waiting list, checking in."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.services import IdentityDraft, resolve_person

from ..errors import NotRegistrable
from ..models import Event, Notice, Registration

MOST_SEATS = 10
COMING, WAITING, CANCELLED = (
    Registration.State.COMING,
    Registration.State.WAITING,
    Registration.State.CANCELLED,
)


@transaction.atomic
def register(
    *, event: Event, name: str, email: str, seats: int = 1, now: datetime, by: str = "public"
) -> Registration:
    """Register somebody; name and e-mail address go into the vault.

    When there are not enough places left, the registration waits. Whoever registers again gets the
    same mail again and no second place.

    Raises:
        NotRegistrable: the event takes no registrations now, or not of so many people.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not locked.takes_registrations_at(now):
        raise NotRegistrable(_("Nobody can register for this event now."))
    if not 1 <= seats <= MOST_SEATS:
        raise NotRegistrable(
            _("Up to %(most)d people can be registered at once.") % {"most": MOST_SEATS}
        )
    person = resolve_person(IdentityDraft(name=name, email=email))
    known: Registration | None = locked.registrations.standing().filter(person=person).first()
    if known:
        _tell_again(known, now)
        return known
    state = COMING if _has_room(locked, seats) else WAITING
    made = locked.registrations.create(person=person, seats=seats, state=state, at=now)
    _say("registration.made", made, by)
    kind = Notice.Kind.CONFIRMED if state == COMING else Notice.Kind.WAITING
    tell([made], kind, locked, now)
    return made


@transaction.atomic
def confirm(*, registration: Registration, now: datetime) -> None:
    """Whoever has the key of the mail owns the address: further mails may go there."""
    if registration.confirmed_at is None:
        registration.confirmed_at = now
        registration.save(update_fields=["confirmed_at"])
        _say("registration.confirmed", registration, "public")


@transaction.atomic
def cancel(*, registration: Registration, now: datetime, by: str = "public") -> None:
    """Give the place back; whoever waits moves up. A second time changes nothing."""
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    kept = Registration.objects.select_for_update().get(pk=registration.pk)
    if kept.state == CANCELLED:
        return
    kept.state = CANCELLED
    if by == "public":  # with the key that stood in the mail
        kept.confirmed_at = kept.confirmed_at or now
    kept.save(update_fields=["state", "confirmed_at"])
    _say("registration.cancelled", kept, by)
    tell([kept], Notice.Kind.CANCELLED, event, now)
    fill_up(event, now)


def fill_up(event: Event, now: datetime) -> None:
    """Give free places to those who wait, whoever came first in front; in the caller's transaction.

    A larger party that does not fit lets smaller ones behind it pass.
    """
    if event.cancelled_at or event.starts_at <= now:
        return
    for one in event.registrations.waiting():
        if _has_room(event, one.seats):
            one.state = COMING
            one.save(update_fields=["state"])
            _say("registration.moved_up", one, "system:events")
            tell([one], Notice.Kind.MOVED_UP, event, now)


@transaction.atomic
def check_in(*, registration: Registration, came: bool, now: datetime, by: User) -> None:
    """Note that somebody came, or take that back."""
    if (registration.checked_in_at is not None) == came:
        return
    registration.checked_in_at = now if came else None
    registration.save(update_fields=["checked_in_at"])
    _say(
        "registration.checked_in" if came else "registration.not_checked_in", registration, by.actor
    )


def tell(
    registrations: Iterable[Registration], kind: Notice.Kind, event: Event, now: datetime
) -> None:
    """Note a mail to each of them; it leaves with the next round of `notices.send_notices`."""
    Notice.objects.bulk_create(
        [
            Notice(registration=one, kind=kind, sequence=event.sequence, at=now)
            for one in registrations
        ],
        ignore_conflicts=True,
    )


def free_places(event: Event) -> int | None:
    """How many are left; None where there is no limit."""
    if event.capacity is None:
        return None
    taken: int = event.registrations.coming().seats()
    return max(event.capacity - taken, 0)


def _has_room(event: Event, seats: int) -> bool:
    free = free_places(event)
    return free is None or free >= seats


def _tell_again(known: Registration, now: datetime) -> None:
    kinds = [Notice.Kind.CONFIRMED, Notice.Kind.WAITING, Notice.Kind.MOVED_UP]
    last = known.notices.filter(kind__in=kinds).last()
    if last:
        last.sent_at, last.at = None, now
        last.save(update_fields=["sent_at", "at"])


def _say(action: str, registration: Registration, by: str) -> None:
    payload = {"event": registration.event.code, "seats": registration.seats}
    record(action, subject=registration.code, actor=by, payload=payload)
