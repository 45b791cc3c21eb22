"""A dialogue with somebody who runs it and somebody who moderates it."""

import pytest

from dialogwerk.apps.dialogues.models import ProcessMember
from tests.factories import UserFactory
from tests.factories.dialogues import FormatFactory, ProcessFactory, ProcessMemberFactory


@pytest.fixture
def process():
    return ProcessFactory(slug="marktplatz")


@pytest.fixture
def place(process):
    """The format to which people contribute."""
    return FormatFactory(process=process, slug="anregungen")


@pytest.fixture
def lead(process):
    user = UserFactory(email="leitung@beispiel.example")
    ProcessMemberFactory(process=process, user=user, role=ProcessMember.Role.LEAD)
    return user


@pytest.fixture
def moderator(process):
    user = UserFactory(email="moderation@beispiel.example")
    ProcessMemberFactory(process=process, user=user, role=ProcessMember.Role.MODERATOR)
    return user
