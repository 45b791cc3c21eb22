"""Answering questions, and calling them up while an event takes place."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ..errors import DialogueError
from ..forms.questions import AnswerForm
from ..models import Answer, Call, Contribution, Format, Process
from ..questions import QUESTIONS, with_answers
from ..services import questions as service
from .finding import desk_page, format_of, process_for, staff_only

PER_PAGE = 50
STATES = ("", "offen", "entwurf", "beantwortet")


@staff_only
@require_safe
def desk(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The questions of a format: open, drafted, answered."""
    process, one = _format(request, slug, format_slug, "dialogues.open_workbench")
    state = request.GET.get("stand", "")
    state = state if state in STATES else ""
    standing = with_answers(one.contributions.standing())
    found = _in_state(standing, state).order_by("-support_count", "received_at", "pk")
    page = Paginator(found.prefetch_related("answers"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "format": one,
        "page": page,
        "rows": [{"question": question, "last": _last(question)} for question in page.object_list],
        "state": state,
        "may_call": request.user.has_perm("dialogues.moderate", process),
    }
    return desk_page(request, "dialogues/question_desk.html", process, "process-formats", context)


def _format(request: HttpRequest, slug: str, format_slug: str, perm: str) -> tuple[Process, Format]:
    process = process_for(request, slug, perm)
    return process, format_of(process, format_slug, QUESTIONS)


def _in_state(questions: Any, state: str) -> Any:
    if state == "beantwortet":
        return questions.filter(is_answered=True)
    if state == "offen":
        return questions.filter(is_answered=False)
    if state == "entwurf":
        return questions.filter(is_answered=False, answers__isnull=False).distinct()
    return questions


def _last(question: Contribution) -> Answer | None:
    return max(question.answers.all(), key=lambda answer: answer.number, default=None)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, format_slug: str, code: str) -> HttpResponse:
    """Write the answer: experts draft, whoever moderates publishes."""
    process, one = _format(request, slug, format_slug, "dialogues.answer")
    question = _question(one, code)
    may_publish = request.user.has_perm("dialogues.publish_answers", process)
    versions = list(question.answers.order_by("-number"))
    form = AnswerForm(request.POST or None, initial=_initial(versions))
    if request.method == "POST" and form.is_valid():
        publish = request.POST.get("do") == "publish"
        if publish and not may_publish:
            raise PermissionDenied
        service.answer(
            question=question,
            is_published=publish,
            now=timezone.now(),
            by=request.user,
            **form.cleaned_data,
        )
        messages.success(request, _("The answer is published.") if publish else _("Saved."))
        return redirect("question-desk", process.slug, one.slug)
    context = {
        "format": one,
        "question": question,
        "form": form,
        "versions": versions,
        "may_publish": may_publish,
        "roles": _roles(process),
    }
    status = 422 if form.errors else 200
    return desk_page(
        request,
        "dialogues/question_answer.html",
        process,
        "process-formats",
        context,
        status=status,
    )


def _question(one: Format, code: str) -> Contribution:
    found = one.contributions.standing().filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such question."))
    found.format = one
    return found


def _initial(versions: list[Answer]) -> dict[str, str]:
    if not versions:
        return {}
    last = versions[0]
    return {"text": last.text, "spoken_as": last.spoken_as, "signed": last.signed}


def _roles(process: Process) -> list[str]:
    """In which roles answers of this dialogue were given, to choose from."""
    rows = Answer.objects.filter(question__process=process).order_by("spoken_as")
    return list(rows.values_list("spoken_as", flat=True).distinct()[:20])


@never_cache
@staff_only
@require_safe
@vary_on_headers("HX-Request")
def remote(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Call questions up while an event takes place; shows new ones by itself."""
    process, one = _format(request, slug, format_slug, "dialogues.moderate")
    context = _remote(process, one)
    if request.htmx:
        return render(request, "dialogues/question_remote_list.html", context)
    return desk_page(request, "dialogues/question_remote.html", process, "process-formats", context)


def _remote(process: Process, one: Format) -> dict[str, Any]:
    asked = with_answers(one.contributions.public()).select_related("call")
    ordered = asked.order_by("-support_count", "received_at", "pk")
    groups: dict[str, list[Contribution]] = {"now": [], "": [], "later": [], "answered": []}
    for question in ordered:
        called = question.call.place if hasattr(question, "call") else ""
        groups["answered" if question.is_answered and not called else called].append(question)
    return {
        "process": process,
        "format": one,
        "now": groups["now"],
        "waiting": groups[""],
        "later": groups["later"],
        "done": groups["answered"],
        "places": Call.Place,
    }


@staff_only
@require_POST
def call(request: HttpRequest, slug: str, format_slug: str, code: str) -> HttpResponse:
    """A question is answered now, is done in the room, comes later, or waits again."""
    process, one = _format(request, slug, format_slug, "dialogues.moderate")
    try:
        service.call(
            question=_question(one, code),
            place=request.POST.get("place", ""),
            now=timezone.now(),
            by=request.user,
        )
    except DialogueError as error:
        messages.error(request, str(error))
    if request.htmx:
        return render(request, "dialogues/question_remote_list.html", _remote(process, one))
    return redirect("questions-remote", process.slug, one.slug)
