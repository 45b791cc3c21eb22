"""Answers taken in without a name; texts shown or not.

No entry in the journal tells when somebody answered: with the server's own records that could lead
to a person. What stands in the journal is what the team does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.dialogues.gates import is_open

from ..errors import AnsweredAlready, NotAnswerable
from ..models import Reply, Submission, SurveyQuestion, SurveyVersion
from .versions import published_version

Given = Sequence[int] | float | str
"""Numbers of what was chosen, a number, or a text."""

Kind = SurveyQuestion.Kind


def visitor_of(version: SurveyVersion, browser: str) -> str:
    """What the database keeps of a browser that answered this version.

    Args:
        browser: the checksum of its cookie; another survey makes another value of it.
    """
    words = f"{version.pk}:{browser}"
    return salted_hmac("dialogwerk.survey", words, algorithm="sha256").hexdigest()


def has_answered(version: SurveyVersion, browser: str) -> bool:
    """Whether this browser has answered this version."""
    return (
        bool(browser) and version.submissions.filter(visitor=visitor_of(version, browser)).exists()
    )


def submit(
    *,
    version: SurveyVersion,
    given: Mapping[SurveyQuestion, Given],
    browser: str,
    submission_key: str,
    now: datetime,
) -> Submission:
    """Take the answers of one browser in; texts wait for moderation.

    The same submission key gives back what is there already.

    Args:
        given: checked by the form; a question that was left out is missing.

    Raises:
        NotAnswerable: not the published version, or the format is closed.
        AnsweredAlready: this browser has answered this version.
    """
    known = version.submissions.filter(submission_key=submission_key).first()
    if known:
        return known
    newest = published_version(version.format)
    day = timezone.localdate(now)
    if newest is None or newest.pk != version.pk:
        raise NotAnswerable(_("The survey has changed meanwhile. Please open it again."))
    if not is_open(version.format, day):
        raise NotAnswerable(_("This survey takes no answers now."))
    try:
        with transaction.atomic():
            made = Submission.objects.create(
                version=version,
                visitor=visitor_of(version, browser),
                submission_key=submission_key,
                day=day,
            )
            Reply.objects.bulk_create(
                _reply(made, question, value) for question, value in given.items()
            )
    except IntegrityError:
        raise AnsweredAlready(_("This survey was answered in this browser already.")) from None
    return made


def _reply(submission: Submission, question: SurveyQuestion, value: Given) -> Reply:
    reply = Reply(submission=submission, question=question)
    if question.kind == Kind.TEXT:
        reply.text = str(value)
    elif question.kind == Kind.NUMBER:
        reply.number = float(value)  # type: ignore[arg-type]
    else:
        reply.chosen = list(value)  # type: ignore[arg-type]
    return reply


@transaction.atomic
def decide_text(*, reply: Reply, shown: bool, by: User) -> None:
    """Show a free text with the results, or not; it can be decided anew."""
    state = Reply.State.SHOWN if shown else Reply.State.REFUSED
    if reply.state == state:
        return
    reply.state = state
    reply.save(update_fields=["state"])
    format = reply.question.version.format
    record(
        "survey.text_shown" if shown else "survey.text_refused",
        subject=format.process.code,
        actor=by.actor,
        payload={"id": format.pk, "reply": reply.pk},
    )
