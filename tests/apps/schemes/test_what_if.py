"""What if? Other days tried out, and planning backwards; nothing is stored."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape

from dialogwerk.apps.schemes.models import ProcedureEvent, ScheduledStep
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.apps.schemes.words import in_words
from tests.factories import ProcedureFactory

from .calendars import clerk_of, happened, planned_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return planned_procedure()


@pytest.fixture
def ask(client, procedure):
    client.force_login(clerk_of(procedure))

    def ask(**question):
        return client.get(reverse("what-if", args=[procedure.slug]), question)

    return ask


def after(response, step):
    return next(one.after for one in response.context["answer"] if one.step == step)


def errors(response, name):
    return " ".join(str(text) for texts in response.context[name].errors.values() for text in texts)


def test_the_page_opens_with_two_empty_questions(ask):
    response = ask()
    assert response.status_code == 200
    assert (response.context["answer"], response.context["plan"]) == (None, None)


def test_a_display_a_week_later_moves_what_counts_from_it(ask):
    response = ask(event="display_start", days="7")
    assert after(response, "public_display") == date(2027, 4, 7)
    assert after(response, "objections") == date(2027, 5, 7)
    assert "07.05.2027" in response.content.decode()


def test_an_event_can_move_to_a_day_that_it_does_not_have_yet(ask):
    response = ask(event="hearing", day="2027-07-06")
    assert after(response, "hearing") == date(2027, 7, 6)


def test_nothing_is_stored(ask, procedure):
    steps = list(ScheduledStep.objects.values())
    events = list(ProcedureEvent.objects.values())
    ask(event="display_start", days="7")
    ask(wish="hearing", wish_day="2028-07-04")
    assert list(ScheduledStep.objects.values()) == steps
    assert list(ProcedureEvent.objects.values()) == events


def test_what_would_no_longer_be_lawful_is_said_in_a_sentence(ask, procedure):
    happened(procedure, "published", date(2027, 2, 19), round=procedure.rounds.get())
    response = ask(event="display_start", day="2027-02-15")
    [conflict] = response.context["answer"].conflicts
    assert escape(in_words(conflict, procedure.kind)) in response.content.decode()


@pytest.mark.parametrize(
    "question",
    [
        {"event": "display_start"},
        {"event": "display_start", "days": "3", "day": "2027-04-01"},
        {"event": "no_such_event", "days": "3"},
        {"event": "display_start", "days": "many"},
        {"event": "display_start", "days": "99999999999"},
        {"event": "display_start", "day": "2027-02-30"},
        {"event": "hearing", "days": "3"},
    ],
)
def test_a_question_without_sense_is_answered_with_what_to_do(ask, question):
    response = ask(**question)
    assert response.status_code == 422
    assert errors(response, "move")
    assert response.context["answer"] is None


def test_a_wished_hearing_gives_the_latest_days_before_it(ask):
    response = ask(wish="hearing", wish_day="2028-07-04", afresh="on", not_before="2027-01-01")
    latest = response.context["plan"].latest
    assert latest["display_start"] < latest["hearing_published"] < date(2028, 7, 4)
    html = response.content.decode()
    assert f"{latest['display_start']:%d.%m.%Y}" in html


def test_a_wish_that_cannot_be_met_names_the_earliest_day(ask):
    response = ask(wish="hearing", wish_day="2027-03-08")
    assert response.status_code == 422
    assert "2027" in errors(response, "back")


def test_a_procedure_without_events_can_be_planned_from_its_wish(client):
    procedure = ProcedureFactory(eia=False)
    client.force_login(clerk_of(procedure))
    address = reverse("what-if", args=[procedure.slug])
    response = client.get(
        address, {"wish": "hearing", "wish_day": "2028-07-04", "not_before": "2027-01-01"}
    )
    assert response.context["plan"].latest["display_start"] < date(2028, 7, 4)


def test_with_several_rounds_one_is_chosen(ask, procedure):
    assert "round" not in ask().context["move"].fields
    second = open_round(
        procedure=procedure, display_start=date(2027, 9, 6), by="user:1", kind="change"
    )
    first = procedure.rounds.get(number=1)
    assert ask().context["move"].fields["round"].queryset.first() == second
    response = ask(event="display_start", days="7", round=str(first.pk))
    assert response.context["answer"].from_day == date(2027, 3, 1)
