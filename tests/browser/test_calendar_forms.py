"""A procedure is made, a round opened, events recorded with proof, a day set by hand."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Procedure, ProcedureEvent, StepOverride
from dialogwerk.apps.schemes.services import open_round
from tests.factories import ProcedureFactory, UserFactory

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in

START = date(2026, 3, 2)
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture
def procedure():
    return ProcedureFactory(eia=False)


@pytest.fixture
def staff(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)


def press(page, label):
    page.get_by_role("button", name=german(label), exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_type_of_procedure_to_an_event_with_its_proof(
    open_page, live_server, procedure, staff, script
):
    page = open_page(script=script)
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("procedure-new", args=[procedure.scheme.slug]))
    page.locator("a[href$='art=planfeststellung']").click()
    page.locator("#id_title").fill("Ortsumgehung Musterhausen")
    page.locator("#id_land").select_option("NW")
    page.locator("#id_eia").select_option("false")
    page.locator("#id_authority").fill("Bezirksamt Musterhausen")
    press(page, "Save")
    made = Procedure.objects.get(title="Ortsumgehung Musterhausen")
    assert page.url.endswith(reverse("calendar", args=[made.slug]))
    open_round(procedure=made, display_start=START, by=staff.actor)
    page.goto(live_server.url + reverse("event-new", args=[made.slug]))
    page.locator("#id_event").select_option("hearing")
    page.locator("#id_day").fill("2026-06-10")
    press(page, "Show what follows")
    expect(page.locator("section[aria-labelledby=follows]")).to_contain_text("10.06.2026")
    assert not made.events.filter(name="hearing").exists()
    page.locator("#id_proof").select_option("website")
    file = {"name": "seite.png", "mimeType": "image/png", "buffer": PNG}
    page.locator("#id_file").set_input_files(file)
    press(page, "Record")
    expect(page.locator(".dw-messages")).to_be_visible()
    assert ProcedureEvent.objects.get(name="hearing").proof_file.read() == PNG


def test_a_day_before_the_lawful_minimum_is_asked_about_once_more(
    open_page, live_server, procedure, staff
):
    opened = open_round(procedure=procedure, display_start=START, by=staff.actor)
    step = opened.steps.get(step="objections")
    page = open_page(expect_errors=["422"])
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("step-override", args=[procedure.slug, step.pk]))
    page.locator("#id_day").fill("2026-04-10")
    page.locator("#id_reason").fill("Altes Recht gilt fort")
    press(page, "Set this day")
    expect(page.locator("#id_confirmed")).to_be_visible()
    assert_accessible(page)
    page.locator("#id_confirmed").check()
    press(page, "Set this day")
    expect(page.locator(".dw-messages")).to_be_visible()
    assert StepOverride.objects.get().day == date(2026, 4, 10)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_for_everyone_and_fit_a_telephone(
    open_page, live_server, procedure, staff, width
):
    opened = open_round(procedure=procedure, display_start=START, by=staff.actor)
    slug = procedure.slug
    page = open_page()
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server, staff)
    for address in (
        reverse("procedure-new", args=[procedure.scheme.slug]),
        reverse("procedure-edit", args=[slug]),
        reverse("event-withdraw", args=[slug, opened.events.get().pk]),
        reverse("step-override", args=[slug, opened.steps.get(step="objections").pk]),
        reverse("event-new", args=[slug]),
    ):
        page.goto(live_server.url + address)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
    page.locator("#id_event").select_option("hearing")
    page.locator("#id_day").fill("2026-06-10")
    press(page, "Show what follows")
    expect(page.locator("section[aria-labelledby=follows]")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
