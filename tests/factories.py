"""Invented people, schemes, letters and answers for tests: sensible defaults, named traits.

``UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)`` is an account on a team;
``ProcedureFactory(open_round=True)`` a procedure whose objection period runs;
``StatementFactory(late=True)`` a letter that came too late.
"""

import hashlib
import uuid
from datetime import timedelta

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.accounts.models import Role, RoleAssignment, User
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.exchange.models import Link, Parcel
from dialogwerk.apps.handover.models import CommentSheet, HandedArgument, HandOver
from dialogwerk.apps.intake.models import (
    BulkUpload,
    DeliveredFile,
    Delivery,
    Duplicate,
    Item,
    ScanReading,
)
from dialogwerk.apps.people.models import Identity, Organisation, Person
from dialogwerk.apps.schemes.models import (
    DialogueDate,
    Document,
    Notice,
    Procedure,
    ProcedureEvent,
    Round,
    ScheduledStep,
    Scheme,
    StepOverride,
    TeamMember,
)
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

PASSWORD = "ein-langes-passwort"


class UserFactory(DjangoModelFactory):
    """An account. ``roles`` are house-wide; ``on_team`` (procedure or scheme) puts it on a team
    in the same roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"konto{n}@beispiel.example")
    name = factory.Sequence(lambda n: f"Konto Beispiel {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create, roles, **kwargs):
        self.wanted_roles = list(roles or [])
        if create:
            RoleAssignment.objects.bulk_create(
                [RoleAssignment(user=self, role=role) for role in self.wanted_roles]
            )

    @factory.post_generation
    def on_team(self, create, place, **kwargs):
        if create and place is not None:
            scheme = getattr(place, "scheme", place)
            for role in self.wanted_roles:
                TeamMember.objects.create(scheme=scheme, user=self, role=role)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Musteramt {n}")
    kind = Organisation.Kind.AUTHORITY
    city = "Musterhausen"


class SchemeFactory(DjangoModelFactory):
    """A public scheme; ``is_public=False`` hides it from everyone who is not on its team."""

    class Meta:
        model = Scheme

    slug = factory.Sequence(lambda n: f"windpark-hohe-heide-{n}")
    title = factory.Sequence(lambda n: f"Windpark Hohe Heide {n}")
    summary = "Zwölf Windenergieanlagen auf der Hohen Heide."
    developer = factory.SubFactory(
        OrganisationFactory, name="Heidewind GmbH (erfunden)", kind=Organisation.Kind.DEVELOPER
    )
    place_name = "Musterhausen"
    is_public = True


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    scheme = factory.SubFactory(SchemeFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.CASE_WORKER


class DocumentFactory(DjangoModelFactory):
    """A document on display with twelve pages; the file itself is only a name."""

    class Meta:
        model = Document

    scheme = factory.SubFactory(SchemeFactory)
    number = factory.Sequence(lambda n: f"{n + 1}.1")
    title = "Schalltechnisches Gutachten"
    pages = 12
    size = 1000
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"document {n}".encode()).hexdigest())
    file = factory.LazyAttribute(lambda one: f"documents/{one.sha256[:16]}.pdf")


class RoundFactory(DjangoModelFactory):
    """A round whose display has begun and whose objection period still runs."""

    class Meta:
        model = Round

    procedure = factory.SubFactory("tests.factories.ProcedureFactory")
    number = factory.Sequence(lambda n: n + 1)
    display_start = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    display_end = factory.LazyAttribute(lambda one: one.display_start + timedelta(days=30))
    objections_until = factory.LazyAttribute(lambda one: one.display_end + timedelta(days=14))


class ProcedureFactory(DjangoModelFactory):
    """A plan approval in NRW; ``open_round=True`` adds a round that takes letters in time."""

    class Meta:
        model = Procedure
        skip_postgeneration_save = True

    class Params:
        open_round = factory.Trait(
            opened=factory.RelatedFactory(RoundFactory, factory_related_name="procedure", number=1)
        )

    scheme = factory.SubFactory(SchemeFactory)
    slug = factory.Sequence(lambda n: f"planfeststellung-hohe-heide-{n}")
    title = factory.Sequence(lambda n: f"Planfeststellung Windpark Hohe Heide {n}")
    reference = factory.Sequence(lambda n: f"25.3-2026-{n}")
    authority = factory.SubFactory(OrganisationFactory, name="Bezirksamt Musterhausen")


class ScheduledStepFactory(DjangoModelFactory):
    """A step of a calendar as `recalculate` stores it: objections that end in ten days.

    ``owed=True`` makes it a duty of the authority.
    """

    class Meta:
        model = ScheduledStep

    class Params:
        owed = factory.Trait(
            step="report",
            kind="duty",
            actor="authority",
            first_day=None,
            name_de="Stellungnahme der Anhörungsbehörde",
            name_en="Report of the hearing authority",
        )

    procedure = factory.SubFactory(ProcedureFactory)
    step = "objections"
    name_de = "Einwendungen"
    name_en = "Objections"
    kind = "right"
    actor = "public"
    last_day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    first_day = factory.LazyAttribute(lambda one: one.last_day - timedelta(days=45))
    computed_last_day = factory.SelfAttribute("last_day")
    minimum_last_day = factory.SelfAttribute("last_day")
    accept_until = factory.SelfAttribute("last_day")
    norms = factory.LazyFunction(lambda: ["§ 73 Abs. 4 Satz 1 VwVfG", "§ 31 Abs. 3 VwVfG"])
    explanation_de = "Zwei Wochen nach dem Ende der Auslegung; ein Feiertag zählt nicht mit."
    explanation_en = "Two weeks after the end of the display; a public holiday does not count."


class ProcedureEventFactory(DjangoModelFactory):
    """The application, as found in the file; the calendar is not computed anew."""

    class Meta:
        model = ProcedureEvent

    procedure = factory.SubFactory(ProcedureFactory)
    name = "application"
    day = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=90))
    proof = ProcedureEvent.Proof.LETTER
    proof_text = "Eingangsstempel, Blatt 1 der Akte"


class DialogueDateFactory(DjangoModelFactory):
    """A workshop on one day, shown to everyone."""

    class Meta:
        model = DialogueDate

    scheme = factory.SubFactory(SchemeFactory)
    kind = DialogueDate.Kind.WORKSHOP
    title = "Werkstatt Schallschutz"
    first_day = factory.LazyFunction(timezone.localdate)
    last_day = factory.SelfAttribute("first_day")


class StepOverrideFactory(DjangoModelFactory):
    """Two weeks more for objections, set by a case worker; the calendar is not computed anew."""

    class Meta:
        model = StepOverride

    procedure = factory.SubFactory(ProcedureFactory)
    step = "objections"
    computed_day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    day = factory.LazyAttribute(lambda one: one.computed_day + timedelta(days=14))
    reason = "Hochwasser, die Unterlagen lagen nicht aus."
    role = Role.CASE_WORKER


class NoticeFactory(DjangoModelFactory):
    """A published notice of a display; ``draft=True`` one that nobody sees yet."""

    class Meta:
        model = Notice

    class Params:
        draft = factory.Trait(published_on=None, published_at=None)

    procedure = factory.SubFactory(ProcedureFactory)
    kind = "display"
    title = "Bekanntmachung: Auslegung des Plans"
    text = "Der Plan liegt aus.\n\nBezirksamt Musterhausen"
    published_on = factory.LazyFunction(timezone.localdate)
    published_at = factory.LazyFunction(timezone.now)


class PersonFactory(DjangoModelFactory):
    """A person; ``named=True`` puts a name and an address into the vault."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    class Params:
        named = factory.Trait(
            vault=factory.RelatedFactory(
                "tests.factories.IdentityFactory", factory_related_name="person"
            )
        )


class IdentityFactory(DjangoModelFactory):
    class Meta:
        model = Identity

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Erika Beispiel {n}")
    street = factory.Sequence(lambda n: f"Musterweg {n + 1}")
    postal_code = "00000"
    city = "Musterhausen"
    email = factory.Sequence(lambda n: f"erika{n}@beispiel.example")


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


class RunFactory(DjangoModelFactory):
    class Meta:
        model = Run

    kind = "group"
    title = "Briefe gruppieren"
    actor = "user:0"


class HandOverFactory(DjangoModelFactory):
    """A hand-over without content; ``handed=argument`` puts this argument into it."""

    class Meta:
        model = HandOver
        skip_postgeneration_save = True

    procedure = factory.SubFactory(ProcedureFactory)
    number = factory.LazyAttribute(lambda one: one.procedure.hand_overs.count() + 1)
    by = "user:0"

    @factory.post_generation
    def handed(self, create, argument, **kwargs):
        if create and argument is not None:
            HandedArgument.objects.create(
                hand_over=self,
                argument=argument,
                number=argument.number,
                title=argument.title,
                kind=argument.kind,
                people=1,
                letters=1,
                change=HandedArgument.Change.NEW,
            )
            self.procedure.handed_over_at = self.at
            self.procedure.save(update_fields=["handed_over_at"])


class CommentSheetFactory(DjangoModelFactory):
    """A sheet that came back; the file itself is only a name."""

    class Meta:
        model = CommentSheet

    procedure = factory.SubFactory(ProcedureFactory)
    name = "uebergabe.xlsx"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"sheet {n}".encode()).hexdigest())
    size = 1000
    file = factory.LazyAttribute(lambda one: f"comments/{one.sha256[:2]}/{one.sha256}")
    by = factory.SubFactory(UserFactory)


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
