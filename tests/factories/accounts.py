"""Invented accounts."""

import factory
from factory.django import DjangoModelFactory

from dialogwerk.apps.accounts.models import RoleAssignment, User
from dialogwerk.apps.schemes.models import TeamMember

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
