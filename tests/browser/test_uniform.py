"""Signed by many, in a browser: a list and its representative; a notice for sixty."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Representation, RepresentationStep, SignatureList
from dialogwerk.apps.statements.services import dispatch, gate
from tests.apps.statements.answered_letters import make_answered, write
from tests.apps.statements.test_collective import make_campaign
from tests.browser.conftest import (
    assert_accessible,
    assert_no_sideways_scrolling,
    german,
    sign_in,
)
from tests.factories import OccurrenceFactory, ProcedureFactory, SegmentFactory, UserFactory


def press(page, text):
    page.get_by_role("button", name=german(text)).first.click()


def unfold(page, text):
    page.locator("summary", has_text=german(text)).click()


def table_of(people):
    rows = [f"Ida Muster{n};Heideweg {n};99001 Musterhausen;" for n in range(people)]
    return ("Name;Anschrift;Ort;Vertreter\n" + "\n".join(rows)).encode()


def sign_in_to(page, live_server, procedure):
    sign_in(page, live_server, UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))


def answer_everything(procedure):
    """One passage of each letter tied to an answered argument, and the letters read."""
    argument = make_answered(procedure, text="Die Anlagen werden nachts gedrosselt.")
    for letter in procedure.statements.all():
        segment = SegmentFactory(statement=letter, tied=True, argument=argument, end=10)
        OccurrenceFactory(segment=segment, statement=letter)
    procedure.statements.update(read_at=timezone.now(), read_by="user:1", read_how="explicit")


def test_a_list_is_uploaded_called_upon_represented_and_answered(page, live_server):
    procedure = ProcedureFactory(open_round=True)
    sign_in_to(page, live_server, procedure)
    page.goto(live_server.url + reverse("signature-list-new", args=[procedure.slug]))
    assert_accessible(page)
    page.locator("#id_title").fill("Kein Windpark auf der Heide")
    page.locator("#id_text").fill("Wir lehnen den Windpark ab, der Lärm raubt uns den Schlaf.")
    page.locator("#id_table").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": table_of(52)}
    )
    press(page, "Take the list in")
    signed = SignatureList.objects.get()
    assert signed.statements.count() == 52
    assert_accessible(page)

    unfold(page, "called upon to name a joint representative")
    page.locator("#id_call-answer_by").fill((timezone.localdate() + timedelta(28)).isoformat())
    page.locator("#id_call-reason").fill("52 Personen, sonst stockt das Verfahren.")
    page.locator("form", has=page.locator("#id_call-reason")).get_by_role("button").click()
    expect(page.get_by_text("§ 18 Abs. 1 Satz 1 VwVfG").first).to_be_visible()

    day = timezone.localdate() - timedelta(days=1)
    Representation.objects.update(answer_by=day)
    RepresentationStep.objects.update(answer_by=day)
    page.reload()
    unfold(page, "representative appointed by the authority")
    page.locator("#id_appoint-person").fill("Ida Muster51")
    page.locator("#id_appoint-reason").fill("Niemand wurde benannt.")
    page.locator("form", has=page.locator("#id_appoint-reason")).get_by_role("button").click()
    assert Representation.objects.get().speaks
    assert_accessible(page)

    answer_everything(procedure)
    page.get_by_role("link", name=german("Answer through the representative …")).click()
    page.locator("#id_reason").fill("§ 18 VwVfG, eine Antwort für alle.")
    press(page, "Decide this")
    assert_accessible(page)
    write(procedure)
    letter = procedure.replies.get(person=Representation.objects.get().representative)
    dispatch.mark_sent(letter, how="counter", by="user:1")
    page.reload()
    expect(page.locator(".dw-stats")).to_contain_text("51")
    assert gate.open_items(procedure).everyone_has_a_reply

    other = signed.statements.exclude(person=letter.person).first()
    page.goto(live_server.url + reverse("receipt", args=[other.receipt]))
    expect(page.get_by_text(german("How you are answered"))).to_be_visible()
    expect(page.get_by_text("nachts gedrosselt")).to_be_visible()
    assert_accessible(page)


def test_sixty_people_are_answered_by_notice_and_the_gate_is_satisfied(page, live_server):
    procedure = ProcedureFactory(open_round=True, kind=Procedure.Kind.BAULEITPLAN)
    argument = make_answered(procedure, text="Der Hinweis führt zu einer Änderung.")
    campaign = make_campaign(procedure, argument, 60)
    sign_in_to(page, live_server, procedure)
    page.goto(live_server.url + reverse("campaign", args=[procedure.slug, campaign.number]))
    expect(page.get_by_text(german("uniform submission")).first).to_be_visible()
    page.goto(live_server.url + reverse("uniform", args=[procedure.slug]))
    assert_accessible(page)
    page.get_by_role("link", name=campaign.title).first.click()
    page.get_by_role("link", name=german("Answer by public notice …")).click()
    assert_accessible(page)
    page.locator("#id_reason").fill("60 gleiche Stellungnahmen, § 3 Abs. 2 BauGB.")
    press(page, "Decide this")
    expect(page.locator("#id_text")).to_contain_text("Einsicht in das Ergebnis")
    page.locator("#id_published_on").fill(timezone.localdate().isoformat())
    page.locator("#id_published_in").fill("Amtsblatt 12/2026 und Internetseite")
    press(page, "Note as published")
    assert_accessible(page)
    assert gate.open_items(procedure).everyone_has_a_reply

    letter = campaign.statements.first()
    page.goto(live_server.url + reverse("receipt", args=[letter.receipt]))
    expect(page.get_by_text("Amtsblatt 12/2026").first).to_be_visible()
    page.goto(live_server.url + reverse("gate", args=[procedure.slug]))
    press(page, "Close the weighing")
    procedure.refresh_from_db()
    assert procedure.weighing_closed_at


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_many_can_be_used_by_everyone(page, live_server, width):
    procedure = ProcedureFactory(open_round=True)
    argument = make_answered(procedure)
    campaign = make_campaign(procedure, argument, 52)
    sign_in_to(page, live_server, procedure)
    page.set_viewport_size({"width": width, "height": 900})
    write(procedure)
    for reply in procedure.replies.all()[:2]:
        attempt = dispatch.mark_sent(reply, how="post", by="user:1")
        dispatch.mark_returned(attempt, by="user:1", reason="moved")
    for name, arguments in (
        ("uniform", []),
        ("campaign-people", [campaign.number]),
        ("collective-new", ["services_by_notice"]),
        ("signature-list-new", []),
        ("replies-returned", []),
        ("prints", []),
        ("argument-people", [argument.number]),
    ):
        page.goto(live_server.url + reverse(name, args=[procedure.slug, *arguments]))
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
