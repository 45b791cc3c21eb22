"""Putting contributions together, taking them apart, and undoing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogwerk.apps.base.models import Run

from ..errors import DialogueError, Incomplete
from ..forms.lineage import MergeForm, SplitForm, UndoForm
from ..models import DuplicatePair
from ..services import duplicates, lineage
from .contribution_desk import contribution_of
from .finding import desk_page, process_for, staff_only
from .outcomes import chosen_of, kept_of

SECTION = "process-contributions"
PER_PAGE = 20
pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the chosen contributions together."""
    process = process_for(request, slug, "dialogues.moderate")
    found = chosen_of(request, process).public().order_by("-support_count", "pk")
    chosen = list(found[: lineage.MOST_AT_ONCE])
    if len(chosen) < 2:
        messages.warning(request, _("Choose at least two public contributions to put together."))
        return redirect("process-contributions", process.slug)
    is_sent = request.method == "POST" and "reason" in request.POST
    form = MergeForm(request.POST if is_sent else None, contributions=chosen)
    if is_sent and form.is_valid():
        try:
            made = lineage.merge(
                contributions=chosen,
                into=form.chosen,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DialogueError as error:
            form.add_error(getattr(error, "field", "") or None, str(error))
        else:
            messages.success(request, _("Put together. The authors are told."))
            return redirect("contribution-work", process.slug, made.results[0].code)
    context = {"form": form, "chosen": chosen, "kept": kept_of(request)}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/merge.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@pages
def split(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a contribution apart that says several things."""
    process = process_for(request, slug, "dialogues.moderate")
    contribution = contribution_of(process, code)
    form = SplitForm(request.POST or None, contribution=contribution)
    if request.method == "POST" and form.is_valid():
        try:
            lineage.split(
                contribution=contribution,
                parts=form.parts,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DialogueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken apart. The author is told."))
            return redirect("contribution-work", process.slug, contribution.code)
    context = {"form": form, "contribution": contribution}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/split.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@pages
def undo(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Undo a lineage, with a reason."""
    process = process_for(request, slug, "dialogues.moderate")
    found = get_object_or_404(process.lineages.prefetch_related("parts__contribution"), code=code)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lineage.undo(lineage=found, because=form.cleaned_data["because"], by=request.user)
        except Incomplete as error:
            form.add_error("because", str(error))
        except DialogueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Everything stands again as before."))
            return redirect("contribution-work", process.slug, found.sources[0].code)
    context = {"form": form, "lineage": found}
    status = 422 if form.errors else 200
    template = "dialogues/workbench/undo.html"
    return desk_page(request, template, process, SECTION, context, status=status)


@staff_only
@require_safe
def pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs that perhaps say the same, the most alike first."""
    process = process_for(request, slug, "dialogues.moderate")
    page = Paginator(duplicates.open_pairs(process), PER_PAGE).get_page(request.GET.get("page"))
    runs = Run.objects.filter(kind=duplicates.KIND, arguments__process=process.slug)
    context = {"page": page, "run": runs.order_by("-created_at").first()}
    return desk_page(request, "dialogues/workbench/duplicates.html", process, SECTION, context)


@staff_only
@require_POST
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for pairs in the background."""
    process = process_for(request, slug, "dialogues.moderate")
    duplicates.start_looking(process, by=request.user.actor)
    messages.success(request, _("Similar contributions are being looked for."))
    return redirect("duplicate-pairs", process.slug)


@staff_only
@require_POST
def different(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The two do not say the same."""
    process = process_for(request, slug, "dialogues.moderate")
    pair = get_object_or_404(
        DuplicatePair.objects.select_related("first", "second"), process=process, pk=pk
    )
    duplicates.say_different(pair=pair, by=request.user)
    messages.success(request, _("The pair is not proposed again."))
    return redirect("duplicate-pairs", process.slug)
