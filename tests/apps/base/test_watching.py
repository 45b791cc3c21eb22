"""A page that renews itself: progress while a run works, then word to load anew."""

from types import SimpleNamespace

import pytest

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.watching import renewed, settle


@pytest.fixture
def asking(rf):
    """A request for the part that renews itself."""
    request = rf.get("/hier/")
    request.htmx = True
    return request


def running(**more):
    return Run(kind="probe", title="Probe", state=Run.State.RUNNING, done=3, total=9, **more)


def job(state):
    class Job:
        State = Run.State

    one = Job()
    one.state = state
    return one


def test_a_whole_page_is_left_to_the_view(asking):
    asking.htmx = False
    assert renewed(asking, running()) is None


def test_while_it_works_the_progress_asks_again_at_the_same_address(asking):
    text = renewed(asking, running(message="Zeile 3")).text
    assert 'hx-get="/hier/"' in text
    assert 'value="3"' in text
    assert "Zeile 3" in text


def test_a_stop_that_was_asked_for_is_said(asking):
    said = renewed(asking, running(stop_requested=True)).text
    assert len(said) > len(renewed(asking, running()).text)


@pytest.mark.parametrize("run", [None, Run(state=Run.State.DONE), Run(state=Run.State.FAILED)])
def test_once_it_ended_the_page_is_loaded_anew(asking, run):
    answer = renewed(asking, run)
    assert answer.headers["HX-Refresh"] == "true"
    assert not answer.content


@pytest.mark.parametrize(
    ("state", "of_run", "shown"),
    [
        (Run.State.RUNNING, Run.State.STOPPED, Run.State.STOPPED),
        (Run.State.RUNNING, Run.State.FAILED, Run.State.FAILED),
        (Run.State.DONE, Run.State.FAILED, Run.State.DONE),
    ],
)
def test_a_job_left_behind_shows_what_became_of_its_run(state, of_run, shown):
    left = job(state)
    settle(left, SimpleNamespace(state=of_run))
    assert left.state == shown


def test_a_job_without_a_run_stays_as_it_is():
    left = job(Run.State.RUNNING)
    settle(left, None)
    assert left.state == Run.State.RUNNING
