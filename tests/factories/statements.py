"""Invented letters, and what clerks make of them."""

import hashlib

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.statements.models import (
    AnswerVersion,
    Argument,
    Attachment,
    Campaign,
    Dispatch,
    ImportBatch,
    Occurrence,
    Original,
    Proposal,
    Reply,
    ReplyPoint,
    Segment,
    SignatureList,
    Statement,
)
from dialogwerk.apps.statements.models.answers import Weighing
from dialogwerk.apps.statements.services.proposal_outcomes import fingerprint

from .accounts import UserFactory
from .people import PersonFactory
from .schemes import ProcedureFactory


class OriginalFactory(DjangoModelFactory):
    class Meta:
        model = Original

    body = factory.Sequence(lambda n: f"Brief {n}".encode())
    sha256 = factory.LazyAttribute(lambda one: hashlib.sha256(one.body).hexdigest())
    media_type = "text/plain; charset=utf-8"
    received_at = factory.LazyFunction(timezone.now)
    channel = "web"


class SignatureListFactory(DjangoModelFactory):
    class Meta:
        model = SignatureList

    procedure = factory.SubFactory(ProcedureFactory)
    title = "Unterschriftenliste Heideruh"


class StatementFactory(DjangoModelFactory):
    """A letter as intake leaves it: unread, in no campaign.

    Traits: ``late=True``, ``already_read=True`` and ``named=True`` (the person is in the vault).
    """

    class Meta:
        model = Statement

    class Params:
        late = factory.Trait(is_late=True)
        already_read = factory.Trait(
            read_at=factory.LazyFunction(timezone.now),
            read_by="user:0",
            read_how=Statement.ReadHow.EXPLICIT,
        )
        named = factory.Trait(person=factory.SubFactory(PersonFactory, named=True))

    procedure = factory.SubFactory(ProcedureFactory)
    person = factory.SubFactory(PersonFactory)
    title = "Einwendung"
    text = factory.Sequence(
        lambda n: (
            f"Ich wohne am Musterweg {n} und fürchte den Lärm der Anlagen in der Nacht.\n\n"
            "Der Rotmilan brütet am Heiderand. Das Gutachten nennt ihn nicht."
        )
    )
    original = factory.SubFactory(
        OriginalFactory,
        body=factory.LazyAttribute(lambda one: one.factory_parent.text.encode()),
        channel=factory.SelfAttribute("..channel"),
        received_at=factory.SelfAttribute("..received_at"),
    )
    received_at = factory.LazyFunction(timezone.now)
    channel = "web"


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    statement = factory.SubFactory(StatementFactory)
    name = "foto.pdf"
    media_type = "application/pdf"
    size = 2048
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"file {n}".encode()).hexdigest())
    file = factory.LazyAttribute(lambda one: f"originals/{one.sha256[:2]}/{one.sha256}")


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    procedure = factory.SubFactory(ProcedureFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Kein Lärm auf der Heide"
    template = (
        "Ich lehne den Windpark ab. Der Lärm raubt uns den Schlaf.\n\n"
        "Außerdem ist der Rotmilan gefährdet."
    )


class ArgumentFactory(DjangoModelFactory):
    class Meta:
        model = Argument

    procedure = factory.SubFactory(ProcedureFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Lärm in der Nacht {n}")
    created_by = "user:0"


class SegmentFactory(DjangoModelFactory):
    """A proposed passage of a letter; ``tied=True`` with ``argument=…`` makes it a tied one."""

    class Meta:
        model = Segment

    class Params:
        tied = factory.Trait(
            state=Segment.State.TIED,
            confirmation=Segment.Confirmation.EXPLICIT,
            argument=factory.SubFactory(
                ArgumentFactory, procedure=factory.SelfAttribute("..procedure")
            ),
            decided_by="user:0",
            decided_at=factory.LazyFunction(timezone.now),
        )

    statement = factory.SubFactory(StatementFactory)
    procedure = factory.LazyAttribute(lambda one: (one.statement or one.campaign).procedure)
    start = 0
    end = 20
    text = factory.LazyAttribute(
        lambda one: (one.statement.text if one.statement else one.campaign.template)[
            one.start : one.end
        ]
    )
    made_by = "system:segments"


class OccurrenceFactory(DjangoModelFactory):
    """A point: a tied passage in the letter it stands in."""

    class Meta:
        model = Occurrence
        skip_postgeneration_save = True

    segment = factory.SubFactory(SegmentFactory, tied=True)
    statement = factory.SelfAttribute("segment.statement")

    @factory.post_generation
    def noted(point, create, _extracted, **_kwargs):  # noqa: N805
        """Its argument knows that it has changed, as after every way to make a point."""
        if create and point.segment.argument_id:
            changed = Argument.objects.filter(pk=point.segment.argument_id)
            changed.update(changes=F("changes") + 1)


class ProposalFactory(DjangoModelFactory):
    """An argument proposed for an open passage."""

    class Meta:
        model = Proposal

    segment = factory.SubFactory(SegmentFactory)
    procedure = factory.SelfAttribute("segment.procedure")
    argument = factory.SubFactory(ArgumentFactory, procedure=factory.SelfAttribute("..procedure"))
    fingerprint = factory.LazyAttribute(lambda one: fingerprint(one.segment.text))
    confidence = 0.83
    method = Proposal.Method.LEARNED
    evidence = ["Lärm", "Nacht"]


class AnswerVersionFactory(DjangoModelFactory):
    """An answer; it becomes the argument's current one."""

    class Meta:
        model = AnswerVersion
        skip_postgeneration_save = True

    argument = factory.SubFactory(ArgumentFactory)
    number = factory.LazyAttribute(lambda one: one.argument.answers.count() + 1)
    result = Weighing.FOLLOWED_IN_PART
    text = "Die Anlagen werden nachts gedrosselt, sobald der Richtwert erreicht ist."
    by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def current(self, create, value, **kwargs):
        if create and value is not False:
            self.argument.current_answer = self
            self.argument.save(update_fields=["current_answer"])


class ReplyFactory(DjangoModelFactory):
    """A reply that is not sent yet; ``dispatched=True`` is one that was."""

    class Meta:
        model = Reply

    class Params:
        dispatched = factory.Trait(
            generated_at=factory.LazyFunction(timezone.now),
            sent_at=factory.LazyFunction(timezone.now),
        )

    procedure = factory.SubFactory(ProcedureFactory)
    person = factory.SubFactory(PersonFactory)


class ReplyPointFactory(DjangoModelFactory):
    class Meta:
        model = ReplyPoint

    reply = factory.SubFactory(ReplyFactory)
    answer = factory.SubFactory(AnswerVersionFactory)
    argument = factory.SelfAttribute("answer.argument")
    position = factory.Sequence(lambda n: n + 1)


class DispatchFactory(DjangoModelFactory):
    class Meta:
        model = Dispatch

    reply = factory.SubFactory(ReplyFactory, dispatched=True)
    how = Dispatch.How.EMAIL
    by = "user:0"


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    procedure = factory.SubFactory(ProcedureFactory)
    name = "briefe.csv"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"table {n}".encode()).hexdigest())
    file = factory.LazyAttribute(lambda one: f"imports/{one.sha256[:2]}/{one.sha256}")
    media_kind = "csv"
    created_by = "user:0"
