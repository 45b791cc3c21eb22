"""Names of whoever registered go some time after the event; how many came stays."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import forget_unneeded

from ..models import Event, Registration

ACTOR = "system:events"


def forget_names(now: datetime) -> int:
    """Part registrations from their persons, `EVENT_NAMES_KEPT_DAYS` after the end of the event.

    A name that nothing else needs goes from the vault; what else somebody did stays theirs.
    Registrations, places and who came are still counted.

    Returns:
        How many registrations have no name any more.
    """
    ended = now - timedelta(days=settings.EVENT_NAMES_KEPT_DAYS)
    named = Registration.objects.filter(person__erased_at=None)
    due = Event.objects.over(ended).filter(pk__in=named.values("event"))
    return sum(_forget(event, now) for event in due.order_by("pk"))


@transaction.atomic
def _forget(event: Event, now: datetime) -> int:
    """One event at a time, so that what fails is due again and the rest is done."""
    rows = Registration.objects.select_for_update(of=("self",)).filter(event=event)
    named = list(rows.filter(person__erased_at=None).order_by("pk"))
    if not named:
        return 0
    persons = {one.person_id for one in named}
    nameless = Person.objects.bulk_create(Person(created_at=now, erased_at=now) for _one in named)
    for one, nobody in zip(named, nameless, strict=True):
        one.person = nobody
    Registration.objects.bulk_update(named, ["person"], batch_size=500)
    forgotten = forget_unneeded(persons)
    payload = {"registrations": len(named), "names": forgotten}
    record("event.names_forgotten", subject=event.code, actor=ACTOR, payload=payload)
    return len(named)
