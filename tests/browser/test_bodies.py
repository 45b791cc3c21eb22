"""Alliances in a browser: list and map, who held a role on a day, a founding step by step."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.bodies.demo import rehearse
from dialogwerk.apps.bodies.models import Body
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.factories import UserFactory

PHONE = 390


@pytest.fixture
def office_account():
    user = UserFactory(roles=[Role.OFFICE])
    rehearse({Role.OFFICE: user}, today=timezone.localdate())
    return user


def press(page, text):
    page.get_by_role("button", name=german(text), exact=True).click()


def test_everyone_finds_an_alliance_in_list_and_map_and_who_held_a_role(
    office_account, open_page, live_server
):
    for width in (1280, PHONE):
        page = open_page(width=width)
        page.goto(live_server.url + reverse("bodies"))
        page.locator("#bodies-map").scroll_into_view_if_needed()
        expect(page.locator("#bodies-map path.dw-map-place")).to_have_count(7)
        assert_no_sideways_scrolling(page)
    assert_accessible(page)
    page = open_page()
    page.goto(live_server.url + reverse("bodies"))
    page.locator("#bodies-map").scroll_into_view_if_needed()
    expect(page.locator("#bodies-map path.dw-map-place")).to_have_count(7)
    page.get_by_label(german("State")).select_option("dormant")
    expect(page.locator("#bodies-map path.dw-map-place")).to_have_count(1)
    expect(page.locator("#results li strong")).to_have_text(["Musterallianz Stillewasser"])
    page.locator("#bodies-map path.dw-map-place").click()
    page.locator(".leaflet-popup").get_by_role("link", name="Musterallianz Stillewasser").click()
    expect(page.locator("h1")).to_have_text("Musterallianz Stillewasser")
    assert_accessible(page)

    circle = Body.objects.get(kind="steering_circle")
    page.goto(live_server.url + circle.get_absolute_url())
    expect(page.locator("main")).not_to_contain_text("Erika Musterfrau:")
    page.locator("#id_tag").fill("2021-05-01")
    page.locator("#roles ~ form").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Bänke und Rollen am 01.05.2021")).to_be_visible()
    expect(page.locator("section[aria-labelledby=roles]")).to_contain_text("Erika Musterfrau")
    assert_accessible(page)
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert_no_sideways_scrolling(page)


def test_the_office_goes_on_with_a_founding_on_a_phone_and_ends_it(
    office_account, open_page, live_server
):
    page = open_page(width=PHONE, expect_errors=("422",))
    sign_in(page, live_server, office_account)
    page.goto(live_server.url + reverse("bodies-kept"))
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name="Musterallianz Talaue").first.click()
    page.get_by_role("link", name=german("Patron")).click()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_label("eine Person", exact=True).check()
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(german("Please fill this in."))
    page.get_by_label(german("Name of the person")).fill("Thea Mustermann")
    press(page, "Save")
    for name in ("Spokesperson", "Office", "Programme of the first year"):
        page.get_by_role("link", name=german(name), exact=True).click()
        assert_no_sideways_scrolling(page)
        press(page, "Leave this step open")
    assert_accessible(page)
    press(page, "Found it and show it to everyone")
    expect(page.locator("h1")).to_have_text("Musterallianz Talaue")
    expect(page.locator("main")).not_to_contain_text("Thea Mustermann")
    assert_accessible(page)
    page.get_by_role("link", name=german("Keep this record")).click()
    expect(page.locator("main")).to_contain_text("Thea Mustermann")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name=german("Add a role")).click()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
