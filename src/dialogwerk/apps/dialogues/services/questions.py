"""Answers to questions, and questions called up at an event; both stand in the journal."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..errors import EmptyContribution, NoQuestion
from ..models import Answer, Call, Contribution
from ..models.contributions import State
from ..questions import QUESTIONS


@transaction.atomic
def answer(
    *,
    question: Contribution,
    text: str,
    spoken_as: str,
    signed: str = "",
    is_published: bool,
    now: datetime,
    by: User,
) -> Answer:
    """Write a version of the answer; a draft is seen by the team, a published one by everyone.

    Args:
        spoken_as: in which role, such as "planning office"; everyone reads it.
        signed: a name, if whoever answers wishes it to be shown.

    Raises:
        EmptyContribution: no text, or nobody said in which role.
        NoQuestion: it belongs to a format of another kind.
    """
    _check(question)
    if not text.strip() or not spoken_as.strip():
        raise EmptyContribution(_("Please write the answer and say in which role you answer."))
    locked = Contribution.objects.select_for_update().get(pk=question.pk)
    last = locked.answers.aggregate(last=Max("number"))["last"] or 0
    made = Answer.objects.create(
        question=locked,
        number=last + 1,
        text=text.strip(),
        spoken_as=" ".join(spoken_as.split()),
        signed=" ".join(signed.split()),
        is_published=is_published,
        by=by.actor,
        at=now,
    )
    record(
        "answer.published" if is_published else "answer.drafted",
        subject=question.code,
        actor=by.actor,
        payload={"number": made.number, "sha256": hashlib.sha256(made.text.encode()).hexdigest()},
    )
    return made


@transaction.atomic
def call(*, question: Contribution, place: str, now: datetime, by: User) -> None:
    """Say how a question stands in the room.

    Whichever was answered until now counts as answered in the room.

    Args:
        place: one of `Call.Place`; "" puts it back among those that wait.

    Raises:
        NoQuestion: not a question that everyone may read, or not such a place.
    """
    _check(question)
    if place and (place not in Call.Place.values or question.state != State.PUBLIC):
        raise NoQuestion(_("Only questions that everyone may read can be called up."))
    others = Call.objects.select_for_update().filter(format=question.format)
    if place == Call.Place.NOW:
        others.filter(place=Call.Place.NOW).exclude(question=question).update(
            place=Call.Place.ANSWERED, at=now
        )
    if place:
        Call.objects.update_or_create(
            question=question, defaults={"format": question.format, "place": place, "at": now}
        )
    else:
        others.filter(question=question).delete()
    record("question.called", subject=question.code, actor=by.actor, payload={"place": place})


def _check(question: Contribution) -> None:
    if question.format.kind != QUESTIONS:
        raise NoQuestion(_("This contribution is no question."))
