"""A clerk drafts a notice, loses a hint, is stopped, mends it and publishes; everyone reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Notice
from dialogwerk.apps.schemes.services import open_round
from tests.factories import ProcedureFactory, UserFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture
def procedure():
    made = ProcedureFactory(eia=True)
    start = timezone.localdate() + timedelta(days=14)
    open_round(procedure=made, display_start=start, by="user:1")
    return made


def press(page, words):
    page.get_by_role("button", name=german(words), exact=True).first.click()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_blocked_notice_is_mended_and_published(open_page, live_server, procedure, width):
    clerk = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    page = open_page(width=width)
    sign_in(page, live_server, clerk)
    page.goto(live_server.url + reverse("notice-new", args=[procedure.slug, "display"]))
    assert_accessible(page)
    for name, words in (
        ("places", "Rathaus Musterhausen, Rathausplatz 1, Zimmer 12, Mo–Fr 8–16 Uhr"),
        ("bodies", "der Stadt Musterhausen, Rathausplatz 1, 99999 Musterhausen"),
        ("documents", "UVP-Bericht"),
        ("environmental", "Schall, Arten, Boden"),
        ("contact", "0999 12345"),
        ("electronic", "einwendungen@musterhausen.example"),
    ):
        field = page.locator(f"[name={name}]")
        if field.count():
            field.fill(words)
    press(page, "Draft the notice")
    text = page.locator("[name=text]")
    whole = text.input_value()
    text.fill("\n\n".join(part for part in whole.split("\n\n") if "ausgeschlossen" not in part))
    press(page, "Save and check")
    expect(page.get_by_text(german("Publication is blocked"))).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    expect(page.get_by_role("button", name=german("Publish now"))).to_have_count(0)
    while page.get_by_role("button", name=german("Insert the sentence")).count():
        press(page, "Insert the sentence")
    expect(page.get_by_text(german("Publication is blocked"))).to_have_count(0)
    press(page, "Publish now")
    notice = Notice.objects.get()
    assert notice.is_published
    everyone = open_page(width=width)
    everyone.goto(live_server.url + notice.get_absolute_url())
    expect(everyone.get_by_role("heading", level=1)).to_have_text(notice.title)
    assert_accessible(everyone)
    assert_no_sideways_scrolling(everyone)
