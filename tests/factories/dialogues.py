"""Dialogue processes and what people contribute to them."""

import hashlib
from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from dialogwerk.apps.dialogues.models import (
    Category,
    Comment,
    Contribution,
    Following,
    Format,
    Outcome,
    Phase,
    Process,
    ProcessMember,
    TargetGroup,
)


class ProcessFactory(DjangoModelFactory):
    """A public process that stands alone."""

    class Meta:
        model = Process

    slug = factory.Sequence(lambda n: f"dialog-{n}")
    title = factory.Sequence(lambda n: f"Dialog {n}")
    summary = "Wie soll der Marktplatz in Musterhausen werden?"
    goal = "Eine Liste von Maßnahmen, die alle lesen können."
    open_matters = "Bäume, Bänke und Wege."
    settled_matters = "Der Platz bleibt autofrei (Ratsbeschluss)."
    decided_by = "Rat der Stadt Musterhausen"
    rules_of_play = "Keine Beleidigungen.\nKeine Daten anderer Menschen."
    is_public = True


class ProcessMemberFactory(DjangoModelFactory):
    class Meta:
        model = ProcessMember

    process = factory.SubFactory(ProcessFactory)
    user = factory.SubFactory("tests.factories.UserFactory")
    role = ProcessMember.Role.LEAD


class PhaseFactory(DjangoModelFactory):
    """A phase of June 2026."""

    class Meta:
        model = Phase

    process = factory.SubFactory(ProcessFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Phase {n}")
    purpose = "Erfahrungen kommen zusammen."
    first_day = date(2026, 6, 1)
    last_day = factory.LazyAttribute(lambda one: one.first_day + timedelta(days=29))


class FormatFactory(DjangoModelFactory):
    """Contributions on a map or list, open as long as the process runs."""

    class Meta:
        model = Format

    process = factory.SubFactory(ProcessFactory)
    kind = "contributions"
    slug = factory.Sequence(lambda n: f"beitraege-{n}")
    title = "Ihre Anregungen"
    intro = "Was ist Ihnen auf dem Marktplatz wichtig?"
    settings = factory.LazyFunction(lambda: {"geometries": ["Point"], "takes_photos": True})


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    format = factory.SubFactory(FormatFactory)
    title = factory.Sequence(lambda n: f"Kategorie {n}")
    position = factory.Sequence(lambda n: n + 1)


class ContributionFactory(DjangoModelFactory):
    """A public contribution by nobody in particular."""

    class Meta:
        model = Contribution

    format = factory.SubFactory(FormatFactory)
    process = factory.SelfAttribute("format.process")
    title = factory.Sequence(lambda n: f"Mehr Schatten {n}")
    text = "Auf dem Marktplatz fehlen Bäume."
    sha256 = factory.LazyAttribute(
        lambda one: hashlib.sha256(f"{one.title}\n{one.text}".encode()).hexdigest()
    )


class CommentFactory(DjangoModelFactory):
    """A public comment by nobody in particular."""

    class Meta:
        model = Comment

    contribution = factory.SubFactory(ContributionFactory)
    text = factory.Sequence(lambda n: f"Das sehe ich auch so ({n}).")
    sha256 = factory.LazyAttribute(lambda one: hashlib.sha256(one.text.encode()).hexdigest())


class FollowingFactory(DjangoModelFactory):
    """An author who confirmed the address that was left with a contribution."""

    class Meta:
        model = Following

    contribution = factory.SubFactory(ContributionFactory)
    process = factory.SelfAttribute("contribution.process")
    person = factory.SelfAttribute("contribution.person")
    confirmed_at = factory.LazyFunction(timezone.now)
    told_until = factory.SelfAttribute("confirmed_at")


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    contribution = factory.SubFactory(ContributionFactory)
    kind = Outcome.Kind.ADOPTED
    reason = "Der Rat hat zwölf Bäume beschlossen."
    decided_on = date(2026, 7, 1)
    by = "user:1"


class TargetGroupFactory(DjangoModelFactory):
    """A group that was reached, with how that is known."""

    class Meta:
        model = TargetGroup

    process = factory.SubFactory(ProcessFactory)
    title = factory.Sequence(lambda n: f"Gruppe {n}")
    reached = TargetGroup.Reached.YES
    how_known = "Bei der Werkstatt gezählt."
    source = "Teilnahmeliste"
