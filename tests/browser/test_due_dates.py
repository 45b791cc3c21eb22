"""Somebody looks at the coming dates, filters them, chooses reminders and gets an address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import CalendarSettings
from tests.factories import ProcedureFactory, ScheduledStepFactory, UserFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture
def worker():
    """On two teams: a duty is overdue in one, objections end soon in the other."""
    first, second = ProcedureFactory(), ProcedureFactory()
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=first)
    second.scheme.team.create(user=user, role=Role.OFFICE)
    today = timezone.localdate()
    ScheduledStepFactory(procedure=first, owed=True, last_day=today - timedelta(days=2))
    ScheduledStepFactory(procedure=second, last_day=today + timedelta(days=3))
    return user


def test_dates_are_found_explained_and_filtered(page, live_server, worker):
    sign_in(page, live_server, worker)
    page.goto(live_server.url + reverse("workbench"))
    page.get_by_role("link", name=german("All my dates")).click()
    dates = page.locator("#results li.due-date")
    expect(dates).to_have_count(2)
    why = dates.nth(1).get_by_text(german("Why this day?"))
    why.focus()
    page.keyboard.press("Enter")
    expect(dates.nth(1).get_by_text("Zwei Wochen nach dem Ende der Auslegung")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("combobox", name=german("Show")).select_option("mine")
    expect(dates).to_have_count(1)
    expect(page).to_have_url(f"{live_server.url}{reverse('due-dates')}?procedure=&show=mine")


@pytest.mark.parametrize("script", [True, False])
def test_reminders_and_the_secret_address(open_page, live_server, worker, script):
    page = open_page(script=script, width=320)
    sign_in(page, live_server, worker)
    page.goto(live_server.url + reverse("due-dates"))
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name=german("Reminders and calendar")).click()
    page.get_by_role("button", name=german("Create an address")).click()
    page.get_by_label(german("on the last day")).uncheck()
    page.get_by_role("button", name=german("Save")).click()
    expect(page.get_by_text(german("Reminders come by e-mail as chosen."))).to_be_visible()
    field = page.get_by_label(german("Secret address"))
    saved = CalendarSettings.objects.get(user=worker)
    assert saved.days_before == [14, 3]
    assert saved.token in field.input_value()
    assert_no_sideways_scrolling(page)
    if script:
        assert_accessible(page)
    page.get_by_role("link", name=german("Renew the address")).click()
    page.get_by_role("button", name=german("Renew the address")).click()
    expect(field).to_be_visible()
    assert saved.token not in field.input_value()
