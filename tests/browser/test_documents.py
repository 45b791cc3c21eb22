"""Documents in a real browser: comments open beside their paragraph, places are pointed at."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.dialogues.demo import documents as demo_documents
from dialogwerk.apps.dialogues.models import Contribution
from tests.factories import UserFactory
from tests.factories.dialogues import FormatFactory, ProcessFactory, ProcessMemberFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in

OWN_WORDS = "Ihr Kommentar"


@pytest.fixture(autouse=True)
def _easy_proof(settings):
    """The browser proves work, however busy this machine is."""
    settings.PROOF_OF_WORK_MAX_NUMBER = 500


@pytest.fixture
def lead():
    process = ProcessFactory(slug="wege", title="Wege in Musterhausen")
    return ProcessMemberFactory(process=process, user=UserFactory()).user


@pytest.fixture
def draft(lead):
    process = lead.dialogue_processes.get().process
    made = FormatFactory(process=process, kind="document", slug="entwurf", title="Entwurf")
    demo_documents.rehearse(process, {"office": lead})
    return made


def address(name, draft, *more):
    return reverse(name, args=[draft.process.slug, draft.slug, *more])


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_at_any_width(open_page, live_server, draft, lead, width):
    page = open_page(width=width)
    public = [
        address("dialogue-document", draft),
        address("document-version", draft, 1),
        address("document-paragraph", draft, 2, 5),
        address("document-sheet", draft, 1),
        address("document-comments", draft),
    ]
    team = [
        address("document-desk", draft),
        address("document-text", draft),
        address("document-sheet-new", draft),
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


def test_a_comment_is_written_beside_its_paragraph(open_page, live_server, draft):
    page = open_page(width=390)
    page.goto(live_server.url + address("dialogue-document", draft))
    row = page.locator("#absatz-2")
    row.locator("summary").click()
    row.get_by_label(OWN_WORDS).fill("Auch zum Friedhof.")
    assert_accessible(page)
    row.get_by_role("button", name=german("Send the comment")).click()
    expect(row.get_by_role("status").first).to_contain_text(german("Your comment has arrived."))
    expect(row.locator(".talk__list")).to_contain_text("Auch zum Friedhof.")
    assert Contribution.objects.get(text="Auch zum Friedhof.").anchor["paragraph"] == 2


def test_a_place_that_is_pointed_at_comes_into_the_form(page, live_server, draft):
    page.goto(live_server.url + address("document-sheet", draft, 1))
    box = page.locator("[data-sheet]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.01, box["y"] + box["height"] * 0.01)
    expect(page.get_by_role("textbox", name=german("Square"))).to_have_value("A1")
    page.get_by_label(OWN_WORDS).fill("Hier fehlt eine Bank.")
    page.get_by_role("button", name=german("Send the comment")).click()
    expect(page.get_by_text("Hier fehlt eine Bank.")).to_be_visible()
    anchor = Contribution.objects.get(text="Hier fehlt eine Bank.").anchor
    assert anchor["square"] == "A1"
    assert anchor["x"] < 2
