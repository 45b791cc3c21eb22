"""A resident writes, gets a receipt and looks it up: with and without JavaScript, by keyboard
alone, on a narrow screen."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.base import protection
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.apps.statements.models import Statement
from tests.factories import (
    AnswerVersionFactory,
    AttachmentFactory,
    OccurrenceFactory,
    ProcedureFactory,
    SchemeFactory,
    StatementFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german

SENDER = {
    "name": "Erika Beispiel",
    "street": "Musterweg 1",
    "postal_code": "00000",
    "city": "Musterhausen",
}
TEXT = "Der Lärm der Anlagen raubt uns den Schlaf.\nBitte prüfen Sie das."
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")


@pytest.fixture(autouse=True)
def _quick(settings, monkeypatch):
    settings.PROOF_OF_WORK_MAX_NUMBER = 500
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))


@pytest.fixture
def procedure():
    scheme = SchemeFactory(geometry={"type": "Point", "coordinates": [7.9, 51.5]})
    procedure = ProcedureFactory(scheme=scheme, eia=False)
    start = timezone.localdate() - timedelta(days=3)
    open_round(procedure=procedure, display_start=start, by="user:1")
    return procedure


@pytest.fixture
def answered(procedure):
    """A letter with an answered point, answers released."""
    letter = StatementFactory(
        procedure=procedure, round=procedure.rounds.get(), already_read=True, person__named=True
    )
    point = OccurrenceFactory(segment__statement=letter)
    AnswerVersionFactory(argument=point.segment.argument, text="Nachts wird gedrosselt.")
    AttachmentFactory(statement=letter)
    procedure.answers_released_at = timezone.now()
    procedure.save()
    return letter


def fill_in(page, **more):
    for name, value in {"text": TEXT, **SENDER, **more}.items():
        page.locator(f"#id_{name}").fill(value)


def send(page):
    page.get_by_role("button", name=german("Send the statement")).click()


def shown_code(page):
    page.wait_for_url(re.compile("/beleg/"))
    return CODE.search(page.locator(".dw-receipt-code").inner_text()).group()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_resident_writes_gets_a_receipt_and_looks_it_up(
    open_page, live_server, procedure, script
):
    page = open_page(script=script)
    page.goto(live_server.url + procedure.get_absolute_url())
    page.get_by_role("link", name=german("Write a statement")).first.click()
    fill_in(page, title="Lärm")
    page.locator("#id_files").set_input_files(
        {"name": "foto.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 erfunden"}
    )
    send(page)
    code = shown_code(page)
    page.goto(live_server.url + reverse("lookup"))
    page.get_by_label(german("Code of your receipt")).fill(code.lower().replace("-", " "))
    page.get_by_role("button", name=german("Look up"), exact=True).click()
    expect(page.locator(".dw-receipt-code")).to_have_text(code)
    expect(page.locator("main")).to_contain_text("foto.pdf")
    statement = Statement.objects.get()
    assert (statement.receipt, statement.text, statement.title) == (code, TEXT, "Lärm")


def test_a_place_is_marked_on_the_map(page, live_server, procedure):
    page.goto(live_server.url + reverse("write", args=[procedure.slug]))
    fill_in(page)
    page.get_by_text(german("Show the place on a map")).click()
    expect(page.locator("#letter-map .leaflet-control-attribution")).to_contain_text("GeoBasis-DE")
    page.locator("#letter-map").click(position={"x": 200, "y": 150})
    status = page.locator("[data-map-status]")
    expect(status).to_contain_text("51.")
    page.get_by_role("button", name=german("Mark the middle of the map")).click()
    assert_accessible(page)
    send(page)
    shown_code(page)
    placed = Statement.objects.get()
    assert placed.longitude == pytest.approx(7.9, abs=0.2)
    assert placed.latitude == pytest.approx(51.5, abs=0.2)


def test_a_draft_survives_closing_the_page_and_goes_when_sent(page, live_server, procedure):
    address = live_server.url + reverse("write", args=[procedure.slug])
    page.goto(address)
    fill_in(page)
    page.wait_for_timeout(600)
    page.goto(live_server.url + reverse("start"))
    page.goto(address)
    expect(page.locator("#id_text")).to_have_value(TEXT)
    send(page)
    shown_code(page)
    page.goto(address)
    expect(page.locator("#id_text")).to_have_value("")


def test_errors_are_listed_and_lead_to_their_fields(open_page, live_server, procedure):
    page = open_page(expect_errors=["422"])
    page.goto(live_server.url + reverse("write", args=[procedure.slug]))
    page.locator("#id_text").fill(TEXT)
    send(page)
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert_accessible(page)
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    fill_in(page)
    send(page)
    assert shown_code(page) == Statement.objects.get().receipt


def test_the_name_of_an_organisation_is_asked_only_from_one(page, live_server, procedure):
    page.goto(live_server.url + reverse("write", args=[procedure.slug]))
    expect(page.locator("#id_organisation")).to_be_hidden()
    page.get_by_label(german("A public agency (TöB)")).check()
    expect(page.locator("#id_organisation")).to_be_visible()


def tab_to(page, selector, limit=60):
    """Press the tabulator until this element has the focus."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_the_keyboard_alone_suffices(page, live_server, procedure):
    page.goto(live_server.url + procedure.get_absolute_url())
    tab_to(page, f"main a[href='{reverse('write', args=[procedure.slug])}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("stellungnahme"))
    for name, value in {"text": "Zu laut.", **SENDER}.items():
        tab_to(page, f"#id_{name}")
        page.keyboard.type(value)
    tab_to(page, "form[data-letter] button[type=submit]")
    page.keyboard.press("Enter")
    assert shown_code(page) == Statement.objects.get().receipt


@pytest.mark.parametrize("width", [320, 1280])
def test_public_pages_are_accessible_at_any_width(open_page, live_server, answered, width):
    procedure = answered.procedure
    page = open_page(width=width)
    addresses = [
        reverse("start"),
        reverse("schemes"),
        procedure.scheme.get_absolute_url(),
        procedure.get_absolute_url(),
        reverse("write", args=[procedure.slug]),
        reverse("standing", args=[procedure.slug]),
        reverse("lookup"),
        reverse("receipt", args=[answered.receipt]),
    ]
    for address in addresses:
        page.goto(live_server.url + address)
        for details in page.locator("details").all():
            details.locator("> summary").click()
        assert_no_sideways_scrolling(page)
        assert_accessible(page)


def test_no_page_asks_anybody_else(page, live_server, procedure):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + procedure.scheme.get_absolute_url())
    page.locator("#scheme-map").scroll_into_view_if_needed()
    expect(page.locator("#scheme-map .leaflet-control-attribution")).to_contain_text("GeoBasis-DE")
    assert all(url.startswith(live_server.url) for url in asked), asked
    assert any(url.endswith("leaflet.js") for url in asked)
