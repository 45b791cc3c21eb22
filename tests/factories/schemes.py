"""Invented schemes, procedures and their dates."""

import hashlib
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.people.models import Organisation
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

from .accounts import UserFactory
from .people import OrganisationFactory


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
