"""Clients of those who look at promises and keep them."""

import pytest
from django.test import Client

from dialogwerk.apps.accounts.models import Role
from tests.factories import SchemeFactory, UserFactory


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def scheme():
    return SchemeFactory(slug="windpark-hohe-heide", title="Windpark Hohe Heide")


@pytest.fixture
def clerk(scheme):
    """A case worker in charge of the scheme."""
    return UserFactory(roles=[Role.CASE_WORKER], on_team=scheme)


@pytest.fixture
def office():
    """Of the dialogue office, on no team."""
    return UserFactory(roles=[Role.OFFICE])
