"""From a reported contribution to its outcome, as moderators and the author see it."""

import pytest
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.dialogues.models import Outcome, ProcessMember, State
from tests.factories import UserFactory
from tests.factories.dialogues import (
    ContributionFactory,
    FormatFactory,
    ProcessFactory,
    ProcessMemberFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in

RULE = "Keine Beleidigungen."


@pytest.fixture
def place():
    return FormatFactory(process=ProcessFactory(slug="marktplatz"), slug="anregungen")


@pytest.fixture
def said(place):
    return ContributionFactory(
        format=place, title="Bäume statt Beton", text="Wer hier Beton gießt, hat keine Ahnung."
    )


def member(process, role, **about):
    user = UserFactory(**about)
    ProcessMemberFactory(process=process, user=user, role=role)
    return user


def checked(page):
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def press(page, text):
    page.get_by_role("button", name=german(text), exact=True).click()


def test_reported_refused_objected_shown_put_together_and_answered(
    open_page, live_server, place, said
):
    process = place.process
    moderator = member(process, ProcessMember.Role.MODERATOR)
    lead = member(process, ProcessMember.Role.LEAD)
    twin = ContributionFactory(format=place, title="Mehr Bäume", text="Bitte Bäume pflanzen.")

    visitor = open_page(width=390, height=844)
    visitor.goto(live_server.url + said.get_absolute_url())
    checked(visitor)
    visitor.get_by_role("link", name=german("Report a breach of the rules")).click()
    checked(visitor)
    visitor.get_by_label(german("It insults or threatens people.")).check()
    press(visitor, "Report it")
    visitor.wait_for_url("**" + said.get_absolute_url())

    desk = open_page(expect_errors=("422",))
    sign_in(desk, live_server, moderator)
    desk.goto(live_server.url + reverse("contribution-moderation", args=[process.slug]))
    checked(desk)
    desk.get_by_role("link", name=said.title, exact=True).click()
    checked(desk)
    desk.get_by_label(german("do not show it"), exact=True).check()
    desk.get_by_label(german("Rule that it breaks")).select_option(RULE)
    press(desk, "Decide")
    assert german("Please give the author a reason.") in desk.content()
    checked(desk)
    desk.get_by_label(german("Reason, to the author")).fill("Das setzt andere herab.")
    press(desk, "Decide")
    desk.wait_for_url("**/moderation/")
    said.refresh_from_db()
    assert said.state == State.REFUSED

    author = open_page(width=390, height=844)
    author.goto(live_server.url + reverse("contribution-receipt", args=[said.receipt]))
    assert "Das setzt andere herab." in author.content()
    checked(author)
    author.get_by_label(german("What speaks for showing it?")).fill("Gemeint war die Planung.")
    press(author, "Send the objection")
    author.get_by_text("Gemeint war die Planung.").wait_for()
    checked(author)

    head = open_page()
    sign_in(head, live_server, lead)
    head.goto(live_server.url + reverse("contribution-moderation", args=[process.slug]))
    assert "Gemeint war die Planung." in head.content()
    head.get_by_role("button", name=german("Show it to everyone")).click()
    head.wait_for_load_state()
    said.refresh_from_db()
    assert said.state == State.PUBLIC

    head.goto(live_server.url + reverse("contribution-desk", args=[process.slug, place.slug]))
    checked(head)
    for one in (said, twin):
        head.locator(f"input[value='{one.code}']").check()
    press(head, "Put them together …")
    checked(head)
    head.get_by_label(f"{twin.title} ({twin.code})").check()
    head.get_by_label(german("Reason"), exact=True).fill("Beide wollen Bäume.")
    press(head, "Put together")
    head.get_by_role("link", name=german("Say what becomes of it")).click()
    checked(head)
    head.locator(f"input[value={Outcome.Kind.ADOPTED}]").check()
    head.get_by_label(german("Reasons")).fill("Zwölf Linden werden gepflanzt.")
    press(head, "Say it and tell the author")
    head.wait_for_url("**/beitrag/*/")
    checked(head)

    author.reload()
    assert "Zwölf Linden werden gepflanzt." in author.content()
    assert "Beide wollen Bäume." in author.content()
    checked(author)
    author.goto(live_server.url + said.get_absolute_url())
    assert twin.title in author.content()
    checked(author)
    author.goto(live_server.url + reverse("contribution-moderation-log", args=[process.slug]))
    assert RULE in author.content()
    checked(author)


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_desk_are_accessible(open_page, live_server, place, said, width):
    process = place.process
    page = open_page(width=width, height=844)
    lead = member(process, ProcessMember.Role.LEAD, roles=[Role.OFFICE])
    sign_in(page, live_server, lead)
    for name, *more in (
        ("process-contributions",),
        ("contribution-capture", place.slug),
        ("contribution-captured", said.code),
        ("contribution-redact", said.code),
        ("contribution-split", said.code),
        ("contribution-promise", said.code),
        ("contribution-moderation-settings",),
        ("duplicate-pairs",),
        ("process-themes",),
        ("themes-edit",),
        ("theme-examples",),
        ("themes-next",),
        ("reports-due",),
    ):
        page.goto(live_server.url + reverse(name, args=[process.slug, *more]))
        checked(page)
