"""Invented partners and their messages."""

import hashlib

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.exchange.models import Link, Parcel

from .accounts import UserFactory
from .schemes import ProcedureFactory


class LinkFactory(DjangoModelFactory):
    """The identifiers under which a partner of XBeteiligung knows a procedure."""

    class Meta:
        model = Link

    procedure = factory.SubFactory(ProcedureFactory)
    process_id = factory.Sequence(lambda n: f"vorgang-{n}")
    plan_id = "plan-1"
    participation_id = "beteiligung-1"
    step = "6000"
    step_version = "3"
    substep = "1000"
    substep_version = "3"
    directory = "DVDV"
    directory_version = "1"
    our_key = "psw:05000000"
    their_key = "psw:06000000"
    their_name = "Planungsportal Musterland"


class ParcelFactory(DjangoModelFactory):
    """A file with messages that was brought; the file itself is only a name."""

    class Meta:
        model = Parcel

    procedure = factory.SubFactory(ProcedureFactory)
    name = "nachrichten.zip"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"parcel {n}".encode()).hexdigest())
    size = 1000
    file = factory.LazyAttribute(lambda one: f"parcels/{one.sha256[:2]}/{one.sha256}")
    by = factory.SubFactory(UserFactory)
    taken_at = factory.LazyFunction(timezone.now)
