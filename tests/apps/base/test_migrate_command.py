"""Our ``migrate`` does what Django's does, and leaves the collector of garbage as it was."""

import gc

import pytest
from django.core.management import CommandError, call_command, get_commands

from dialogwerk.apps.base.management.commands import migrate


def test_it_is_the_one_that_is_called():
    assert get_commands()["migrate"] == "dialogwerk.apps.base"


def test_garbage_is_collected_rarely_meanwhile_and_as_before_afterwards(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "django.core.management.commands.migrate.Command.handle",
        lambda *args, **options: seen.append(gc.get_threshold()),
    )
    before = gc.get_threshold()
    call_command("migrate")
    assert seen == [migrate.RARELY]
    assert gc.get_threshold() == before != migrate.RARELY


@pytest.mark.django_db
def test_after_a_failure_it_is_as_before_too():
    before = gc.get_threshold()
    with pytest.raises(CommandError):
        call_command("migrate", "no-such-app")
    assert gc.get_threshold() == before
