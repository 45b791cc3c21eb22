"""The catalogue of arguments: what is put forward, who answers it, and how."""

from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from dialogwerk.apps.schemes.models import Procedure

from .. import hooks
from ..errors import StatementError
from ..forms.arguments import (
    AnswerForm,
    ArgumentFilter,
    ArgumentForm,
    SourceForm,
    SplitForm,
    matching,
)
from ..markup import word_diff
from ..models import (
    AnswerVersion,
    Argument,
    ArgumentLineage,
    ArgumentSource,
    Occurrence,
    Segment,
)
from ..services import answers
from ..services.argument_counts import NOBODY, figures_of
from ..services.considering import concerned
from ..services.figures import Counted, figure
from ..services.masking import masker
from .considering import cited_in
from .passages import found_arguments, is_number
from .workbench import procedure_for, workbench_page

PER_PAGE = 50
NO_COUNTS = {"points": 0, "letters": 0, "people": 0}


@login_required
@require_safe
@vary_on_headers("HX-Request")
def catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """All arguments with whom they concern; htmx exchanges only the results."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    chosen = ArgumentFilter(request.GET, procedure=procedure)
    wanted = Argument.objects.filter(procedure=procedure).active()
    wanted = chosen.narrow(wanted, user=request.user)
    counts = _all_counts(procedure)
    page = _page(request, wanted, counts, chosen.chosen.get("sort", ""))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [{"argument": one, **counts.get(one.pk, NO_COUNTS)} for one in page.object_list],
        "may_tie": request.user.has_perm("statements.tie", procedure),
    }
    if request.htmx:
        context["procedure"] = procedure
        return workbench_page(
            request, "statements/workbench/_arguments_results.html", None, "arguments", context
        )
    return workbench_page(
        request, "statements/workbench/arguments.html", procedure, "arguments", context
    )


def _page(request: HttpRequest, wanted: Any, counts: dict[int, dict[str, int]], sort: str) -> Page:
    """One page in the order asked for."""
    wanted = wanted.select_related("responsible", "current_answer")
    if sort == "people":
        wanted = list(wanted.order_by("number"))
        wanted.sort(key=lambda one: -counts.get(one.pk, NO_COUNTS)["people"])
    else:
        wanted = wanted.order_by("title" if sort == "title" else "number")
    return Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))


def _all_counts(procedure: Procedure) -> dict[int, dict[str, int]]:
    """Points, letters and people per argument of the procedure."""
    found = figures_of(Argument.objects.filter(procedure=procedure))
    return {key: asdict(one) for key, one in found.items()}


def counts_of(argument: Argument) -> dict[str, int]:
    """Points, letters and people of one argument."""
    return asdict(figures_of([argument]).get(argument.pk, NOBODY))


@login_required
@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """Arguments for the reader's search-as-you-type: buttons that tie the passage."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    wanted = request.GET.get("arg", "").strip()
    context = {"arguments": found_arguments(procedure.pk, wanted), "wanted": wanted}
    return render(request, "statements/workbench/_found_arguments.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an argument to the catalogue before any passage is tied to it."""
    procedure = procedure_for(request, slug, "statements.tie")
    form = ArgumentForm(request.POST or None, procedure=procedure)
    if form.is_valid():
        opened = answers.open_argument(
            procedure=procedure, by=request.user.actor, **form.cleaned_data
        )
        return redirect("argument", slug, opened.number)
    return workbench_page(
        request, "statements/workbench/argument_new.html", procedure, "arguments", {"form": form}
    )


# One argument


@login_required
@require_safe
@vary_on_headers("HX-Request")
def argument(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One argument with its passages, sources, answer and history."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    found = _found(procedure, number)
    if request.htmx:
        context = {"argument": found, "procedure": procedure, **_passages(request, found)}
        return workbench_page(
            request, "statements/workbench/_argument_passages.html", None, "arguments", context
        )
    return _argument_page(request, procedure, found)


def _argument_page(
    request: HttpRequest, procedure: Procedure, found: Argument, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page; a form that was refused comes along and is shown with its errors."""
    counts = counts_of(found)
    touched = answers.concerned(found, people=counts["people"])
    sent = touched.sent
    context = {
        "argument": found,
        "counts": counts,
        "concerned": touched,
        "sent_replies": sent,
        "sources": list(found.sources.select_related("document")),
        "versions": _versions(found),
        "lineage": _lineage(found),
        "answer_form": AnswerForm(initial=_initial_answer(request, found), sent_replies=sent),
        "four_counts": None,
        "panels": hooks.panels(request, found),
        "promises": cited_in(found) if found.has_promises else None,
        "amend_form": ArgumentForm(initial=_initial(found), procedure=procedure, prefix="a"),
        "source_form": SourceForm(procedure=procedure, prefix="s"),
        **_passages(request, found),
        **_rights(request, procedure, found),
        **forms,
    }
    return workbench_page(
        request,
        "statements/workbench/argument.html",
        procedure,
        "arguments",
        context,
        status=status,
    )


def _found(procedure: Procedure, number: int) -> Argument:
    lines = Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))
    known = Argument.objects.filter(procedure=procedure)
    known = known.annotate(
        has_lineage=Exists(ArgumentLineage.objects.filter(lines)),
        passages=figure(Segment.objects.filter(argument=OuterRef("pk")), Count("*")),
        has_promises=Exists(concerned(procedure)),
    )
    related = ("responsible", "current_answer", "merged_into")
    found = get_object_or_404(known.select_related(*related), number=number)
    found.procedure = procedure
    return found


def _rights(request: HttpRequest, procedure: Procedure, found: Argument) -> dict[str, bool]:
    is_active = found.merged_into_id is None
    return {
        "may_answer": is_active and request.user.has_perm("statements.answer", found),
        "may_tie": is_active and request.user.has_perm("statements.tie", procedure),
    }


def _initial(found: Argument) -> dict[str, Any]:
    return {
        "title": found.title,
        "kind": found.kind,
        "summary": found.summary,
        "responsible": found.responsible_id,
    }


def _initial_answer(request: HttpRequest, found: Argument) -> dict[str, Any]:
    """The current answer, or the draft that an app above offers to begin the next one with."""
    current, draft = found.current_answer, hooks.draft(request, found)
    if current is None:
        return {"after": 0, "text": draft}
    return {
        "result": current.result,
        "passed_to": current.passed_to,
        "text": draft or current.text,
        "after": current.number,
    }


def _passages(request: HttpRequest, found: Argument) -> dict[str, Any]:
    """What people say: passages of the largest campaigns first, each with its letters' number."""
    points = Occurrence.objects.filter(segment=OuterRef("pk")).order_by().values("segment")
    letters = Coalesce(Subquery(points.annotate(number=Count("pk")).values("number")), 0)
    tied = found.segments.select_related("campaign", "statement").annotate(letters=letters)
    ordered = tied.order_by(F("campaign__size").desc(nulls_last=True), "pk")
    pages = Counted(ordered, PER_PAGE, count=found.passages or 0)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = _without_names(request, found, list(page.object_list))
    return {"page": page}


def _without_names(request: HttpRequest, found: Argument, passages: list[Segment]) -> list[Segment]:
    """Their texts without what would tell who wrote, for readers who may not know."""
    sees_names = request.user.has_perm("statements.see_names", found.procedure)
    writers = {one.pk: one.statement.person_id for one in passages if one.statement}
    hide = masker(writers.values(), sees_names=sees_names)
    for one in passages:
        one.text = hide(writers.get(one.pk), one.text)
    return passages


def _versions(found: Argument) -> list[dict[str, Any]]:
    """All versions, the newest first, each with what it changed in the one before."""
    versions: list[AnswerVersion] = list(found.answers.select_related("by"))
    return [
        {"version": one, "diff": word_diff(before.text, one.text) if before else []}
        for one, before in zip_longest(versions, versions[1:])
    ]


def _lineage(found: Argument) -> dict[str, list[Any]]:
    """Where the argument came from and where it went."""
    lines = ArgumentLineage.objects.filter(Q(source=found) | Q(target=found))
    known = list(lines.select_related("source", "target")) if found.has_lineage else []
    return {
        "came_from": [one for one in known if one.target_id == found.pk],
        "went_to": [one for one in known if one.source_id == found.pk],
    }


@login_required
@require_POST
def answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Save the next version of the answer."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    found = _found(procedure, number)
    _demand(request, "statements.answer", found)
    sent = answers.sent_replies_concerned(found)
    form = AnswerForm(request.POST, sent_replies=sent)
    if form.is_valid():
        form.cleaned_data.pop("knows", None)
        try:
            version = answers.answer(argument=found, by=request.user, **form.cleaned_data)
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _saved(version, sent))
            return redirect("argument", slug, number)
    found = _found(procedure, number)
    return _argument_page(request, procedure, found, status=422, answer_form=form)


def _demand(request: HttpRequest, perm: str, thing: Any) -> None:
    if not request.user.has_perm(perm, thing):
        raise PermissionDenied


def _saved(version: AnswerVersion, sent: int) -> str:
    saved = _("Version %(number)s of the answer is saved.") % {"number": version.number}
    if not sent:
        return saved
    flagged = ngettext(
        "%(count)s letter that was sent is flagged as outdated.",
        "%(count)s letters that were sent are flagged as outdated.",
        sent,
    )
    return f"{saved} {flagged % {'count': sent}}"


@login_required
@require_POST
def amend(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change title, kind, summary or the responsible expert."""
    procedure = procedure_for(request, slug, "statements.tie")
    found = _found(procedure, number)
    form = ArgumentForm(request.POST, procedure=procedure, prefix="a")
    if form.is_valid():
        try:
            answers.amend_argument(argument=found, by=request.user.actor, **form.cleaned_data)
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The argument is changed."))
            return redirect("argument", slug, number)
    found = _found(procedure, number)
    return _argument_page(request, procedure, found, status=422, amend_form=form)


@login_required
@require_POST
def source(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a source, or take one away (``drop`` names it)."""
    procedure = procedure_for(request, slug, "statements.open_workbench")
    found = _found(procedure, number)
    _demand(request, "statements.answer", found)
    address = reverse("argument", args=[slug, number]) + "#sources"
    if "drop" in request.POST:
        known = ArgumentSource.objects.filter(argument=found).select_related("argument", "document")
        pk = request.POST["drop"]
        dropped = get_object_or_404(known, pk=pk if is_number(pk) else 0)
        answers.drop_source(source=dropped, by=request.user.actor)
        return redirect(address)
    form = SourceForm(request.POST, procedure=procedure, prefix="s")
    if form.is_valid():
        document = form.cleaned_data.pop("document")
        try:
            answers.cite(
                argument=found,
                document_id=document.pk if document else None,
                by=request.user.actor,
                **form.cleaned_data,
            )
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            return redirect(address)
    return _argument_page(request, procedure, found, status=422, source_form=form)


# Merging and splitting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose an argument to merge into, see what that means, confirm."""
    procedure = procedure_for(request, slug, "statements.tie")
    found = _found(procedure, number)
    target = _target(request, procedure, found)
    if request.method == "POST" and target:
        try:
            answers.merge(source=found, target=target, by=request.user.actor)
        except StatementError as error:
            messages.error(request, str(error))
            return redirect("argument", slug, number)
        messages.success(
            request,
            _("Argument %(number)s now belongs to argument %(target)s.")
            % {"number": found.number, "target": target.number},
        )
        return redirect("argument", slug, target.number)
    wanted = request.GET.get("arg", "").strip()
    others = Argument.objects.filter(procedure=procedure).active().exclude(pk=found.pk)
    offered = others.filter(matching(wanted)).order_by("number")[:PER_PAGE]
    context = {"argument": found, "target": target, "wanted": wanted, "offered": list(offered)}
    if target:
        context |= _consequences(found, target)
    return workbench_page(
        request, "statements/workbench/argument_merge.html", procedure, "arguments", context
    )


def _target(request: HttpRequest, procedure: Procedure, found: Argument) -> Argument | None:
    wanted = (request.POST if request.method == "POST" else request.GET).get("target", "")
    active = Argument.objects.filter(procedure=procedure).active().exclude(pk=found.pk)
    if not is_number(wanted):
        return None
    return active.select_related("current_answer").filter(number=wanted).first()


def _consequences(found: Argument, target: Argument) -> dict[str, Any]:
    return {
        "counts": counts_of(found),
        "target_counts": counts_of(target),
        "passages": found.segments.count(),
        "sent_replies": answers.sent_replies_concerned(found),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose passages and split them off into a new argument."""
    procedure = procedure_for(request, slug, "statements.tie")
    found = _found(procedure, number)
    form = SplitForm(request.POST or None, initial={"kind": found.kind})
    chosen = [pk for pk in request.POST.getlist("passage") if is_number(pk)]
    if form.is_valid():
        segments = list(Segment.objects.filter(pk__in=chosen))
        try:
            opened = answers.split(
                source=found, segments=segments, by=request.user.actor, **form.cleaned_data
            )
        except StatementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Argument %(number)s was split off.") % {"number": opened.number}
            )
            return redirect("argument", slug, opened.number)
    context = {"argument": found, "form": form, "chosen": chosen, **_passages(request, found)}
    return workbench_page(
        request, "statements/workbench/argument_split.html", procedure, "arguments", context
    )
