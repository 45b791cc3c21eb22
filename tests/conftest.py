"""What all tests share: the real data, a database emptied the right way, a quiet world."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **UNTIMED)
settings.register_profile("search", derandomize=False, **UNTIMED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""By default the same examples in every run, so that a change is judged by what it changes;
``HYPOTHESIS_PROFILE=search`` looks for new ones. No example is timed: a busy machine proves
nothing."""

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # a browser's loop runs in this thread

CHROMIUM = Path(os.environ.get("DIALOGWERK_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it are skipped where it is not given."""
    folder = os.environ.get("DIALOGWERK_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("DIALOGWERK_DATA does not name a folder with the real data")
    return Path(folder)


@pytest.fixture(autouse=True)
def _nobody_has_chosen_a_language():
    """A page asked for in English leaves its language to the thread; the next test starts anew."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _tables_are_built_once(request):
    """The database of these tests is copied from one built before out of the same files."""
    from django.core.management.commands import migrate

    from tests.schema import migrating_into

    with pytest.MonkeyPatch.context() as patch:
        if cache := getattr(request.config, "cache", None):
            patch.setattr(migrate.Command, "handle", migrating_into(cache.mkdir("schema")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _immutable_tables_can_be_flushed():
    """Tests with real transactions empty all tables at the end; triggers step aside for that."""
    from django.core.management.commands import flush

    from dialogwerk.apps.base.triggers import triggers_lifted

    original = flush.Command.handle

    def handle(self, **options):
        with triggers_lifted(options["database"]):
            return original(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()
