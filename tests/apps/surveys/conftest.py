"""A published survey of three questions, and who runs its dialogue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base import protection
from dialogwerk.apps.dialogues.models import ProcessMember
from dialogwerk.apps.surveys.models import SurveyQuestion
from dialogwerk.apps.surveys.services.answering import submit
from dialogwerk.apps.surveys.services.versions import begin_draft, publish, save_question
from tests.factories import UserFactory
from tests.factories.dialogues import FormatFactory, ProcessFactory, ProcessMemberFactory

Kind = SurveyQuestion.Kind


@pytest.fixture
def process():
    return ProcessFactory(slug="wege")


@pytest.fixture
def lead(process):
    return ProcessMemberFactory(process=process, user=UserFactory()).user


@pytest.fixture
def expert(process):
    role = ProcessMember.Role.EXPERT
    return ProcessMemberFactory(process=process, user=UserFactory(), role=role).user


@pytest.fixture
def one(process):
    """The format of the survey."""
    return FormatFactory(
        process=process, kind="survey", slug="umfrage", title="Umfrage", settings={}
    )


@pytest.fixture
def draft(one, lead):
    draft = begin_draft(format=one, now=timezone.now(), by=lead)
    ask = {
        "Wie unterwegs?": {"kind": Kind.SINGLE, "options": ["Fuß", "Rad"], "is_required": True},
        "Wie sicher?": {"kind": Kind.SCALE, "low": "gar nicht", "high": "sehr"},
        "Wohin?": {"kind": Kind.SEVERAL, "options": ["Arbeit", "Schule", "Einkauf"]},
        "Wie viele Minuten?": {"kind": Kind.NUMBER, "smallest": 0, "largest": 300},
        "Was fehlt?": {"kind": Kind.TEXT},
    }
    for text, said in ask.items():
        save_question(version=draft, question=None, text=text, **said)
    return draft


@pytest.fixture
def survey(draft, lead):
    publish(version=draft, now=timezone.now(), by=lead)
    return draft


@pytest.fixture
def answers(survey):
    """Call it with a number of browsers and their answers by the beginning of a question."""
    made = iter(range(10_000))

    def answer(times, **given):
        questions = {one.text.rstrip("?").split()[-1]: one for one in survey.questions.all()}
        for _time in range(times):
            number = next(made)
            submit(
                version=survey,
                given={questions[name]: value for name, value in given.items()},
                browser=f"browser-{number}",
                submission_key=f"schluessel-{number}",
                now=timezone.now(),
            )

    return answer


@pytest.fixture
def patient(monkeypatch):
    """Nobody has to wait until a form may be sent."""
    monkeypatch.setattr(protection, "SOONEST", timedelta(seconds=-1))
