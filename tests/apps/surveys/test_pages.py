"""Pages of surveys, for everyone and in the workbench."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.surveys.models import Reply, Submission, SurveyQuestion
from dialogwerk.apps.surveys.services.versions import draft_of, published_version
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def address(name, one, *more):
    return reverse(name, args=[one.process.slug, one.slug, *more])


def answer(client, one, survey, given, **values):
    guard = client.get(address("survey", one)).context["guard"]
    named = {f"q{question.pk}": question for question in survey.questions.all()}
    data = {
        name: given[question.text] for name, question in named.items() if question.text in given
    }
    data |= {"submission_key": guard.key, "token": guard.token}
    return client.post(address("survey", one), {**data, **values})


FULL = {
    "Wie unterwegs?": "1",
    "Wie sicher?": "4",
    "Wohin?": ["0", "2"],
    "Wie viele Minuten?": "12,5",
    "Was fehlt?": "Eine Bank.",
}


def test_anybody_answers_once_without_a_name(client, one, survey, patient):
    assert answer(client, one, survey, FULL).status_code == 302
    replies = {reply.question.text: reply for reply in Reply.objects.all()}
    assert replies["Wohin?"].chosen == [0, 2]
    assert replies["Wie viele Minuten?"].number == 12.5
    assert replies["Was fehlt?"].text == "Eine Bank."
    assert "guard" not in client.get(address("survey", one)).context
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"Wie sicher?": "4"},
        {**FULL, "Wie unterwegs?": "7"},
        {**FULL, "Wie viele Minuten?": "999"},
        {**FULL, "Wie sicher?": "6"},
        {**FULL, "Wohin?": ["0", "9"]},
    ],
)
def test_answers_that_cannot_be_are_asked_again_and_words_stay(client, one, survey, patient, given):
    response = answer(client, one, survey, given)
    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_a_machine_is_refused(client, one, survey, patient):
    assert answer(client, one, survey, FULL, website="x").status_code == 422


def test_results_are_shown_when_the_survey_is_closed_or_as_the_team_wishes(
    client, one, survey, answers
):
    answers(6, unterwegs=[0])
    page = address("survey-results", one)
    assert client.get(page).status_code == 404
    one.settings = {"results": "during"}
    one.save()
    shown = client.get(page)
    assert shown.status_code == 200
    assert "<svg" in shown.text
    one.settings = {}
    one.last_day = timezone.localdate() - timedelta(days=1)
    one.save()
    assert client.get(page).status_code == 200


def test_the_team_sees_results_at_any_time(client, one, survey, expert):
    client.force_login(expert)
    assert client.get(address("survey-results", one)).status_code == 200
    assert client.get(address("survey-desk", one)).status_code == 200


def test_a_survey_is_written_and_published(client, one, lead):
    client.force_login(lead)
    assert client.get(address("survey", one)).status_code == 200
    new = address("survey-question-new", one)
    form = {"kind": "single", "text": "Rad?", "options": "ja\nnein\nja"}
    assert client.post(new, form).status_code == 302
    assert client.post(new, {"kind": "text", "text": "Warum?"}).status_code == 302
    first, second = draft_of(one).questions.all()
    assert first.options == ["ja", "nein"]
    change = address("survey-question-change", one, second.pk)
    client.post(change, {"do": "up"})
    assert list(draft_of(one).questions.all()) == [second, first]
    client.post(change, {"do": "remove"})
    edit = address("survey-question", one, first.pk)
    assert client.post(edit, {**form, "text": "Fahren Sie Rad?"}).status_code == 302
    assert client.post(address("survey-publish", one)).status_code == 302
    assert published_version(one).questions.get().text == "Fahren Sie Rad?"
    assert client.get(edit).status_code == 404
    client.post(address("survey-begin", one))
    assert draft_of(one).number == 2


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "single", "text": "Rad?", "options": "ja"},
        {"kind": "number", "text": "Wie viel?", "smallest": "9", "largest": "1"},
        {"kind": "quatsch", "text": "Wie?"},
        {"kind": "single", "text": "Rad?", "options": "\n".join(map(str, range(40)))},
    ],
)
def test_a_question_that_cannot_be_is_shown_again(client, one, lead, form):
    client.force_login(lead)
    assert client.post(address("survey-question-new", one), form).status_code == 422
    assert not SurveyQuestion.objects.exists()


def test_the_desk_shows_groups_and_ignores_nonsense(client, one, survey, answers, lead):
    answers(6, unterwegs=[0], sicher=[5])
    client.force_login(lead)
    page = address("survey-desk", one)
    by = survey.questions.first()
    assert client.get(page, {"nach": by.pk}).context["crossed"]
    for wrong in ("x", "9" * 30, "²", survey.questions.last().pk):
        assert client.get(page, {"nach": wrong}).context["crossed"] == []
    assert client.post(page, {"results": "never"}).status_code == 302
    one.refresh_from_db()
    assert one.settings["results"] == "never"


def test_texts_are_looked_through(client, one, survey, answers, lead, expert):
    answers(1, unterwegs=[0], fehlt="Eine Bank.")
    reply = Reply.objects.get(text="Eine Bank.")
    decide = address("survey-text-decide", one, reply.pk)
    client.force_login(expert)
    assert client.post(decide, {"shown": "yes"}).status_code == 403
    client.force_login(lead)
    assert "Eine Bank." in client.get(address("survey-texts", one)).text
    client.post(decide, {"shown": "yes"})
    reply.refresh_from_db()
    assert reply.state == Reply.State.SHOWN


def test_tables_are_for_those_who_moderate(client, one, survey, answers, lead, expert):
    answers(1, unterwegs=[0])
    client.force_login(expert)
    assert client.get(address("survey-export", one, 1, "csv")).status_code == 403
    client.force_login(lead)
    for kind in ("csv", "xlsx"):
        response = client.get(address("survey-export", one, 1, kind))
        assert "attachment" in response.headers["Content-Disposition"]
    assert client.get(address("survey-export", one, 1, "pdf")).status_code == 404
    assert client.get(address("survey-export", one, 9, "csv")).status_code == 404


def test_strangers_write_nothing(client, one, survey):
    client.force_login(UserFactory())
    for name in ("survey-desk", "survey-question-new", "survey-texts"):
        assert client.get(address(name, one)).status_code == 403
