"""Questions in a real browser: asked by phone, called up by staff, seen on the wall."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.dialogues.services.questions import answer
from tests.factories import UserFactory
from tests.factories.dialogues import (
    ContributionFactory,
    FormatFactory,
    ProcessFactory,
    ProcessMemberFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture(autouse=True)
def _easy_proof(settings):
    """The browser proves work, however busy this machine is."""
    settings.PROOF_OF_WORK_MAX_NUMBER = 500


@pytest.fixture
def hall():
    process = ProcessFactory(slug="ortsumgehung", title="Ortsumgehung Musterhausen")
    return FormatFactory(process=process, kind="questions", slug="fragen", title="Ihre Fragen")


@pytest.fixture
def lead(hall):
    member = ProcessMemberFactory(process=hall.process, user=UserFactory())
    return member.user


def address(name, hall, *more):
    return reverse(name, args=[hall.process.slug, hall.slug, *more])


@pytest.fixture
def asked(hall, lead):
    """Two questions; the first one is answered."""
    texts = ("Wie laut wird es nachts am Ortsrand?", "Wann beginnt der Bau?")
    made = [ContributionFactory(format=hall, title="", text=text) for text in texts]
    answer(
        question=made[0],
        text="Höchstens 49 Dezibel, so sagt es das Gutachten.",
        spoken_as="Fachplanung",
        is_published=True,
        now=timezone.now() - timedelta(hours=1),
        by=lead,
    )
    return made


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_at_any_width(open_page, live_server, hall, asked, lead, width):
    page = open_page(width=width)
    public = [
        address("questions", hall),
        address("question-new", hall),
        address("question", hall, asked[0].code),
        address("question", hall, asked[1].code),
        address("questions-projector", hall),
    ]
    team = [
        address("question-desk", hall),
        address("question-answer", hall, asked[0].code),
        address("questions-remote", hall),
    ]
    for one in public:
        page.goto(live_server.url + one)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)
    sign_in(page, live_server, lead)
    for one in team:
        page.goto(live_server.url + one)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)


def test_somebody_asks_by_phone_and_the_browser_proves_work(open_page, live_server, hall):
    page = open_page(width=390)
    page.goto(live_server.url + address("question-new", hall))
    page.get_by_label(german("Your question")).fill("Bleibt der alte Weg?")
    page.get_by_role("button", name=german("Send the question")).click()
    expect(page.get_by_text(german("Your question has arrived."))).to_be_visible()
    expect(page.get_by_text("Bleibt der alte Weg?").first).to_be_visible()


def test_what_staff_call_up_appears_on_the_wall_by_itself(
    open_page, live_server, hall, asked, lead
):
    wall = open_page()
    wall.goto(live_server.url + address("questions-projector", hall))
    expect(wall.get_by_text(asked[1].text)).to_be_visible()
    assert wall.get_by_text(asked[0].text).count() == 0
    phone = open_page(width=390)
    sign_in(phone, live_server, lead)
    phone.goto(live_server.url + address("questions-remote", hall))
    waiting = phone.locator("li", has_text=asked[1].text)
    waiting.get_by_role("button", name=german("Now")).click()
    expect(phone.locator(".remote--now")).to_contain_text(asked[1].text)
    expect(wall.locator(".wall__now")).to_contain_text(asked[1].text)
