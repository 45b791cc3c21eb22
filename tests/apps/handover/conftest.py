"""A procedure with arguments that people raised, and accounts of both sides."""

import pytest

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.handover.services.handing_over import hand_over
from tests.apps.statements.answered_letters import make_point, make_talkative
from tests.factories import ArgumentFactory, PersonFactory, ProcedureFactory, UserFactory

BY = "user:1"


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


@pytest.fixture
def noise(procedure):
    """An argument that two people raise."""
    found = ArgumentFactory(procedure=procedure, title="Lärm in der Nacht")
    for _number in range(2):
        make_point(procedure, PersonFactory(), found)
    return found


@pytest.fixture
def kites(procedure):
    found = ArgumentFactory(procedure=procedure, title="Rotmilan am Heiderand", kind="study")
    make_point(procedure, PersonFactory(), found)
    return found


@pytest.fixture
def secrets(procedure):
    """What one letter, raised in an argument of its own, tells of its writer."""
    return make_talkative(procedure)


@pytest.fixture
def handed(procedure, noise, kites):
    """The first hand-over."""
    made = hand_over(procedure=procedure, by=BY)
    procedure.refresh_from_db()
    return made


@pytest.fixture
def developer(procedure):
    return UserFactory(roles=[Role.DEVELOPER], on_team=procedure)


@pytest.fixture
def worker(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)


@pytest.fixture
def theirs(client, developer):
    """The developer's browser."""
    client.force_login(developer)
    return client


@pytest.fixture
def ours(client, worker):
    """The case worker's browser."""
    client.force_login(worker)
    return client
