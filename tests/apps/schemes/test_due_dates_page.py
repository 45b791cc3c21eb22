"""The page of coming dates, its filters and settings, as different people see it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import CalendarSettings
from dialogwerk.apps.schemes.services.due_dates import days_from, title_of_end
from dialogwerk.apps.schemes.views.due_dates import Row, in_groups
from tests.factories import ProcedureFactory, ScheduledStepFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE, SETTINGS, RENEW = map(reverse, ["due-dates", "reminder-settings", "feed-renew"])


def step_in(days, **fields):
    return ScheduledStepFactory(last_day=timezone.localdate() + timedelta(days=days), **fields)


@pytest.fixture
def procedure():
    return ProcedureFactory()


@pytest.fixture
def worker(client, procedure):
    user = UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)
    client.force_login(user)
    return user


def listed(response):
    """Steps under the headings of the page, in their order."""
    return [row.step for _heading, rows in response.context["groups"] for row in rows]


def late(response):
    return [row.step for row in response.context["overdue"]]


# What is listed


def test_coming_dates_of_all_my_procedures_stand_in_their_order(client, worker, procedure):
    other = ProcedureFactory()
    other.scheme.team.create(user=worker, role=Role.LAWYER)
    steps = [step_in(50, procedure=procedure), step_in(0, procedure=other)]
    steps.append(step_in(9, procedure=procedure, step="hearing"))
    step_in(1)
    response = client.get(PAGE)
    assert listed(response) == [steps[1], steps[2], steps[0]]
    for step in steps:
        assert step.name_de in response.content.decode()
        assert step.explanation_de in response.content.decode()


def test_duties_and_targets_that_nobody_recorded_are_overdue(client, worker, procedure):
    duty = step_in(-2, procedure=procedure, owed=True)
    target = step_in(-90, procedure=procedure, step="hearing", kind="target")
    step_in(-3, procedure=procedure, step="objections")
    step_in(-3, procedure=procedure, step="decision", kind="duty", recorded=True)
    response = client.get(PAGE)
    assert late(response) == [duty, target]
    assert listed(response) == []


def test_what_fell_away_is_not_listed(client, worker, procedure):
    step_in(3, procedure=procedure, cancelled_at=timezone.now())
    step_in(-3, procedure=procedure, owed=True, cancelled_at=timezone.now())
    response = client.get(PAGE)
    assert (listed(response), late(response)) == ([], [])


def test_only_some_of_much_that_is_overdue_stands_above_what_comes(client, worker, procedure):
    for number in range(12):
        step_in(-number - 1, procedure=procedure, step=f"step_{number}", kind="duty")
    first = client.get(PAGE)
    assert len(late(first)) == 10
    assert "?show=overdue" in first.content.decode()
    assert len(late(client.get(PAGE, {"show": "overdue"}))) == 12


def test_many_dates_are_turned_page_by_page(client, worker, procedure):
    for number in range(60):
        step_in(number, procedure=procedure, step=f"step_{number}")
    step_in(-1, procedure=procedure, owed=True)
    first, second = client.get(PAGE), client.get(PAGE, {"page": 2})
    assert (len(listed(first)), len(listed(second))) == (50, 10)
    assert (len(late(first)), len(late(second))) == (1, 0)


def test_the_page_asks_the_same_number_of_queries_for_many_dates(
    client, worker, procedure, django_assert_max_num_queries
):
    for number in range(45):
        place = procedure if number % 2 else ProcedureFactory()
        if place is not procedure:
            place.scheme.team.create(user=worker, role=Role.OFFICE)
        step_in(number - 5, procedure=place, step=f"step_{number}", kind="duty")
    with django_assert_max_num_queries(10):
        client.get(PAGE)


# Filters


def test_one_procedure_can_be_picked(client, worker, procedure):
    other = ProcedureFactory()
    other.scheme.team.create(user=worker, role=Role.OFFICE)
    mine, _theirs = step_in(3, procedure=procedure), step_in(3, procedure=other)
    assert listed(client.get(PAGE, {"procedure": procedure.slug})) == [mine]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CASE_WORKER, {"report"}),
        (Role.LAWYER, {"report"}),
        (Role.EXPERT, set()),
        (Role.DEVELOPER, {"supplement"}),
    ],
)
def test_only_my_duties(client, procedure, role, expected):
    client.force_login(UserFactory(roles=[role], on_team=procedure))
    step_in(3, procedure=procedure, owed=True)
    step_in(3, procedure=procedure, step="supplement", actor="developer", kind="duty")
    step_in(3, procedure=procedure, step="agencies", actor="agencies", kind="duty")
    step_in(3, procedure=procedure, step="objections")
    found = listed(client.get(PAGE, {"show": "mine"}))
    assert {step.step for step in found} == expected


def test_words_in_the_address_that_mean_nothing_filter_nothing(client, worker, procedure):
    step = step_in(3, procedure=procedure)
    odd = {"procedure": "gibt-es-nicht", "show": "x", "page": "-7"}
    assert listed(client.get(PAGE, odd)) == [step]


def test_the_filter_of_a_foreign_procedure_shows_nothing_of_it(client, worker, procedure):
    foreign = step_in(3)
    response = client.get(PAGE, {"procedure": foreign.procedure.slug})
    assert listed(response) == []
    assert foreign.procedure.title not in response.content.decode()


def test_htmx_gets_the_list_alone(client, worker, procedure):
    step = step_in(3, procedure=procedure)
    response = client.get(PAGE, headers={"hx-request": "true"})
    text = response.content.decode()
    assert step.name_de in text
    assert "<html" not in text
    assert "HX-Request" in response.headers["Vary"]


# Who


def test_the_developer_sees_public_steps_with_links_to_public_pages(client, procedure):
    client.force_login(UserFactory(roles=[Role.DEVELOPER], on_team=procedure))
    public = step_in(3, procedure=procedure)
    step_in(3, procedure=procedure, step="agencies", actor="agencies", kind="duty")
    response = client.get(PAGE)
    assert listed(response) == [public]
    assert f'href="{procedure.get_absolute_url()}"' in response.content.decode()


def test_an_administrator_sees_all(client):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    step = step_in(3)
    assert listed(client.get(PAGE)) == [step]


def test_an_account_without_any_team_is_refused(client):
    client.force_login(UserFactory(roles=[Role.PARTICIPANT]))
    assert {client.get(page).status_code for page in (PAGE, SETTINGS, RENEW)} == {403}


def test_the_workbench_starts_with_the_next_dates(client, worker, procedure):
    soon = step_in(3, procedure=procedure)
    far = step_in(200, procedure=procedure, step="lawsuit", name_de="Klage")
    step_in(-3, procedure=procedure, owed=True)
    response = client.get(reverse("workbench"))
    shown = response.context["dates"]
    assert [row.step for row in shown["rows"]] == [soon]
    assert shown["overdue"] == 1
    text = response.content.decode()
    assert f'href="{PAGE}"' in text
    assert far.name_de not in text


# Words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (3, "in 3 days"),
        (-1, "yesterday"),
        (-2, "2 days ago"),
        (400, "in 400 days"),
    ],
)
def test_how_far_away_a_day_is(days, words):
    day = date(2026, 11, 22)
    with override("en"):
        assert days_from(day + timedelta(days=days), day) == words


@pytest.mark.parametrize(
    ("fields", "is_the_step_itself"),
    [
        ({}, False),
        ({"first_day": None}, False),
        ({"first_day": date(2026, 11, 22)}, True),
        ({"first_day": None, "recorded": True}, True),
        ({"recorded": True}, False),
        ({"recorded": True, "kind": "target", "actor": "authority"}, True),
        ({"recorded": False, "kind": "target", "actor": "authority"}, False),
        ({"recorded": True, "kind": "duty", "actor": "agencies"}, False),
        ({"recorded": True, "kind": "duty", "actor": "municipality"}, True),
        (
            {"recorded": True, "kind": "duty", "actor": "municipality", "step": "public_display"},
            False,
        ),
        ({"first_day": None, "kind": "fiction"}, True),
    ],
)
def test_the_end_of_a_period_is_called_its_last_day(fields, is_the_step_itself):
    step = ScheduledStepFactory.build(last_day=date(2026, 11, 22), **fields)
    with override("en"):
        expected = "Objections" if is_the_step_itself else "Last day: Objections"
        assert title_of_end(step) == expected


def test_dates_stand_under_this_week_next_week_and_months():
    sunday = date(2026, 11, 22)
    last_days = [sunday, date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 30)]
    last_days += [date(2026, 12, 1), date(2027, 12, 1)]
    steps = [ScheduledStepFactory.build(last_day=day) for day in last_days]
    rows = [Row(step, "", "", "", "", "") for step in steps]
    with override("en"):
        groups = in_groups(rows, sunday)
    headings = [heading for heading, _rows in groups]
    assert headings == ["This week", "Next week", "November 2026", "December 2026", "December 2027"]
    assert [len(found) for _heading, found in groups] == [1, 2, 1, 1, 1]


# Settings


def saved_of(user):
    return CalendarSettings.objects.get(user=user)


def test_looking_at_the_settings_changes_nothing_and_shows_what_holds(client, worker):
    response = client.get(SETTINGS)
    assert not CalendarSettings.objects.exists()
    form = response.context["form"]
    assert form["mail"].value() is True
    assert form["days_before"].value() == [14, 3, 0]
    assert "no-store" in response.headers["Cache-Control"]


def test_reminders_are_chosen_and_switched_off(client, worker):
    response = client.post(SETTINGS, {"mail": "on", "days_before": ["7", "1"]})
    assert response.url == SETTINGS
    assert (saved_of(worker).mail, saved_of(worker).days_before) == (True, [7, 1])
    client.post(SETTINGS, {"days_before": ["7"]})
    assert saved_of(worker).mail is False
    assert client.post(SETTINGS, {}).status_code == 302


@pytest.mark.parametrize("days", [[], ["5"], ["-1"], ["x"], ["99999999999"]])
def test_reminders_without_a_day_that_is_offered_are_refused(client, worker, days):
    response = client.post(SETTINGS, {"mail": "on", "days_before": days})
    assert response.status_code == 422
    assert response.context["form"].errors["days_before"]
    assert not CalendarSettings.objects.exists()


def test_an_unusual_day_that_was_chosen_elsewhere_stays_on_offer(client, worker):
    CalendarSettings.objects.create(user=worker, days_before=[21])
    form = client.get(SETTINGS).context["form"]
    assert 21 in dict(form.fields["days_before"].choices)
    assert client.post(SETTINGS, {"mail": "on", "days_before": ["21"]}).status_code == 302


def test_the_first_address_is_created_and_shown(client, worker, settings):
    settings.BASE_URL = "https://dialog.musterhausen.example"
    assert client.get(SETTINGS).context["address"] == ""
    assert client.post(RENEW).url == SETTINGS
    shown = client.get(SETTINGS).context["address"]
    assert shown.startswith("https://dialog.musterhausen.example/kalender/")
    assert client.get(shown.removeprefix(settings.BASE_URL)).status_code == 200


def test_the_address_names_the_language_of_who_copies_it(client, worker):
    client.post(RENEW)
    english = client.get(SETTINGS, headers={"accept-language": "en"}).context["address"]
    assert english == client.get(SETTINGS).context["address"] + "?sprache=en"


def test_renewing_asks_first_and_leaves_the_reminders_alone(client, worker):
    client.post(SETTINGS, {"mail": "on", "days_before": ["30"]})
    client.post(RENEW)
    before = saved_of(worker)
    assert client.get(RENEW).status_code == 200
    assert saved_of(worker).token == before.token
    client.post(RENEW)
    after = saved_of(worker)
    assert after.token != before.token
    assert after.days_before == [30]


def test_the_address_of_another_account_stands_on_no_page(client, worker, procedure):
    other = UserFactory(roles=[Role.OFFICE], on_team=procedure)
    token = CalendarSettings.objects.create(user=other).token
    for page in (PAGE, SETTINGS, RENEW):
        assert token not in client.get(page).content.decode()


def test_the_header_leads_staff_to_their_dates_and_nobody_else(client, worker):
    assert f'href="{PAGE}"' in client.get("/").content.decode()
    client.logout()
    assert f'href="{PAGE}"' not in client.get("/").content.decode()
