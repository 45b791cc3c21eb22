"""What the demo shows of a survey: six questions, answered by forty invented browsers."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.dialogues.models import Process

from .models import Reply, Submission, SurveyQuestion
from .services.answering import decide_text, visitor_of
from .services.versions import begin_draft, publish, save_question

Kind = SurveyQuestion.Kind
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "kind": Kind.SINGLE,
        "text": "Wie sind Sie meistens unterwegs?",
        "options": ["zu Fuß", "mit dem Rad", "mit Bus und Bahn", "mit dem Auto"],
        "is_required": True,
    },
    {
        "kind": Kind.SEVERAL,
        "text": "Wohin sind Sie in einer Woche unterwegs?",
        "options": ["Arbeit", "Schule oder Kita", "Einkauf", "Sport und Verein", "Felder"],
    },
    {
        "kind": Kind.SCALE,
        "text": "Wie sicher fühlen Sie sich auf dem Rad im Ort?",
        "low": "gar nicht",
        "high": "sehr",
    },
    {
        "kind": Kind.SCALE,
        "text": "Wie sehr stört Sie der Verkehr in der Ortsmitte?",
        "low": "gar nicht",
        "high": "sehr",
    },
    {
        "kind": Kind.NUMBER,
        "text": "Wie viele Minuten brauchen Sie zum Bahnhof?",
        "smallest": 0,
        "largest": 300,
    },
    {"kind": Kind.TEXT, "text": "Was würde Ihnen den Weg am meisten erleichtern?"},
)
TEXTS = (
    "Ein Radweg, auf dem auch ein Anhänger Platz hat.",
    "Der Bus müsste abends noch fahren.",
    "Eine Ampel am Schulweg.",
)
PEOPLE = 40


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """Published, answered, two of three texts let through."""
    one = process.formats.shown().filter(kind="survey").first()
    if one is None:
        return
    one.process, office, now = process, users[Role.OFFICE], timezone.now()
    draft = begin_draft(format=one, now=now, by=office)
    questions = [save_question(version=draft, question=None, **said) for said in QUESTIONS]
    publish(version=draft, now=now - timedelta(days=5), by=office)
    chance = random.Random(16)  # noqa: S311 - invented answers, the same every time
    made = [
        Submission(
            version=draft,
            visitor=visitor_of(draft, f"demo-{number}"),
            submission_key=f"demo-{number}",
            day=timezone.localdate(now) - timedelta(days=number % 5),
        )
        for number in range(PEOPLE)
    ]
    Submission.objects.bulk_create(made)
    rows = [reply for one in made for reply in _replies(one, questions, chance)]
    rows += [
        Reply(submission=made[number], question=questions[5], text=text)
        for number, text in enumerate(TEXTS)
    ]
    Reply.objects.bulk_create(rows)
    for reply in Reply.objects.filter(question=questions[5])[:2]:
        decide_text(reply=reply, shown=True, by=office)


def _replies(
    submission: Submission, questions: list[SurveyQuestion], chance: random.Random
) -> list[Reply]:
    way = chance.choices(range(4), weights=[5, 9, 3, 14])[0]
    safe = min(5, max(1, round(chance.gauss(3.4 if way == 1 else 2.3, 1))))
    noise = min(5, max(1, round(chance.gauss(3.8, 1))))
    places = sorted(chance.sample(range(5), chance.randint(1, 3)))
    chosen = [[way], places, [safe], [noise]]
    found = [
        Reply(submission=submission, question=question, chosen=numbers)
        for question, numbers in zip(questions, chosen, strict=False)
    ]
    if chance.random() < 0.8:
        minutes = float(chance.randint(4, 45))
        found.append(Reply(submission=submission, question=questions[4], number=minutes))
    return found
