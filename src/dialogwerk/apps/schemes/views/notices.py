"""Public notices on the workbench: drafted, checked, mended, published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.templatetags.dialogwerk import day as day_in_words
from dialogwerk.cores.deadlines import DeadlineError
from dialogwerk.cores.deadlines.notices import check, notice_kind

from ..forms.notices import (
    NoticeCheckForm,
    NoticeFactsForm,
    NoticeTextForm,
    PublishForm,
    WaiverForm,
)
from ..models import Notice, Procedure
from ..notice_pages import marked, rows_of_kinds
from ..services import notices as service
from ..services.notice_facts import facts_of, fields_needed, fields_possible, suggested
from ..words import in_reader_language, in_words
from ..workbench import workbench_page
from .finding import procedure_for, staff_only
from .public_notices import as_file

READ = "schemes.read_calendar"
KEEP = "schemes.keep_calendar"
WAIVE = "schemes.waive_findings"
SECTION = "notices"
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Which notices this procedure needs, and how far each one is."""
    procedure = procedure_for(request, slug, READ)
    rows = rows_of_kinds(procedure, today=timezone.localdate())
    context = {
        "due": [row for row in rows if row.is_due],
        "others": [row for row in rows if not row.is_due],
        "may_keep": request.user.has_perm(KEEP, procedure),
    }
    return workbench_page(request, "schemes/notices.html", procedure, SECTION, context)


@staff_only
@pages
def new(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Say what the record does not know; the draft is written from it."""
    procedure = procedure_for(request, slug, KEEP)
    try:
        name = notice_kind(procedure.kind, procedure.variant, kind).name
        facts = facts_of(procedure=procedure, round=procedure.current_round, told={})
        fields = {"needed": fields_needed(kind, facts), "possible": fields_possible(kind, facts)}
    except DeadlineError as error:
        if error.code == "unknown_notice":
            raise Http404(in_words(error, procedure.kind)) from error
        messages.error(request, in_words(error, procedure.kind))
        return redirect("notices", procedure.slug)
    typed = {"publish_on": timezone.localdate(), "conditions": True, **suggested(procedure)}
    form = NoticeFactsForm(request.POST or None, procedure=procedure, initial=typed, **fields)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.draft_notice(
                procedure=procedure, kind=kind, told=form.told(), by=request.user
            )
        except DeadlineError as error:
            form.add_error(None, in_words(error, procedure.kind))
        else:
            messages.success(request, _("The notice is drafted. Please read it before it appears."))
            return redirect("notice", procedure.slug, made.pk)
    context = {"form": form, "kind_name": in_reader_language(name)}
    status = 422 if form.errors else 200
    return workbench_page(
        request, "schemes/notice_new.html", procedure, SECTION, context, status=status
    )


def _notice_for(request: HttpRequest, slug: str, pk: int, perm: str) -> tuple[Procedure, Notice]:
    procedure = procedure_for(request, slug, perm)
    found = get_object_or_404(procedure.notices.select_related("round", "replaces"), pk=pk)
    found.procedure = procedure
    return procedure, found


@staff_only
@pages
def notice(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A notice with what was found in it; a draft can be changed."""
    procedure, found = _notice_for(request, slug, pk, KEEP if request.method == "POST" else READ)
    form = NoticeTextForm(request.POST or None, initial={"title": found.title, "text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            service.edit_notice(notice=found, by=request.user, **_typed(found, request, form))
        except (ValidationError, DeadlineError) as error:
            _add(form, error, procedure)
        else:
            messages.success(request, _("Saved and checked."))
            return redirect("notice", procedure.slug, found.pk)
    return _notice_page(request, procedure, found, form)


def _typed(notice: Notice, request: HttpRequest, form: NoticeTextForm) -> dict[str, str]:
    """What was typed, with the sentence that a button asked for."""
    typed = {name: form.cleaned_data[name] for name in ("title", "text")}
    wanted = request.POST.get("insert")
    if wanted:
        sentence = service.missing_sentence(notice, wanted)
        typed["text"] = service.with_sentence(typed["text"], sentence)
    return typed


def _notice_page(
    request: HttpRequest, procedure: Procedure, found: Notice, form: NoticeTextForm
) -> HttpResponse:
    findings, trouble = _findings(procedure, found)
    parts = marked(found.text, findings, offset=len(found.title) + 2)
    context = {
        "notice": found,
        "kind_name": _kind_name(procedure, found.kind),
        "form": form,
        "findings": findings,
        "trouble": trouble,
        "blocked": bool(trouble) or any(one.blocks for one in findings),
        "publish_form": PublishForm(),
        "may_keep": request.user.has_perm(KEEP, procedure) and not found.is_published,
        "may_correct": request.user.has_perm(KEEP, procedure)
        and found.is_published
        and not found.replaced_by.exists(),
        "may_waive": request.user.has_perm(WAIVE, procedure) and not found.is_published,
        "parts": parts,
        "is_marked": any(part.number for part in parts),
    }
    status = 422 if form.errors else 200
    return workbench_page(
        request, "schemes/notice.html", procedure, SECTION, context, status=status
    )


def _kind_name(procedure: Procedure, kind: str) -> str:
    """What the kind is called; its id if the procedure has become one without such notices."""
    try:
        return in_reader_language(notice_kind(procedure.kind, procedure.variant, kind).name)
    except DeadlineError:
        return kind


def _findings(procedure: Procedure, found: Notice) -> tuple[list[service.Checked], str]:
    """What was found, or why it could not be checked."""
    if found.is_published:
        return [], ""
    try:
        return service.checked(found), ""
    except DeadlineError as error:
        return [], in_words(error, procedure.kind)


def _add(form: Any, error: ValidationError | DeadlineError, procedure: Procedure) -> None:
    if isinstance(error, DeadlineError):
        form.add_error(None, in_words(error, procedure.kind))
    else:
        form.add_error(error.code if error.code in form.fields else None, error.message)


@staff_only
@require_POST
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Publish a notice in which nothing is missing."""
    procedure, found = _notice_for(request, slug, pk, KEEP)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            service.publish_notice(notice=found, on=form.cleaned_data["on"], by=request.user)
        except (ValidationError, DeadlineError) as error:
            _add(form, error, procedure)
        else:
            messages.success(request, _("The notice is published, and its day is recorded."))
            return redirect("notice", procedure.slug, found.pk)
    for sentence in [str(one) for errors in form.errors.values() for one in errors]:
        messages.error(request, sentence)
    return redirect("notice", procedure.slug, found.pk)


@staff_only
@pages
def waive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Legal counsel lets one finding stand, with a reason."""
    procedure, found = _notice_for(request, slug, pk, READ)
    if not request.user.has_perm(WAIVE, procedure):
        raise PermissionDenied
    key = request.POST.get("finding") or request.GET.get("finding", "")
    findings, _trouble = _findings(procedure, found)
    finding = next((one for one in findings if one.key == key and one.blocks), None)
    if finding is None:
        messages.info(request, _("There is no such finding any more."))
        return redirect("notice", procedure.slug, found.pk)
    form = WaiverForm(request.POST or None, initial={"finding": key})
    if request.method == "POST" and form.is_valid():
        try:
            service.waive_finding(
                notice=found, finding=key, reason=form.cleaned_data["reason"], by=request.user
            )
        except (ValidationError, DeadlineError) as error:
            _add(form, error, procedure)
        else:
            messages.success(request, _("The finding may stand. Your reason is in the record."))
            return redirect("notice", procedure.slug, found.pk)
    context = {"notice": found, "finding": finding.finding, "form": form}
    status = 422 if form.errors else 200
    return workbench_page(
        request, "schemes/notice_waive.html", procedure, SECTION, context, status=status
    )


@staff_only
@require_POST
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new draft that is to replace a published notice."""
    procedure, found = _notice_for(request, slug, pk, KEEP)
    try:
        made = service.correct_notice(notice=found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("notice", procedure.slug, found.pk)
    return redirect("notice", procedure.slug, made.pk)


@staff_only
@pages
def check_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a text from elsewhere; it can be kept as a draft."""
    procedure = procedure_for(request, slug, READ)
    form = NoticeCheckForm(request.POST or None, request.FILES or None, procedure=procedure)
    context: dict[str, Any] = {"form": form, "may_keep": request.user.has_perm(KEEP, procedure)}
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" in request.POST and context["may_keep"]:
                return _kept(request, procedure, form)
            context |= _checked(procedure, form)
        except DeadlineError as error:
            form.add_error(None, in_words(error, procedure.kind))
    status = 422 if form.errors else 200
    return workbench_page(
        request, "schemes/notice_check.html", procedure, SECTION, context, status=status
    )


def _checked(procedure: Procedure, form: NoticeCheckForm) -> dict[str, Any]:
    data = form.cleaned_data
    its_round = procedure.current_round if data["kind"] in service.OF_ROUND else None
    facts = facts_of(procedure=procedure, round=its_round, told=form.told())
    found = check(data["kind"], data["said"], facts)
    findings = [service.Checked(one, None, service.Seen(data["said"], facts)) for one in found]
    return {
        "said": data["said"],
        "findings": findings,
        "is_checked": True,
        "blocked": any(one.blocks for one in findings),
        "parts": marked(data["said"], findings),
    }


def _kept(request: HttpRequest, procedure: Procedure, form: NoticeCheckForm) -> HttpResponse:
    data = form.cleaned_data
    made = service.keep_notice(
        procedure=procedure,
        kind=data["kind"],
        text=data["said"],
        told=form.told(),
        by=request.user,
    )
    messages.success(
        request, _("Kept as a draft of %(day)s.") % {"day": day_in_words(made.created_at)}
    )
    return redirect("notice", procedure.slug, made.pk)


@staff_only
@never_cache
@require_safe
def file(request: HttpRequest, slug: str, pk: int, ending: str) -> HttpResponse:
    """A notice, also a draft, as PDF or DOCX."""
    _procedure, found = _notice_for(request, slug, pk, READ)
    return as_file(found, ending)
