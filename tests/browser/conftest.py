"""A real browser for journeys. Skipped where there is no Chromium."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser and a server that really answers."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


def german(text, **values):
    """What a page says for this English source text."""
    with override("de"):
        said = gettext(text)
    return said % values if values else said


def assert_accessible(page):
    """axe finds nothing with the tags of WCAG 2.2 AA."""
    page.locator("[data-state=loading]").first.wait_for(state="detached")
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    sentences = [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
    assert not sentences, f"{page.url}: {sentences}"


def assert_no_sideways_scrolling(page):
    """Nothing is wider than the window."""
    page.wait_for_load_state()
    root = "document.documentElement"
    wide = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def sign_in(page, live_server, user):
    """Give the browser the session of this account."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([session])


@pytest.fixture
def open_page(browser):
    """Open pages in a fresh profile; at the end none of them may have logged an error.

    What the content security policy refuses is such an error too. ``expect_errors`` holds parts of
    messages that are part of the test.
    """
    contexts, errors = [], []

    def open_(*, script=True, width=1280, height=900, expect_errors=()):
        context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()

        def note(text):
            if not any(part in text for part in expect_errors):
                errors.append(text)

        page.on("console", lambda one: note(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: note(str(one)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def page(open_page):
    return open_page()
