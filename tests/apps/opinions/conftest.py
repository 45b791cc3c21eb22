"""A round with people who voted, and whoever works on it."""

import pytest

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.opinions.demo import rehearse
from dialogwerk.apps.opinions.services.rounds import forget_rounds
from tests.factories import OpinionRoundFactory, ProcessMemberFactory, UserFactory


@pytest.fixture(autouse=True)
def _every_test_looks_anew():
    forget_rounds()
    yield
    forget_rounds()


@pytest.fixture
def rehearsed(db):
    """The round of the demo: 62 people in three groups, a statement that waits, a map."""
    one = OpinionRoundFactory()
    rehearse(one.process, {Role.OFFICE: UserFactory(roles=[Role.OFFICE])})
    one.refresh_from_db()
    return one


@pytest.fixture
def lead(rehearsed):
    """Whoever runs the process of the rehearsed round."""
    return ProcessMemberFactory(process=rehearsed.process).user
