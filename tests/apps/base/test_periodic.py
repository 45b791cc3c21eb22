import os
import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.management.commands import periodic
from dialogwerk.apps.base.models import JournalEntry, Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def _signals_as_before():
    before = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    yield
    for number, action in before:
        signal.signal(number, action)


@pytest.fixture
def _connection_stays(monkeypatch):
    monkeypatch.setattr(periodic, "close_old_connections", lambda: None)


def test_one_round_seals_the_journal_and_resumes_dead_runs():
    record("a.b", subject="X", actor="public")
    then = timezone.now() - timedelta(hours=1)
    dead = Run.objects.create(
        kind="count", title="Counting", state="running", attempt=1, heartbeat_at=then
    )
    call_command("periodic", once=True)
    dead.refresh_from_db()
    assert dead.state == "waiting"
    assert not JournalEntry.objects.unsealed().exists()


@pytest.mark.usefixtures("_signals_as_before", "_connection_stays")
def test_it_goes_on_after_a_failed_round_and_ends_on_sigterm(monkeypatch, caplog):
    rounds = []

    def seal_or_fail(now, *, thorough):
        rounds.append(thorough)
        if len(rounds) == 1:
            raise OSError("the database restarts")
        os.kill(os.getpid(), signal.SIGTERM)
        return []

    monkeypatch.setattr(periodic, "seal_all", seal_or_fail)
    call_command("periodic", interval=0.01)
    assert rounds == [True, True]
    assert "the database restarts" in caplog.text


@pytest.mark.usefixtures("_signals_as_before", "_connection_stays")
def test_only_the_first_round_of_an_hour_is_thorough(monkeypatch):
    rounds = []

    def seal_three_times(now, *, thorough):
        rounds.append(thorough)
        if len(rounds) == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return []

    monkeypatch.setattr(periodic, "seal_all", seal_three_times)
    call_command("periodic", interval=0.01)
    assert rounds == [True, False, False]
