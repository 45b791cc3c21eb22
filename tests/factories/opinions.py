"""Invented opinion rounds, statements, voters and votes."""

import hashlib

import factory
from factory.django import DjangoModelFactory

from dialogwerk.apps.dialogues.models import Format
from dialogwerk.apps.opinions.models import OpinionStatement, Vote, Voter

from .dialogues import ProcessFactory


class OpinionRoundFactory(DjangoModelFactory):
    """An opinion round in a public process, open as long as that runs; without statements."""

    class Meta:
        model = Format

    process = factory.SubFactory(ProcessFactory)
    kind = "opinions"
    slug = factory.Sequence(lambda n: f"meinungsrunde-{n}")
    title = "Was ist Ihnen wichtig?"
    settings = factory.LazyFunction(dict)


class OpinionStatementFactory(DjangoModelFactory):
    """A public statement of the office; ``held=True``, ``refused=True``, ``author=voter``."""

    class Meta:
        model = OpinionStatement

    class Params:
        held = factory.Trait(state="held", by="public")
        refused = factory.Trait(state="refused", reason="Nennt einen Menschen mit Namen.")

    round = factory.SubFactory(OpinionRoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.LazyAttribute(lambda one: f"Der Platz braucht Baum Nummer {one.number}.")
    by = "user:1"


class VoterFactory(DjangoModelFactory):
    """A browser."""

    class Meta:
        model = Voter

    round = factory.SubFactory(OpinionRoundFactory)
    token_hash = factory.Sequence(lambda n: hashlib.sha256(f"voter {n}".encode()).hexdigest())


class VoteFactory(DjangoModelFactory):
    """An agreement."""

    class Meta:
        model = Vote

    statement = factory.SubFactory(OpinionStatementFactory)
    voter = factory.LazyAttribute(lambda one: VoterFactory(round=one.statement.round))
    value = 1
