"""The team keeps its project in a real browser: place on the map, days of a round, documents."""

import json
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Round
from tests.factories import DocumentFactory, ProcedureFactory, UserFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture
def procedure():
    procedure = ProcedureFactory(open_round=True, eia=True)
    DocumentFactory(scheme=procedure.scheme)
    return procedure


@pytest.fixture
def staff(procedure):
    return UserFactory(roles=[Role.CASE_WORKER, Role.OFFICE], on_team=procedure)


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_the_team_are_accessible_at_any_width(
    open_page, live_server, procedure, staff, width
):
    page = open_page(width=width)
    sign_in(page, live_server, staff)
    scheme = procedure.scheme
    member = scheme.team.first()
    addresses = [
        reverse("schemes"),
        reverse("scheme-new"),
        reverse("scheme-edit", args=[scheme.slug]),
        reverse("document-add", args=[scheme.slug]),
        reverse("procedure-new", args=[scheme.slug]),
        reverse("procedure-edit", args=[procedure.slug]),
        reverse("round-new", args=[procedure.slug]),
        reverse("team", args=[scheme.slug]),
        reverse("team-leave", args=[scheme.slug, member.pk]),
    ]
    for address in addresses:
        page.goto(live_server.url + address)
        assert_no_sideways_scrolling(page)
        assert_accessible(page)


def test_the_place_is_set_by_a_click_on_the_map(page, live_server, procedure, staff):
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("scheme-edit", args=[procedure.scheme.slug]))
    page.locator("#place-map").scroll_into_view_if_needed()
    expect(page.locator("#place-map .leaflet-control-attribution")).to_contain_text("GeoBasis-DE")
    page.locator("#place-map").click(position={"x": 150, "y": 150})
    assert json.loads(page.locator("#id_geometry").input_value())["type"] == "Point"
    page.get_by_role("button", name=german("Save"), exact=True).click()
    expect(page.locator(".dw-messages")).to_be_visible()
    procedure.scheme.refresh_from_db()
    assert procedure.scheme.place_kind == "point"
    assert 49 < procedure.scheme.north < 53


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_round_is_computed_read_and_opened(open_page, live_server, procedure, staff, script):
    Round.objects.all().delete()
    page = open_page(script=script)
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("round-new", args=[procedure.slug]))
    page.locator("#id_display_start").fill("2027-03-01")
    page.get_by_role("button", name=german("Compute the days")).click()
    expect(page.locator("#computed + h3")).to_be_visible()
    if script:
        assert_accessible(page)
    page.get_by_role("button", name=german("Open the round with these days")).click()
    expect(page.locator(".dw-messages")).to_be_visible()
    assert Round.objects.get().objections_until == date(2027, 4, 30)
