"""A dialogue with somebody who runs it and somebody who moderates it."""

import pytest

from dialogwerk.apps.dialogues.models import ProcessMember
from tests.factories import IdentityFactory, UserFactory
from tests.factories.dialogues import (
    ContributionFactory,
    FollowingFactory,
    FormatFactory,
    ProcessFactory,
    ProcessMemberFactory,
)


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


@pytest.fixture
def said(place):
    """A public contribution whose author left an e-mail address and confirmed it."""
    person = IdentityFactory(name="Erika Beispiel", email="erika@beispiel.example").person
    made = ContributionFactory(format=place, person=person, title="Mehr Bäume")
    FollowingFactory(contribution=made)
    return made
