"""A clerk decides whether two names are one person, and takes it back on the person's page."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.models import PersonLink
from dialogwerk.apps.statements.services.person_runs import tell_persons_apart
from tests.apps.statements.test_persons import send
from tests.factories import ProcedureFactory, UserFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture
def procedure():
    made = ProcedureFactory()
    send(made, "Erika Muster")
    send(made, "E. Muster")
    tell_persons_apart(made, by="system:test")
    return made


@pytest.mark.parametrize("width", [320, 1280])
def test_a_pair_is_decided_and_taken_apart_again(open_page, live_server, procedure, width):
    clerk = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    page = open_page(width=width)
    sign_in(page, live_server, clerk)
    page.goto(live_server.url + reverse("persons", args=[procedure.slug]))
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name=german("Same person")).click()
    expect(page.get_by_text(german("No pairs in this list"))).to_be_visible()
    link = PersonLink.objects.get()
    assert link.state == PersonLink.State.CONFIRMED
    page.goto(live_server.url + reverse("person", args=[procedure.slug, link.first.code]))
    expect(page.get_by_text("E. Muster").first).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.locator(f"form[action$='{link.second.code}/trennen/'] button").click()
    page.wait_for_load_state()
    assert_accessible(page)
    link.refresh_from_db()
    assert link.state == PersonLink.State.REFUSED
    assert procedure.statements.values("person").distinct().count() == 2
