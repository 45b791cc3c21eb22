"""A procedure that takes letters in time, and a case worker of its team, logged in."""

import pytest
from django.utils.translation import override

from dialogwerk.apps.accounts.models import Role
from tests.factories import ProcedureFactory, UserFactory


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


@pytest.fixture
def worker(client, procedure):
    """The account that is logged in."""
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    client.force_login(user)
    return user


@pytest.fixture
def clerk(client, worker):
    """The browser of a case worker."""
    return client


@pytest.fixture
def english():
    """Sentences as they stand in the code."""
    with override("en"):
        yield
