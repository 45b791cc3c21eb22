"""An event of a dialogue, somebody who runs the dialogue, the browser of that person."""

from datetime import timedelta

import pytest

from dialogwerk.apps.base import protection
from dialogwerk.apps.dialogues.models import ProcessMember
from tests.factories import UserFactory
from tests.factories.dialogues import FormatFactory, ProcessFactory, ProcessMemberFactory
from tests.factories.events import EventFactory


@pytest.fixture
def process():
    return ProcessFactory(slug="marktplatz")


@pytest.fixture
def series(process):
    """The format under which the events stand."""
    return FormatFactory(process=process, kind="event", slug="abende", title="Dialogabende")


@pytest.fixture
def evening(series):
    return EventFactory(format=series, title="Erster Abend", capacity=3)


@pytest.fixture
def lead(process):
    return ProcessMemberFactory(process=process, user=UserFactory()).user


@pytest.fixture
def expert(process):
    role = ProcessMember.Role.EXPERT
    return ProcessMemberFactory(process=process, user=UserFactory(), role=role).user


@pytest.fixture
def patient(monkeypatch):
    """Nobody has to wait until a form may be sent."""
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))
