"""Invented people and organisations."""

import factory
from factory.django import DjangoModelFactory

from dialogwerk.apps.people.models import Identity, Organisation, Person


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Musteramt {n}")
    kind = Organisation.Kind.AUTHORITY
    city = "Musterhausen"


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
