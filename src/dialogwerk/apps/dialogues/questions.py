"""Questions to the office and to experts: the kind of format, its figures and its chapter."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import hooks
from .models import Answer, Call, Contribution, Format, Process
from .models.contributions import ContributionQuerySet

QUESTIONS = "questions"
SHOWN_AT_ONCE = 8
"""Questions that the projector shows, so that the last row of a hall can read them."""


def register() -> None:
    """Offer the kind, its chapter and what askers read behind their receipt."""
    hooks.provide_format(
        hooks.FormatKind(
            kind=QUESTIONS,
            label=gettext_lazy("Questions and answers"),
            description=gettext_lazy(
                "People ask, others support a question, the office and experts answer; with a view"
                " for the projector of an event."
            ),
            public="questions",
            workbench="question-desk",
            call=gettext_lazy("Ask a question"),
            figures=_figures,
            page="question",
        )
    )
    hooks.provide_chapters(_chapters)
    hooks.provide_follow_ups(_follow_ups)
    hooks.provide_scene("questions", "Questions and answers", _rehearse)


def _rehearse(process: Process, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from .demo import questions

    questions.rehearse(process, users)


def with_answers(questions: ContributionQuerySet) -> ContributionQuerySet:
    """The same, each with `is_answered`: whether everyone can read an answer to it."""
    published = Answer.objects.published().filter(question=OuterRef("pk"))
    annotated: ContributionQuerySet = questions.annotate(is_answered=Exists(published))
    return annotated


def on_projector(one: Format) -> tuple[Contribution | None, list[Contribution], int]:
    """What a hall sees: the question that is answered now, the next ones, and how many more wait.

    Those with most support come first, those put off last; what was answered in the room or in
    writing is not shown any more.
    """
    asked = one.contributions.public().select_related("call")
    now = asked.filter(call__place=Call.Place.NOW).first()
    waiting = (
        with_answers(asked)
        .filter(is_answered=False)
        .exclude(call__place__in=[Call.Place.NOW, Call.Place.ANSWERED])
    )
    ordered = list(waiting.order_by("-support_count", "received_at", "pk"))
    ordered.sort(key=lambda question: hasattr(question, "call"))
    return now, ordered[:SHOWN_AT_ONCE], max(len(ordered) - SHOWN_AT_ONCE, 0)


def _figures(one: Format) -> Sequence[tuple[Any, int]]:
    asked = with_answers(one.contributions.public())
    return [
        (gettext_lazy("questions"), asked.count()),
        (gettext_lazy("answered"), asked.filter(is_answered=True).count()),
    ]


def _follow_ups(contribution: Contribution) -> Sequence[hooks.FollowUp]:
    answers = list(contribution.answers.published().order_by("-number")[:1])
    return [
        hooks.FollowUp(
            title=_("Answer to your question (%(who)s)") % {"who": answer.spoken_as},
            text=answer.text,
            at=answer.at,
            url=hooks.own_page_of(contribution),
        )
        for answer in answers
    ]


def _chapters(process: Process) -> Sequence[hooks.Chapter]:
    formats = [one for one in process.formats.shown() if one.kind == QUESTIONS]
    if not formats:
        return []
    asked = list(
        with_answers(Contribution.objects.public().filter(format__in=formats))
        .select_related("format")
        .order_by("format__position", "-support_count", "received_at", "pk")
    )
    answers = Answer.objects.current_of(asked)
    is_open = sum(not question.is_answered for question in asked)
    gap = ngettext(
        "%(count)d question has no written answer yet.",
        "%(count)d questions have no written answer yet.",
        is_open,
    ) % {"count": is_open}
    columns = [_("Question"), _("Supporters"), _("Answer"), _("Answered as")]
    rows = [_row(question, answers.get(question.pk)) for question in asked]
    return [
        hooks.Chapter(
            key="questions",
            title=_("Questions and answers"),
            paragraphs=[
                _("%(asked)d questions were asked, %(answered)d of them are answered in writing.")
                % {"asked": len(asked), "answered": len(asked) - is_open}
            ],
            tables=[hooks.Table(_("All questions with their answers"), columns, rows)],
            gaps=[gap] if is_open else [],
            order=30,
        )
    ]


def _row(question: Contribution, answer: Answer | None) -> list[Any]:
    said = [answer.text, answer.spoken_as] if answer else [_("open"), ""]
    return [question.shown_text or question.shown_title, question.support_count, *said]
