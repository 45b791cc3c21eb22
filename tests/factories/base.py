"""Invented runs of work in the background."""

from factory.django import DjangoModelFactory

from dialogwerk.apps.base.models import Run


class RunFactory(DjangoModelFactory):
    class Meta:
        model = Run

    kind = "group"
    title = "Briefe gruppieren"
    actor = "user:0"
