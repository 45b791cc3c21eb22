"""The round that the demo shows."""

import pytest

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.opinions.demo import STATEMENTS, rehearse
from dialogwerk.apps.opinions.models import OpinionMap
from tests.factories import FormatFactory, ProcessFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_demo_shows_three_groups_that_stand_apart():
    process = FormatFactory(kind="opinions").process
    rehearse(process, {Role.OFFICE: UserFactory(roles=[Role.OFFICE])})
    stored = OpinionMap.objects.get(round__process=process)
    assert stored.result["shown"] == 3
    assert stored.result["separation"]["is_there"]
    assert stored.result["cautions"] == ["self-selection"]
    assert [one["size"] for one in stored.result["groups"]] == [24, 20, 18]
    assert stored.participants == 62
    assert len(stored.result["columns"]) == len(STATEMENTS)


def test_a_dialogue_without_a_round_gets_none():
    process = ProcessFactory()
    rehearse(process, {Role.OFFICE: UserFactory(roles=[Role.OFFICE])})
    assert not process.formats.exists()
