"""Questions and answers as everyone sees them, and on the wall of a hall."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.base.guarding import guard_of, is_refused
from dialogwerk.apps.base.sites import absolute_url

from .. import hooks
from ..errors import DialogueError, KeyReused
from ..forms.questions import QuestionForm
from ..gates import is_open
from ..models import Answer, Call, Contribution, Format, State
from ..models.contributions import ContributionQuerySet
from ..questions import QUESTIONS, on_projector, with_answers
from ..services.contributions import contribute
from ..services.following import follow_own
from .finding import format_of, process_for
from .visitors import supporter_of

PER_PAGE = 30
ORDERS = {
    "": ("-support_count", "-received_at", "-pk"),
    "neu": ("-received_at", "-pk"),
}


@require_safe
def question_list(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """All questions with their answers, those with most support first."""
    one = _format(request, slug, format_slug)
    chosen = _chosen(request)
    found = _matching(with_answers(one.contributions.public()), chosen)
    page = Paginator(found.select_related("call"), PER_PAGE).get_page(request.GET.get("page"))
    answers = Answer.objects.current_of(page.object_list)
    supported = _supported(request, page.object_list)
    context = {
        "process": one.process,
        "format": one,
        "is_open": is_open(one, timezone.localdate()),
        "page": page,
        "rows": [
            (question, answers.get(question.pk), question.pk in supported)
            for question in page.object_list
        ],
        "chosen": chosen,
        "objection_ways": hooks.objection_ways(one.process, timezone.localdate()),
        "may_work": request.user.has_perm("dialogues.open_workbench", one.process),
    }
    return render(request, "dialogues/questions.html", context)


def _supported(request: HttpRequest, questions: Iterable[Contribution]) -> set[int]:
    """Which of them this visitor supports already."""
    mine = supporter_of(request).supports().filter(contribution__in=[one.pk for one in questions])
    return set(mine.values_list("contribution", flat=True))


def _format(request: HttpRequest, slug: str, format_slug: str) -> Format:
    return format_of(process_for(request, slug), format_slug, QUESTIONS)


def _chosen(request: HttpRequest) -> dict[str, str]:
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    order, state = request.GET.get("sortierung", ""), request.GET.get("stand", "")
    return {
        "suche": words,
        "sortierung": order if order in ORDERS else "",
        "stand": state if state in ("offen", "beantwortet") else "",
    }


def _matching(questions: ContributionQuerySet, chosen: dict[str, str]) -> ContributionQuerySet:
    if chosen["suche"]:
        questions = questions.mentioning(chosen["suche"])
    if chosen["stand"]:
        questions = questions.filter(is_answered=chosen["stand"] == "beantwortet")
    return questions.order_by(*ORDERS[chosen["sortierung"]])


@require_safe
def question(request: HttpRequest, slug: str, format_slug: str, code: str) -> HttpResponse:
    """One question with its answer, and what the answer was before."""
    one = _format(request, slug, format_slug)
    found = one.contributions.public().select_related("call").filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such question, or it is not public."))
    answers = list(found.answers.published().order_by("-number"))
    context = {
        "process": one.process,
        "format": one,
        "question": found,
        "answer": answers[0] if answers else None,
        "earlier": answers[1:],
        "is_open": is_open(one, timezone.localdate()),
        "is_supported": found.pk in _supported(request, [found]),
        "may_answer": request.user.has_perm("dialogues.answer", one.process),
    }
    return render(request, "dialogues/question.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The form for a question; without an account."""
    now = timezone.now()
    one = _format(request, slug, format_slug)
    if not is_open(one, timezone.localdate(now)):
        context = {"process": one.process, "format": one}
        return render(request, "dialogues/question_closed.html", context)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        asked = _asked(request, one, form, now)
        if asked:
            return _thanks(request, asked)
    place = _place(one)
    context = {
        "process": one.process,
        "format": one,
        "form": form,
        "guard": guard_of(form, place=place, now=now),
        "draft_key": f"question-{one.process.slug}-{one.slug}",
        "objection_ways": hooks.objection_ways(one.process, timezone.localdate(now)),
    }
    status = 422 if form.errors else 200
    return render(request, "dialogues/question_form.html", context, status=status)


def _place(one: Format) -> str:
    return f"{one.process.slug}/{one.slug}"


def _asked(
    request: HttpRequest, one: Format, form: QuestionForm, now: datetime
) -> Contribution | None:
    """The question taken in, or None with the reasons in the form."""
    if not form.is_valid() or is_refused(request, form, place=_place(one), now=now):
        return None
    user: Any = request.user if request.user.is_authenticated else None
    try:
        asked = contribute(format=one, said=form.said(user=user), by="public", now=now)
        follow_own(asked, email=form.cleaned_data["email"], now=now)
        return asked
    except KeyReused as error:
        form.key_is_spent = True
        form.refuse(str(error))
    except DialogueError as error:
        form.refuse(str(error))
    return None


def _thanks(request: HttpRequest, asked: Contribution) -> HttpResponse:
    told = (
        _("Your question has arrived. It appears as soon as somebody has looked at it.")
        if asked.state == State.HELD
        else _("Your question has arrived.")
    )
    messages.success(request, told)
    return redirect(reverse("contribution-receipt", args=[asked.receipt]) + "?neu=1")


@never_cache
@require_safe
@vary_on_headers("HX-Request")
def projector(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """For the wall of a hall: large, without navigation, always of this moment."""
    one = _format(request, slug, format_slug)
    now, waiting, more = on_projector(one)
    address = absolute_url(reverse("questions-short", args=[one.pk]))
    context = {
        "process": one.process,
        "format": one,
        "now": now,
        "waiting": waiting,
        "more": more,
        "later": Call.Place.LATER,
        "address": address.partition("://")[2].rstrip("/"),
    }
    template = "projector_wall" if request.htmx else "projector"
    return render(request, f"dialogues/{template}.html", context)


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The address that stands on the wall, short enough to be typed into a phone."""
    one = Format.objects.shown().filter(pk=pk, kind=QUESTIONS).select_related("process").first()
    if one is None:
        raise Http404(_("There is no such format in this dialogue."))
    process_for(request, one.process.slug)
    return redirect("questions", one.process.slug, one.slug)
