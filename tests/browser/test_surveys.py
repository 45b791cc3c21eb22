"""Surveys in a real browser: answered by phone, read as bars and tables."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.surveys import demo
from dialogwerk.apps.surveys.models import Submission
from dialogwerk.apps.surveys.services.versions import begin_draft, published_version
from tests.factories import UserFactory
from tests.factories.dialogues import FormatFactory, ProcessFactory, ProcessMemberFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture(autouse=True)
def _easy_proof(settings):
    """The browser proves work, however busy this machine is."""
    settings.PROOF_OF_WORK_MAX_NUMBER = 500


@pytest.fixture
def lead():
    process = ProcessFactory(slug="wege", title="Wege in Musterhausen")
    return ProcessMemberFactory(process=process, user=UserFactory()).user


@pytest.fixture
def one(lead):
    process = lead.dialogue_processes.get().process
    settings = {"results": "during"}
    made = FormatFactory(process=process, kind="survey", slug="wege", settings=settings)
    demo.rehearse(process, {"office": lead})
    return made


def address(name, one, *more):
    return reverse(name, args=[one.process.slug, one.slug, *more])


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_at_any_width(open_page, live_server, one, lead, width):
    page = open_page(width=width)
    draft = begin_draft(format=one, now=one.process.created_at, by=lead)
    by = published_version(one).questions.first().pk
    public = [address("survey", one), address("survey-results", one)]
    team = [
        address("survey-desk", one) + f"?nach={by}",
        address("survey-question-new", one),
        address("survey-question", one, draft.questions.first().pk),
        address("survey-texts", one),
    ]
    for url in public:
        page.goto(live_server.url + url)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)
    sign_in(page, live_server, lead)
    for url in team:
        page.goto(live_server.url + url)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)


def test_somebody_answers_by_phone_and_only_once(open_page, live_server, one):
    page = open_page(width=390)
    page.goto(live_server.url + address("survey", one))
    page.get_by_label("mit dem Rad").check()
    page.get_by_label("Arbeit").check()
    page.get_by_role("button", name=german("Send the answers")).click()
    expect(page.get_by_text(german("You have answered this survey. Thank you."))).to_be_visible()
    assert Submission.objects.count() == demo.PEOPLE + 1
    page.reload()
    assert page.get_by_role("button", name=german("Send the answers")).count() == 0
