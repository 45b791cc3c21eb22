"""The intake in a real browser: handed over, refused, typed in, read again; and by organisers."""

import os
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.intake.models import BulkUpload, Duplicate, Item, ScanReading
from dialogwerk.apps.intake.services import bulk, scans
from dialogwerk.apps.intake.services.bulk_format import example
from dialogwerk.apps.statements.models import Statement
from tests.apps.intake.test_scans import TSV
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.cores.incoming import making
from tests.factories import ProcedureFactory, StatementFactory, UserFactory

WARNING = "Read from a scan by a machine; nobody has compared it with the page yet."

TWICE = "Possibly the same letter as another one of this person."


def look_at(page, name):
    """Fine on a telephone and on a desk; kept as pictures where a folder is named for them."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
        if folder := os.environ.get("DIALOGWERK_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


@pytest.fixture
def at(page, live_server, procedure):
    """Opens an address of the procedure as its case worker."""
    sign_in(page, live_server, UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))

    def go(name, *parts):
        page.goto(live_server.url + reverse(name, args=[procedure.slug, *parts]))

    return go


def upload(page, label, name, content):
    page.get_by_label(german(label)).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def test_an_archive_is_handed_over_and_what_was_refused_is_typed_in(page, at, procedure):
    at("deliveries")
    look_at(page, "deliveries")
    archive = making.packed(
        ("brief.eml", making.mail("Zu laut.\n\nAm 3.3.2026 schrieb das Amt:\n> Danke.\n")),
        ("alt.rtf", b"{\\rtf1 Der Wald bleibt.}"),
    )
    upload(page, "Files", "posteingang.zip", archive)
    page.get_by_role("button", name=german("Hand over and take in")).click()
    expect(page.get_by_role("table")).to_contain_text("brief.eml")
    look_at(page, "delivery")
    page.get_by_role("link", name=german("To the quarantine")).click()
    look_at(page, "quarantine")
    page.get_by_role("link", name="alt.rtf").click()
    look_at(page, "quarantine-item")
    page.get_by_label(german("Text"), exact=False).first.fill("Der Wald bleibt.")
    page.get_by_role("button", name=german("Take in"), exact=True).click()
    expect(page.locator("h1")).to_be_visible()
    assert Statement.objects.count() == 2
    assert Item.objects.get(name="alt.rtf").state == "taken_in"


def test_a_second_reader_walks_through_the_doubtful_words(page, at, procedure, monkeypatch):
    monkeypatch.setattr(scans, "is_installed", lambda: True)
    monkeypatch.setattr(scans, "recognised", lambda _picture: TSV)
    at("deliveries")
    upload(page, "Files", "scan.png", making.picture())
    page.get_by_role("button", name=german("Hand over and take in")).click()
    expect(page.get_by_role("table")).to_contain_text("scan.png")
    at("reader", Statement.objects.get().code)
    page.get_by_role("link", name=german(WARNING)).click()
    look_at(page, "reader-scan")
    at("scans")
    look_at(page, "scans")
    page.get_by_role("table").get_by_role("link").first.click()
    look_at(page, "scan")
    mark = page.locator("mark").first
    mark.focus()
    expect(mark).to_be_focused()
    page.get_by_label(german("Text as it stands in the letter")).fill("Zu laut nachts.")
    page.get_by_role("button", name=german("Confirm this text")).click()
    expect(page.get_by_text(german("Nothing waits for a second reader."))).to_be_visible()
    assert ScanReading.objects.get().statement.text == "Zu laut nachts."


def test_a_pair_is_decided(page, at, procedure):
    first = StatementFactory(procedure=procedure, text=making.LETTER)
    second = StatementFactory(procedure=procedure, text=making.LETTER, person=first.person)
    Duplicate.objects.create(procedure=procedure, first=first, second=second, reason="text")
    at("reader", second.code)
    page.get_by_role("link", name=german(TWICE)).click()
    look_at(page, "reader-copies")
    at("duplicates")
    look_at(page, "duplicates")
    page.get_by_role("button", name=german("The same letter")).click()
    expect(page.get_by_text(german("No pair waits for a decision."))).to_be_visible()


def test_an_organiser_hands_in_and_a_signatory_fetches_the_receipt(page, live_server, procedure):
    page.goto(live_server.url + procedure.get_absolute_url())
    page.get_by_role("link", name=german("Hand in many letters together")).click()
    look_at(page, "bulk")
    upload(page, "File with the letters", "schreiben.csv", example("csv"))
    page.get_by_label(german("Name of the campaign")).fill("Gegen den Windpark")
    page.get_by_label(german("Who hands this in?")).fill("Initiative Beispiel")
    page.get_by_label(german("Your e-mail address")).fill("initiative@beispiel.example")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=german("Check and hand in")).click()
    expect(page.locator("h1")).to_have_text("Gegen den Windpark")
    bulk.finish_uploads()
    page.reload()
    expect(page.get_by_text(german("Slips to hand on"))).to_be_visible()
    look_at(page, "upload")
    letter = Statement.objects.order_by("pk").last()
    page.goto(live_server.url + reverse("redeem"))
    look_at(page, "redeem")
    code = bulk.slip_code(BulkUpload.objects.get(), letter.pk)
    page.get_by_label(german("Code on your slip")).fill(code)
    page.get_by_role("button", name=german("Fetch the receipt")).click()
    expect(page).to_have_url(re.compile(reverse("receipt", args=[letter.receipt])))
    expect(page.locator("h1")).to_be_visible()
