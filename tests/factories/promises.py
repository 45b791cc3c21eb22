"""Promises that somebody made."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.base.dates import from_day
from dialogwerk.apps.promises.models import Evidence, Promise
from dialogwerk.apps.promises.services import make_promise

from .people import OrganisationFactory
from .schemes import SchemeFactory


def day(number):
    """An uncertain date that is the day so many days from today."""
    return from_day(timezone.localdate() + timedelta(days=number))


class PromiseFactory(DjangoModelFactory):
    """An open promise, made a hundred days ago and due in a hundred; recorded with its history.

    ``overdue=True`` was due yesterday, ``unbound=True`` is of no scheme.
    """

    class Meta:
        model = Promise

    class Params:
        overdue = factory.Trait(due=factory.LazyFunction(lambda: day(-1)))
        unbound = factory.Trait(scheme=None)

    text = factory.Sequence(lambda n: f"Hecken entlang des Weges {n} werden nachgepflanzt.")
    made_on = factory.LazyFunction(lambda: day(-100))
    due = factory.LazyFunction(lambda: day(100))
    owner = factory.SubFactory(OrganisationFactory)
    source_text = "Dialogforum, Protokoll S. 4"
    scheme = factory.SubFactory(SchemeFactory)
    by = "user:1"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return make_promise(**kwargs)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    promise = factory.SubFactory(PromiseFactory)
    text = "Amtsblatt 12/2026, S. 80"
    by = "user:1"
