"""A procedure without assessment, and its case worker, signed in."""

import pytest

from dialogwerk.apps.accounts.models import Role
from tests.factories import ProcedureFactory, UserFactory


@pytest.fixture
def procedure():
    return ProcedureFactory(eia=False)


@pytest.fixture
def staff(client, procedure):
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    client.force_login(user)
    return user
