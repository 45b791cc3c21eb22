"""The page of a procedure's calendar, and the table to take along."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.calendar_page import CalendarPage, events_that_record
from dialogwerk.apps.schemes.models import ProcedureEvent, ScheduledStep
from dialogwerk.apps.schemes.services.due_dates import days_from
from dialogwerk.apps.schemes.services.overrides import override_step
from tests.factories import ProcedureFactory, UserFactory

from .calendars import clerk_of, dialogue_date, happened, planned_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return planned_procedure()


@pytest.fixture
def clerk(client, procedure):
    client.force_login(clerk_of(procedure))
    return client


def page_of(procedure, day=date(2027, 3, 15)):
    return CalendarPage.of(procedure, today=day)


def html_of(client, procedure):
    response = client.get(reverse("calendar", args=[procedure.slug]))
    assert response.status_code == 200
    return response.content.decode()


def row_of(page, step):
    return next(row for row in page.rows if row.step.step == step)


def test_every_step_stands_on_the_page_with_reason_and_norm(clerk, procedure):
    html = html_of(clerk, procedure)
    for step in procedure.steps.standing():
        assert step.name_de in html
        assert step.explanation_de in html
        assert all(norm in html for norm in step.norms)


def test_an_empty_calendar_says_what_to_do_first(client):
    procedure = ProcedureFactory()
    client.force_login(clerk_of(procedure))
    html = html_of(client, procedure)
    assert "<svg class" not in html.split("<main")[1]
    assert reverse("event-new", args=[procedure.slug]) in html


def test_the_next_dates_stand_on_top_the_nearest_first(procedure):
    found = page_of(procedure).coming
    assert [row.step.last_day for row in found] == sorted(row.step.last_day for row in found)
    assert all(row.step.last_day >= date(2027, 3, 15) for row in found)


def test_a_duty_that_nobody_recorded_is_overdue(procedure):
    step = procedure.steps.standing().first()
    ScheduledStep.objects.filter(pk=step.pk).update(
        kind="duty", recorded=False, last_day=date(2027, 3, 14)
    )
    [late] = page_of(procedure).late
    assert (late.step.pk, late.when) == (step.pk, days_from(date(2027, 3, 14), date(2027, 3, 15)))


def test_a_day_set_by_hand_stands_beside_the_computed_one_with_reason_and_name(clerk, procedure):
    step = procedure.steps.get(step="objections")
    user = clerk_of(procedure)
    override_step(
        procedure=procedure,
        step=step.step,
        round=step.round,
        day=step.last_day + timedelta(days=14),
        reason="Die Bekanntmachung nennt den späteren Tag.",
        norm="§ 21 Abs. 3 UVPG",
        by=user,
    )
    row = row_of(page_of(procedure), "objections")
    assert row.override.reason.startswith("Die Bekanntmachung")
    assert row.moved_by == 14
    html = html_of(clerk, procedure)
    assert "Die Bekanntmachung nennt den späteren Tag." in html
    assert user.name in html
    assert "30.04.2027" in html
    assert "14.05.2027" in html


def test_recorded_events_stand_with_their_proof_and_missing_ones_are_named(clerk, procedure):
    happened(
        procedure,
        "application",
        date(2026, 12, 1),
        proof=ProcedureEvent.Proof.GAZETTE,
        proof_text="Amtsblatt Nr. 40, S. 412",
        proof_url="https://amtsblatt.example/40",
    )
    html = html_of(clerk, procedure)
    assert "Amtsblatt Nr. 40, S. 412" in html
    assert 'href="https://amtsblatt.example/40"' in html
    assert [one.name for one in page_of(procedure).unproved] == ["display_start"]


def test_withdrawn_events_stay_as_history(clerk, procedure):
    event = happened(procedure, "application", date(2026, 12, 1))
    event.withdrawn_at, event.withdrawn_because = timezone.now(), "Der Stempel war falsch gelesen."
    event.save()
    page = page_of(procedure)
    assert event not in page.standing_events
    assert page.withdrawn == [event]
    assert "Der Stempel war falsch gelesen." in html_of(clerk, procedure)


def test_both_tracks_are_on_the_chart(procedure):
    dialogue_date(procedure)
    names = {group.track for group in page_of(procedure).chart.groups}
    assert names == {"dialogue", "procedure"}


def test_readers_of_the_calendar_get_no_links_to_change_it(client, procedure):
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    html = html_of(client, procedure)
    assert reverse("event-new", args=[procedure.slug]) not in html
    assert "/abweichen/" not in html


def test_the_tabs_of_the_workbench_stand_on_the_page(clerk, procedure):
    response = clerk.get(reverse("calendar", args=[procedure.slug]))
    tabs = response.context["workbench_sections"]
    assert [tab["url"] for tab in tabs if tab["current"]] == [
        reverse("calendar", args=[procedure.slug])
    ]
    assert reverse("inbox", args=[procedure.slug]) in [tab["url"] for tab in tabs]


def test_a_longer_calendar_costs_no_further_query(clerk, procedure, django_assert_num_queries):
    address = reverse("calendar", args=[procedure.slug])
    clerk.get(address)
    with django_assert_num_queries(QUERIES):
        clerk.get(address)
    for number in range(3):
        happened(procedure, "application", date(2026, 12, 1 + number), withdrawn_at=timezone.now())
        dialogue_date(procedure, title=f"Werkstatt {number}")
    happened(procedure, "hearing", date(2027, 7, 6))
    happened(procedure, "decision_display_start", date(2027, 12, 6))
    with django_assert_num_queries(QUERIES):
        clerk.get(address)


QUERIES = 15


def test_what_no_longer_goes_together_is_said_and_the_stored_dates_stay(clerk, procedure):
    ProcedureEvent.objects.filter(name="display_start").update(day=date(1960, 3, 1))
    html = html_of(clerk, procedure)
    assert page_of(procedure).problem
    assert page_of(procedure).problem in html.replace("&quot;", '"')
    assert "30.04.2027" in html


# The table to take along


def file_of(client, procedure, ending):
    response = client.get(reverse("calendar-file", args=[procedure.slug, ending]))
    assert response.status_code == 200
    assert f".{ending}" in response.headers["Content-Disposition"]
    return response.content


def test_the_csv_holds_every_step_with_its_reason(clerk, procedure):
    text = file_of(clerk, procedure, "csv").decode("utf-8-sig")
    for step in procedure.steps.standing():
        assert step.name_de in text
        assert f"{step.last_day:%d.%m.%Y}" in text


def test_the_xlsx_holds_real_days(clerk, procedure):
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(clerk, procedure, "xlsx")))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == procedure.steps.standing().count()
    assert {row[4] for row in rows} == {step.last_day for step in procedure.steps.standing()}
    assert len(head) == len(rows[0])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_text_of_the_table_becomes_a_formula(clerk, procedure, ending):
    step = procedure.steps.get(step="objections")
    override_step(
        procedure=procedure,
        step=step.step,
        round=step.round,
        day=step.last_day + timedelta(days=14),
        reason='=HYPERLINK("https://boese.example")',
        norm="",
        by=clerk_of(procedure),
    )
    content = file_of(clerk, procedure, ending)
    if ending == "csv":
        cells = [
            cell for line in content.decode("utf-8-sig").splitlines() for cell in line.split(";")
        ]
        assert not [cell for cell in cells if cell.lstrip('"').startswith("=")]
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert any('=HYPERLINK("https://boese.example")' in row for row in rows)


def test_there_is_no_other_file(clerk, procedure):
    assert clerk.get(reverse("calendar-file", args=[procedure.slug, "exe"])).status_code == 404


def test_a_hearing_is_recorded_as_one_and_only_an_online_one_by_its_end():
    assert events_that_record("planfeststellung")["hearing"] == "hearing"
    online = events_that_record("planfeststellung", ["online_consultation"])
    assert online["hearing"] == online["online_consultation"] == "online_end"
    assert events_that_record("tea party") == {}
