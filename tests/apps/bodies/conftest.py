"""Clients of those who look at bodies and keep their record."""

import pytest
from django.test import Client

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.bodies.services import add_coordinator
from tests.factories import BodyFactory, UserFactory


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office():
    """The browser of the dialogue office."""
    return signed_in(UserFactory(roles=[Role.OFFICE]))


@pytest.fixture
def alliance():
    return BodyFactory(name="Lokale Allianz Musterhausen", ags="05162004")


@pytest.fixture
def coordinator(alliance):
    """The browser of an account without any role that coordinates the alliance."""
    user = UserFactory()
    add_coordinator(body=alliance, user=user, by="user:1")
    return signed_in(user)
