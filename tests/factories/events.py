"""Invented events and registrations."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.events.models import Event, Registration

from .people import IdentityFactory


class EventFactory(DjangoModelFactory):
    """A public event in two weeks that stands alone; ``format`` puts it into a dialogue."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"Dialogabend {n}")
    description = "Fragen und Gespräch."
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=2))
    place = "Gemeindehaus"
    is_public = True


class RegistrationFactory(DjangoModelFactory):
    """Somebody who comes, with a name and an address in the vault."""

    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory)
    person = factory.LazyFunction(lambda: IdentityFactory().person)
    state = Registration.State.COMING
    confirmed_at = factory.LazyFunction(timezone.now)
