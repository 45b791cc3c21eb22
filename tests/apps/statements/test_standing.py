"""What everyone sees of a procedure: dates, numbers, arguments; never names or letter texts."""

import gzip
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import Round
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.apps.statements.models import Argument
from dialogwerk.apps.statements.services import figures, intake, standing
from tests.apps.schemes.calendars import dialogue_date
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    OccurrenceFactory,
    PersonFactory,
    ProcedureFactory,
    RoundFactory,
    SchemeFactory,
    SegmentFactory,
    StatementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


def point(procedure, argument, person=None):
    """One more letter that makes this argument."""
    letter = StatementFactory(procedure=procedure, person=person or PersonFactory())
    segment = SegmentFactory(statement=letter, tied=True, argument=argument)
    return OccurrenceFactory(segment=segment)


def listed_titles(procedure, **filters):
    keys = standing.listed(procedure, **filters)
    return [line.argument.title for line in standing.lines(procedure, keys)]


def released(procedure):
    procedure.answers_released_at = timezone.now()
    procedure.save()
    return procedure


def test_the_counter_counts_letters_people_and_points(procedure):
    noise, birds = (ArgumentFactory(procedure=procedure) for _ in range(2))
    someone = PersonFactory()
    for argument in (noise, noise, birds):
        point(procedure, argument, someone)
    StatementFactory(procedure=procedure, already_read=True)
    AnswerVersionFactory(argument=noise)
    counted = standing.count(procedure)
    assert (counted.letters, counted.people, counted.unread) == (4, 2, 3)
    assert (counted.points, counted.answered, counted.open) == (3, 2, 1)


@pytest.fixture
def near(settings):
    """The cache of the process, as in production."""
    near = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "standing"}
    settings.CACHES = {**settings.CACHES, "near": near}
    caches["near"].clear()
    return caches["near"]


def test_the_written_dates_are_kept_for_visitors_and_new_at_once_for_staff(client, procedure, near):
    def shown(visitor, language="de"):
        answer = visitor.get(procedure.get_absolute_url(), headers={"Accept-Language": language})
        return answer.content.decode()

    staff = Client()
    staff.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=procedure))
    assert "Werkstatt" not in shown(client) + shown(staff)
    dialogue_date(procedure, title="Werkstatt", is_public=True)
    assert "Werkstatt" not in shown(client)
    assert "Werkstatt" in shown(staff)
    assert "Werkstatt" in shown(client, "en")
    near.clear()
    assert "Werkstatt" in shown(client)


def test_the_pages_of_dates_travel_compressed_to_browsers_that_ask_for_it(client, procedure):
    for page in (procedure.get_absolute_url(), procedure.scheme.get_absolute_url()):
        plain = client.get(page)
        packed = client.get(page, headers={"Accept-Encoding": "gzip"})
        assert procedure.title in gzip.decompress(packed.content).decode()
        assert len(packed.content) < len(plain.content) / 2
        assert "Accept-Encoding" in plain.headers["Vary"]


def test_kept_dates_need_no_query(client, procedure, near):
    with CaptureQueriesContext(connection) as first:
        client.get(procedure.get_absolute_url())
    with CaptureQueriesContext(connection) as again:
        client.get(procedure.get_absolute_url())
    assert [one for one in first if "scheduledstep" in one["sql"]]
    assert not [one for one in again if "scheduledstep" in one["sql"]]


def test_the_counter_is_kept_for_some_seconds_and_then_renewed(procedure, near, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(figures, "clock", lambda: clock[0])
    assert standing.counter_of(procedure).letters == 0
    StatementFactory(procedure=procedure)
    assert standing.counter_of(procedure).letters == 0
    clock[0] += standing.FRESH_FOR + 1
    assert standing.counter_of(procedure).letters == 1


def test_arguments_of_most_people_come_first(procedure):
    few, many = (ArgumentFactory(procedure=procedure, title=title) for title in ("few", "many"))
    for argument in (few, many, many):
        point(procedure, argument)
    assert listed_titles(procedure) == ["many", "few"]


def test_concerns_of_single_people_and_merged_arguments_are_not_listed(procedure):
    kept = ArgumentFactory(procedure=procedure, title="kept")
    ArgumentFactory(procedure=procedure, kind=Argument.Kind.INDIVIDUAL)
    ArgumentFactory(procedure=procedure, merged_into=kept)
    ArgumentFactory(title="of another procedure")
    assert listed_titles(procedure) == ["kept"]
    assert standing.individual_concerns(procedure) == 1


def test_the_list_can_be_filtered_once_answers_are_released(procedure):
    noise, birds = (
        ArgumentFactory(procedure=procedure, title=title) for title in ("Lärm", "Rotmilan")
    )
    AnswerVersionFactory(argument=noise)
    assert listed_titles(procedure, state="answered") == []
    assert set(listed_titles(procedure, state="open")) == {"Lärm", "Rotmilan"}
    released(procedure)
    assert listed_titles(procedure, state="answered") == [noise.title]
    assert listed_titles(procedure, state="open") == [birds.title]
    assert listed_titles(procedure, words="milan") == ["Rotmilan"]


def test_the_public_page_shows_answers_only_when_released(client, procedure):
    argument = ArgumentFactory(procedure=procedure)
    spoken = point(procedure, argument)
    answer = AnswerVersionFactory(argument=argument, text="Nachts wird gedrosselt.")
    address = reverse("standing", args=[procedure.slug])
    before = client.get(address).content.decode()
    released(procedure)
    after = client.get(address).content.decode()
    assert answer.text not in before
    assert answer.text in after
    for text in (spoken.statement.text, spoken.statement.code, spoken.statement.person.code):
        assert text not in after


def test_htmx_gets_the_list_alone(client, procedure):
    address = reverse("standing", args=[procedure.slug])
    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_pages_of_a_procedure_cost_few_queries(client, procedure, django_assert_max_num_queries):
    for _argument in range(60):
        AnswerVersionFactory(argument=ArgumentFactory(procedure=procedure))
    released(procedure)
    for name, queries in (("procedure", 9), ("standing", 13)):
        with django_assert_max_num_queries(queries):
            assert client.get(reverse(name, args=[procedure.slug])).status_code == 200
    with django_assert_max_num_queries(3):
        client.get(reverse("start"))


def test_visitors_get_no_session(client, procedure):
    for name, args in (("start", []), ("procedure", [procedure.slug]), ("write", [procedure.slug])):
        assert "sessionid" not in client.get(reverse(name, args=args)).cookies


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2026-03-01T23:59:59", "before"),
        ("2026-03-02T00:00:00", "display"),
        ("2026-04-01T23:59:59", "display"),
        ("2026-04-02T00:00:00", "objections"),
        ("2026-04-15T23:59:59", "objections"),
        ("2026-04-16T00:00:00", "after"),
    ],
)
def test_what_one_can_do_follows_the_clock_to_the_second(moment, phase):
    procedure = ProcedureFactory(eia=False)
    open_round(procedure=procedure, display_start=date(2026, 3, 2), by="user:1")
    now = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    found = standing.participation(procedure, now=now)
    assert (found.phase, found.is_late) == (phase, phase == "after")


def test_between_two_rounds_nobody_is_promised_that_a_letter_is_in_time():
    """Intake counts it for the round that is over, so the form has to say so."""
    procedure = ProcedureFactory()
    now = timezone.now()
    today = timezone.localdate(now)
    over = RoundFactory(procedure=procedure, number=1, display_start=today - timedelta(days=90))
    RoundFactory(procedure=procedure, number=2, display_start=today + timedelta(days=7))
    found = standing.participation(procedure, now=now)
    assert (found.phase, found.round, found.is_late) == ("after", over, True)
    letter = intake.Letter(text="Zwischen den Runden", received_at=now)
    taken = intake.take_in(procedure=procedure, letter=letter, by="public")
    assert (taken.round, taken.is_late) == (over, True)


def test_without_a_round_nothing_can_be_sent_yet():
    found = standing.participation(ProcedureFactory(), now=timezone.now())
    assert (found.phase, found.is_possible) == ("none", False)


def test_each_date_says_why(client):
    procedure = ProcedureFactory(eia=False)
    open_round(procedure=procedure, display_start=timezone.localdate(), by="user:1")
    html = client.get(procedure.get_absolute_url()).content.decode()
    for step in procedure.steps.filter(step__in=["public_display", "objections"]):
        assert step.explanation_de in html
    assert "§ 73 Abs. 4 Satz 1 VwVfG" in html


def test_a_late_visitor_hears_what_the_law_says_and_no_more(client, procedure):
    past = timezone.localdate() - timedelta(days=1)
    Round.objects.update(display_end=past, objections_until=past)
    html = client.get(procedure.get_absolute_url()).content.decode()
    assert "§\u00a073 Abs.\u00a04 Satz\u00a03 VwVfG" in html
    assert reverse("write", args=[procedure.slug]) in html


def test_a_hidden_procedure_is_known_to_its_team_only(client):
    procedure = ProcedureFactory(scheme=SchemeFactory(is_public=False), open_round=True)
    for name in ("procedure", "standing"):
        assert client.get(reverse(name, args=[procedure.slug])).status_code == 404
    client.force_login(UserFactory(roles=[Role.EXPERT], on_team=procedure))
    assert client.get(procedure.get_absolute_url()).status_code == 200


def test_the_start_page_puts_the_nearest_deadline_first(client):
    later, sooner, over = (ProcedureFactory() for _ in range(3))
    today = timezone.localdate()
    for procedure, days in ((later, 30), (sooner, 3), (over, -3)):
        RoundFactory(
            procedure=procedure,
            display_start=today - timedelta(days=60),
            display_end=today - timedelta(days=20),
            objections_until=today + timedelta(days=days),
        )
    shown = [one for one, _participation in client.get(reverse("start")).context["current"]]
    assert shown == [sooner, later, over]


def test_demo_accounts_are_shown_in_the_demo_only(client, procedure, settings):
    assert "demo_accounts" not in client.get(reverse("start")).context
    settings.DIALOGWERK_DEMO = True
    context = client.get(reverse("start")).context
    assert {"name", "email", "password", "role"} <= context["demo_accounts"][0].keys()
    assert context["demo_procedure"] == procedure
