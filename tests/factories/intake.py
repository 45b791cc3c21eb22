"""Invented deliveries, and letters read from scans."""

import hashlib
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.intake.models import (
    BulkUpload,
    DeliveredFile,
    Delivery,
    Duplicate,
    Item,
    ScanReading,
)

from .schemes import ProcedureFactory
from .statements import ImportBatchFactory, StatementFactory


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    procedure = factory.SubFactory(ProcedureFactory)
    title = "Posteingang vom Morgen"
    created_by = "user:0"


class DeliveredFileFactory(DjangoModelFactory):
    class Meta:
        model = DeliveredFile

    delivery = factory.SubFactory(DeliveryFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = "brief.pdf"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"delivered {n}".encode()).hexdigest())
    size = 1


class ItemFactory(DjangoModelFactory):
    """Something refused, without its bytes."""

    class Meta:
        model = Item

    source = factory.SubFactory(DeliveredFileFactory)
    delivery = factory.SelfAttribute("source.delivery")
    name = "brief.pdf"
    sha256 = factory.SelfAttribute("source.sha256")
    state = Item.State.QUARANTINED
    reason = "damaged"
    received_at = factory.LazyFunction(timezone.now)
    basis = Item.Basis.GIVEN
    channel = "post"


class BulkUploadFactory(DjangoModelFactory):
    class Meta:
        model = BulkUpload

    submission_key = factory.LazyFunction(uuid.uuid4)
    procedure = factory.SubFactory(ProcedureFactory)
    table = factory.SubFactory(ImportBatchFactory)
    organiser = "Initiative Beispiel"
    contact = "initiative@beispiel.example"
    title = "Gegen den Windpark"


class ScanReadingFactory(DjangoModelFactory):
    """Read by a machine, not confirmed yet."""

    class Meta:
        model = ScanReading

    statement = factory.SubFactory(StatementFactory)
    read_at = factory.LazyFunction(timezone.now)


class DuplicateFactory(DjangoModelFactory):
    class Meta:
        model = Duplicate

    procedure = factory.SubFactory(ProcedureFactory)
    first = factory.SubFactory(StatementFactory, procedure=factory.SelfAttribute("..procedure"))
    second = factory.SubFactory(StatementFactory, procedure=factory.SelfAttribute("..procedure"))
    reason = Duplicate.Reason.TEXT
