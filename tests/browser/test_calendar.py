"""The calendar in a real browser: from a new procedure to its chart, table and files."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.schemes.services import open_round, recalculate
from dialogwerk.apps.schemes.services.overrides import override_step
from tests.factories import (
    DialogueDateFactory,
    ProcedureEventFactory,
    ProcedureFactory,
    UserFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in

SIZES = [(1280, 900), (320, 640)]


@pytest.fixture
def procedure():
    """Objections run; dialogue beside them; a hearing planned; a day set by hand."""
    procedure = ProcedureFactory(eia=True)
    today = timezone.localdate()
    opened = open_round(procedure=procedure, display_start=today - timedelta(days=20), by="user:1")
    DialogueDateFactory(scheme=procedure.scheme)
    hearing = opened.objections_until + timedelta(days=60)
    ProcedureEventFactory(procedure=procedure, name="hearing", day=hearing)
    recalculate(procedure=procedure, by="user:1")
    return procedure


@pytest.fixture
def staff(procedure):
    user = UserFactory(roles=[Role.CASE_WORKER, Role.OFFICE], on_team=procedure)
    step = procedure.steps.get(step="objections")
    override_step(
        procedure=procedure,
        round=step.round,
        step="objections",
        day=step.last_day + timedelta(days=14),
        reason="So bekannt gemacht",
        by=user,
    )
    return user


def press(page, label):
    page.get_by_role("button", name=german(label), exact=True).click()


def test_a_procedure_is_created_and_its_calendar_seen_and_taken_along(
    page, live_server, procedure, staff
):
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("procedure-new", args=[procedure.scheme.slug]))
    page.locator("a[href$='art=planfeststellung']").click()
    page.locator("#id_title").fill("Ortsumgehung Musterhausen")
    page.locator("#id_variant").select_option("fstrg")
    page.locator("#id_land").select_option("NI")
    page.locator("#id_eia").select_option("true")
    page.locator("#id_authority").fill("Bezirksamt Musterhausen")
    press(page, "Save")
    made = Procedure.objects.get(title="Ortsumgehung Musterhausen")
    assert (made.variant, made.land, made.eia) == ("fstrg", "NI", True)

    page.locator("main").get_by_role("link", name=german("Record an event")).first.click()
    page.locator("#id_event").select_option("application")
    page.locator("#id_day").fill("2026-12-01")
    page.locator("#id_proof").select_option("gazette")
    page.locator("#id_proof_text").fill("Amtsblatt Nr. 48, S. 512")
    press(page, "Show what follows")
    press(page, "Record")
    open_round(procedure=made, display_start=date(2027, 3, 1), by=staff.actor)

    page.goto(live_server.url + reverse("calendar", args=[made.slug]))
    expect(page.locator(".gantt svg[role=img]")).to_be_visible()
    step = made.steps.get(step="objections")
    row = page.locator(f"#step-{step.pk}")
    expect(row).to_contain_text(f"{step.last_day:%d.%m.%Y}")
    row.locator("summary").click()
    expect(row).to_contain_text(step.explanation_de)
    expect(page.locator("main")).to_contain_text("Amtsblatt Nr. 48, S. 512")

    for ending in ("xlsx", "csv"):
        link = page.locator(f"a[href='{reverse('calendar-file', args=[made.slug, ending])}']")
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.endswith(f".{ending}")
    feed = page.request.get(live_server.url + reverse("procedure-feed", args=[made.slug]))
    assert "BEGIN:VCALENDAR" in feed.text()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_pages_of_the_calendar_are_for_everyone_and_fit_a_telephone(
    open_page, live_server, procedure, staff, width, height
):
    page = open_page(width=width, height=height)
    sign_in(page, live_server, staff)
    slug, scheme = procedure.slug, procedure.scheme.slug
    what_if = reverse("what-if", args=[slug])
    dialogue = procedure.scheme.dialogue_dates.get()
    wish = (timezone.localdate() + timedelta(days=900)).isoformat()
    for address in (
        reverse("calendar", args=[slug]),
        f"{what_if}?event=display_start&days=7",
        f"{what_if}?wish=hearing&wish_day={wish}&afresh=on",
        reverse("dialogue-dates", args=[scheme]),
        reverse("dialogue-date-new", args=[scheme]),
        reverse("dialogue-date-remove", args=[scheme, dialogue.pk]),
        reverse("scheme", args=[scheme]),
        reverse("procedure", args=[slug]),
    ):
        page.goto(live_server.url + address)
        page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert_no_sideways_scrolling(page)
        assert_accessible(page)


def _scrolled(page, frame):
    """Whether the frame is scrolled by now; asked without a predicate, which the policy forbids."""
    page.wait_for_timeout(50)
    return frame.evaluate("one => one.scrollLeft") > 0


def test_the_chart_scrolls_by_keyboard_where_it_is_wider_than_the_window(
    open_page, live_server, procedure, staff
):
    page = open_page(width=320, height=640)
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("calendar", args=[procedure.slug]))
    frame = page.locator(".gantt__frame")
    frame.focus()
    page.keyboard.press("ArrowRight")
    assert any(_scrolled(page, frame) for _attempt in range(50))
    assert frame.get_attribute("aria-label")


def test_reasons_open_by_keyboard_and_without_script(open_page, live_server, procedure, staff):
    page = open_page(script=False)
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("calendar", args=[procedure.slug]))
    step = procedure.steps.get(step="objections")
    reason = page.locator(f"#step-{step.pk} details")
    expect(reason.locator("p").first).to_be_hidden()
    reason.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(reason.locator("p").first).to_be_visible()


def test_a_question_is_asked_and_its_answer_read(page, live_server, procedure, staff):
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("what-if", args=[procedure.slug]))
    page.locator("#id_event").select_option("display_start")
    page.locator("#id_days").fill("7")
    press(page, "Show what would change")
    expect(page.locator("#answer table")).to_be_visible()
    assert "days=7" in page.url


def test_a_date_of_the_dialogue_is_mended_until_it_fits(page, live_server, procedure, staff):
    sign_in(page, live_server, staff)
    page.goto(live_server.url + reverse("dialogue-dates", args=[procedure.scheme.slug]))
    one = procedure.scheme.dialogue_dates.get()
    card = page.locator(f"#date-{one.pk}")
    expect(card.locator(".finding--error")).to_have_count(1)
    card.locator("a").first.click()
    page.locator("#id_says_no_objection").check()
    press(page, "Save and check")
    expect(page.locator(f"#date-{one.pk} .finding--error")).to_have_count(0)


def test_people_see_both_tracks_and_go_on_to_write(page, live_server, procedure):
    page.goto(live_server.url + procedure.scheme.get_absolute_url())
    expect(page.locator(".timeline__entry--dialogue")).to_have_count(1)
    now = page.locator(".timeline--now")
    now.get_by_role("link", name=german("Write a statement")).click()
    assert page.url.endswith(reverse("write", args=[procedure.slug]))
