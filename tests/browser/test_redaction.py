"""Redacting with the mouse and without: marks, boxes, release."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.statements.models import Attachment, Redaction, Release
from dialogwerk.apps.statements.services import redaction_marks
from tests.factories import (
    IdentityFactory,
    PersonFactory,
    ProcedureFactory,
    StatementFactory,
    UserFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in

TEXT = (
    "Frieda Musterfrau\nBeispielgasse 7\n99001 Musterhausen\n\nSehr geehrte Damen und Herren,\n\n"
    "mein Mann Karl und ich hören den Lärm bis zu unserem Flurstück 12/4. Der Wirt vom Roten"
    " Hahn hat es bestätigt.\n\nMit freundlichen Grüßen\nFrieda Musterfrau"
)


@pytest.fixture
def procedure():
    return ProcedureFactory(open_round=True)


@pytest.fixture
def letter(procedure):
    person = PersonFactory()
    IdentityFactory(person=person, name="Frieda Musterfrau", street="Beispielgasse 7")
    letter = StatementFactory(procedure=procedure, person=person, text=TEXT)
    target = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(target, "PNG")
    file = Attachment(
        statement=letter, name="scan.png", media_type="image/png", size=1, sha256="b" * 64
    )
    file.file.save("x", ContentFile(target.getvalue()), save=False)
    file.save()
    return letter


@pytest.fixture
def clerk(procedure):
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)


def address(live_server, name, *args):
    return live_server.url + reverse(name, args=args)


def test_a_clerk_selects_words_and_releases_without_a_doubt(page, live_server, letter, clerk):
    sign_in(page, live_server, clerk)
    slug = letter.procedure.slug
    page.goto(address(live_server, "redactions", slug))
    assert_accessible(page)
    page.goto(address(live_server, "redaction", slug, letter.code))
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector("[data-text]"), 4);
          let node;
          while ((node = walker.nextNode())) {
            const at = node.data.indexOf("Wirt vom Roten Hahn");
            if (at >= 0) {
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + "Wirt vom Roten Hahn".length);
              document.getSelection().addRange(range);
              return;
            }
          }
        }"""
    )
    page.locator("[data-selection-note]").wait_for(state="visible")
    page.get_by_role("button", name=german("Mark"), exact=True).click()
    page.get_by_role("link", name="Wirt vom Roten Hahn").wait_for()
    added = Redaction.objects.get(reason="person")
    assert added.mark.of(letter.text) == "Wirt vom Roten Hahn"


def test_a_box_is_drawn_with_the_mouse(page, live_server, letter, clerk):
    sign_in(page, live_server, clerk)
    file = letter.attachments.get()
    slug = letter.procedure.slug
    page.goto(address(live_server, "redaction-file", slug, letter.code, file.pk))
    assert_accessible(page)
    area = page.locator("[data-page]").bounding_box()
    page.mouse.move(area["x"] + area["width"] * 0.1, area["y"] + area["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] * 0.3, steps=4)
    page.mouse.up()
    page.get_by_role("button", name=german("Add the box")).click()
    page.get_by_role("listitem").filter(has_text="%").first.wait_for()
    box = Redaction.objects.on_pages().get()
    assert box.x == pytest.approx(0.1, abs=0.02)
    assert box.height == pytest.approx(0.1, abs=0.02)


def test_everything_works_without_javascript_on_a_small_screen(
    open_page, live_server, letter, clerk
):
    page = open_page(script=False, width=320)
    sign_in(page, live_server, clerk)
    slug = letter.procedure.slug
    file = letter.attachments.get()
    page.goto(address(live_server, "redaction-file", slug, letter.code, file.pk))
    for name, value in {"x": "10", "y": "80", "width": "40", "height": "10"}.items():
        page.locator(f'input[name="{name}"]').fill(value)
    page.get_by_role("button", name=german("Add the box")).click()
    page.goto(address(live_server, "redaction", slug, letter.code))
    page.locator('input[name="words"]').fill("Roten Hahn")
    page.get_by_role("button", name=german("Mark"), exact=True).click()
    for row in Redaction.objects.filter(statement=letter, attachment=None):
        page.locator(f'input[name="mark-{row.pk}"][value="accepted"]').check()
    page.get_by_role("button", name=german("Save; the letter is looked through")).click()
    page.locator("button[value=release]").first.click()
    page.locator("button[value=withdraw]").wait_for()
    assert Release.objects.standing().get().audience == "developer"
    assert redaction_marks.prepare(letter).uncertain == 0
