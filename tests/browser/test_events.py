"""Events in a real browser: read and registered for by phone, ticked off at the door."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.events import demo
from dialogwerk.apps.events.models import Registration
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
def series(lead):
    process = lead.dialogue_processes.get().process
    made = FormatFactory(process=process, kind="event", slug="abende", title="Dialogabende")
    demo.rehearse(process, {"office": lead})
    return made


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_at_any_width(open_page, live_server, series, lead, width):
    page = open_page(width=width)
    walk, evening = series.events.order_by("starts_at")
    slugs = [series.process.slug, series.slug]
    public = [
        reverse("events"),
        reverse("events-of-format", args=slugs),
        evening.get_absolute_url(),
        walk.get_absolute_url(),
        reverse("event-register", args=[evening.code]),
        evening.registrations.first().get_absolute_url(),
    ]
    team = [
        reverse("event-desk", args=slugs),
        reverse("dialogue-event-new", args=slugs),
        *(
            reverse(name, args=[evening.code])
            for name in ("event-edit", "event-call-off", "event-attendance", "event-afterwards")
        ),
    ]
    for address in public:
        page.goto(live_server.url + address)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)
    sign_in(page, live_server, lead)
    for address in team:
        page.goto(live_server.url + address)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)


def test_somebody_registers_by_phone_and_is_ticked_off(open_page, live_server, series, lead):
    page = open_page(width=390)
    evening = series.events.latest("starts_at")
    page.goto(live_server.url + evening.get_absolute_url())
    page.get_by_role("link", name=german("Register for the event")).click()
    page.get_by_label(german("First name and surname")).fill("Jo Anmeldung")
    page.get_by_label(german("E-mail address")).fill("jo@beispiel.example")
    page.get_by_role("button", name=german("Register for the event")).click()
    told = "All places are taken; you are on the waiting list. You get an e-mail about it."
    expect(page.get_by_text(german(told))).to_be_visible()
    sign_in(page, live_server, lead)
    page.goto(live_server.url + reverse("event-attendance", args=[evening.code]))
    row = page.get_by_role("row", name="Jo Anmeldung")
    row.get_by_role("button", name=german("is here")).click()
    expect(row.get_by_role("button", name=german("came, take back"))).to_be_visible()
    assert Registration.objects.exclude(checked_in_at=None).count() == 1
