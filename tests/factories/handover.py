"""Invented hand-overs and comments on them."""

import hashlib

import factory
from factory.django import DjangoModelFactory

from dialogwerk.apps.handover.models import CommentSheet, HandedArgument, HandOver

from .accounts import UserFactory
from .schemes import ProcedureFactory


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
