"""The round that the demo shows."""

import pytest

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.opinions.demo import STATEMENTS, rehearse
from dialogwerk.apps.opinions.models import OpinionMap
from tests.factories import ProcessFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_demo_shows_three_groups(django_assert_max_num_queries):
    process = ProcessFactory()
    rehearse(process, {Role.OFFICE: UserFactory(roles=[Role.OFFICE])})
    stored = OpinionMap.objects.get(round__process=process)
    assert stored.result["shown"] == 3
    assert stored.participants == 62
    assert len(stored.result["columns"]) == len(STATEMENTS)
