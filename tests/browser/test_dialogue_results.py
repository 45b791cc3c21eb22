"""Results of a dialogue on a phone and on a desk: read by everyone, drafted by the team."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.dialogues.models import ProcessMember
from dialogwerk.apps.dialogues.services import imports, report
from tests.apps.dialogues.imports.making import adhocracy as exported
from tests.apps.dialogues.imports.making import idea
from tests.factories import UserFactory
from tests.factories.dialogues import (
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
    PhaseFactory,
    ProcessFactory,
    ProcessMemberFactory,
    TargetGroupFactory,
)

from .conftest import assert_accessible, assert_no_sideways_scrolling, german, sign_in


@pytest.fixture
def lead():
    return ProcessMemberFactory(
        process=ProcessFactory(slug="markt", title="Neuer Marktplatz"),
        user=UserFactory(),
        role=ProcessMember.Role.LEAD,
    ).user


@pytest.fixture
def process(lead):
    found = lead.dialogue_processes.get().process
    phase = PhaseFactory(process=found, title="Sammeln", audience="Alle, die den Platz kennen")
    place = FormatFactory(process=found, phase=phase)
    TargetGroupFactory(process=found, title="Jugendliche")
    TargetGroupFactory(process=found, title="Ältere", reached="unknown", how_known="", source="")
    OutcomeFactory(contribution=ContributionFactory(format=place, title="Zwölf Bäume"))
    ContributionFactory.create_batch(60, format=place)
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_everyone_reads_the_results(open_page, live_server, process, lead, width):
    report.save_summary(process=process, summary="Zwölf Bäume kommen.", by=lead)
    report.publish_report(process=process, by=lead, now=timezone.now())
    page = open_page(script=width > 400, width=width)
    page.goto(live_server.url + reverse("process", args=[process.slug]))
    page.get_by_role("link", name=german("Read the results of this dialogue")).click()
    assert page.get_by_text("Zwölf Bäume kommen.").is_visible()
    assert page.get_by_text("Ältere").first.is_visible()
    if width > 400:
        assert_accessible(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_team_drafts_and_publishes(open_page, live_server, process, lead, width):
    page = open_page(width=width)
    sign_in(page, live_server, lead)
    page.goto(live_server.url + reverse("process-report", args=[process.slug]))
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("link", name=german("Add a group")).click()
    assert_accessible(page)
    page.get_by_label(german("group"), exact=True).fill("Pendler")
    page.get_by_role("button", name=german("Save")).click()
    page.get_by_role("button", name=german("Publish as next version")).click()
    page.goto(live_server.url + reverse("report", args=[process.slug]))
    assert page.get_by_text("Pendler").first.is_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_an_export_is_looked_through_before_it_is_taken_in(
    open_page, live_server, process, lead, width, tmp_path
):
    file = tmp_path / "ideen.xlsx"
    rejected = {"Moderator feedback": "Abgelehnt", "Official Statement": "Gehört dem Land."}
    file.write_bytes(exported(idea(1), idea(2, **rejected), idea(3, Erstellt="neulich")).read())
    page = open_page(width=width)
    sign_in(page, live_server, lead)
    page.goto(live_server.url + reverse("process-imports", args=[process.slug]))
    assert_accessible(page)
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name=german("Upload and choose columns")).click()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.locator("[name=decided_on]").fill("2021-09-01")
    page.get_by_role("button", name=german("Check all rows")).click()
    assert page.get_by_text("neulich").is_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    one = process.imports.get()
    imports.take_in_rows(one, by="user:1")
    page.goto(live_server.url + reverse("process-import", args=[process.slug, one.code]))
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert process.contributions.filter(public_name="mira2").exists()
