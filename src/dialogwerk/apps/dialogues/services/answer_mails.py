"""Whoever asked, left an e-mail address and confirmed it is told once that there is an answer."""

from collections.abc import Sequence
from logging import getLogger

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dialogwerk.apps.base.sites import absolute_url

from .. import hooks
from ..models import Answer, AnswerMail

logger = getLogger(__name__)
MAILS_AT_ONCE = 200
LANGUAGE = "de"
"""Of the mails: the house does not know which language an asker reads."""


def tell_askers() -> int:
    """Mail what was not mailed yet, some at a time; returns how many mails left.

    A question is mailed about once, however many versions its answer has.
    """
    waiting = _first_of_each(
        Answer.objects.untold()
        .exclude(question__answers__mailed__isnull=False)
        .select_related("question__format", "question__process", "question__person__identity")
        .order_by("pk")[:MAILS_AT_ONCE]
    )
    if not waiting:
        return 0
    with get_connection() as connection:
        return sum(_tell(answer, connection) for answer in waiting)


def _first_of_each(answers: Sequence[Answer]) -> list[Answer]:
    by_question: dict[int, Answer] = {}
    for one in answers:
        by_question.setdefault(one.question_id, one)
    return list(by_question.values())


def _tell(answer: Answer, connection: BaseEmailBackend) -> bool:
    """Noted first, so that two processes never send the same mail; taken back if it fails."""
    try:
        with transaction.atomic():
            note = AnswerMail.objects.create(answer=answer, sent_at=timezone.now())
    except IntegrityError:
        return False
    try:
        _mail(answer, connection).send()
    except Exception as error:  # whatever the mail server says; it is tried again
        logger.warning("An asker could not be told: %s", type(error).__name__)
        note.delete()
        return False
    return True


def _mail(answer: Answer, connection: BaseEmailBackend) -> EmailMessage:
    question = answer.question
    with translation.override(LANGUAGE):
        values = {
            "process": question.process.title,
            "question": question.text or question.title,
            "answer": answer.text,
            "who": answer.spoken_as,
            "address": absolute_url(hooks.own_page_of(question)),
            "site": settings.SITE_NAME,
        }
        text = (
            _(
                "You asked in the dialogue “%(process)s”:\n\n%(question)s\n\n"
                "The answer (%(who)s):\n\n%(answer)s\n\n"
                "It also stands here: %(address)s\n\n%(site)s"
            )
            % values
        )
        subject = _("Your question is answered")
    return EmailMessage(
        subject,
        text,
        to=[question.person.identity.email],  # type: ignore[union-attr]
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
