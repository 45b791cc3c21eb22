"""A procedure that a partner knows, and a case worker of its team."""

import pytest

from dialogwerk.apps.accounts.models import Role
from tests.factories import LinkFactory, ProcedureFactory, UserFactory

BY = "user:1"


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


@pytest.fixture
def link(procedure):
    return LinkFactory(procedure=procedure)


@pytest.fixture
def worker(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)


@pytest.fixture
def ours(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def checked(settings, real_data):
    """The schemas of the standard are installed."""
    settings.XBETEILIGUNG_SCHEMAS = str(real_data / "standards" / "xbeteiligung-1.2")
