"""Letters out of the house in a real browser: written, sent, looked up in the ledger, concluded."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.models import Dispatch
from tests.apps.statements.test_replies import make_answered, make_point
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.factories import IdentityFactory, PersonFactory, ProcedureFactory, UserFactory


@pytest.fixture
def procedure():
    procedure = ProcedureFactory(open_round=True)
    argument = make_answered(procedure, text="Die Anlagen werden nachts gedrosselt.")
    for email in ("erika@beispiel.example", ""):
        person = PersonFactory()
        IdentityFactory(person=person, email=email)
        make_point(procedure, person, argument)
    return procedure


@pytest.fixture
def worker(page, live_server, procedure):
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    sign_in(page, live_server, user)
    return user


def press(page, text):
    page.get_by_role("button", name=german(text)).click()


def follow(page, text):
    page.get_by_role("link", name=german(text)).click()


def test_letters_are_written_sent_and_found_in_the_ledger(page, live_server, worker, procedure):
    overview = live_server.url + reverse("replies", args=[procedure.slug])
    page.goto(overview)
    assert_accessible(page)
    press(page, "Write letters")
    page.goto(overview)
    follow(page, "Send by e-mail …")
    assert_accessible(page)
    press(page, "Send now")
    assert len(mail.outbox) == 1

    page.goto(overview)
    follow(page, "Print file …")
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("main").get_by_role("button").click()
    assert set(Dispatch.objects.values_list("how", flat=True)) == {"email", "post"}

    page.goto(live_server.url + reverse("ledger", args=[procedure.slug]))
    expect(page.locator("#results tbody tr")).to_have_count(2)
    page.locator("#id_state").select_option("sent")
    expect(page).to_have_url(re.compile("state=sent"))
    expect(page.locator("#results tbody tr")).to_have_count(2)
    page.locator("#id_state").select_option("outdated")
    expect(page.locator("#results tbody tr")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_can_be_used_by_everyone(page, live_server, worker, procedure, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + reverse("replies", args=[procedure.slug]))
    press(page, "Write letters")
    reply = procedure.replies.order_by("pk").first()
    for name, arguments in (
        ("replies", []),
        ("reply", [reply.code]),
        ("replies-send", ["receipt"]),
        ("prints", []),
        ("ledger", []),
        ("gate", []),
        ("gate-release", []),
        ("synopsis", []),
    ):
        page.goto(live_server.url + reverse(name, args=[procedure.slug, *arguments]))
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def test_the_weighing_is_closed_without_scripts(open_page, live_server, procedure):
    page = open_page(script=False)
    sign_in(page, live_server, UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))
    page.goto(live_server.url + reverse("gate", args=[procedure.slug]))
    press(page, "Close the weighing")
    procedure.refresh_from_db()
    assert procedure.weighing_closed_at
    page.goto(live_server.url + reverse("ledger", args=[procedure.slug]) + "?state=unwritten")
    assert page.locator("#results tbody tr").count() == 2
