"""A clerk ticks letters in the inbox, has them done at once, and undoes it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from tests.factories import ProcedureFactory, StatementFactory, UserFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture
def procedure():
    made = ProcedureFactory()
    for text in ("Nachts ist es zu laut.", "Unser Brunnen liegt im Tal.", "Ich bin dafür."):
        StatementFactory(procedure=made, text=text)
    return made


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_are_marked_as_read_and_that_is_undone(open_page, live_server, procedure, width):
    clerk = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    page = open_page(width=width)
    sign_in(page, live_server, clerk)
    page.goto(live_server.url + reverse("inbox", args=[procedure.slug]))
    for code in procedure.statements.order_by("pk").values_list("code", flat=True)[:2]:
        page.locator(f"input[name=letter][value='{code}']").check()
    page.locator("button[name=kind][value=read]").click()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert procedure.statements.unread().count() == 3
    page.locator("form:has(input[name=confirmed]) button").click()
    expect(page.get_by_text(german("Done. You can undo it here."))).to_be_visible()
    assert procedure.statements.unread().count() == 1
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.locator("form[action*='/viele/'] button").click()
    expect(page.get_by_text(german("Undone."), exact=True)).to_be_visible()
    assert procedure.statements.unread().count() == 3


@pytest.mark.parametrize("width", [320, 1280])
def test_the_tabs_of_the_workbench_lead_from_group_to_group(
    open_page, live_server, procedure, width
):
    clerk = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    page = open_page(width=width)
    sign_in(page, live_server, clerk)
    page.goto(live_server.url + reverse("inbox", args=[procedure.slug]))
    if width == 320:
        page.locator(".dw-sections-menu summary").click()
        page.locator(".dw-sections-menu").get_by_role("link", name=german("Ledger")).click()
    else:
        page.locator("nav.dw-sections").get_by_role("link", name="Antworten").click()
        page.locator("nav.dw-sections--inner").get_by_role("link", name=german("Ledger")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert reverse("ledger", args=[procedure.slug]) in page.url
    assert_accessible(page)
