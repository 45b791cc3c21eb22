import os
import signal
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dialogwerk.apps.base import periodic as registry
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


@pytest.fixture
def counted(monkeypatch):
    """A step of its own, done every hour; the list says how often it was done."""
    registry.steps()  # the apps name theirs when they are first asked
    monkeypatch.setattr(registry, "_steps", {})
    done = []

    @registry.every(timedelta(hours=1))
    def count():
        done.append(len(done))
        if len(done) == 1:
            raise OSError("the disk is full")

    return done


def test_a_step_of_an_app_is_done_once_per_interval_and_again_if_it_failed(counted):
    (step,) = registry.steps()
    with pytest.raises(OSError, match="disk"):
        step.do_if_due()
    assert step.do_if_due()
    assert not step.do_if_due()
    call_command("periodic", once=True)
    assert counted == [0, 1]


@pytest.mark.usefixtures("_signals_as_before", "_connection_stays")
def test_a_step_that_fails_is_logged_and_the_others_go_on(counted, monkeypatch, caplog):
    @registry.every(timedelta(hours=1))
    def end():
        os.kill(os.getpid(), signal.SIGTERM)

    call_command("periodic", interval=0.01)
    assert "the disk is full" in caplog.text
    assert "count failed" in caplog.text
    assert counted == [0]


def test_ended_sessions_and_finished_tasks_are_forgotten():
    now = timezone.now()
    Session.objects.create(session_key="ended", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="open", expire_date=now + timedelta(days=1))
    for key, days in (("old", 20), ("new", 2)):
        DBTaskResult.objects.create(
            task_path=key,
            backend_name="default",
            status="SUCCESSFUL",
            args_kwargs={},
            finished_at=now - timedelta(days=days),
        )
    registry.forget_ended_sessions()
    registry.forget_finished_tasks()
    assert [one.session_key for one in Session.objects.all()] == ["open"]
    assert [one.task_path for one in DBTaskResult.objects.all()] == ["new"]
