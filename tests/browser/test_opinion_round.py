"""An opinion round by phone: vote by touch and by keyboard, add a statement, find one's place."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override, pgettext
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues.models import ProcessMember
from dialogwerk.apps.opinions.demo import rehearse
from dialogwerk.apps.opinions.models import EarlierVote, OpinionStatement, Vote, Voter
from dialogwerk.apps.opinions.services.maps import compute_map
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.factories import OpinionRoundFactory, ProcessMemberFactory, UserFactory

TEXT = "Am Dorfteich soll eine Ladesäule für Fahrräder stehen."


@pytest.fixture
def round_():
    one = OpinionRoundFactory()
    rehearse(one.process, {Role.OFFICE: UserFactory(roles=[Role.OFFICE])})
    one.refresh_from_db()
    return one


def address(live_server, name, one, *more):
    return live_server.url + reverse(name, args=[one.process.slug, one.slug, *more])


def mine():
    return Vote.objects.filter(voter__origin=None)


def wait_for(page, done):
    expect(page.locator("#opinion-progress")).to_have_attribute("value", str(done))


def test_by_phone_from_the_first_vote_to_ones_own_place(page, open_page, live_server, round_):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address(live_server, "opinions", round_))
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    for name in ("Agree", "Disagree", "I do not know – skip"):
        expect(page.get_by_role("button", name=german_vote(name))).to_be_in_viewport()

    page.evaluate("window.same = true")
    first = page.locator("#opinion-statement").inner_text()
    page.get_by_role("button", name=german_vote("Agree")).click()
    wait_for(page, 1)
    assert page.evaluate("window.same"), "the page was loaded anew"
    expect(page.locator(".opinion-said")).to_contain_text(first)
    expect(page.locator("#opinion-statement")).to_be_focused()
    for done, key in ((2, "2"), (3, "3"), (4, "1")):
        page.keyboard.press(key)
        wait_for(page, done)
    assert sorted(mine().values_list("value", flat=True)) == [-1, 0, 1, 1]
    assert Voter.objects.filter(origin=None).count() == 1
    assert_accessible(page)

    page.get_by_role("link", name=german("Add a statement of your own")).click()
    page.locator("#text").fill("Besser als vorgeschrieben muss der Lärmschutz hier sein")
    expect(page.locator("#similar")).to_contain_text("Der Lärmschutz muss besser sein")
    page.locator("#text").fill(TEXT)
    assert_accessible(page)
    page.locator("#text").press("Tab")
    page.locator("button[type=submit]", has_text="Ergänzen").click()
    expect(page.get_by_role("status").first).to_contain_text("sobald jemand sie angesehen hat")
    made = OpinionStatement.objects.get(text=TEXT)

    staff = open_page()
    sign_in(staff, live_server, ProcessMemberFactory(process=round_.process).user)
    staff.goto(address(live_server, "opinion-desk", round_))
    assert_accessible(staff)
    row = staff.locator(f"#statement-{made.number}")
    row.get_by_role("button", name="Zeigen").click()
    expect(staff.get_by_text(f"Aussage {made.number} wird gezeigt.")).to_be_visible()

    page.goto(address(live_server, "opinions", round_))
    while page.locator("#opinion-statement").count():
        done = int(page.locator("#opinion-progress").get_attribute("value"))
        page.keyboard.press("1")
        if done + 1 < OpinionStatement.objects.public().count():
            wait_for(page, done + 1)
        else:
            page.get_by_text(german("You have voted on all statements. Thank you.")).wait_for()
    assert mine().count() == 19

    page.get_by_role("link", name=german("See the map")).click()
    expect(page.locator("#own-place")).to_contain_text("Sie stehen bei Gruppe")
    expect(page.locator(".opinion-own-place")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    compute_map(round=round_, now=timezone.now(), by="system:test")
    page.reload()
    expect(page.locator(".opinion-own-place")).to_be_visible()

    page.get_by_role("link", name=german("My votes")).click()
    assert_accessible(page)
    line = page.locator("#statement-1")
    line.get_by_role("button", name=german_vote("Disagree")).click()
    expect(line.get_by_role("button", name=german_vote("Disagree"))).to_have_attribute(
        "aria-pressed", "true"
    )
    assert EarlierVote.objects.count() == 1
    page.get_by_role("link", name=german("All statements")).click()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_without_javascript_one_can_vote_too(open_page, live_server, round_):
    page = open_page(script=False, width=390)
    page.goto(address(live_server, "opinions", round_))
    for done in range(1, 3):
        page.get_by_role("button", name=german_vote("Disagree")).click()
        wait_for(page, done)
    assert mine().count() == 2


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_can_be_used_by_everyone(page, live_server, round_, width):
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("opinions", "my-votes", "opinion-add", "opinion-map", "opinion-report"):
        page.goto(address(live_server, name, round_))
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
    lead = ProcessMemberFactory(process=round_.process, role=ProcessMember.Role.LEAD).user
    sign_in(page, live_server, lead)
    for name in ("opinion-desk", "opinion-import"):
        page.goto(address(live_server, name, round_))
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def german_vote(text):
    """What a button of the card says; its context is "vote"."""
    with override("de"):
        return pgettext("vote", text)
