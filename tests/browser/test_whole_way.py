"""One letter's whole way in a real browser: written, received, tied, answered, sent, looked up."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base import protection
from dialogwerk.apps.statements.models import Dispatch, Statement
from dialogwerk.cores.statements.segments import propose
from tests.factories import ProcedureFactory, UserFactory

from .conftest import assert_accessible as assert_accessible_now
from .conftest import german, sign_in

PASSAGE = "In der Nacht werden die Anlagen für unsere Familie viel zu laut sein."
TEXT = f"Sehr geehrte Damen und Herren,\n\n{PASSAGE}\n\nMit freundlichen Grüßen\nErika Beispiel"
ANSWER = "Zwischen 22 und 6 Uhr laufen zwei Anlagen nur gedrosselt."
SENDER = {
    "name": "Erika Beispiel",
    "street": "Musterweg 1",
    "postal_code": "00000",
    "city": "Musterhausen",
    "email": "erika@beispiel.example",
}


@pytest.fixture(autouse=True)
def _quick(settings, monkeypatch):
    settings.PROOF_OF_WORK_MAX_NUMBER = 500
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))


def assert_accessible(page):
    """The checker is a script itself and waits for ever where scripts are switched off."""
    if page.context.pages and page.evaluate("() => window.htmx !== undefined"):
        assert_accessible_now(page)


def press(page, label):
    page.get_by_role("button", name=german(label)).first.click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_letter_is_written_answered_and_looked_up(open_page, live_server, script):
    assert len(list(propose(TEXT))) == 1
    procedure = ProcedureFactory(open_round=True)
    case_worker = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    resident, staff = open_page(script=script), open_page(script=script)

    code = _write(resident, live_server, procedure)
    sign_in(staff, live_server, case_worker)
    _tie_and_finish(staff, live_server, procedure)
    _answer(staff, live_server, procedure)
    _send(staff, live_server, procedure)
    _look_up(resident, live_server, code)


def _write(page, live_server, procedure):
    page.goto(live_server.url + procedure.get_absolute_url())
    page.get_by_role("link", name=german("Write a statement")).first.click()
    for name, value in {"text": TEXT, **SENDER}.items():
        page.locator(f"#id_{name}").fill(value)
    press(page, "Send the statement")
    page.wait_for_url(re.compile("/beleg/"))
    return page.locator(".dw-receipt-code").inner_text()


def _tie_and_finish(page, live_server, procedure):
    page.goto(live_server.url + reverse("inbox", args=[procedure.slug]))
    assert_accessible(page)
    page.get_by_role("link", name=Statement.objects.get().code).click()
    page.get_by_role("link", name=german("Decide")).first.click()
    expect(page.locator("#chosen")).to_have_text(PASSAGE)
    assert_accessible(page)
    page.locator("#panel summary").click()
    page.locator("#panel details input[type=text]").fill("Lärm in der Nacht")
    press(page, "Open the argument and tie")
    expect(page.locator(".wb-passages")).to_contain_text("Lärm in der Nacht")
    press(page, "Finish reading")
    expect(page.locator("main")).not_to_contain_text(german("Finish reading"))
    assert Statement.objects.get().read_at is not None


def _answer(page, live_server, procedure):
    page.goto(live_server.url + reverse("arguments", args=[procedure.slug]))
    page.get_by_role("link", name="Lärm in der Nacht").first.click()
    page.locator("main input[value=followed_in_part]").check()
    page.locator("main textarea[name$=text]").first.fill(ANSWER)
    assert_accessible(page)
    press(page, "Save the answer")
    expect(page.locator("main")).to_contain_text("Fassung 1")


def _send(page, live_server, procedure):
    page.goto(live_server.url + reverse("replies", args=[procedure.slug]))
    press(page, "Write letters")
    page.goto(live_server.url + reverse("replies", args=[procedure.slug]))
    assert_accessible(page)
    page.get_by_role("link", name=german("Send by e-mail …")).click()
    assert_accessible(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    assert Dispatch.objects.get().state == Dispatch.State.SENT
    assert [message.to for message in mail.outbox] == [["erika@beispiel.example"]]
    assert mail.outbox[0].attachments[0][1].startswith(b"%PDF-")
    page.goto(live_server.url + reverse("ledger", args=[procedure.slug]))
    expect(page.locator("main table").last).to_contain_text("Lärm in der Nacht")
    assert_accessible(page)


def _look_up(page, live_server, code):
    page.goto(live_server.url + reverse("lookup"))
    page.get_by_label(german("Code of your receipt")).fill(code)
    page.get_by_role("button", name=german("Look up"), exact=True).click()
    expect(page.locator("main")).to_contain_text(PASSAGE)
    expect(page.locator("main")).to_contain_text(ANSWER)
    assert_accessible(page)
