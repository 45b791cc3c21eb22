from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base import runs
from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import (
    RunFailed,
    RunHandle,
    RunTakenOver,
    execute_run,
    handler,
    reap_runs,
    start_run,
    stop_run,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=5)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something and let what waits for the commit happen."""

    def run(function, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return run


@pytest.fixture
def handle_with(monkeypatch):
    """Let this function do the runs of kind "count"."""
    return lambda function: monkeypatch.setitem(runs._handlers, "count", function)


@pytest.fixture(autouse=True)
def _every_progress_is_written(monkeypatch):
    monkeypatch.setattr(runs, "SECONDS_BETWEEN_WRITES", 0)


def _count(run: RunHandle) -> dict:
    for number in range(1, run.arguments["up_to"] + 1):
        run.advance(number, f"at {number}")
    return {"counted": run.arguments["up_to"]}


def _start(**options) -> Run:
    return start_run(
        "count", **{"title": "Counting", "arguments": {"up_to": 3}, "by": "user:1", **options}
    )


def _crash(run: RunHandle) -> dict:
    run.advance(1)
    raise SystemExit


def test_a_run_is_done_after_the_commit_and_keeps_its_result(committed, handle_with):
    handle_with(_count)
    run = committed(_start, total=3)
    assert run.state == Run.State.WAITING
    run.refresh_from_db()
    assert (run.state, run.result, run.done, run.percent) == ("done", {"counted": 3}, 3, 100)
    assert (run.message, run.actor, run.attempt) == ("at 3", "user:1", 1)
    assert run.is_finished
    assert run.started_at <= run.finished_at
    assert str(run) == "Counting"
    assert run.public_id.startswith("V-")


def test_nothing_is_queued_before_the_commit(handle_with):
    handle_with(_crash)
    run = _start()
    run.refresh_from_db()
    assert (run.state, run.attempt, run.percent) == ("waiting", 0, None)


def test_a_run_that_cannot_go_on_says_why(committed, handle_with):
    def refuse(run):
        raise RunFailed("The file has no column “text”.")

    handle_with(refuse)
    run = committed(_start)
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "The file has no column “text”.")


@pytest.mark.parametrize("result", [{"what": object()}, ["no", "dictionary", "at all"]])
def test_a_result_that_cannot_be_kept_fails_the_run(committed, handle_with, result):
    handle_with(lambda run: result)
    run = committed(_start)
    run.refresh_from_db()
    assert run.state == "failed"


def test_an_unexpected_error_fails_the_run_and_is_logged(committed, handle_with, caplog):
    handle_with(lambda run: 1 / 0)
    run = committed(_start)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "ZeroDivisionError" in run.error
    assert run.public_id in caplog.text


def test_a_kind_that_nobody_handles_fails_with_its_name(committed):
    run = committed(start_run, "juggle", title="Juggling", arguments={}, by="user:1")
    run.refresh_from_db()
    assert run.state == "failed"
    assert "juggle" in run.error


def test_a_kind_has_one_handler(monkeypatch):
    monkeypatch.setattr(runs, "_handlers", {})
    assert handler("count")(_count) is _count
    assert handler("count")(_count) is _count
    with pytest.raises(ValueError, match="already have the handler _count"):
        handler("count")(_crash)


def test_a_running_run_stops_when_asked(committed, handle_with):
    def count_until_stopped(run):
        for number in range(1, 100):
            run.advance(number)
            if number == 2:
                stop_run(Run.objects.get(pk=run.run.pk))
            if run.should_stop():
                return {"counted": number}
        return {"counted": 99}

    handle_with(count_until_stopped)
    run = committed(_start)
    run.refresh_from_db()
    assert (run.state, run.result) == ("stopped", {"counted": 2})


def test_a_waiting_run_stops_at_once_and_is_not_done_afterwards(handle_with):
    handle_with(_count)
    run = _start()
    stop_run(run)
    assert run.state == "stopped"
    execute_run.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("stopped", 0)


def test_a_run_whose_worker_was_killed_is_resumed_by_another(committed, handle_with):
    handle_with(_crash)
    run = committed(_start)
    run.refresh_from_db()
    assert (run.state, run.done) == ("running", 1)
    handle_with(_count)
    assert committed(reap_runs, timezone.now()) == []
    assert committed(reap_runs, timezone.now() + LATER) == [run]
    run.refresh_from_db()
    assert (run.state, run.attempt, run.result) == ("done", 2, {"counted": 3})


def test_a_run_whose_message_got_lost_is_queued_again(committed, handle_with):
    handle_with(_count)
    run = _start()
    assert committed(reap_runs, timezone.now() + LATER) == [run]
    run.refresh_from_db()
    assert run.state == "done"


def test_a_run_that_crashes_again_and_again_has_failed(committed, handle_with):
    handle_with(_crash)
    run = committed(_start)
    now = timezone.now()
    for round_number in range(1, runs.MOST_ATTEMPTS + 1):
        committed(reap_runs, now + round_number * LATER)
        Run.objects.unfinished().update(heartbeat_at=now)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("failed", runs.MOST_ATTEMPTS)
    assert str(runs.MOST_ATTEMPTS) in run.error


def test_a_dead_run_that_was_asked_to_stop_is_stopped(committed, handle_with):
    handle_with(_crash)
    run = committed(_start)
    stop_run(run)
    assert committed(reap_runs, timezone.now() + LATER) == []
    run.refresh_from_db()
    assert run.state == "stopped"


def test_a_slow_worker_notices_that_its_run_went_to_another(handle_with):
    run = _start()
    slow = RunHandle(runs._claim(run.pk))
    reap_runs(timezone.now() + LATER)
    with pytest.raises(RunTakenOver):
        slow.advance(1)
    runs._claim(run.pk)
    with pytest.raises(RunTakenOver):
        slow.should_stop()


def test_a_slow_worker_does_not_overwrite_what_the_other_one_did(handle_with, caplog):
    def lose_the_run(run):
        Run.objects.filter(pk=run.run.pk).update(attempt=2, message="the other one")
        return {"by": "the slow one"}

    handle_with(lose_the_run)
    run = _start()
    execute_run.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message, run.result) == ("running", "the other one", {})
    assert "went to another worker" in caplog.text


def test_only_one_of_several_workers_gets_a_run():
    run = _start()
    assert runs._claim(run.pk).attempt == 1
    assert runs._claim(run.pk) is None


def test_progress_is_not_written_at_every_step(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(runs, "SECONDS_BETWEEN_WRITES", 60)
    handle = RunHandle(runs._claim(_start().pk))
    with django_assert_num_queries(2):
        for number in range(100):
            handle.advance(number, total=100)
    assert handle.run.done == 99


def test_runs_are_found_by_kind_and_state():
    run = _start()
    assert list(Run.objects.of_kind("count", "other")) == [run]
    assert list(Run.objects.unfinished()) == [run]
