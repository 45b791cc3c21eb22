"""Questions drafted and published; a published version is frozen, a new one begins as its copy."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.dialogues.models import Format

from ..errors import Frozen, NothingToAsk
from ..models import SurveyQuestion, SurveyVersion

COPIED = (
    *("position", "kind", "text", "hint", "options", "low", "high"),
    *("smallest", "largest", "is_required"),
)


def published_version(one: Format) -> SurveyVersion | None:
    """The version that is put to people now."""
    return one.survey_versions.exclude(published_at=None).order_by("-number").first()


def draft_of(one: Format) -> SurveyVersion | None:
    """The version that is being written."""
    return one.survey_versions.filter(published_at=None).first()


@transaction.atomic
def begin_draft(*, format: Format, now: datetime, by: User) -> SurveyVersion:
    """The draft of this survey: the one there is, or a copy of what is published."""
    locked = Format.objects.select_for_update().get(pk=format.pk)
    if known := draft_of(locked):
        return known
    before = published_version(locked)
    draft = SurveyVersion.objects.create(
        format=locked, number=before.number + 1 if before else 1, made_at=now
    )
    if before:
        SurveyQuestion.objects.bulk_create(
            SurveyQuestion(version=draft, **{name: getattr(one, name) for name in COPIED})
            for one in before.questions.all()
        )
    _say("survey.version_begun", format, by, {"number": draft.number})
    return draft


@transaction.atomic
def save_question(
    *, version: SurveyVersion, question: SurveyQuestion | None, **said: Any
) -> SurveyQuestion:
    """Add a question behind the others, or change one.

    Raises:
        Frozen: the version is published.
    """
    _check_is_draft(version)
    last = version.questions.order_by("-position").first()
    kept = question or SurveyQuestion(version=version, position=last.position + 1 if last else 1)
    for name, value in said.items():
        setattr(kept, name, value)
    kept.save()
    return kept


@transaction.atomic
def move_question(*, question: SurveyQuestion, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens.

    Raises:
        Frozen: the version is published.
    """
    _check_is_draft(question.version)
    ordered = list(question.version.questions.all())
    place = ordered.index(question)
    other = place - 1 if up else place + 1
    if 0 <= other < len(ordered):
        ordered[place], ordered[other] = ordered[other], ordered[place]
    for number, one in enumerate(ordered, start=1):
        one.position = number
    SurveyQuestion.objects.bulk_update(ordered, ["position"])


@transaction.atomic
def remove_question(*, question: SurveyQuestion) -> None:
    """Take a question out of a draft.

    Raises:
        Frozen: the version is published.
    """
    _check_is_draft(question.version)
    question.delete()


@transaction.atomic
def publish(*, version: SurveyVersion, now: datetime, by: User) -> None:
    """Put a draft to people; from now on it does not change. Answers to the version before stay.

    Raises:
        Frozen: it is published already.
        NothingToAsk: it has no questions.
    """
    _check_is_draft(version)
    count = version.questions.count()
    if not count:
        raise NothingToAsk(_("Please add a question before you publish."))
    version.published_at = now
    version.save(update_fields=["published_at"])
    _say("survey.published", version.format, by, {"number": version.number, "questions": count})


def _check_is_draft(version: SurveyVersion) -> None:
    current = SurveyVersion.objects.select_for_update().get(pk=version.pk)
    if current.published_at is not None:
        raise Frozen(
            _("This version is published and does not change. Please begin a new version.")
        )


def _say(action: str, format: Format, by: User, payload: dict[str, Any]) -> None:
    details = {**payload, "id": format.pk}
    record(action, subject=format.process.code, actor=by.actor, payload=details)
