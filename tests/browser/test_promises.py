"""A promise in a browser: recorded, followed by phone, kept with evidence, told, cited."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.promises.models import Follower, Promise
from dialogwerk.apps.promises.services import EvidenceDraft, break_promise, keep_promise
from dialogwerk.apps.promises.services.telling import tell_followers
from tests.apps.statements.answered_letters import make_answered
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.factories import DialogueDateFactory, ProcedureFactory, PromiseFactory, UserFactory
from tests.factories.promises import day

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PHONE = 390


@pytest.fixture
def procedure():
    cache.clear()
    return ProcedureFactory(open_round=True)


@pytest.fixture
def clerk(open_page, live_server, procedure):
    """The browser of the case worker; a form without evidence is refused with 422."""
    page = open_page(expect_errors=("422",))
    sign_in(page, live_server, UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))
    return page


def press(page, text):
    page.get_by_role("button", name=german(text), exact=True).click()


def link_in(message, name):
    """The path of the first link of this kind in a mail."""
    return re.search(rf"https?://[^/\s]+(/zusagen/{name}/\S+/)", message.body)[1]


def test_recorded_followed_kept_told_and_cited(clerk, open_page, live_server, procedure):
    date = DialogueDateFactory(scheme=procedure.scheme, promises="Wir pflanzen eine Hecke.")
    argument = make_answered(procedure)

    # Recorded from the date of the dialogue at which it was made.
    clerk.goto(live_server.url + reverse("dialogue-dates", args=[procedure.scheme.slug]))
    clerk.get_by_role("link", name=german("Record as a promise")).click()
    expect(clerk.locator("#id_text")).to_have_value("Wir pflanzen eine Hecke.")
    assert_accessible(clerk)
    clerk.locator("#id_owner").fill("Verein Grüne Heide")
    clerk.locator("#id_due").fill("Ende 2099")
    press(clerk, "Record")
    promise = Promise.objects.get()
    expect(clerk.locator("main")).to_contain_text("Ende 2099")
    expect(clerk.locator("main")).to_contain_text(date.title)
    assert_accessible(clerk)

    # Followed by phone, without an account; the link of the mail asks once more.
    phone = open_page(width=PHONE)
    phone.goto(live_server.url + reverse("promises"))
    assert_no_sideways_scrolling(phone)
    assert_accessible(phone)
    phone.get_by_role("link", name="Wir pflanzen eine Hecke.").click()
    assert_no_sideways_scrolling(phone)
    phone.locator("#id_email").fill("erika@beispiel.example")
    press(phone, "Tell me")
    expect(phone.locator("main")).to_contain_text("unterwegs")
    phone.goto(live_server.url + link_in(mail.outbox[0], "folgen"))
    assert_no_sideways_scrolling(phone)
    assert_accessible(phone)
    press(phone, "Yes, tell me")
    expect(phone.locator("main")).to_contain_text("Sie erfahren per E-Mail")
    assert Follower.objects.confirmed().count() == 1

    # Kept, with a picture as evidence.
    clerk.goto(live_server.url + promise.get_absolute_url())
    clerk.get_by_role("link", name=german("The promise was kept")).click()
    assert_accessible(clerk)
    press(clerk, "Record as kept")
    assert_accessible(clerk)
    clerk.locator("#id_on").fill(day(0).edtf)
    clerk.locator("#id_evidence_text").fill("Foto vom Weg")
    clerk.locator("#id_file").set_input_files(
        {"name": "hecke.png", "mimeType": "image/png", "buffer": PNG}
    )
    press(clerk, "Record as kept")
    expect(clerk.locator("main")).to_contain_text("Foto vom Weg")
    promise.refresh_from_db()
    assert promise.state == Promise.State.KEPT

    # Whoever follows is told, and ends it.
    assert tell_followers() == 1
    assert "gehalten" in mail.outbox[-1].subject
    phone.goto(live_server.url + link_in(mail.outbox[-1], "abbestellen"))
    assert_accessible(phone)
    press(phone, "End the mails")
    expect(phone.locator("main")).to_contain_text("keine Mails mehr")
    assert not Follower.objects.exists()

    # The weighing cites it, and the ledger shows that.
    clerk.goto(live_server.url + reverse("gate", args=[procedure.slug]))
    assert_accessible(clerk)
    clerk.get_by_role("link", name="1 Zusage des Dialogs").click()
    assert_accessible(clerk)
    clerk.goto(live_server.url + argument.get_absolute_url())
    clerk.locator("summary", has_text=german("Cite a promise")).click()
    assert_accessible(clerk)
    press(clerk, "The answer cites it")
    clerk.goto(live_server.url + reverse("ledger", args=[procedure.slug]))
    expect(clerk.locator("#promises + *")).to_contain_text("zitiert")
    assert_accessible(clerk)


def test_a_promise_is_refuted_and_that_is_taken_back_on_a_narrow_screen(
    open_page, live_server, procedure
):
    promise = PromiseFactory(scheme=procedure.scheme)
    page = open_page(width=PHONE)
    sign_in(page, live_server, UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))
    page.goto(live_server.url + reverse("weighed-promise", args=[procedure.slug, promise.code]))
    assert_no_sideways_scrolling(page)
    page.get_by_label("widerlegt").check()
    page.locator("#id_text").fill("Kein Belang der Abwägung.")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("widerlegt")
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name=promise.text).click()
    page.locator("summary", has_text=german("Take back")).click()
    assert_accessible(page)
    page.locator("textarea[name=because]").fill("Zu früh.")
    press(page, "Take back")
    expect(page.locator("main")).to_contain_text("weder zitiert noch widerlegt")


def test_the_register_works_without_script_and_says_how_all_stand(
    open_page, live_server, procedure
):
    scheme = procedure.scheme
    PromiseFactory(scheme=scheme, overdue=True, text="Die Stadt baut eine Querung.")
    kept = PromiseFactory(scheme=scheme, due=day(-5))
    keep_promise(promise=kept, on=day(-1), evidence=EvidenceDraft(text="Foto"), by="user:1")
    broken = PromiseFactory(scheme=scheme)
    break_promise(promise=broken, on=day(0), reason="Kein Geld.", by="user:1")
    page = open_page(script=False)
    page.goto(live_server.url + reverse("promises"))
    page.locator("#id_state").select_option("overdue")
    press(page, "Show")
    expect(page.locator("#results li.dw-point")).to_have_count(1)
    expect(page.locator("#results")).to_contain_text("Die Stadt baut eine Querung.")
    page.goto(live_server.url + scheme.get_absolute_url())
    expect(page.locator("main")).to_contain_text("verspätet gehalten")


def test_staff_look_after_promises(clerk, live_server, procedure):
    PromiseFactory(scheme=procedure.scheme, overdue=True)
    clerk.goto(live_server.url + reverse("workbench"))
    expect(clerk.locator("#overdue-promises")).to_be_visible()
    assert_accessible(clerk)
    clerk.goto(live_server.url + reverse("promises-kept"))
    assert_accessible(clerk)
    clerk.locator("#id_state").select_option("kept")
    expect(clerk.locator("#results")).to_contain_text(german("No promise fits."))
