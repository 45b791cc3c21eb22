"""The letter reader and the workbench in a real browser: by mouse, by keyboard, without script."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.models import Argument
from dialogwerk.apps.statements.services import reading
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    CampaignFactory,
    ProcedureFactory,
    StatementFactory,
    UserFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling

TEXT = (
    "🦅 Ich wohne am Musterweg und fürchte den Lärm der Anlagen in der Nacht.\r\n\r\n"
    "Der Rotmilan brütet am Heiderand. Das Gutachten nennt ihn nicht."
)
OWN = "Meine Tochter hat Asthma."


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


@pytest.fixture
def letter(procedure):
    return StatementFactory(procedure=procedure, text=TEXT)


@pytest.fixture
def argument(procedure):
    ArgumentFactory(procedure=procedure, number=1, title="Verkehr während des Baus")
    return ArgumentFactory(procedure=procedure, number=2, title="Lärm in der Nacht")


@pytest.fixture
def campaign(procedure):
    campaign = CampaignFactory(procedure=procedure, number=1, size=2)
    text = f"{campaign.template}\n\n{OWN}"
    StatementFactory(procedure=procedure, campaign=campaign, text=campaign.template)
    StatementFactory(
        procedure=procedure,
        campaign=campaign,
        text=text,
        own_words=[[text.index(OWN), len(text)]],
        has_own_words=True,
    )
    reading.propose_segments(campaign)
    return campaign


@pytest.fixture
def as_clerk(open_page, live_server, procedure):
    """Open a browser that is signed in as the case worker; paths are enough for ``goto``."""
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)

    def open_(**how):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        page = open_page(**how)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        go = page.goto
        page.goto = lambda path: go(live_server.url + path)
        return page

    return open_


def select(page, words):
    """Select these words in the text with the mouse, as a person does."""
    box = page.evaluate(
        """words => {
          const texts = document.createTreeWalker(document.querySelector("[data-text]"), 4);
          while (texts.nextNode()) {
            const at = texts.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(texts.currentNode, at);
            range.setEnd(texts.currentNode, at + words.length);
            const box = range.getBoundingClientRect();
            return {x: box.left, y: box.top, width: box.width, height: box.height};
          }
        }""",
        words,
    )
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 0.5, middle, steps=4)
    page.mouse.up()


def test_a_passage_is_selected_with_the_mouse_and_tied(as_clerk, letter, argument):
    page = as_clerk()
    page.goto(letter.get_absolute_url())
    select(page, "den Lärm der Anlagen")
    expect(page.locator("#chosen")).to_have_text("den Lärm der Anlagen")
    page.fill("#argument-search", "nacht")
    found = page.locator("#found-arguments button")
    found.filter(has_text="Verkehr").wait_for(state="detached")
    assert found.count() == 1
    found.click()
    page.locator(".wb-text .dw-text__tied", has_text="den Lärm der Anlagen").wait_for()
    segment = letter.segments.tied().get()
    assert (segment.text, segment.argument) == ("den Lärm der Anlagen", argument)
    assert_accessible(page)


def test_a_letter_is_read_by_keyboard_alone(as_clerk, procedure, letter, argument):
    StatementFactory(procedure=procedure, text=TEXT)
    page = as_clerk()
    page.goto(letter.get_absolute_url())
    first = page.locator("#panel").get_attribute("data-current")
    page.keyboard.press("n")
    page.locator(f'#panel:not([data-current="{first}"])').wait_for()
    page.keyboard.press("p")
    page.locator(f'#panel[data-current="{first}"]').wait_for()
    page.keyboard.press("t")
    page.keyboard.type("lärm")
    page.locator("#found-arguments button").filter(has_text="Verkehr").wait_for(state="detached")
    page.keyboard.press("Enter")
    page.locator(".wb-text .dw-text__tied").first.wait_for()
    page.locator(f'#panel:not([data-current="{first}"])').wait_for()
    page.keyboard.press("x")
    page.locator(".wb-text .dw-text__aside").wait_for()
    with page.expect_navigation():
        page.keyboard.press("f")
    letter.refresh_from_db()
    assert letter.read_at is not None
    assert letter.segments.tied().get().argument == argument
    assert letter.code not in page.url


def test_the_letter_before_and_the_help_are_a_key_away(as_clerk, procedure, letter):
    newer = StatementFactory(procedure=procedure, text=TEXT)
    page = as_clerk()
    page.goto(letter.get_absolute_url())
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog")
    assert help_.is_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert not help_.is_visible()
    page.keyboard.press("s")
    assert page.locator("#sentence-1").evaluate("one => one === document.activeElement")
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        page.keyboard.press("k")
    assert newer.code in page.url


def test_finishing_with_open_passages_asks_first(as_clerk, letter):
    page = as_clerk()
    page.goto(letter.get_absolute_url())
    with page.expect_navigation():
        page.keyboard.press("f")
    confirm = page.locator("#finish button")
    assert confirm.evaluate("one => one === document.activeElement")
    assert_accessible(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_sentences_are_tied_to_a_new_argument_without_javascript(as_clerk, letter):
    page = as_clerk(script=False)
    page.goto(letter.get_absolute_url())
    page.locator("details", has=page.locator("[name=s]")).locator("summary").click()
    page.locator("#sentence-2").check()
    page.locator("form:has([name=s]) button").click()
    assert page.locator("#chosen").inner_text() == "Der Rotmilan brütet am Heiderand."
    page.locator("#panel details summary").click()
    page.fill("[name=new-title]", "Rotmilan")
    page.locator('button[value="new"]').click()
    segment = letter.segments.tied().get()
    assert segment.text == "Der Rotmilan brütet am Heiderand."
    assert segment.argument == Argument.objects.get(title="Rotmilan")


def test_a_passage_tied_in_a_template_is_told_to_hold_for_all(as_clerk, campaign, argument):
    page = as_clerk()
    page.goto(campaign.get_absolute_url())
    page.locator("#found-arguments button", has_text=argument.title).click()
    page.locator(".wb-text .dw-text__tied").first.wait_for()
    assert campaign.segments.tied().get().occurrences.count() == 2


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_fits_the_window(
    as_clerk, procedure, letter, campaign, argument, width
):
    AnswerVersionFactory(argument=argument)
    slug, own = procedure.slug, campaign.statements.get(has_own_words=True)
    page = as_clerk(width=width)
    for path in (
        reverse("workbench"),
        reverse("inbox", args=[slug]),
        letter.get_absolute_url() + "?names=show&move=1",
        own.get_absolute_url(),
        reverse("campaigns", args=[slug]),
        campaign.get_absolute_url(),
        reverse("arguments", args=[slug]),
        argument.get_absolute_url(),
        reverse("argument-merge", args=[slug, argument.number]) + "?target=1",
        reverse("argument-split", args=[slug, argument.number]),
        reverse("argument-new", args=[slug]),
    ):
        response = page.goto(path)
        assert response.status == 200, path
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def test_the_inbox_is_narrowed_without_a_reload(as_clerk, procedure, letter, campaign):
    page = as_clerk()
    page.goto(reverse("inbox", args=[procedure.slug]))
    assert page.locator("#results tbody tr").count() == 3
    page.select_option("[name=campaign]", "none")
    page.locator("#results tbody tr").nth(1).wait_for(state="detached")
    assert page.locator("#results tbody tr").count() == 1
    assert "campaign=none" in page.url
