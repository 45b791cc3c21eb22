"""A procedure that takes letters in time, and a case worker of its team, logged in."""

import pytest

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
def hand_over(procedure):
    """Hands files over and takes them in at once; the delivery."""
    import io

    from dialogwerk.apps.intake.services import deliveries

    def deliver(*files, **options):
        made = deliveries.deliver(
            procedure=procedure,
            files=[(name, io.BytesIO(content)) for name, content in files],
            by="user:1",
            **options,
        )
        deliveries.take_in(made, by="user:1")
        made.refresh_from_db()
        return made

    return deliver
