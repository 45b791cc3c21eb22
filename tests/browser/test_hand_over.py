"""To the developer and back in a real browser: by page and by sheet, then taken as a draft."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.handover.models import Comment, HandOver
from dialogwerk.apps.handover.services.comments import save_comment, submit
from dialogwerk.apps.handover.services.handing_over import hand_over
from dialogwerk.apps.statements.models import AnswerVersion
from tests.apps.handover.sheets import filled
from tests.apps.statements.answered_letters import make_point
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.factories import (
    ArgumentFactory,
    LinkFactory,
    PersonFactory,
    ProcedureFactory,
    UserFactory,
)


@pytest.fixture
def procedure():
    procedure = ProcedureFactory(open_round=True)
    for title in ("Lärm in der Nacht", "Rotmilan am Heiderand", "Wertverlust der Häuser"):
        argument = ArgumentFactory(procedure=procedure, title=title)
        for _number in range(2):
            make_point(procedure, PersonFactory(named=True), argument)
    return procedure


@pytest.fixture
def worker(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure, name="Sascha Sachbeleg")


@pytest.fixture
def developer(procedure):
    return UserFactory(roles=[Role.DEVELOPER], on_team=procedure, name="Viktor Beispiel")


def press(page, text):
    page.get_by_role("button", name=german(text), exact=True).click()


def follow(page, text):
    page.get_by_role("main").get_by_role("link", name=text).first.click()


def test_handed_over_commented_submitted_and_adopted(
    open_page, live_server, procedure, worker, developer
):
    ours, theirs = open_page(), open_page(width=390)
    sign_in(ours, live_server, worker)
    ours.goto(live_server.url + reverse("handovers", args=[procedure.slug]))
    ours.locator("#id_note").fill("Bitte zuerst zum Lärm.")
    press(ours, "Hand over now")
    expect(ours.get_by_text(german("Handed over so far"))).to_be_visible()

    sign_in(theirs, live_server, developer)
    theirs.goto(live_server.url + reverse("developer-start"))
    follow(theirs, procedure.title)
    expect(theirs.get_by_text("Bitte zuerst zum Lärm.")).to_be_visible()
    for title, said in (
        ("Lärm in der Nacht", "Wir drosseln nachts."),
        ("Rotmilan", "Ist kartiert."),
    ):
        follow(theirs, re.compile(title))
        theirs.locator("#id_text").fill(said)
        press(theirs, "Save")
        theirs.goto(live_server.url + reverse("developer-arguments", args=[procedure.slug]))
    follow(theirs, german("Submit saved comments …"))
    press(theirs, "Submit")
    expect(theirs.get_by_role("heading", name=german("Submitted so far"))).to_be_visible()

    number = procedure.arguments.get(title="Lärm in der Nacht").number
    ours.goto(live_server.url + reverse("argument", args=[procedure.slug, number]))
    expect(ours.locator("blockquote", has_text="Wir drosseln nachts.")).to_be_visible()
    press(ours, "Take as draft of the answer")
    assert "Wir drosseln nachts." in ours.locator("#id_text").input_value()
    assert not AnswerVersion.objects.exists()
    ours.get_by_label(german("followed in part")).check()
    press(ours, "Save the answer")
    assert "Wir drosseln nachts." in AnswerVersion.objects.get().text


def test_the_sheet_goes_out_and_comes_back_without_scripts(
    open_page, live_server, procedure, developer, tmp_path
):
    hand_over(procedure=procedure, by="user:0")
    page = open_page(script=False)
    sign_in(page, live_server, developer)
    page.goto(live_server.url + reverse("developer-arguments", args=[procedure.slug]))
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"\(XLSX\)")).first.click()
    content = download.value.path().read_bytes()
    numbers = list(procedure.arguments.order_by("number").values_list("number", flat=True))
    back = tmp_path / "zurueck.xlsx"
    back.write_bytes(filled(content, {numbers[0]: "Eins.", numbers[1]: "Zwei."}))
    page.locator("input[type=file]").set_input_files(back)
    press(page, "Upload and look through")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert not Comment.objects.exists()
    page.get_by_label(german("Submit them at once")).check()
    press(page, "Take over")
    assert Comment.objects.submitted().count() == 2


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_can_be_used_by_everyone(
    open_page, live_server, procedure, worker, developer, width
):
    made = hand_over(procedure=procedure, by="user:0", note="Bitte alles.")
    argument = procedure.arguments.order_by("number").first()
    save_comment(argument=argument, text="Wir drosseln.", by=developer)
    submit(procedure=procedure, by=developer)
    save_comment(argument=argument, text="Wir drosseln stark.", by=developer)
    LinkFactory(procedure=procedure)
    slug = procedure.slug
    theirs, ours = open_page(width=width), open_page(width=width)
    sign_in(theirs, live_server, developer)
    sign_in(ours, live_server, worker)
    for page, name, parts in (
        (theirs, "developer-start", []),
        (theirs, "developer-arguments", [slug]),
        (theirs, "developer-argument", [slug, argument.number]),
        (theirs, "developer-submit", [slug]),
        (theirs, "synopsis", [slug]),
        (ours, "handovers", [slug]),
        (ours, "handover", [slug, made.number]),
        (ours, "argument", [slug, argument.number]),
        (ours, "synopsis", [slug]),
        (ours, "xbeteiligung", [slug]),
        (ours, "xbeteiligung-link", [slug]),
    ):
        page.goto(live_server.url + reverse(name, args=parts))
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
    assert HandOver.objects.count() == 1
