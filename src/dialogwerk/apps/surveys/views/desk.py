"""The workbench of a survey: write it, publish it, look through texts, see and export results."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.dialogues.models import Format
from dialogwerk.apps.dialogues.services.processes import save_format
from dialogwerk.apps.dialogues.views.finding import desk_page, format_of, process_for

from ..errors import SurveyError
from ..forms.questions import QuestionForm, SettingsForm
from ..models import Reply, SurveyQuestion
from ..services import versions as service
from ..services.answering import decide_text
from ..services.exports import as_csv, as_xlsx
from ..services.results import crossed

PER_PAGE = 50
Kind = SurveyQuestion.Kind
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_xlsx, XLSX)}


def _format(request: HttpRequest, slug: str, format_slug: str, perm: str) -> Format:
    return format_of(process_for(request, slug, perm), format_slug, "survey")


def _page(
    request: HttpRequest, template: str, one: Format, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    shown = {"format": one, **context}
    return desk_page(request, template, one.process, "process-formats", shown, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The draft with its questions, what is published, when results are shown; by group."""
    perm = "surveys.edit" if request.method == "POST" else "dialogues.open_workbench"
    one = _format(request, slug, format_slug, perm)
    initial = {"results": one.settings.get("results", "after")}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = {**one.settings, **form.cleaned_data}
        save_format(process=one.process, format=one, by=request.user, settings=chosen)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("survey-desk", slug, format_slug)
    published = service.published_version(one)
    grouping = _grouping(request, published)
    context = {
        "form": form,
        "draft": service.draft_of(one),
        "published": published,
        "total": published.submissions.count() if published else 0,
        "earlier": one.survey_versions.exclude(published_at=None).order_by("-number")[1:],
        "waiting": _texts_of(one).filter(state=Reply.State.HELD).count(),
        "groupings": published.questions.filter(kind=Kind.SINGLE) if published else [],
        "grouping": grouping,
        "crossed": crossed(published, grouping) if published and grouping else [],
        "may_edit": request.user.has_perm("surveys.edit", one.process),
        "may_moderate": request.user.has_perm("surveys.moderate", one.process),
    }
    return _page(request, "surveys/desk.html", one, context)


def _grouping(request: HttpRequest, version: Any) -> SurveyQuestion | None:
    chosen = request.GET.get("nach", "")
    if version is None or not (chosen.isascii() and chosen.isdigit() and len(chosen) < 18):
        return None
    found: SurveyQuestion | None = version.questions.filter(pk=chosen, kind=Kind.SINGLE).first()
    return found


def _texts_of(one: Format) -> Any:
    return Reply.objects.filter(question__version__format=one, question__kind=Kind.TEXT)


@login_required
@require_POST
def begin(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Begin a new version as a copy of what is published."""
    one = _format(request, slug, format_slug, "surveys.edit")
    service.begin_draft(format=one, now=timezone.now(), by=request.user)  # type: ignore[arg-type]
    return redirect("survey-desk", slug, format_slug)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Put the draft to people."""
    one = _format(request, slug, format_slug, "surveys.edit")
    draft = service.draft_of(one)
    if draft is None:
        messages.error(request, _("There is no draft to publish."))
        return redirect("survey-desk", slug, format_slug)
    try:
        service.publish(version=draft, now=timezone.now(), by=request.user)  # type: ignore[arg-type]
    except SurveyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The survey is published; it does not change any more."))
    return redirect("survey-desk", slug, format_slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """A new question behind the others."""
    return _question_page(request, _format(request, slug, format_slug, "surveys.edit"), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: HttpRequest, slug: str, format_slug: str, pk: int) -> HttpResponse:
    """A question of the draft."""
    one = _format(request, slug, format_slug, "surveys.edit")
    return _question_page(request, one, _of_draft(one, pk))


def _of_draft(one: Format, pk: int) -> SurveyQuestion:
    return get_object_or_404(SurveyQuestion, pk=pk, version__format=one, version__published_at=None)


def _question_page(
    request: HttpRequest, one: Format, question: SurveyQuestion | None
) -> HttpResponse:
    form = QuestionForm(request.POST or None, instance=question)
    if request.method == "POST" and form.is_valid():
        draft = service.begin_draft(format=one, now=timezone.now(), by=request.user)  # type: ignore[arg-type]
        service.save_question(version=draft, question=question, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("survey-desk", one.process.slug, one.slug)
    status = 422 if form.errors else 200
    return _page(request, "surveys/question.html", one, {"form": form}, status)


@login_required
@require_POST
def question_change(request: HttpRequest, slug: str, format_slug: str, pk: int) -> HttpResponse:
    """Move a question of the draft, or take it out."""
    one = _format(request, slug, format_slug, "surveys.edit")
    question = _of_draft(one, pk)
    if request.POST.get("do") == "remove":
        service.remove_question(question=question)
    else:
        service.move_question(question=question, up=request.POST.get("do") == "up")
    return redirect("survey-desk", slug, format_slug)


@login_required
@require_safe
def texts(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Free texts, those that wait first."""
    one = _format(request, slug, format_slug, "surveys.moderate")
    found = _texts_of(one).select_related("question").order_by("state", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _page(request, "surveys/texts.html", one, {"page": page, "states": Reply.State})


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, format_slug: str, pk: int) -> HttpResponse:
    """Show a text with the results, or not."""
    one = _format(request, slug, format_slug, "surveys.moderate")
    reply = get_object_or_404(_texts_of(one).select_related("question__version__format"), pk=pk)
    reply.question.version.format.process = one.process
    decide_text(reply=reply, shown=request.POST.get("shown") == "yes", by=request.user)  # type: ignore[arg-type]
    return redirect("survey-texts", slug, format_slug)


@login_required
@require_safe
def export(
    request: HttpRequest, slug: str, format_slug: str, number: int, kind: str
) -> HttpResponse:
    """The answers to a version as a table; that somebody took it stands in the journal."""
    one = _format(request, slug, format_slug, "surveys.export")
    version = get_object_or_404(one.survey_versions.exclude(published_at=None), number=number)
    if kind not in WRITERS:
        raise Http404(_("There is no such table."))
    write, content_type = WRITERS[kind]
    content = write(version)
    payload = {"id": one.pk, "number": number, "kind": kind}
    record("survey.exported", subject=one.process.code, actor=request.user.actor, payload=payload)  # type: ignore[union-attr]
    response = HttpResponse(content, content_type=content_type)
    name = f"{one.process.slug}-{one.slug}-{number}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
